using System.Net;
using System.Text.Json;

namespace Turnout.Server.Tests.Previews;

public class PreviewTests
{
    const string Environment = "/api/v1/environments/production";
    const string Flags = Environment + "/flags";

    static readonly object[] Arms = [new { key = "on", weight = 1 }, new { key = "off", weight = 1 }];

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task A_preview_counts_who_moves_and_is_what_happens_afterwards(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await TurnoutHost.StartAsync(database);
        await host.Admin.PutAsync<JsonElement>($"{Flags}/f", new { enabled = true, rollout = 10 }, HttpStatusCode.Created);
        using var app = host.Client(await host.CreateKeyAsync("server"));
        var before = await ValuesAsync(app, 300);

        var change = new { enabled = true, rollout = 50 };
        var preview = await host.Admin.PostAsync<JsonElement>($"{Flags}/f/preview", change);
        Assert.Equal("changes_who_sees_what", preview.Text("classification"));
        Assert.Equal(["rollout 10 % → 50 %"], preview.GetProperty("differences").EnumerateArray().Select(difference => difference.Text("words")));
        Assert.Equal(300, preview.GetProperty("contexts").GetProperty("sampled").GetInt32());
        Assert.Equal(300, preview.GetProperty("contexts").GetProperty("units").GetInt32());

        await host.Admin.PutAsync<JsonElement>($"{Flags}/f", change);
        var after = await ValuesAsync(app, 300);
        var moves = before.Zip(after).GroupBy(pair => (From: pair.First ? "on" : "off", To: pair.Second ? "on" : "off")).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal(moves, preview.GetProperty("moves").EnumerateArray().ToDictionary(move => (From: move.Text("from"), To: move.Text("to")), move => move.GetProperty("count").GetInt32()));
        var flipped = preview.GetProperty("moves").EnumerateArray().Single(move => move.GetProperty("changed").GetBoolean());
        Assert.Equal(("off", "on"), (flipped.Text("from"), flipped.Text("to")));
        Assert.Equal(moves[("off", "on")], preview.GetProperty("contexts").GetProperty("changed").GetInt32());
        var example = flipped.GetProperty("examples")[0];
        Assert.StartsWith("u-", example.GetProperty("context").Text("user_id"), StringComparison.Ordinal);
        Assert.Equal(("SPLIT", "off", "on"), (example.GetProperty("after").Text("reason"), example.GetProperty("before").Text("variant"), example.GetProperty("after").Text("variant")));
    }

