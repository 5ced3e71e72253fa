using System.Net;
using System.Text.Json;

namespace Turnout.Server.Tests.Analysis;

/// <summary>What an experiment comes to in a word, and why: over HTTP, from events to the verdict.</summary>
public class VerdictTests
{
    static readonly object[] Arms = [new { key = "a" }, new { key = "b" }];

    static async Task<TurnoutHost> StartAsync(object? decision, params (string Key, string Goal)[] metrics)
    {
        var host = await TurnoutHost.StartAsync();
        foreach (var (key, goal) in metrics)
            await host.Admin.PutAsync<JsonElement>($"/api/v1/environments/production/metrics/{key}", new { key, @event = key, type = "proportion", goal }, HttpStatusCode.Created);
        await host.RunExperimentAsync(new { key = "exp", variants = Arms, metrics = metrics.Select(metric => metric.Key).ToArray(), decision });
        return host;
    }

    /// <summary>Units of a variant, exposed 20 days ago, of which some have the event.</summary>
    static IEnumerable<object> Units(TurnoutHost host, string variant, int units, params (string Event, int Count)[] events)
    {
        var at = host.Clock.GetUtcNow().AddDays(-20);
        for (var i = 0; i < units; i++)
        {
            yield return new { id = $"{variant}{i}", @event = "experiment_viewed", timestamp = at, user_id = $"{variant}{i}", properties = new { experiment_slug = "exp", variant } };
            foreach (var (name, count) in events)
                if (i < count) yield return new { id = $"{variant}{i}{name}", @event = name, timestamp = at.AddHours(1), user_id = $"{variant}{i}" };
        }
    }

    static async Task<JsonElement> ResultsAsync(TurnoutHost host, params IEnumerable<object>[] events)
    {
        using var application = host.Client(await host.CreateKeyAsync("server"));
        foreach (var batch in events.SelectMany(some => some).Chunk(1000)) await application.SendEventsAsync(batch);
        return await host.ResultsAsync("exp");
    }

    static string Codes(JsonElement holder) => string.Join(' ', holder.GetProperty("facts").EnumerateArray().Select(fact => fact.GetProperty("code").GetString()).Distinct());

    static JsonElement Comparison(JsonElement results, int metric = 0) => results.GetProperty("metrics")[metric].GetProperty("comparisons")[0];

    [Theory]
    [InlineData("increase", 200, 400, "win")]
    [InlineData("increase", 400, 200, "loss")]
    [InlineData("decrease", 400, 200, "win")]
    [InlineData("increase", 300, 310, "no_difference_shown")]
    public async Task A_primary_metric_decides_in_its_direction(string goal, int a, int b, string verdict)
    {
        await using var host = await StartAsync(null, ("buy", goal));
        var results = await ResultsAsync(host, Units(host, "a", 1000, ("buy", a)), Units(host, "b", 1000, ("buy", b)));
        Assert.Equal(verdict, results.GetProperty("verdict").GetString());
        Assert.Equal(verdict, results.GetProperty("variant_verdicts")[0].GetProperty("verdict").GetString());
        Assert.Equal(verdict, Comparison(results).GetProperty("verdict").GetString());
        Assert.Contains("effect", Codes(results));
        // The z-test stands beside it under its own name, whatever decides.
        Assert.Equal(Comparison(results).GetProperty("z").GetDouble(), Comparison(results).GetProperty("z_test").GetProperty("z").GetDouble());
    }

    [Fact]
    public async Task Without_units_enough_there_is_no_verdict()
    {
        await using var host = await StartAsync(new { minimum_units = 500 }, ("buy", "increase"));
        var results = await ResultsAsync(host, Units(host, "a", 499, ("buy", 10)), Units(host, "b", 500, ("buy", 400)));
        Assert.Equal("not_enough_data", results.GetProperty("verdict").GetString());
        Assert.Contains("'a' has 499 units of the 500", results.GetProperty("facts")[0].GetProperty("text").GetString());
        Assert.True(Comparison(results).GetProperty("decided").GetProperty("p_value").GetDouble() < 1e-10);
    }

