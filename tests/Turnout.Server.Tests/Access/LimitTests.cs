using System.Net;
using System.Text.Json;
using Turnout.Server.Features.Access;

namespace Turnout.Server.Tests.Access;

public class LimitTests
{
    static readonly object Nobody = new { context = new { } };

    [Fact]
    public void An_allowance_lets_a_burst_through_then_its_rate_and_says_how_long_to_wait()
    {
        var allowance = new Allowance();
        var rate = Rate.PerSecond(2)!.Value;
        var now = DateTimeOffset.UnixEpoch;
        for (var i = 0; i < 20; i++) Assert.Equal(TimeSpan.Zero, allowance.Take(rate, now));
        Assert.Equal(TimeSpan.FromSeconds(0.5), allowance.Take(rate, now));
        Assert.Equal(TimeSpan.Zero, allowance.Take(rate, now.AddSeconds(0.5)));
        Assert.NotEqual(TimeSpan.Zero, allowance.Take(rate, now.AddSeconds(0.5)));
        Assert.False(allowance.IsFull(now.AddSeconds(10.4)));
        Assert.True(allowance.IsFull(now.AddSeconds(10.5)));
        Assert.Null(Rate.PerSecond(0));
    }

    [Fact]
    public async Task An_allowance_gives_out_no_more_than_it_has_to_callers_at_once()
    {
        var allowance = new Allowance();
        var rate = Rate.PerSecond(100)!.Value;
        var taken = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 1000; i++)
                if (allowance.Take(rate, DateTimeOffset.UnixEpoch) == TimeSpan.Zero) Interlocked.Increment(ref taken);
        })));
        Assert.Equal(1000, taken);
    }

    [Theory]
    [InlineData("ServerKeyPerSecond", "server")]
    [InlineData("ClientKeyPerSecond", "client")]
    [InlineData("AddressPerSecond", "client")]
    public async Task Who_asks_too_often_is_told_when_to_come_back_and_may_then(string limit, string kind)
    {
        await using var host = await TurnoutHost.StartAsync(settings: new() { [$"Turnout:Limits:{limit}"] = "1" });
        using var client = host.Client(await host.CreateKeyAsync(kind));
        for (var i = 0; i < 10; i++) await client.PostAsync<JsonElement>("/api/v1/evaluate", Nobody);
        using var refused = await client.PostAsync("/api/v1/evaluate", HttpClientExtensions.Content(Nobody));
        await refused.ReadProblemAsync(429, "too_many_requests");
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await client.PostAsync<JsonElement>("/api/v1/evaluate", Nobody);
        await client.ProblemAsync(HttpMethod.Post, "/api/v1/evaluate", Nobody, 429, "too_many_requests");
    }

    [Fact]
    public async Task One_key_s_limit_is_not_another_s_and_is_not_reset_by_changes_of_keys()
    {
        await using var host = await TurnoutHost.StartAsync(settings: new() { ["Turnout:Limits:ServerKeyPerSecond"] = "1" });
        using var first = host.Client(await host.CreateKeyAsync("server"));
        for (var i = 0; i < 10; i++) await first.PostAsync<JsonElement>("/api/v1/evaluate", Nobody);
        using var second = host.Client(await host.CreateKeyAsync("server"));
        await second.PostAsync<JsonElement>("/api/v1/evaluate", Nobody);
        await first.ProblemAsync(HttpMethod.Post, "/api/v1/evaluate", Nobody, 429, "too_many_requests");
    }

    [Fact]
    public async Task Guessers_of_keys_are_slowed_down_and_holders_of_keys_at_the_same_address_are_not()
    {
        await using var host = await TurnoutHost.StartAsync(settings: new() { ["Turnout:Limits:RefusedPerMinute"] = "3" });
        using var server = host.Client(await host.CreateKeyAsync("server"));
        using var guesser = host.Client("turnout_server_guess");
        for (var i = 0; i < 3; i++) await guesser.ProblemAsync(HttpMethod.Post, "/api/v1/evaluate", Nobody, 401, "unauthenticated");
        await guesser.ProblemAsync(HttpMethod.Post, "/api/v1/evaluate", Nobody, 429, "too_many_requests");
        await server.PostAsync<JsonElement>("/api/v1/evaluate", Nobody);
    }

    [Fact]
    public async Task Sign_ins_are_few_from_each_address()
    {
        await using var host = await TurnoutHost.StartAsync(settings: new() { ["Turnout:Limits:SignInsPerMinute"] = "2" });
        var nobody = new { email = "nobody@example.org", password = "wrong password here" };
        for (var i = 0; i < 2; i++) await host.Anonymous.ProblemAsync(HttpMethod.Post, "/api/v1/session", nobody, 401, "invalid_sign_in");
        await host.Anonymous.ProblemAsync(HttpMethod.Post, "/api/v1/session", nobody, 429, "too_many_requests");
        await host.Anonymous.ProblemAsync(HttpMethod.Post, "/api/v1/session/join", new { token = "x", password = "correct horse battery" }, 429, "too_many_requests");
        await host.Anonymous.GetAsync<JsonElement>("/health/live");
        host.Clock.Advance(TimeSpan.FromSeconds(30));
        await host.Anonymous.ProblemAsync(HttpMethod.Post, "/api/v1/session", nobody, 401, "invalid_sign_in");
    }
}