    [Fact]
    public async Task A_context_is_asked_of_a_draft_which_leaves_no_trace()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PutAsync<JsonElement>($"{Flags}/f", new { enabled = true, rollout = 0 }, HttpStatusCode.Created);
        object context = new { user_id = "u-1", plan = "pro" };
        object rule = new { name = "Pro", @if = new { attribute = "plan", op = "equals", value = "pro" }, serve = true };
        var draft = await host.Admin.PostAsync<JsonElement>($"{Flags}/f/evaluate", new { context, draft = new { enabled = true, rollout = 0, rules = new[] { rule } }, explain = true });
        Assert.Equal((true, "TARGETING_MATCH", "Pro"), (draft.GetProperty("value").GetBoolean(), draft.Text("reason"), draft.Text("rule")));
        Assert.Contains(draft.GetProperty("steps").EnumerateArray(), step => step.Text("name") == "Pro" && step.Text("outcome") == "decided");
        var live = await host.Admin.PostAsync<JsonElement>($"{Flags}/f/evaluate", new { context });
        Assert.Equal((false, "rollout"), (live.GetProperty("value").GetBoolean(), live.Text("rule")));
        Assert.True((await host.Admin.PostAsync<JsonElement>($"{Flags}/not.there/evaluate", new { context, draft = new { enabled = true } })).GetProperty("value").GetBoolean());
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Flags}/f/evaluate", new { context, draft = new { rollout = 500 } }, 400, "invalid_percentage");
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Flags}/f/evaluate", new { context, draft = new { }, as_of = "2026-01-01T00:00:00Z" }, 400, "invalid_value");
        Assert.Single(await host.AuditAsync("f"));
    }

    [Fact]
    public async Task Texts_are_safe_and_a_flag_that_stays_off_is_too()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PutAsync<JsonElement>($"{Flags}/f", new { enabled = true }, HttpStatusCode.Created);
        Assert.Equal("safe", (await host.Admin.PostAsync<JsonElement>($"{Flags}/f/preview", new { enabled = true, description = "New words" })).Text("classification"));
        Assert.Equal("safe", (await host.Admin.PostAsync<JsonElement>($"{Flags}/new/preview", new { rollout = 5 })).Text("classification"));
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Flags}/f/preview", new { rollout = 500 }, 400, "invalid_percentage");
        await host.Admin.ProblemAsync(HttpMethod.Post, "/api/v1/environments/nowhere/flags/f/preview", new { }, 404, "unknown_environment");
        Assert.Equal("1", (await host.AuditAsync("f")).Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_change_that_would_spoil_a_running_experiment_is_refused_with_alternatives()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.RunExperimentAsync(new { key = "e", variants = Arms });
        object serve = new { serve = new { experiment = "e" } };
        object ahead = new { @if = new { attribute = "plan", op = "equals", value = "pro" }, serve = true };
        await host.Admin.PutAsync<JsonElement>($"{Flags}/f", new { enabled = true, rules = new[] { serve } }, HttpStatusCode.Created);

        var refused = await host.Admin.ProblemAsync(HttpMethod.Put, $"{Flags}/f", new { enabled = true, rules = new[] { ahead, serve } }, 409, "would_spoil_experiment");
        Assert.Contains("enrolment", refused.Text("detail"), StringComparison.Ordinal);
        Assert.True(refused.GetProperty("errors").TryGetProperty("e", out _));
        await host.Admin.ProblemAsync(HttpMethod.Put, $"{Flags}/f", new { enabled = true }, 409, "would_spoil_experiment");
        var preview = await host.Admin.PostAsync<JsonElement>($"{Flags}/f/preview", new { enabled = true });
        Assert.Equal("would_spoil_experiment", preview.Text("classification"));
        Assert.NotEmpty(preview.GetProperty("alternatives").EnumerateArray());

        // What is behind the experiment's rule, the lists, and the kill switch stay free.
        await host.Admin.PutAsync<JsonElement>($"{Flags}/f", new { enabled = true, rules = new[] { serve, ahead }, allow = new[] { "u-1" } });
        await host.Admin.PostAsync<JsonElement>($"{Flags}/f/toggle", new { enabled = false });
        await host.Admin.PostAsync<JsonElement>($"{Flags}/f/toggle", new { enabled = true });
        await host.Admin.PutAsync<JsonElement>($"{Flags}/f?force=true", new { enabled = true });
        Assert.True((await host.AuditAsync("f"))[^1].GetProperty("metadata").GetProperty("force").GetBoolean());
    }

    [Fact]
    public async Task A_segment_that_decides_who_takes_part_stands_still_while_the_experiment_runs()
    {
        await using var host = await TurnoutHost.StartAsync();
        var pros = new { @if = new { attribute = "plan", op = "equals", value = "pro" } };
        var frees = new { @if = new { attribute = "plan", op = "equals", value = "free" } };
        await host.Admin.PutAsync<JsonElement>($"{Environment}/segments/inner", pros, HttpStatusCode.Created);
        await host.Admin.PutAsync<JsonElement>($"{Environment}/segments/outer", new { @if = new { segment = "inner" } }, HttpStatusCode.Created);
        await host.RunExperimentAsync(new { key = "e", variants = Arms, @if = new { segment = "outer" } });
        using var app = host.Client(await host.CreateKeyAsync("server"));
        await app.PostAsync<JsonElement>("/api/v1/evaluate", new { context = new { user_id = "u", plan = "pro" } });

        var preview = await host.Admin.PostAsync<JsonElement>($"{Environment}/segments/inner/preview", frees);
        Assert.Equal("would_spoil_experiment", preview.Text("classification"));
        var move = Assert.Single(preview.GetProperty("moves").EnumerateArray());
        Assert.Equal(("in", "out"), (move.Text("from"), move.Text("to")));
        await host.Admin.ProblemAsync(HttpMethod.Put, $"{Environment}/segments/inner", frees, 409, "would_spoil_experiment");
        await host.Admin.PostAsync<JsonElement>($"{Harness.Experiments}/e/stop", null);
        await host.Admin.PutAsync<JsonElement>($"{Environment}/segments/inner", frees);
    }

    [Fact]
    public async Task An_experiments_preview_says_who_is_in_which_arm_and_what_is_refused()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.RunExperimentAsync(new { key = "e", variants = Arms, traffic = 50 });
        using var app = host.Client(await host.CreateKeyAsync("server"));
        await ValuesAsync(app, 100);

        var more = await host.Admin.PostAsync<JsonElement>($"{Harness.Experiments}/e/preview", new { traffic = 100 });
        Assert.Equal("changes_who_sees_what", more.Text("classification"));
        Assert.DoesNotContain(more.GetProperty("moves").EnumerateArray(), move => move.GetProperty("changed").GetBoolean() && move.GetProperty("from").ValueKind != JsonValueKind.Null);
        var weights = await host.Admin.PostAsync<JsonElement>($"{Harness.Experiments}/e/preview", new { variants = new[] { new { key = "on", weight = 3 }, new { key = "off", weight = 1 } } });
        Assert.Equal("would_spoil_experiment", weights.Text("classification"));
        Assert.NotEmpty(weights.GetProperty("alternatives").EnumerateArray());
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Harness.Experiments}/nothing/preview", new { }, 404, "unknown_experiment");
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Harness.Experiments}/e/preview", new { nonsense = 1 }, 400, "unknown_member");
    }

    static async Task<List<bool>> ValuesAsync(HttpClient app, int users)
    {
        var values = new List<bool>();
        for (var i = 0; i < users; i++)
        {
            var answer = await app.PostAsync<JsonElement>("/api/v1/evaluate", new { context = new { user_id = $"u-{i}" } });
            values.Add(answer.GetProperty("flags").TryGetProperty("f", out var flag) && flag.GetProperty("value").GetBoolean());
        }
        return values;
    }
}
