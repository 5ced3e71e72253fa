using System.Net;
using System.Text.Json;
using Turnout.Engine;
using Turnout.Server.Delivery.Recent;

namespace Turnout.Server.Tests.Delivery;

public class RecentContextsTests
{
    const string Settings = "/api/v1/environments/production/settings";

    [Fact]
    public void A_sample_keeps_as_many_units_as_it_has_room_for_and_guesses_the_others()
    {
        var sample = new ContextSample();
        for (var round = 0; round < 2; round++)
            for (var i = 0; i < 20_000; i++) sample.Note(new EvaluationContext { UserId = $"u-{i}" }, null, round * 5000);
        var kept = sample.Since(0);
        Assert.Equal(ContextSample.Capacity, kept.Count);
        Assert.All(kept, seen => Assert.Equal(5000, seen.SeenAt));
        var smallest = Enumerable.Range(0, 20_000).Select(i => ContextSample.HashOf(new EvaluationContext { UserId = $"u-{i}" })).Order().Take(ContextSample.Capacity);
        Assert.Equal(smallest, kept.Select(seen => seen.Hash).Order());
        Assert.Empty(sample.Since(5001));
        sample.Note(new EvaluationContext { UserId = "later" }, null, 6000);
        Assert.Single(sample.Since(5001));
    }

    [Fact]
    public void Contexts_without_a_unit_and_huge_ones_are_not_kept()
    {
        var sample = new ContextSample();
        sample.Note(new EvaluationContext { ["plan"] = "pro" }, null, 1);
        sample.Note(new EvaluationContext { UserId = "u", ["essay"] = new string('x', ContextSample.MaxBytes) }, null, 1);
        Assert.Empty(sample.Since(0));
    }

