using System.Net;
using System.Text.Json;

namespace Turnout.Server.Tests.Experiments;

public class DecisionTests
{
    const string Experiments = "/api/v1/environments/production/experiments";

    static readonly object[] Arms = [new { key = "control" }, new { key = "treatment" }];

    static async Task<TurnoutHost> StartAsync(TestDatabase? database = null)
    {
        var host = await TurnoutHost.StartAsync(database);
        foreach (var key in new[] { "sales", "clicks", "errors" })
            await host.Admin.PutAsync<JsonElement>($"/api/v1/environments/production/metrics/{key}", new { key, @event = key, type = "proportion" }, HttpStatusCode.Created);
        return host;
    }

    static object With(object decision, DateTimeOffset? stopAt = null) =>
        new { key = "exp", variants = Arms, metrics = new[] { "sales", "clicks", "errors" }, decision, stop_at = stopAt };

    [Fact]
    public async Task An_experiment_decides_always_valid_and_by_its_first_metric_unless_told_otherwise()
    {
        await using var host = await StartAsync();
        var made = await host.Admin.PostAsync<JsonElement>(Experiments, new { key = "exp", variants = Arms, metrics = new[] { "sales", "clicks" } }, HttpStatusCode.Created);
        Assert.Equal("""["sales","clicks"]""", made.GetProperty("metrics").GetRawText());
        Assert.Equal(
            """{"method":"always_valid","alpha":0.05,"planned_end":null,"planned_units":10000,"minimum_units":100,"roles":[],"families":[]}""",
            made.GetProperty("decision").GetRawText());
        var launched = await host.Admin.PostAsync<JsonElement>($"{Experiments}/exp/launch", null);
        Assert.Equal("""[{"metric":"sales","role":"primary"},{"metric":"clicks","role":"secondary"}]""", launched.GetProperty("decision").GetProperty("roles").GetRawText());
    }

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task A_decision_is_kept_and_stands_still_from_the_launch_on(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await StartAsync(database);
        await host.Admin.PostAsync<JsonElement>(Experiments, With(new { alpha = 0.1 }), HttpStatusCode.Created);
        var roles = new object[] { new { metric = "clicks", role = "primary" }, new { metric = "errors", role = "guardrail", relative_margin = 0.02 } };
        var families = new[] { new { name = "goals", metrics = new[] { "sales", "clicks" }, correction = "hommel" } };
        await host.Admin.SendAsync<JsonElement>(HttpMethod.Patch, $"{Experiments}/exp", new { decision = new { alpha = 0.01, planned_units = 90_000, minimum_units = 500, roles, families } }, HttpStatusCode.OK);
        await host.Admin.PostAsync<JsonElement>($"{Experiments}/exp/launch", null);
        var kept = (await host.Admin.GetAsync<JsonElement>($"{Experiments}/exp")).GetProperty("decision");
        Assert.Equal(0.01, kept.GetProperty("alpha").GetDouble());
        Assert.Equal("hommel", kept.GetProperty("families")[0].Text("correction"));
        Assert.Equal(
            ["sales secondary", "clicks primary", "errors guardrail"],
            kept.GetProperty("roles").EnumerateArray().Select(use => $"{use.Text("metric")} {use.Text("role")}"));

        var refusal = await host.Admin.ProblemAsync(HttpMethod.Patch, $"{Experiments}/exp", new { decision = new { alpha = 0.2 } }, 409, "not_editable");
        Assert.Contains("fixed at its launch", refusal.GetProperty("errors").GetProperty("decision")[0].GetString());
        await host.Admin.ProblemAsync(HttpMethod.Patch, $"{Experiments}/exp", new { decision = (object?)null }, 409, "not_editable");
        // Sent back as it was read, it changes nothing; and metrics may still be added and removed.
        await host.Admin.SendAsync<JsonElement>(HttpMethod.Patch, $"{Experiments}/exp", new { decision = kept, description = "words" }, HttpStatusCode.OK);
        await host.Admin.SendAsync<JsonElement>(HttpMethod.Patch, $"{Experiments}/exp", new { metrics = new[] { "clicks", "errors" } }, HttpStatusCode.OK);
        Assert.Equal(kept.GetRawText(), (await host.Admin.GetAsync<JsonElement>($"{Experiments}/exp")).GetProperty("decision").GetRawText());
    }

