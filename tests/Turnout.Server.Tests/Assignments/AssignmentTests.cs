using System.Net;
using System.Text.Json;
using Turnout.Server.Features.Assignments;

namespace Turnout.Server.Tests.Assignments;

public class AssignmentTests
{
    [Theory]
    [MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task A_unit_is_assigned_once_and_keeps_its_variant_over_restarts(Store kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        string key;
        string? variant;
        await using (var host = await TurnoutHost.StartAsync(database))
        {
            await host.RunExperimentAsync(new { key = "exp", variants = Arms("a", "b"), assignment = "random" });
            key = await host.CreateKeyAsync("server");
            using var application = host.Client(key);
            Assert.Equal((null, false, "NOT_ASSIGNED"), await application.VariantAsync("exp", "u1"));
            (variant, var isNew, var reason) = await application.AssignAsync("exp", "u1");
            Assert.Equal((true, "SPLIT"), (isNew, reason));
            Assert.Equal((variant, false, "STICKY"), await application.AssignAsync("exp", "u1"));
        }
        await using (var host = await TurnoutHost.StartAsync(database))
        {
            using var application = host.Client(key);
            Assert.Equal((variant, false, "STICKY"), await application.AssignAsync("exp", "u1"));
            Assert.Equal((variant, false, "STICKY"), await application.VariantAsync("exp", "u1"));
        }
    }

    [Fact]
    public async Task Two_servers_that_assign_the_same_units_at_once_agree()
    {
        await using var database = await TestDatabase.CreateAsync(Store.Postgres);
        await using var one = await TurnoutHost.StartAsync(database);
        await one.RunExperimentAsync(new { key = "exp", variants = Arms("a", "b", "c"), assignment = "random" });
        await using var two = await TurnoutHost.StartAsync(database);
        var key = await one.CreateKeyAsync("server");
        using var first = one.Client(key);
        using var second = two.Client(await two.CreateKeyAsync("server"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 400).Select(async i => (Unit: $"u{i / 4}", Answer: await (i % 2 == 0 ? first : second).AssignAsync("exp", $"u{i / 4}"))));
        foreach (var unit in answers.GroupBy(answer => answer.Unit))
        {
            Assert.Single(unit.Select(answer => answer.Answer.Variant).Distinct());
            Assert.Single(unit, answer => answer.Answer.IsNew);
        }
    }

    [Fact]
    public async Task Random_draws_honour_the_weights()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.RunExperimentAsync(new { key = "exp", assignment = "random", variants = new[] { new { key = "a", weight = 3 }, new { key = "b", weight = 1 }, new { key = "never", weight = 0 } } });
        using var application = host.Client(await host.CreateKeyAsync("server"));
        var variants = await Task.WhenAll(Enumerable.Range(0, 2000).Select(async i => (await application.AssignAsync("exp", $"u{i}")).Variant));
        // Six standard errors of a share of 3/4 among 2,000: a right draw leaves them once in 10^9 runs.
        Assert.InRange(variants.Count(variant => variant == "a"), 1500 - 116, 1500 + 116);
        Assert.DoesNotContain("never", variants);
    }

    [Fact]
    public async Task An_experiment_that_does_not_run_has_no_variants_and_takes_nobody()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.RunExperimentAsync(new { key = "exp", variants = Arms("a", "b") });
        using var application = host.Client(await host.CreateKeyAsync("server"));
        var (variant, _, _) = await application.AssignAsync("exp", "u1");
        await host.Admin.PostAsync<JsonElement>($"{Harness.Experiments}/exp/pause", null);
        Assert.Equal((null, false, "NOT_RUNNING"), await application.AssignAsync("exp", "u1"));
        Assert.Equal((null, false, "NOT_RUNNING"), await application.AssignAsync("exp", "u2"));
        await host.Admin.PostAsync<JsonElement>($"{Harness.Experiments}/exp/resume", null);
        Assert.Equal((variant, false, "STICKY"), await application.AssignAsync("exp", "u1"));
        Assert.Equal("SPLIT", (await application.AssignAsync("exp", "u2")).Reason);
        await host.Admin.PostAsync<JsonElement>($"{Harness.Experiments}/exp/conclude", new { winner = "a" });
        Assert.Equal((null, false, "NOT_RUNNING"), await application.AssignAsync("exp", "u1"));
        Assert.Equal((null, false, "NOT_RUNNING"), await application.VariantAsync("exp", "u1"));
        Assert.Equal(2, (await CountsAsync(host, "exp")).Values.Sum());
        await application.ProblemAsync(HttpMethod.Post, "/api/v1/experiments/nothing/assign", new { context = new { user_id = "u" } }, 404, "unknown_experiment");
    }

    [Fact]
    public async Task Who_is_not_targeted_or_has_no_unit_is_never_stored()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.RunExperimentAsync(new { key = "exp", unit = "team", variants = Arms("a", "b"), @if = new { attribute = "plan", op = "equals", value = "pro" } });
        using var application = host.Client(await host.CreateKeyAsync("client"));
        Assert.Equal((null, false, "NOT_TARGETED"), await application.AssignAsync("exp", new { team_id = "t", plan = "free" }));
        Assert.Equal((null, false, "UNIT_MISSING"), await application.AssignAsync("exp", new { user_id = "u", plan = "pro" }));
        Assert.Empty(await CountsAsync(host, "exp"));
        var first = await application.AssignAsync("exp", new { user_id = "u1", team_id = "t", plan = "pro" });
        Assert.True(first.IsNew);
        // Once assigned, always assigned; and every member of the team alike.
        Assert.Equal((first.Variant, false, "STICKY"), await application.AssignAsync("exp", new { user_id = "u2", team_id = "t", plan = "free" }));
    }

    [Fact]
    public async Task An_experiment_made_again_under_its_old_key_knows_nobody()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.RunExperimentAsync(new { key = "exp", variants = Arms("a", "b") });
        using var application = host.Client(await host.CreateKeyAsync("server"));
        await application.AssignAsync("exp", "u1");
        await host.Admin.PostAsync<JsonElement>($"{Harness.Experiments}/exp/stop", null);
        await host.Admin.SendAsync<string>(HttpMethod.Delete, $"{Harness.Experiments}/exp?confirm=exp", null, HttpStatusCode.NoContent);
        Assert.Empty(await CountsAsync(host, "exp"));
        await host.RunExperimentAsync(new { key = "exp", variants = Arms("c", "d") });
        Assert.True((await application.AssignAsync("exp", "u1")).IsNew);
    }

    [Fact]
    public async Task Assignments_of_the_test_cohort_are_made_and_not_counted()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.RunExperimentAsync(new { key = "exp", variants = Arms("a", "b") });
        await host.Admin.PutAsync<string>("/api/v1/environments/production/cohort/user/robot", null, HttpStatusCode.NoContent);
        using var application = host.Client(await host.CreateKeyAsync("server"));
        Assert.True((await application.AssignAsync("exp", "robot")).IsNew);
        Assert.False((await application.AssignAsync("exp", "robot")).IsNew);
        Assert.Empty(await CountsAsync(host, "exp"));
    }

    static object[] Arms(params string[] keys) => [.. keys.Select(key => new { key, weight = 1 })];

    static Task<Dictionary<string, long>> CountsAsync(TurnoutHost host, string experiment) =>
        host.Service<Turnout.Server.Storage.Database>().ReadAsync(session => AssignmentReads.CountsAsync(session, "production", experiment));
}
