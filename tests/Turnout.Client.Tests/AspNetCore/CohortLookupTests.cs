using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Turnout.Client.AspNetCore;
using Turnout.Engine;

namespace Turnout.Client.Tests.AspNetCore;

/// <summary>Who is in the server's test cohort is synthetic here too; whoever cannot be looked up is a real customer.</summary>
public sealed class CohortLookupTests
{
    private static readonly EvaluationContext Probe = new() { UserId = "probe" }, Customer = new() { UserId = "u", TeamId = "t" };

    private static Func<HttpContext, Task<bool>> Answering(Func<HttpContext, Task> answer) => async http =>
    {
        if (http.Request.Path != "/sdk/v1/cohort") return false;
        await answer(http);
        return true;
    };

    private static int Asked(FakeServer server) => server.Requests.Count(path => path == "/sdk/v1/cohort");

    private static ValueTask<bool> IsSyntheticAsync(ClientHost host, EvaluationContext context) =>
        host.Services.GetRequiredService<SyntheticTraffic>().IsSyntheticAsync(new DefaultHttpContext(), context);

    [Fact]
    public async Task Users_and_teams_of_the_cohort_are_synthetic_and_the_list_is_asked_for_once()
    {
        await using var server = await FakeServer.StartAsync(Rulesets.With(1));
        server.Misbehave = Answering(http => http.Response.WriteAsync("""{"users":["probe"],"teams":["probes"]}"""));
        await using var host = await (await ClientHost.StartAsync(server.Url)).ReadyAsync();
        Assert.Equal(0, Asked(server));
        Assert.True(await IsSyntheticAsync(host, Probe));
        Assert.True(await IsSyntheticAsync(host, new EvaluationContext { UserId = "u", TeamId = "probes" }));
        Assert.True(await IsSyntheticAsync(host, new EvaluationContext { UserId = "u", ["is_test_cohort"] = true }));
        Assert.False(await IsSyntheticAsync(host, Customer));
        Assert.False(await IsSyntheticAsync(host, new EvaluationContext()));
        Assert.Equal(1, Asked(server));
    }

    [Fact]
    public async Task List_is_asked_for_again_after_the_poll_interval_and_only_then()
    {
        await using var server = await FakeServer.StartAsync(Rulesets.With(1));
        var list = """{"users":[],"teams":[]}""";
        server.Misbehave = Answering(http => http.Response.WriteAsync(list));
        await using var host = await (await ClientHost.StartAsync(server.Url)).ReadyAsync();
        Assert.False(await IsSyntheticAsync(host, Probe));
        list = """{"users":["probe"],"teams":[]}""";
        host.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(await IsSyntheticAsync(host, Probe));
        host.Time.Advance(TimeSpan.FromSeconds(1));
        var asked = server.NextAsync("/sdk/v1/cohort");
        await IsSyntheticAsync(host, Probe);
        await asked;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await IsSyntheticAsync(host, Probe)) await Task.Delay(5, patience.Token);
        Assert.Equal(2, Asked(server));
    }

    [Theory]
    [InlineData(404, "")]
    [InlineData(500, "")]
    [InlineData(200, "<html>")]
    [InlineData(200, """{"users":"probe"}""")]
    [InlineData(0, "")]
    public async Task List_that_cannot_be_had_makes_everybody_a_customer(int status, string body)
    {
        await using var server = await FakeServer.StartAsync(Rulesets.With(1));
        server.Misbehave = Answering(http =>
        {
            if (status == 0) http.Abort();
            else http.Response.StatusCode = status;
            return status == 0 ? Task.CompletedTask : http.Response.WriteAsync(body);
        });
        await using var host = await (await ClientHost.StartAsync(server.Url)).ReadyAsync();
        Assert.False(await IsSyntheticAsync(host, Probe));
        Assert.Contains(host.Log, line => line.StartsWith("1042 Warning", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Slow_server_keeps_no_customer_waiting()
    {
        await using var server = await FakeServer.StartAsync(Rulesets.With(1));
        var end = new TaskCompletionSource();
        server.Misbehave = Answering(_ => end.Task);
        await using var host = await (await ClientHost.StartAsync(server.Url)).ReadyAsync();
        var look = IsSyntheticAsync(host, Probe).AsTask();
        await host.Time.PassAsync(1, 1);
        Assert.False(await look.WaitAsync(TimeSpan.FromSeconds(60)));
        end.SetResult();
    }
}
