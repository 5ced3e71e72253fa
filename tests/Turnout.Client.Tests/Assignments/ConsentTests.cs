using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Turnout.Engine;

namespace Turnout.Client.Tests.Assignments;

/// <summary>Sensitive experiments run for those who agreed; who agreed is recorded on the server.</summary>
public sealed class ConsentTests
{
    private readonly ConcurrentQueue<string> _recorded = new();

    private async Task<(FakeServer Server, ClientHost Host)> StartAsync(int status)
    {
        var server = await FakeServer.StartAsync(Rulesets.With(1) with { Experiments = [Rulesets.Running("price") with { Sensitive = true }] });
        server.Misbehave = async http =>
        {
            if (http.Request.Path != "/api/v1/consent") return false;
            using var reader = new StreamReader(http.Request.Body);
            _recorded.Enqueue($"{http.Request.Method} {await reader.ReadToEndAsync()}");
            if (status == 0) http.Abort();
            else http.Response.StatusCode = status;
            return true;
        };
        return (server, await (await ClientHost.StartAsync(server.Url)).ReadyAsync());
    }

    [Fact]
    public async Task Consent_is_recorded_and_lets_the_context_in_and_a_withdrawal_takes_it_out()
    {
        var (server, host) = await StartAsync(200);
        await using var ofServer = server;
        await using var ofHost = host;
        var user = Rulesets.User("u");
        Assert.Equal(Reason.ConsentMissing, host.Flags.Decide("price", user).Reason);
        Assert.True(await host.Flags.RecordConsentAsync(user, granted: true));
        Assert.Equal(["""PUT {"context":{"user_id":"u"},"granted":true}"""], _recorded);
        Assert.True(host.Flags.Decide("price", user).IsIn);
        Assert.True(await host.Flags.RecordConsentAsync(user, granted: false));
        Assert.Equal(Reason.ConsentMissing, host.Flags.Decide("price", user).Reason);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(403)]
    [InlineData(503)]
    public async Task Consent_that_is_not_recorded_is_not_there_and_a_withdrawal_holds_all_the_same(int status)
    {
        var (server, host) = await StartAsync(status);
        await using var ofServer = server;
        await using var ofHost = host;
        var user = Rulesets.User("u");
        Assert.False(await host.Flags.RecordConsentAsync(user, granted: true));
        Assert.Equal(Reason.ConsentMissing, host.Flags.Decide("price", user).Reason);
        var agreed = new EvaluationContext { UserId = "u", ["consent"] = true };
        Assert.False(await host.Flags.RecordConsentAsync(agreed, granted: false));
        Assert.Equal(Reason.ConsentMissing, host.Flags.Decide("price", agreed).Reason);
    }
}
