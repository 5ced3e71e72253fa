using System.Net;
using System.Text.Json;
using Turnout.Server.Analysis.Planning;
using Turnout.Server.Analysis.Replays;
using Turnout.Server.Features.Experiments;

namespace Turnout.Server.Tests.Analysis;

public class PlanTests
{
    const string Metrics = "/api/v1/environments/production/metrics";

    /// <summary>40 days of 50 new users each, of whom one in five buys, and the buyers had bought before.</summary>
    static async Task<TurnoutHost> StartAsync(int days = 40, int perDay = 50)
    {
        var host = await TurnoutHost.StartAsync();
        await host.Admin.PutAsync<JsonElement>($"{Metrics}/buy", new { key = "buy", @event = "buy", type = "proportion", pre_period_days = 0 }, HttpStatusCode.Created);
        await host.Admin.PutAsync<JsonElement>($"{Metrics}/spend", new { key = "spend", @event = "buy", type = "sum", pre_period_days = 0 }, HttpStatusCode.Created);
        await host.Admin.PutAsync<JsonElement>($"{Metrics}/price", new { key = "price", @event = "buy", type = "quantile", quantile = 0.5 }, HttpStatusCode.Created);
        using var application = host.Client(await host.CreateKeyAsync("server"));
        var events = new List<object>();
        for (var day = 0; day < days; day++)
        {
            for (var i = 0; i < perDay; i++)
            {
                var (user, at) = ($"u{day}-{i}", host.Clock.GetUtcNow().AddDays(-days + day).AddMinutes(i));
                events.Add(new { id = $"v{user}", @event = "view", timestamp = at, user_id = user });
                if (i % 5 == 0) events.Add(new { id = $"b{user}", @event = "buy", timestamp = at.AddHours(2), user_id = user, value = 1 + (i * 37 + day * 101) % 700 / 100.0 });
            }
        }
        foreach (var batch in events.Chunk(1000)) await application.SendEventsAsync(batch);
        return host;
    }

    [Fact]
    public async Task A_metric_is_planned_from_its_own_past()
    {
        await using var host = await StartAsync();
        var plan = await host.Admin.GetAsync<JsonElement>($"{Metrics}/buy/plan?effect=0.2&method=fixed_horizon");
        // Those who came in the 28 days that ended a window ago, so that everyone had it whole.
        Assert.Equal(28 * 50, plan.GetProperty("past").GetProperty("units").GetInt64());
        Assert.Equal(0.2, plan.GetProperty("past").GetProperty("mean").GetDouble(), 1e-12);
        Assert.Equal(50, plan.GetProperty("past").GetProperty("units_per_day").GetDouble(), 2.0);
        // power.prop.test(p1 = 0.2, p2 = 0.24, power = 0.8) in R 4.2: n = 1680.6.
        var sample = plan.GetProperty("sample");
        Assert.Equal(1681, sample.GetProperty("units_per_variant").GetInt64(), 2.0);
        Assert.Equal(2 * sample.GetProperty("units_per_variant").GetInt64(), sample.GetProperty("units").GetInt64());
        var days = sample.GetProperty("days");
        Assert.Equal(67, days.GetProperty("expected").GetDouble(), 3.0);
        Assert.True(days.GetProperty("earliest").GetInt64() <= days.GetProperty("expected").GetInt64() && days.GetProperty("expected").GetInt64() <= days.GetProperty("latest").GetInt64());
        Assert.Contains(plan.GetProperty("notes").EnumerateArray(), note => note.GetString()!.Contains("thin out", StringComparison.Ordinal));
        var shrinking = plan.GetProperty("detectable").EnumerateArray().Select(row => row.GetProperty("relative_effect").GetDouble()).ToList();
        Assert.Equal(shrinking.OrderDescending(), shrinking);
    }

