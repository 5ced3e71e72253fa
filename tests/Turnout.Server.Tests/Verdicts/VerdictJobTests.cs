using System.Net;
using System.Text.Json;
using Turnout.Server.Features.Verdicts;

namespace Turnout.Server.Tests.Verdicts;

public class VerdictJobTests
{
    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task The_list_says_what_the_results_came_to_without_computing_them(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await TurnoutHost.StartAsync(database);
        await host.Admin.PutAsync<JsonElement>("/api/v1/environments/production/metrics/sales", new { @event = "sale", type = "proportion" }, HttpStatusCode.Created);
        object Design(string key) => new { key, variants = new[] { new { key = "a" }, new { key = "b" } }, metrics = new[] { "sales" } };
        await host.RunExperimentAsync(Design("e"));
        await host.Admin.PostAsync<JsonElement>(Harness.Experiments, Design("draft"), HttpStatusCode.Created);
        var job = host.Service<VerdictJob>();
        await job.RunAsync();
        var first = await VerdictsAsync(host);
        Assert.Equal(("not_enough_data", false), (first["e"]!.Value.Text("verdict"), first["draft"] is not null));

        // What comes is seen after some minutes, and at once where someone looks at the results.
        using var app = host.Client(await host.CreateKeyAsync("server"));
        await app.SendEventsAsync([.. Enumerable.Range(0, 500).SelectMany(i => Doings(i))]);
        await job.RunAsync();
        Assert.Equal("not_enough_data", (await VerdictsAsync(host))["e"]!.Value.Text("verdict"));
        host.Clock.Advance(TimeSpan.FromMinutes(11));
        await job.RunAsync();
        var renewed = (await VerdictsAsync(host))["e"]!.Value;
        var results = await host.Admin.GetAsync<JsonElement>($"{Harness.Experiments}/e/results");
        Assert.Equal(("win", "[\"b\"]"), (renewed.Text("verdict"), renewed.GetProperty("variants").GetRawText()));
        Assert.Equal(results.Text("verdict"), renewed.Text("verdict"));

        // Nothing new: nothing is counted again, until a day has passed.
        host.Clock.Advance(TimeSpan.FromHours(1));
        await job.RunAsync();
        Assert.Equal(renewed.Text("as_of"), (await VerdictsAsync(host))["e"]!.Value.Text("as_of"));
        host.Clock.Advance(TimeSpan.FromDays(1));
        await job.RunAsync();
        Assert.NotEqual(renewed.Text("as_of"), (await VerdictsAsync(host))["e"]!.Value.Text("as_of"));

        await app.SendEventsAsync([.. Enumerable.Range(1000, 600).SelectMany(i => Doings(i, buys: i % 2 == 0))]);
        results = await host.Admin.GetAsync<JsonElement>($"{Harness.Experiments}/e/results");
        Assert.NotEqual("win", results.Text("verdict"));
        Assert.Equal(results.Text("verdict"), (await VerdictsAsync(host))["e"]!.Value.Text("verdict"));
        await host.Admin.SendAsync<string>(HttpMethod.Delete, $"{Harness.Experiments}/e", null, HttpStatusCode.NoContent);
        await host.RunExperimentAsync(Design("e"));
        Assert.Null((await VerdictsAsync(host))["e"]);
    }

    static async Task<Dictionary<string, JsonElement?>> VerdictsAsync(TurnoutHost host) =>
        (await host.Admin.GetAsync<JsonElement>(Harness.Experiments)).GetProperty("items").EnumerateArray()
            .ToDictionary(item => item.Text("key"), item => item.TryGetProperty("verdict", out var verdict) ? verdict : (JsonElement?)null);

    /// <summary>A unit meets its variant; of b's twice as many buy.</summary>
    static IEnumerable<object> Doings(int i, bool? buys = null)
    {
        var user = $"u{i}";
        yield return new { id = Guid.NewGuid(), @event = "experiment_viewed", user_id = user, properties = new { experiment_slug = "e", variant = i % 2 == 0 ? "a" : "b", assignment_type = "deterministic" } };
        if (buys ?? (i % 2 == 0 ? i % 10 == 0 : i % 10 < 7)) yield return new { id = Guid.NewGuid(), @event = "sale", user_id = user };
    }
}