    [Fact]
    public async Task A_fixed_horizon_decides_at_its_end_and_not_before()
    {
        var probe = new ManualClock().GetUtcNow();
        await using var host = await StartAsync(new { method = "fixed_horizon", planned_end = probe.AddDays(3) }, ("buy", "increase"));
        var results = await ResultsAsync(host, Units(host, "a", 1000, ("buy", 300)), Units(host, "b", 1000, ("buy", 345)));
        Assert.Equal("not_enough_data", results.GetProperty("verdict").GetString());
        Assert.StartsWith("planned_end", Codes(results), StringComparison.Ordinal);
        // z = 2.15: enough for one look.
        Assert.Equal(Comparison(results).GetProperty("p_value").GetDouble(), Comparison(results).GetProperty("decided").GetProperty("p_value").GetDouble());
        host.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal("win", (await host.ResultsAsync("exp")).GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task A_fixed_horizon_that_was_stopped_early_gives_no_verdict()
    {
        await using var host = await StartAsync(new { method = "fixed_horizon", planned_end = new ManualClock().GetUtcNow().AddDays(3) }, ("buy", "increase"));
        await host.Admin.PostAsync<JsonElement>($"{Harness.Experiments}/exp/stop", null);
        host.Clock.Advance(TimeSpan.FromDays(9));
        var results = await ResultsAsync(host, Units(host, "a", 1000, ("buy", 300)), Units(host, "b", 1000, ("buy", 500)));
        Assert.Equal("not_enough_data", results.GetProperty("verdict").GetString());
        Assert.StartsWith("stopped_early", Codes(results), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_difference_that_one_look_finds_is_not_enough_for_a_look_every_day()
    {
        await using var host = await StartAsync(null, ("buy", "increase"));
        var results = await ResultsAsync(host, Units(host, "a", 1000, ("buy", 300)), Units(host, "b", 1000, ("buy", 345)));
        Assert.True(Comparison(results).GetProperty("z_test").GetProperty("significant").GetBoolean());
        Assert.Equal("no_difference_shown", results.GetProperty("verdict").GetString());
        var (always, once) = (Comparison(results).GetProperty("decided").GetProperty("confidence_interval"), Comparison(results).GetProperty("confidence_interval"));
        Assert.True(always[0].GetDouble() < 0 && 0 < once[0].GetDouble() && once[1].GetDouble() < always[1].GetDouble());
    }

    [Fact]
    public async Task Units_in_two_variants_above_one_per_cent_make_it_unhealthy()
    {
        await using var host = await StartAsync(null, ("buy", "increase"));
        var at = host.Clock.GetUtcNow().AddDays(-19);
        var doubled = Enumerable.Range(0, 21).Select(i => (object)new { id = $"twice{i}", @event = "experiment_viewed", timestamp = at, user_id = $"a{i}", properties = new { experiment_slug = "exp", variant = "b" } });
        var results = await ResultsAsync(host, Units(host, "a", 1000, ("buy", 200)), Units(host, "b", 1000, ("buy", 400)), doubled);
        Assert.Equal("unhealthy", results.GetProperty("verdict").GetString());
        Assert.Equal("multiple_exposure", Codes(results));
    }

    [Fact]
    public async Task A_metric_whose_event_never_comes_is_unhealthy_once_windows_are_over()
    {
        await using var host = await StartAsync(null, ("buy", "increase"));
        var results = await ResultsAsync(host, Units(host, "a", 150), Units(host, "b", 150));
        Assert.Equal("unhealthy", results.GetProperty("verdict").GetString());
        Assert.Equal("no_events", Codes(Comparison(results)));
    }

    [Fact]
    public async Task An_experiment_without_exposures_is_unhealthy_after_a_day()
    {
        await using var host = await StartAsync(null, ("buy", "increase"));
        Assert.Equal("not_enough_data", (await host.ResultsAsync("exp")).GetProperty("verdict").GetString());
        host.Clock.Advance(TimeSpan.FromDays(1));
        var results = await host.ResultsAsync("exp");
        Assert.Equal("unhealthy", results.GetProperty("verdict").GetString());
        Assert.Equal("no_events", Codes(results));
    }

    [Fact]
    public async Task A_harmed_guardrail_turns_a_win_into_a_loss_and_an_unproven_one_holds_it_back()
    {
        object Decision(double margin) => new { roles = new object[] { new { metric = "buy", role = "primary" }, new { metric = "stay", role = "guardrail", margin } } };
        await using (var harmed = await StartAsync(Decision(0.02), ("buy", "increase"), ("stay", "increase")))
        {
            var results = await ResultsAsync(harmed, Units(harmed, "a", 1000, ("buy", 200), ("stay", 700)), Units(harmed, "b", 1000, ("buy", 400), ("stay", 500)));
            Assert.Equal("loss", results.GetProperty("verdict").GetString());
            Assert.Contains("guardrail_harmed", Codes(results));
        }
        await using (var unproven = await StartAsync(Decision(0.001), ("buy", "increase"), ("stay", "increase")))
        {
            var results = await ResultsAsync(unproven, Units(unproven, "a", 1000, ("buy", 200), ("stay", 700)), Units(unproven, "b", 1000, ("buy", 400), ("stay", 699)));
            Assert.Equal("not_enough_data", results.GetProperty("verdict").GetString());
            Assert.Contains("margin_open", Codes(results));
        }
        await using var safe = await StartAsync(Decision(0.2), ("buy", "increase"), ("stay", "increase"));
        var shown = await ResultsAsync(safe, Units(safe, "a", 1000, ("buy", 200), ("stay", 700)), Units(safe, "b", 1000, ("buy", 400), ("stay", 690)));
        Assert.Equal("win", shown.GetProperty("verdict").GetString());
        var margin = Comparison(shown, 1).GetProperty("non_inferiority");
        Assert.True(margin.GetProperty("shown").GetBoolean());
        Assert.InRange(margin.GetProperty("bound").GetDouble(), -0.2, -0.01);
    }

    [Fact]
    public async Task P_values_are_corrected_within_their_families_and_the_corrected_ones_decide()
    {
        var families = new[] { new { name = "goals", metrics = new[] { "buy", "stay" }, correction = "bonferroni" } };
        var roles = new[] { new { metric = "buy", role = "primary" }, new { metric = "stay", role = "primary" } };
        await using var host = await StartAsync(new { roles, families, method = "fixed_horizon", planned_end = new ManualClock().GetUtcNow().AddDays(1) }, ("buy", "increase"), ("stay", "increase"));
        host.Clock.Advance(TimeSpan.FromDays(2));
        var results = await ResultsAsync(host, Units(host, "a", 1000, ("buy", 300), ("stay", 500)), Units(host, "b", 1000, ("buy", 345), ("stay", 500)));
        var decided = Comparison(results).GetProperty("decided");
        // p = 0.0311 for one hypothesis, and there are two.
        Assert.InRange(decided.GetProperty("p_value").GetDouble(), 0.02, 0.05);
        Assert.Equal(2 * decided.GetProperty("p_value").GetDouble(), decided.GetProperty("adjusted_p_value").GetDouble(), 1e-12);
        Assert.Equal("no_difference_shown", results.GetProperty("verdict").GetString());
        Assert.Equal("goals", results.GetProperty("metrics")[0].GetProperty("family").GetString());
        Assert.Contains("correction", Codes(Comparison(results)));
        var (plain, wide) = (decided.GetProperty("confidence_interval"), decided.GetProperty("adjusted_confidence_interval"));
        Assert.True(wide[0].GetDouble() < 0 && 0 < plain[0].GetDouble());
    }

    [Fact]
    public async Task An_effect_is_scaled_to_the_whole_traffic()
    {
        await using var host = await StartAsync(null, ("buy", "increase"));
        var results = await ResultsAsync(host, Units(host, "a", 1000, ("buy", 200)), Units(host, "b", 1000, ("buy", 400)));
        var whole = Comparison(results).GetProperty("whole_traffic");
        Assert.Equal((2000, 1, 400, 400), (whole.GetProperty("units").GetDouble(), whole.GetProperty("days").GetInt32(), Math.Round(whole.GetProperty("difference").GetDouble(), 9), Math.Round(whole.GetProperty("per_day").GetDouble(), 9)));
    }
}