    [Fact]
    public async Task Looking_every_day_more_variants_and_less_traffic_take_longer()
    {
        await using var host = await StartAsync();
        async Task<(long Units, long Days, JsonElement Plan)> PlanAsync(string query)
        {
            var plan = await host.Admin.GetAsync<JsonElement>($"{Metrics}/spend/plan?effect=0.2{query}");
            return (plan.GetProperty("sample").GetProperty("units_per_variant").GetInt64(), plan.GetProperty("sample").GetProperty("days").GetProperty("expected").GetInt64(), plan);
        }

        var once = await PlanAsync("&method=fixed_horizon");
        var always = await PlanAsync("");
        Assert.True(always.Units > once.Units);
        // The tuning that is advised is where the plan ends.
        Assert.Equal(2.0 * always.Units, always.Plan.GetProperty("design").GetProperty("planned_units").GetDouble(), 0.02 * always.Units);
        Assert.True((await PlanAsync("&planned_units=100")).Units > always.Units);
        Assert.True((await PlanAsync("&method=fixed_horizon&variants=3")).Units > once.Units);
        Assert.Equal(4.0 * once.Days, (await PlanAsync("&method=fixed_horizon&traffic=25")).Days, 4.0);
    }

    [Theory]
    [InlineData("effect=0", "invalid_effect")]
    [InlineData("power=1", "invalid_power")]
    [InlineData("alpha=0", "invalid_alpha")]
    [InlineData("variants=1", "invalid_variants")]
    [InlineData("traffic=0", "invalid_percentage")]
    [InlineData("days=0", "invalid_days")]
    [InlineData("planned_units=1", "invalid_units")]
    [InlineData("method=guess", "invalid_method")]
    [InlineData("effect=much", "invalid_parameter")]
    public async Task Questions_that_make_no_sense_are_refused(string query, string code)
    {
        await using var host = await StartAsync(days: 1, perDay: 5);
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{Metrics}/buy/plan?{query}", null, 400, code);
    }

    [Fact]
    public async Task Without_a_past_there_is_no_plan_and_the_reason_is_told()
    {
        await using var host = await StartAsync(days: 0);
        var plan = await host.Admin.GetAsync<JsonElement>($"{Metrics}/buy/plan");
        Assert.Equal(JsonValueKind.Null, plan.GetProperty("sample").ValueKind);
        Assert.Contains("no unit", plan.GetProperty("notes")[0].GetString());
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{Metrics}/nothing/plan", null, 404, "unknown_metric");
    }

    [Fact]
    public async Task The_test_cohort_is_in_no_past()
    {
        await using var host = await StartAsync(days: 0);
        await host.Admin.PutAsync<string>("/api/v1/environments/production/cohort/user/robot", null, HttpStatusCode.NoContent);
        using var application = host.Client(await host.CreateKeyAsync("server"));
        var at = host.Clock.GetUtcNow().AddDays(-10);
        await application.SendEventsAsync(new { id = "1", @event = "buy", timestamp = at, user_id = "robot" }, new { id = "2", @event = "buy", timestamp = at, user_id = "human" });
        Assert.Equal(1, (await host.Admin.GetAsync<JsonElement>($"{Metrics}/buy/plan")).GetProperty("past").GetProperty("units").GetInt64());
    }

    [Fact]
    public async Task A_running_experiment_tells_its_power_so_far_and_when_the_rest_will_have_come()
    {
        await using var host = await StartAsync(days: 0);
        await host.RunExperimentAsync(new { key = "exp", variants = new[] { new { key = "a" }, new { key = "b" } }, metrics = new[] { "buy" }, decision = new { planned_units = 4000 } });
        Assert.Equal(JsonValueKind.Null, (await host.Admin.GetAsync<JsonElement>($"{Harness.Experiments}/exp/progress")).GetProperty("power_so_far").ValueKind);
        using var application = host.Client(await host.CreateKeyAsync("server"));
        var events = new List<object>();
        for (var i = 0; i < 1000; i++)
        {
            var at = host.Clock.GetUtcNow().AddDays(-10 + i / 100);
            events.Add(new { id = $"e{i}", @event = "experiment_viewed", timestamp = at, user_id = $"u{i}", properties = new { experiment_slug = "exp", variant = i % 2 == 0 ? "a" : "b" } });
            if (i % 10 < 2) events.Add(new { id = $"b{i}", @event = "buy", timestamp = at.AddHours(1), user_id = $"u{i}" });
        }
        foreach (var batch in events.Chunk(1000)) await application.SendEventsAsync(batch);
        var progress = await host.Admin.GetAsync<JsonElement>($"{Harness.Experiments}/exp/progress?effect=0.3");
        Assert.Equal(1000, progress.GetProperty("units").GetInt64());
        Assert.InRange(progress.GetProperty("power_so_far").GetDouble(), 0.05, 0.7);
        Assert.True(progress.GetProperty("relative_detectable_effect").GetDouble() > 0.3);
        Assert.Equal(progress.GetProperty("units_needed").GetInt64() - 1000, progress.GetProperty("units_missing").GetInt64());
        // 100 a day, without any doubt.
        var end = progress.GetProperty("end");
        Assert.Equal(Math.Ceiling(progress.GetProperty("units_missing").GetInt64() / 100.0), end.GetProperty("expected").GetInt64());
        Assert.Equal(end.GetProperty("expected").GetInt64(), end.GetProperty("latest").GetInt64());
    }

