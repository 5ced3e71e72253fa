using System.Net;
using System.Text.Json;
using Turnout.Server.Storage;

namespace Turnout.Server.Tests.Revisions;

public class RevisionTests
{
    const string Environment = "/api/v1/environments/production";
    const string Flags = Environment + "/flags";

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task Every_state_is_kept_and_any_can_be_brought_back_also_of_what_was_removed(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await TurnoutHost.StartAsync(database);
        await host.Admin.PutAsync<JsonElement>($"{Flags}/f", new { enabled = true, rollout = 10 }, HttpStatusCode.Created);
        await host.Admin.PutAsync<JsonElement>($"{Flags}/f", new { enabled = true, rollout = 20, tags = new[] { "x" } });
        await host.Admin.SendAsync<string>(HttpMethod.Delete, $"{Flags}/f", null, HttpStatusCode.NoContent);

        var listed = (await host.Admin.GetAsync<JsonElement>($"{Flags}/f/revisions")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([true, false, false], listed.Select(revision => revision.GetProperty("removed").GetBoolean()));
        Assert.Equal(["rollout 10 % → 20 %", "tags: 1 added (x)"], listed[1].GetProperty("differences").EnumerateArray().Select(difference => difference.Text("words")));
        Assert.Equal("admin", listed[0].Text("actor"));
        var first = listed[2].GetProperty("version").GetInt64();
        Assert.Equal(10, (await host.Admin.GetAsync<JsonElement>($"{Flags}/f/revisions/{first}")).GetProperty("item").GetProperty("rollout").GetDouble());

        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Flags}/f/revisions/{listed[0].GetProperty("version").GetInt64()}/revert", null, 409, "item_removed");
        var back = await host.Admin.PostAsync<JsonElement>($"{Flags}/f/revisions/{first}/revert", null, HttpStatusCode.Created);
        Assert.Equal((10.0, 0), (back.GetProperty("rollout").GetDouble(), back.GetProperty("tags").GetArrayLength()));
        Assert.Equal(first, (await host.AuditAsync("f"))[^1].GetProperty("metadata").GetProperty("reverted_to").GetInt64());

        var page = await host.Admin.GetAsync<JsonElement>($"{Flags}/f/revisions?limit=3");
        var next = await host.Admin.GetAsync<JsonElement>($"{Flags}/f/revisions?limit=3&after={page.Text("next")}");
        Assert.Equal((3, 1), (page.GetProperty("items").GetArrayLength(), next.GetProperty("items").GetArrayLength()));
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{Flags}/f/revisions/999", null, 404, "unknown_revision");
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{Flags}/never/revisions", null, 404, "unknown_revision");
    }