    [Theory]
    [InlineData("""{"alpha":0}""", "invalid_alpha", "decision.alpha")]
    [InlineData("""{"alpha":0.6}""", "invalid_alpha", "decision.alpha")]
    [InlineData("""{"alpha":1e999}""", "invalid_alpha", null)]
    [InlineData("""{"planned_units":1}""", "invalid_units", "decision.planned_units")]
    [InlineData("""{"minimum_units":0}""", "invalid_units", "decision.minimum_units")]
    [InlineData("""{"minimum_units":1.5}""", "wrong_type", null)]
    [InlineData("""{"method":"gut_feeling"}""", "wrong_type", null)]
    [InlineData("""{"planned_end":"2026-03-01T00:00:00Z"}""", "unexpected_member", "decision.planned_end")]
    [InlineData("""{"surprise":1}""", "unknown_member", null)]
    [InlineData("""{"roles":[{"metric":"orders","role":"primary"}]}""", "unknown_metric", "decision.roles[0].metric")]
    [InlineData("""{"roles":[{"metric":"sales","role":"primary"},{"metric":"sales","role":"secondary"}]}""", "duplicate_metric", "decision.roles[1].metric")]
    [InlineData("""{"roles":[{"metric":"sales","role":"primary","margin":1}]}""", "unexpected_member", "decision.roles[0].margin")]
    [InlineData("""{"roles":[{"metric":"sales","role":"guardrail","margin":0}]}""", "invalid_margin", "decision.roles[0].margin")]
    [InlineData("""{"roles":[{"metric":"sales","role":"guardrail","margin":1,"relative_margin":0.1}]}""", "conflicting_members", "decision.roles[0].relative_margin")]
    [InlineData("""{"families":[{"name":"primary","metrics":["sales"]}]}""", "name_taken", "decision.families[0].name")]
    [InlineData("""{"families":[{"name":"no spaces","metrics":["sales"]}]}""", "invalid_name", "decision.families[0].name")]
    [InlineData("""{"families":[{"name":"f","metrics":[]}]}""", "missing_member", "decision.families[0].metrics")]
    [InlineData("""{"families":[{"name":"f","metrics":["sales"]},{"name":"g","metrics":["sales"]}]}""", "duplicate_metric", "decision.families[1].metrics[0]")]
    [InlineData("""{"roles":[{"metric":"errors","role":"guardrail"}],"families":[{"name":"f","metrics":["sales","errors"]}]}""", "mixed_family", "decision.families[0].metrics")]
    public async Task A_decision_that_is_not_sound_is_refused_by_name(string decision, string code, string? member)
    {
        await using var host = await StartAsync();
        var body = $$"""{"key":"exp","variants":[{"key":"a"},{"key":"b"}],"metrics":["sales","clicks","errors"],"decision":{{decision}}}""";
        var problem = await host.Admin.ProblemAsync(HttpMethod.Post, Experiments, body, 400, code);
        if (member is not null) Assert.True(problem.GetProperty("errors").TryGetProperty(member, out _), problem.GetRawText());
    }

    [Fact]
    public async Task A_fixed_horizon_needs_an_end_ahead_and_takes_stop_at_for_it()
    {
        await using var host = await StartAsync();
        await host.Admin.PostAsync<JsonElement>(Experiments, With(new { method = "fixed_horizon" }), HttpStatusCode.Created);
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Experiments}/exp/launch", null, 409, "planned_end_required");
        var now = host.Clock.GetUtcNow();
        await host.Admin.SendAsync<JsonElement>(HttpMethod.Patch, $"{Experiments}/exp", new { decision = new { method = "fixed_horizon", planned_end = now.AddDays(-1) } }, HttpStatusCode.OK);
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Experiments}/exp/launch", null, 409, "invalid_schedule");
        await host.Admin.SendAsync<JsonElement>(HttpMethod.Patch, $"{Experiments}/exp", new { decision = new { method = "fixed_horizon" }, stop_at = now.AddDays(14) }, HttpStatusCode.OK);
        var launched = await host.Admin.PostAsync<JsonElement>($"{Experiments}/exp/launch", null);
        Assert.Equal(now.AddDays(14), launched.GetProperty("decision").GetProperty("planned_end").GetDateTimeOffset());
        // The experiment may run longer than it was to; its horizon stays where it was.
        var longer = await host.Admin.SendAsync<JsonElement>(HttpMethod.Patch, $"{Experiments}/exp", new { stop_at = now.AddDays(30) }, HttpStatusCode.OK);
        Assert.Equal(now.AddDays(14), longer.GetProperty("decision").GetProperty("planned_end").GetDateTimeOffset());
    }
}
