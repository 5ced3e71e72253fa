using System.Net;
using System.Text.Json;
using Turnout.Engine;
using Turnout.Engine.Definitions;
using Turnout.Server.Delivery;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Flags;

namespace Turnout.Server.Tests.Experiments;

public class FlagExperimentTests
{
    const string Flags = "/api/v1/environments/production/flags";

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task Everyone_who_has_the_feature_keeps_it_and_is_in_the_treatment(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await TurnoutHost.StartAsync(database);
        await host.Admin.PutAsync<JsonElement>($"{Flags}/new-onboarding", new { enabled = true, rollout = 12.5, allow = new[] { "friend" }, deny = new[] { "u-1" } }, HttpStatusCode.Created);
        using var app = host.Client(await host.CreateKeyAsync("server"));
        foreach (var user in Enumerable.Range(0, 200).Select(i => $"u-{i}").Append("friend"))
            await app.PostAsync<JsonElement>("/api/v1/evaluate", new { context = new { user_id = user } });
        var before = Values(host);

        var request = new { experiment = "onboarding", hypothesis = "More stay." };
        var preview = await host.Admin.PostAsync<JsonElement>($"{Flags}/new-onboarding/experiment/preview", request);
        Assert.Equal(0, preview.GetProperty("contexts").GetProperty("changed").GetInt32());
        Assert.Equal(1, preview.GetProperty("assigned").GetInt32());
        var arms = preview.GetProperty("arms").EnumerateArray().ToDictionary(move => (move.Text("from"), move.GetProperty("to").GetString()), move => move.GetProperty("count").GetInt32());
        Assert.Equal(201, arms.Values.Sum());
        Assert.Equal(1, arms[("off", null)]);
        Assert.False(arms.ContainsKey(("on", "off")));
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{Harness.Experiments}/onboarding", null, 404, "unknown_experiment");

        var made = await host.Admin.PostAsync<JsonElement>($"{Flags}/new-onboarding/experiment", request, HttpStatusCode.Created);
        Assert.Equal("running", made.GetProperty("experiment").Text("status"));
        Assert.Equal(before, Values(host));
        Assert.Equal(("on", false, "STICKY"), await app.VariantAsync("onboarding", "friend"));
        Assert.Equal((null, false, "NOT_TARGETED"), await app.VariantAsync("onboarding", "u-1"));
        foreach (var user in Enumerable.Range(2, 50).Select(i => $"u-{i}"))
            Assert.Equal(before[user] ? "on" : "off", (await app.VariantAsync("onboarding", user)).Variant);
        Assert.Equal("experiment.launched", Assert.Single(await host.AuditAsync("onboarding")).Text("kind"));
    }