    [Fact]
    public async Task Segments_and_drafts_of_experiments_are_brought_back_and_live_experiments_are_not()
    {
        await using var host = await TurnoutHost.StartAsync();
        var pros = new { @if = new { attribute = "plan", op = "equals", value = "pro" } };
        await host.Admin.PutAsync<JsonElement>($"{Environment}/segments/s", pros, HttpStatusCode.Created);
        await host.Admin.PutAsync<JsonElement>($"{Environment}/segments/s", new { @if = new { attribute = "plan", op = "equals", value = "free" } });
        var version = (await host.Admin.GetAsync<JsonElement>($"{Environment}/segments/s/revisions")).GetProperty("items")[1].GetProperty("version").GetInt64();
        Assert.Equal("pro", (await host.Admin.PostAsync<JsonElement>($"{Environment}/segments/s/revisions/{version}/revert", null)).GetProperty("if").Text("value"));

        await host.Admin.PostAsync<JsonElement>(Harness.Experiments, new { key = "e", variants = new[] { new { key = "a" }, new { key = "b" } } }, HttpStatusCode.Created);
        await host.Admin.SendAsync<JsonElement>(HttpMethod.Patch, $"{Harness.Experiments}/e", new { traffic = 5, description = "less", @if = new { segment = "s" } }, HttpStatusCode.OK);
        version = (await host.Admin.GetAsync<JsonElement>($"{Harness.Experiments}/e/revisions")).GetProperty("items")[1].GetProperty("version").GetInt64();
        var back = await host.Admin.PostAsync<JsonElement>($"{Harness.Experiments}/e/revisions/{version}/revert", null);
        Assert.Equal((100.0, "", false), (back.GetProperty("traffic").GetDouble(), back.Text("description"), back.TryGetProperty("if", out _)));
        await host.Admin.SendAsync<JsonElement>(HttpMethod.Patch, $"{Harness.Experiments}/e", new { traffic = 5 }, HttpStatusCode.OK);
        version = (await host.Admin.GetAsync<JsonElement>($"{Harness.Experiments}/e/revisions")).GetProperty("items")[0].GetProperty("version").GetInt64();
        await host.Admin.SendAsync<JsonElement>(HttpMethod.Patch, $"{Harness.Experiments}/e", new { traffic = 50 }, HttpStatusCode.OK);
        await host.Admin.PostAsync<JsonElement>($"{Harness.Experiments}/e/launch", null);
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Harness.Experiments}/e/revisions/{version}/revert", null, 409, "not_editable");
    }

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task Metrics_are_kept_and_brought_back_and_count_for_themselves(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await TurnoutHost.StartAsync(database);
        const string metric = Environment + "/metrics/sales";
        await host.Admin.PutAsync<JsonElement>(metric, new { @event = "sale", type = "sum", window_days = 7, cap = new { value = 500 } }, HttpStatusCode.Created);
        for (var days = 8; days < 12; days++) await host.Admin.PutAsync<JsonElement>(metric, new { @event = "sale", type = "sum", window_days = days });
        await host.Admin.SendAsync<string>(HttpMethod.Delete, metric, null, HttpStatusCode.NoContent);

        var listed = (await host.Admin.GetAsync<JsonElement>($"{metric}/revisions")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([6, 5, 4, 3, 2, 1], listed.Select(revision => revision.GetProperty("version").GetInt32()));
        Assert.True(listed[0].GetProperty("removed").GetBoolean());
        Assert.Contains(listed[4].GetProperty("differences").EnumerateArray(), difference => difference.Text("words") == "window_days: 7 → 8");
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{metric}/revisions/6/revert", null, 409, "item_removed");
        var back = await host.Admin.PostAsync<JsonElement>($"{metric}/revisions/1/revert", null, HttpStatusCode.Created);
        Assert.Equal((7, 500), (back.GetProperty("window_days").GetInt32(), back.GetProperty("cap").GetProperty("value").GetInt32()));
        Assert.Equal(1, (await host.AuditAsync("sales"))[^1].GetProperty("metadata").GetProperty("reverted_to").GetInt32());
        // Numbers are not given twice, and rulesets have no part in them.
        Assert.Equal(7, (await host.Admin.GetAsync<JsonElement>($"{metric}/revisions")).GetProperty("items")[0].GetProperty("version").GetInt32());
        await host.Admin.PutAsync<JsonElement>($"{Flags}/f", new { enabled = true }, HttpStatusCode.Created);
        var then = await host.Admin.PostAsync<JsonElement>($"{Flags}/f/evaluate", new { context = new { user_id = "u" }, as_of = host.Clock.GetUtcNow() });
        Assert.Equal(1, then.GetProperty("ruleset_version").GetInt32());
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{Environment}/metrics/never/revisions", null, 404, "unknown_revision");
    }

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task What_a_context_got_at_a_past_moment_is_computed_again(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await TurnoutHost.StartAsync(database);
        await host.Admin.PutAsync<JsonElement>($"{Environment}/segments/s", new { @if = new { attribute = "plan", op = "equals", value = "pro" } }, HttpStatusCode.Created);
        await host.Admin.PutAsync<JsonElement>($"{Flags}/f", new { enabled = true, rollout = 0, rules = new[] { new { name = "pros", @if = new { segment = "s" }, serve = true } } }, HttpStatusCode.Created);
        var noon = host.Clock.GetUtcNow();
        host.Clock.Advance(TimeSpan.FromHours(1));
        await host.Admin.PutAsync<JsonElement>($"{Environment}/segments/s", new { @if = new { attribute = "plan", op = "equals", value = "team" } });
        host.Clock.Advance(TimeSpan.FromHours(1));
        await host.Admin.SendAsync<string>(HttpMethod.Delete, $"{Flags}/f", null, HttpStatusCode.NoContent);
        host.Clock.Advance(TimeSpan.FromHours(1));

        Task<JsonElement> AtAsync(TimeSpan after) => host.Admin.PostAsync<JsonElement>($"{Flags}/f/evaluate", new { context = new { user_id = "u", plan = "pro" }, as_of = noon + after, explain = true });
        var then = await AtAsync(TimeSpan.Zero);
        Assert.Equal((true, "pros", "TARGETING_MATCH"), (then.GetProperty("value").GetBoolean(), then.Text("rule"), then.Text("reason")));
        Assert.Equal([("off", "passed"), ("pros", "decided"), ("rollout", "not_reached")], then.GetProperty("steps").EnumerateArray().Select(step => (step.Text("name"), step.Text("outcome"))));
        var later = await AtAsync(TimeSpan.FromHours(1));
        Assert.Equal((false, "rollout"), (later.GetProperty("value").GetBoolean(), later.Text("rule")));
        Assert.True(then.GetProperty("ruleset_version").GetInt64() < later.GetProperty("ruleset_version").GetInt64());
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Flags}/f/evaluate", new { context = new { }, as_of = noon + TimeSpan.FromHours(2) }, 404, "unknown_flag");
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Flags}/f/evaluate", new { context = new { }, as_of = noon - TimeSpan.FromHours(1) }, 404, "unknown_flag");
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Flags}/f/evaluate", new { context = new { }, as_of = noon + TimeSpan.FromDays(9) }, 400, "invalid_instant");
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Flags}/f/evaluate", new { context = new { }, as_of = "yesterday" }, 400, "invalid_value");
    }

    [Fact]
    public async Task A_past_moment_knows_the_assignments_and_the_state_of_life_of_then()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PostAsync<JsonElement>(Harness.Experiments, new { key = "e", assignment = "random", variants = new[] { new { key = "on" }, new { key = "off" } } }, HttpStatusCode.Created);
        await host.Admin.PutAsync<JsonElement>($"{Flags}/f", new { enabled = true, rules = new[] { new { serve = new { experiment = "e" } } } }, HttpStatusCode.Created);
        var drafted = host.Clock.GetUtcNow();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Admin.PostAsync<JsonElement>($"{Harness.Experiments}/e/launch", null);
        var launched = host.Clock.GetUtcNow();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        using var app = host.Client(await host.CreateKeyAsync("server"));
        var variant = (await app.AssignAsync("e", "u")).Variant;
        var assigned = host.Clock.GetUtcNow();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Admin.PostAsync<JsonElement>($"{Harness.Experiments}/e/stop", null);

        async Task<(string, string?)> AtAsync(DateTimeOffset at)
        {
            var answer = await host.Admin.PostAsync<JsonElement>($"{Flags}/f/evaluate", new { context = new { user_id = "u" }, as_of = at });
            return (answer.Text("reason"), answer.TryGetProperty("experiment", out _) ? answer.Text("variant") : null);
        }
        Assert.Equal(("NOT_RUNNING", null), await AtAsync(drafted));
        Assert.Equal(("NOT_ASSIGNED", null), await AtAsync(launched));
        Assert.Equal(("SPLIT", variant), await AtAsync(assigned));
        Assert.Equal("NOT_RUNNING", (await host.EvaluateAsync("f", new { user_id = "u" })).Text("reason"));
    }

    [Fact]
    public async Task What_was_there_before_revisions_were_kept_gets_its_first_at_the_start()
    {
        await using var database = await TestDatabase.CreateAsync(Store.Sqlite);
        await using (var host = await TurnoutHost.StartAsync(database))
        {
            await host.Admin.PutAsync<JsonElement>($"{Flags}/f", new { enabled = true }, HttpStatusCode.Created);
            await host.RunExperimentAsync(new { key = "e", variants = new[] { new { key = "a" }, new { key = "b" } } });
            await host.Admin.PutAsync<JsonElement>($"{Environment}/metrics/m", new { @event = "sale", type = "sum" }, HttpStatusCode.Created);
            await host.Service<Database>().WriteAsync(session => session.ExecuteAsync("DELETE FROM revisions"), TestContext.Current.CancellationToken);
        }
        await using var later = await TurnoutHost.StartAsync(database);
        Assert.Equal("system", Assert.Single((await later.Admin.GetAsync<JsonElement>($"{Flags}/f/revisions")).GetProperty("items").EnumerateArray()).Text("actor"));
        Assert.Single((await later.Admin.GetAsync<JsonElement>($"{Harness.Experiments}/e/revisions")).GetProperty("items").EnumerateArray());
        Assert.Single((await later.Admin.GetAsync<JsonElement>($"{Environment}/metrics/m/revisions")).GetProperty("items").EnumerateArray());
    }
}
