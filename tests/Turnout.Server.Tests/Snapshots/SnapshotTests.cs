using System.Net;
using System.Text.Json;

namespace Turnout.Server.Tests.Snapshots;

public class SnapshotTests
{
    const string Snapshots = Harness.Experiments + "/e/snapshots", Shared = "/api/v1/shared-results";

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task A_link_shows_the_results_as_they_were_until_it_is_revoked(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await StartAsync(database);
        using var app = host.Client(await host.CreateKeyAsync("server"));
        await ExposeAsync(app, 12);
        var results = await host.Admin.GetAsync<string>($"{Harness.Experiments}/e/results");
        var made = await host.Admin.PostAsync<JsonElement>(Snapshots, new { note = "For the board" }, HttpStatusCode.Created);
        await ExposeAsync(app, 20, from: 100);
        Assert.NotEqual(results, await host.Admin.GetAsync<string>($"{Harness.Experiments}/e/results"));

        using var guest = host.Client(made.Text("token"));
        var shared = await guest.GetAsync<JsonElement>(Shared);
        var content = shared.GetProperty("content");
        Assert.Equal(results, content.GetProperty("results").GetRawText());
        Assert.Equal(("For the board", "production", 12), (shared.Text("note"), shared.Text("environment"), content.GetProperty("days").GetProperty("days")[0].GetProperty("units").EnumerateArray().Sum(units => units.GetInt32())));
        // Neither who takes part, nor whom the experiment is for, nor who made the link.
        foreach (var name in new[] { "person", "only-me", "\"if\"", made.Text("created_by") }) Assert.DoesNotContain(name, shared.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(content.GetRawText(), (await host.Admin.GetAsync<JsonElement>($"{Snapshots}/{made.Text("id")}")).GetProperty("content").GetRawText());

        // The token opens nothing else, and is kept and told nowhere.
        await guest.ProblemAsync(HttpMethod.Get, Harness.Experiments, null, 401, "unauthenticated");
        var listed = await host.Admin.GetAsync<JsonElement>(Snapshots);
        Assert.Equal((1, true), (listed.GetProperty("items").GetArrayLength(), listed.GetProperty("items")[0].GetProperty("is_open").GetBoolean()));
        Assert.DoesNotContain("turnout_shared_", listed.GetRawText() + await host.Admin.GetAsync<string>("/api/v1/audit?limit=200"), StringComparison.Ordinal);

        await host.Admin.SendAsync<string>(HttpMethod.Delete, $"{Snapshots}/{made.Text("id")}", null, HttpStatusCode.NoContent);
        await guest.ProblemAsync(HttpMethod.Get, Shared, null, 404, "unknown_link");
        await host.Admin.ProblemAsync(HttpMethod.Delete, $"{Snapshots}/{made.Text("id")}", null, 404, "unknown_snapshot");
        var audit = await host.AuditAsync("e");
        Assert.Equal(["snapshot.created", "snapshot.revoked"], audit.TakeLast(2).Select(entry => entry.Text("kind")));
        Assert.All(audit.TakeLast(2), entry => Assert.Equal(made.Text("id"), entry.GetProperty("metadata").Text("snapshot")));
    }

    [Fact]
    public async Task A_link_ends_at_its_time_and_with_its_experiment_and_what_is_asked_wrongly_is_refused()
    {
        await using var host = await StartAsync();
        var brief = await host.Admin.PostAsync<JsonElement>(Snapshots, new { expires_at = host.Clock.GetUtcNow().AddHours(1) }, HttpStatusCode.Created);
        var usual = await host.Admin.PostAsync<JsonElement>(Snapshots, new { }, HttpStatusCode.Created);
        using var first = host.Client(brief.Text("token"));
        using var second = host.Client(usual.Text("token"));
        await first.GetAsync<JsonElement>(Shared);
        host.Clock.Advance(TimeSpan.FromHours(1));
        await first.ProblemAsync(HttpMethod.Get, Shared, null, 404, "unknown_link");
        Assert.False((await host.Admin.GetAsync<JsonElement>($"{Snapshots}/{brief.Text("id")}")).GetProperty("is_open").GetBoolean());
        await second.GetAsync<JsonElement>(Shared);
        host.Clock.Advance(TimeSpan.FromDays(30));
        await second.ProblemAsync(HttpMethod.Get, Shared, null, 404, "unknown_link");

        await host.Anonymous.ProblemAsync(HttpMethod.Get, Shared, null, 404, "unknown_link");
        await host.Admin.ProblemAsync(HttpMethod.Get, Shared, null, 404, "unknown_link");
        await host.Admin.ProblemAsync(HttpMethod.Post, Snapshots, new { note = new string('n', 1001) }, 400, "too_long");
        await host.Admin.ProblemAsync(HttpMethod.Post, Snapshots, new { expires_at = host.Clock.GetUtcNow() }, 400, "invalid_expiry");
        await host.Admin.ProblemAsync(HttpMethod.Post, Snapshots, new { expires_at = host.Clock.GetUtcNow().AddDays(400) }, 400, "invalid_expiry");
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Harness.Experiments}/none/snapshots", new { }, 404, "unknown_experiment");
        await host.Admin.PostAsync<JsonElement>(Harness.Experiments, new { key = "draft", variants = new[] { new { key = "a" }, new { key = "b" } } }, HttpStatusCode.Created);
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Harness.Experiments}/draft/snapshots", new { }, 409, "invalid_transition");

        var last = await host.Admin.PostAsync<JsonElement>(Snapshots, new { }, HttpStatusCode.Created);
        await host.Admin.SendAsync<string>(HttpMethod.Delete, $"{Harness.Experiments}/e", null, HttpStatusCode.NoContent);
        using var third = host.Client(last.Text("token"));
        await third.ProblemAsync(HttpMethod.Get, Shared, null, 404, "unknown_link");
    }

    [Fact]
    public async Task Who_tries_many_links_has_to_wait()
    {
        await using var host = await StartAsync(settings: new() { ["Turnout:Limits:SharedPerMinute"] = "3" });
        using var guest = host.Client("turnout_shared_guess");
        for (var i = 0; i < 3; i++) await guest.ProblemAsync(HttpMethod.Get, Shared, null, 404, "unknown_link");
        using var refused = await guest.GetAsync(Shared);
        await refused.ReadProblemAsync(429, "too_many_requests");
        Assert.NotNull(refused.Headers.RetryAfter);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await guest.ProblemAsync(HttpMethod.Get, Shared, null, 404, "unknown_link");
    }

    static async Task<TurnoutHost> StartAsync(TestDatabase? database = null, Dictionary<string, string?>? settings = null)
    {
        var host = await TurnoutHost.StartAsync(database, settings);
        await host.RunExperimentAsync(new { key = "e", variants = new[] { new { key = "a" }, new { key = "b" } }, @if = new { attribute = "user_id", op = "not_in", value = new[] { "only-me" } } });
        return host;
    }

    static Task ExposeAsync(HttpClient app, int units, int from = 0) => app.SendEventsAsync([.. Enumerable.Range(from, units).Select(i => (object)new
    {
        id = Guid.NewGuid(), @event = "experiment_viewed", user_id = $"person-{i}", properties = new { experiment_slug = "e", variant = i % 2 == 0 ? "a" : "b", assignment_type = "deterministic" },
    })]);
}