    [Fact]
    public async Task The_treatment_may_grow_and_moves_only_those_who_come_in()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PutAsync<JsonElement>($"{Flags}/f", new { enabled = true, rollout = 20 }, HttpStatusCode.Created);
        var before = Values(host, "f");
        await host.Admin.PostAsync<JsonElement>($"{Flags}/f/experiment", new { experiment = "e", treatment = 50 }, HttpStatusCode.Created);
        var after = Values(host, "f");
        Assert.DoesNotContain(before, pair => pair.Value && !after[pair.Key]);
        Assert.InRange(after.Values.Count(on => on) / (double)after.Count, 0.48, 0.52);
    }

    [Fact]
    public async Task A_rules_split_becomes_arms_and_only_those_who_reach_it_take_part()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PutAsync<JsonElement>($"{Flags}/f", new
        {
            type = "string", enabled = true, variants = new { off = "none", blue = "#00f", green = "#0f0" },
            audience = new { attribute = "country", op = "in", value = new[] { "DE", "FR" } },
            rules = new object[]
            {
                new { @if = new { attribute = "plan", op = "equals", value = "pro" }, serve = "blue" },
                new { name = "colours", @if = new { attribute = "age", op = "gte", value = 18 }, serve = new { split = new { green = 1, blue = 2, off = 1 } } },
            },
        }, HttpStatusCode.Created);
        var seen = (from user in Enumerable.Range(0, 500) from country in new[] { "DE", "IT" } from plan in new[] { "pro", "free" } from age in new[] { 17, 30 }
                    select new EvaluationContext { UserId = $"u-{user}", ["country"] = country, ["plan"] = plan, ["age"] = age }).ToList();
        string Value(EvaluationContext context) => host.Service<Rulesets>().Find("production")!.Ruleset.Evaluate("f", context).Variant!.Key;
        var before = seen.ConvertAll(Value);
        await host.Admin.PostAsync<JsonElement>($"{Flags}/f/experiment", new { experiment = "colours", rule = "colours" }, HttpStatusCode.Created);
        Assert.Equal(before, seen.ConvertAll(Value));
        var ruleset = host.Service<Rulesets>().Find("production")!.Ruleset;
        Assert.All(seen, context => Assert.Equal(
            context["country"].Text == "DE" && context["plan"].Text == "free" && context["age"] == 30, ruleset.Decide("colours", context).IsIn));
    }

    [Fact]
    public async Task What_leaves_nobody_to_compare_or_takes_the_feature_from_someone_is_refused()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PutAsync<JsonElement>($"{Flags}/all", new { enabled = true }, HttpStatusCode.Created);
        await host.Admin.PutAsync<JsonElement>($"{Flags}/off", new { rollout = 50 }, HttpStatusCode.Created);
        await host.Admin.PutAsync<JsonElement>($"{Flags}/half", new { enabled = true, rollout = 50, rules = new[] { new { serve = true, @if = new { attribute = "a", op = "exists" } } } }, HttpStatusCode.Created);
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Flags}/all/experiment", new { experiment = "e" }, 409, "not_convertible");
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Flags}/off/experiment", new { experiment = "e" }, 409, "not_convertible");
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Flags}/half/experiment", new { experiment = "e", rule = "0" }, 409, "not_convertible");
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Flags}/half/experiment", new { experiment = "e", rule = "7" }, 400, "unknown_rule");
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Flags}/half/experiment", new { experiment = "e", treatment = 40 }, 400, "invalid_percentage");
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Flags}/half/experiment", new { experiment = "e", metrics = new[] { "none" } }, 400, "unknown_metric");
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Flags}/nothing/experiment", new { experiment = "e" }, 404, "unknown_flag");
        await host.Admin.PutAsync<JsonElement>("/api/v1/environments/production/holdout", new { percent = 5 });
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Flags}/half/experiment", new { experiment = "e" }, 409, "holdout_in_force");
        await host.Admin.PostAsync<JsonElement>($"{Flags}/half/experiment?force=true", new { experiment = "e" }, HttpStatusCode.Created);
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Flags}/half/experiment", new { experiment = "e" }, 409, "not_convertible");
    }

    [Fact]
    public async Task A_flag_that_changed_since_the_preview_is_not_converted()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PutAsync<JsonElement>($"{Flags}/f", new { enabled = true, rollout = 20 }, HttpStatusCode.Created);
        await host.Admin.PutAsync<JsonElement>($"{Flags}/f", new { enabled = true, rollout = 30 });
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Flags}/f/experiment") { Content = HttpClientExtensions.Content(new { experiment = "e" }) };
        request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        using var answer = await host.Admin.SendAsync(request);
        await answer.ReadProblemAsync(412, "precondition_failed");
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{Harness.Experiments}/e", null, 404, "unknown_experiment");
    }

    [Fact]
    public async Task A_copy_is_a_new_draft_that_draws_its_units_anew_and_a_deletion_token_holds_until_a_change()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.RunExperimentAsync(new { key = "e", variants = new[] { new { key = "a" }, new { key = "b" } }, stop_at = "2026-02-01T00:00:00Z", traffic = 80 });
        var copy = await host.Admin.PostAsync<JsonElement>($"{Harness.Experiments}/e/copy", new { key = "e-2", changes = new { traffic = 10 } }, HttpStatusCode.Created);
        Assert.Equal(("draft", "e-2", 10.0), (copy.Text("status"), copy.Text("salt"), copy.GetProperty("traffic").GetDouble()));
        Assert.Equal(JsonValueKind.Null, copy.GetProperty("stop_at").ValueKind);
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Harness.Experiments}/e/copy", new { key = "e-2" }, 409, "key_taken");
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Harness.Experiments}/e/copy", new { key = "e-3", changes = new { nonsense = 1 } }, 400, "unknown_member");
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Harness.Experiments}/x/copy", new { key = "e-3" }, 404, "unknown_experiment");

        var token = (await host.Admin.GetAsync<JsonElement>($"{Harness.Experiments}/e-2/deletion")).Text("token");
        await host.Admin.SendAsync<JsonElement>(HttpMethod.Patch, $"{Harness.Experiments}/e-2", new { traffic = 20 }, HttpStatusCode.OK);
        await host.Admin.ProblemAsync(HttpMethod.Delete, $"{Harness.Experiments}/e-2?confirm={token}", null, 400, "wrong_confirmation");
        token = (await host.Admin.GetAsync<JsonElement>($"{Harness.Experiments}/e-2/deletion")).Text("token");
        await host.Admin.SendAsync<string>(HttpMethod.Delete, $"{Harness.Experiments}/e-2?confirm={token}", null, HttpStatusCode.NoContent);
    }

    static Dictionary<string, bool> Values(TurnoutHost host, string flag = "new-onboarding")
    {
        var ruleset = host.Service<Rulesets>().Find("production")!.Ruleset;
        return Enumerable.Range(0, 20_000).Select(i => $"u-{i}").Append("friend")
            .ToDictionary(user => user, user => ruleset.Evaluate(flag, new EvaluationContext { UserId = user }).Value!.Boolean);
    }
}