    [Fact]
    public async Task Replayed_units_without_an_effect_keep_the_promise_and_the_same_seed_the_same_answer()
    {
        await using var host = await StartAsync();
        var replayer = host.Service<Replayer>();
        var past = new PastQuery("user", 28, "view");
        var (metric, report) = (await replayer.MetricAsync("production", "spend", past, 300, 7, default)).Value;
        Assert.Equal(("spend", 300, 1400), (metric, report.Replays, report.Units));
        Assert.All(report.Rates, rate => Assert.True(rate.IsKept, $"{rate.What}: {rate.FalsePositives} is not {rate.Low} to {rate.High}"));
        // Looking every day with the test for one look is what it warns of.
        Assert.True(report.Rates[^1].FalsePositives > report.Rates[0].FalsePositives);
        Assert.InRange(report.Coverage, 0.95 - 4 * Math.Sqrt(0.05 * 0.95 / 300), 1);
        Assert.InRange(report.ErrorRatio, 0.85, 1.15);
        Assert.True(report.DecidedDetectableEffect > report.DetectableEffect && report.DetectableEffect > 0);
        Assert.Equal(report.Rates, (await replayer.MetricAsync("production", "spend", past, 300, 7, default)).Value.Report.Rates);
        Assert.NotEqual(report.DetectableEffect, (await replayer.MetricAsync("production", "spend", past, 300, 8, default)).Value.Report.DetectableEffect);
        // A quantile is replayed by units too, each with all its values.
        var (_, price) = (await replayer.MetricAsync("production", "price", past, 300, 7, default)).Value;
        Assert.Equal(280, price.Units);
        Assert.All(price.Rates, rate => Assert.True(rate.IsKept, $"{rate.What}: {rate.FalsePositives} is not {rate.Low} to {rate.High}"));
        Assert.InRange(price.Coverage, 0.95 - 4 * Math.Sqrt(0.05 * 0.95 / 300), 1);
        Assert.InRange(price.Mean, 3.5, 5.5);
        Assert.True(price.DecidedDetectableEffect > price.DetectableEffect && price.DetectableEffect > 0);
        Assert.Equal("unknown_experiment", (await replayer.ExperimentAsync("production", "nothing", null, 10, 1, default)).Problem!.Code);
    }

    [Fact]
    public async Task Replaying_an_experiment_takes_its_true_effect_away()
    {
        await using var host = await StartAsync(days: 0);
        await host.RunExperimentAsync(new { key = "exp", variants = new[] { new { key = "a" }, new { key = "b" } }, metrics = new[] { "buy" }, decision = new { minimum_units = 20 } });
        using var application = host.Client(await host.CreateKeyAsync("server"));
        var at = host.Clock.GetUtcNow().AddDays(-20);
        await application.SendEventsAsync([.. Enumerable.Range(0, 500).Select(i => (object)new { id = $"e{i}", @event = "experiment_viewed", timestamp = at.AddHours(i), user_id = $"u{i}", properties = new { experiment_slug = "exp", variant = i % 2 == 0 ? "a" : "b" } })]);
        await application.SendEventsAsync([.. Enumerable.Range(0, 250).Select(i => (object)new { id = $"b{i}", @event = "buy", timestamp = at.AddHours(2 * i + 2), user_id = $"u{2 * i + 1}" })]);
        Assert.Equal("win", (await host.ResultsAsync("exp")).GetProperty("verdict").GetString());
        var (_, report) = (await host.Service<Replayer>().ExperimentAsync("production", "exp", null, 200, 3, default)).Value;
        Assert.All(report.Rates, rate => Assert.True(rate.IsKept, $"{rate.What}: {rate.FalsePositives}"));
        Assert.Equal(0.5, report.Mean, 1e-12);
    }
}