    [Fact]
    public async Task What_was_seen_is_found_and_offers_attributes_with_their_values()
    {
        await using var host = await TurnoutHost.StartAsync();
        const string recent = "/api/v1/environments/production/contexts/recent";
        object rule = new { @if = new { attribute = "country", op = "equals", value = "DE" }, serve = true };
        await host.Admin.PutAsync<JsonElement>("/api/v1/environments/production/flags/f", new { rules = new[] { rule } }, HttpStatusCode.Created);
        using var app = host.Client(await host.CreateKeyAsync("server"));
        foreach (var (user, plan) in new[] { ("ada", "pro"), ("grace", "free"), ("Edsger", "pro") })
        {
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            await app.PostAsync<JsonElement>("/api/v1/evaluate", new { context = new { user_id = user, plan } });
        }
        var seen = await host.Admin.GetAsync<JsonElement>(recent);
        Assert.Equal(["Edsger", "grace", "ada"], seen.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("context").Text("user_id")));
        Assert.Equal(3, seen.GetProperty("units").GetInt64());
        var attributes = seen.GetProperty("attributes").EnumerateArray().ToDictionary(item => item.Text("name")!, item => item.GetProperty("values").EnumerateArray().Select(value => value.GetString()!).ToArray());
        Assert.Equal(["pro", "free"], attributes["plan"]);
        Assert.Empty(attributes["country"]);
        var found = await host.Admin.GetAsync<JsonElement>($"{recent}?q=eds&limit=1");
        Assert.Equal("Edsger", Assert.Single(found.GetProperty("items").EnumerateArray()).GetProperty("context").Text("user_id"));
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{recent}?limit=0", null, 400, "invalid_limit");
        await host.Admin.ProblemAsync(HttpMethod.Get, "/api/v1/environments/nowhere/contexts/recent", null, 404, "unknown_environment");
    }

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task What_one_server_saw_another_rehearses_with_and_a_restart_keeps_it(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        var clock = new ManualClock();
        await using (var first = await TurnoutHost.StartAsync(database, clock: clock))
        {
            using var app = first.Client(await first.CreateKeyAsync("server"));
            for (var i = 0; i < 20; i++) await app.PostAsync<JsonElement>("/api/v1/evaluate", new { context = new { user_id = $"u-{i}", plan = "pro" } });
        }
        await using var second = await TurnoutHost.StartAsync(database, clock: clock);
        var sample = await second.Service<RecentContexts>().FindAsync("production", TestContext.Current.CancellationToken);
        Assert.Equal(20, sample.Contexts.Count);
        Assert.All(sample.Contexts, context => Assert.Equal("pro", context["plan"].Text));
        clock.Advance(TimeSpan.FromHours(25));
        Assert.Empty((await second.Service<RecentContexts>().FindAsync("production", TestContext.Current.CancellationToken)).Contexts);
    }

    [Fact]
    public async Task Only_declared_attributes_are_kept_and_nothing_where_it_is_switched_off()
    {
        await using var host = await TurnoutHost.StartAsync();
        using var app = host.Client(await host.CreateKeyAsync("server"));
        await host.Admin.PutAsync<JsonElement>(Settings, new { recent_contexts = new { attributes = new[] { "plan" } } });
        await app.PostAsync<JsonElement>("/api/v1/evaluate", new { context = new { user_id = "u", plan = "pro", email = "u@example.com" } });
        var kept = Assert.Single((await host.Service<RecentContexts>().FindAsync("production", TestContext.Current.CancellationToken)).Contexts);
        Assert.Equal(["plan"], kept.Attributes.Select(attribute => attribute.Key));

        await host.Admin.PutAsync<JsonElement>(Settings, new { recent_contexts = new { enabled = false } });
        await app.PostAsync<JsonElement>("/api/v1/evaluate", new { context = new { user_id = "v" } });
        Assert.Empty((await host.Service<RecentContexts>().FindAsync("production", TestContext.Current.CancellationToken)).Contexts);
        await host.Admin.PutAsync<JsonElement>(Settings, new { });
        Assert.Empty((await host.Service<RecentContexts>().FindAsync("production", TestContext.Current.CancellationToken)).Contexts);
        Assert.Equal("environment.settings_updated", (await host.AuditAsync("production"))[^1].Text("kind"));
    }

    [Fact]
    public async Task Synthetic_units_are_not_sampled()
    {
        await using var host = await TurnoutHost.StartAsync();
        using var app = host.Client(await host.CreateKeyAsync("server"));
        await host.Admin.SendAsync<string>(HttpMethod.Put, "/api/v1/environments/production/cohort/user/robot", null, HttpStatusCode.NoContent);
        await app.PostAsync<JsonElement>("/api/v1/evaluate", new { context = new { user_id = "robot" } });
        await app.PostAsync<JsonElement>("/ofrep/v1/evaluate/flags", new { context = new { targetingKey = "person" } });
        var sample = await host.Service<RecentContexts>().FindAsync("production", TestContext.Current.CancellationToken);
        Assert.Equal(["person"], sample.Contexts.Select(context => context.TargetingKey));
    }

    [Fact]
    public async Task Settings_have_defaults_an_etag_and_refuse_nonsense()
    {
        await using var host = await TurnoutHost.StartAsync();
        var settings = await host.Admin.GetAsync<JsonElement>(Settings);
        Assert.True(settings.GetProperty("recent_contexts").GetProperty("enabled").GetBoolean());
        Assert.False(settings.GetProperty("review").GetProperty("required").GetBoolean());
        await host.Admin.ProblemAsync(HttpMethod.Put, Settings, new { review = new { approvals = 0 } }, 400, "invalid_approvals");
        await host.Admin.ProblemAsync(HttpMethod.Put, Settings, new { recent_contexts = new { attributes = new[] { "" } } }, 400, "invalid_attribute");
        await host.Admin.ProblemAsync(HttpMethod.Put, Settings, new { surprise = true }, 400, "unknown_member");
        await host.Admin.ProblemAsync(HttpMethod.Get, "/api/v1/environments/nowhere/settings", null, 404, "unknown_environment");
        using var request = new HttpRequestMessage(HttpMethod.Put, Settings) { Content = HttpClientExtensions.Content(new { }) };
        request.Headers.TryAddWithoutValidation("If-Match", "\"7\"");
        using var answer = await host.Admin.SendAsync(request);
        await answer.ReadProblemAsync(412, "precondition_failed");
    }
}
