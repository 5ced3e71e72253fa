using System.Net;
using System.Text.Json;

namespace Turnout.Server.Tests.Analysis;

public class ResultsTests
{
    static readonly object[] Arms = [new { key = "a", weight = 1 }, new { key = "b", weight = 1 }];

    /// <summary>An experiment with one metric, and a server that sends events at minutes after the first exposure.</summary>
    sealed class Scene : IAsyncDisposable
    {
        int ids;

        public required TurnoutHost Host { get; init; }

        public required HttpClient Application { get; init; }

        public static async Task<Scene> StartAsync(object? metric = null, object? experiment = null, TestDatabase? database = null)
        {
            var host = await TurnoutHost.StartAsync(database);
            if (metric is not null) await host.Admin.PutAsync<JsonElement>("/api/v1/environments/production/metrics/m", metric, HttpStatusCode.Created);
            await host.RunExperimentAsync(experiment ?? (metric is null ? new { key = "exp", variants = Arms } : new { key = "exp", variants = Arms, metrics = new[] { "m" } }));
            return new Scene { Host = host, Application = host.Client(await host.CreateKeyAsync("server")) };
        }

        public object Seen(string user, string variant, double minute) => new
        {
            id = $"e{ids++}", @event = "experiment_viewed", timestamp = At(minute), user_id = user, properties = new { experiment_slug = "exp", variant },
        };

        public object Did(string user, double minute, double? value = null, string name = "buy") => new { id = $"e{ids++}", @event = name, timestamp = At(minute), user_id = user, value };

        public object Converted(string user, double minute, string conversion = "buy") => new
        {
            id = $"e{ids++}", @event = "experiment_conversion", timestamp = At(minute), user_id = user, properties = new { experiment_slug = "exp", variant = "a", conversion_event = conversion },
        };

        public async Task<string> TotalsAsync(params object[] events)
        {
            if (events.Length > 0) await Application.SendEventsAsync(events);
            var metric = (await Host.ResultsAsync("exp")).GetProperty("metrics")[0];
            return string.Join(' ', metric.GetProperty("variants").EnumerateArray().Select(variant => $"{variant.GetProperty("key")}:{variant.GetProperty("total")}/{variant.GetProperty("units")}"));
        }

        public async ValueTask DisposeAsync()
        {
            Application.Dispose();
            await Host.DisposeAsync();
        }

        DateTimeOffset At(double minute) => Host.Clock.GetUtcNow().AddDays(-20).AddMinutes(minute);
    }

    static readonly object Proportion = new { key = "m", @event = "buy", type = "proportion" };

    const double Day = 24 * 60;

    [Fact]
    public async Task Events_count_from_the_first_exposure_to_the_end_of_the_window()
    {
        await using var scene = await Scene.StartAsync(Proportion);
        Assert.Equal("a:0/0 b:0/0", await scene.TotalsAsync());
        Assert.Equal("a:0/1 b:0/0", await scene.TotalsAsync(scene.Did("u", 99), scene.Seen("u", "a", 100), scene.Did("u", 100 + 7 * Day)));
        Assert.Equal("a:1/1 b:0/0", await scene.TotalsAsync(scene.Did("u", 100 + 7 * Day - 0.01)));
        // Twice is still once.
        Assert.Equal("a:1/2 b:1/1", await scene.TotalsAsync(scene.Seen("v", "a", 0), scene.Seen("w", "b", 0), scene.Did("w", 0), scene.Did("w", 1)));
    }

    [Fact]
    public async Task An_exposure_that_arrives_late_moves_the_window()
    {
        await using var scene = await Scene.StartAsync(Proportion);
        Assert.Equal("a:1/1 b:0/0", await scene.TotalsAsync(scene.Seen("u", "a", 8 * Day), scene.Did("u", 8 * Day + 1)));
        // It was the second: by the first, the event lies outside.
        Assert.Equal("a:0/1 b:0/0", await scene.TotalsAsync(scene.Seen("u", "a", 0)));
        Assert.Equal("a:1/1 b:0/0", await scene.TotalsAsync(scene.Did("u", 5)));
    }

    [Fact]
    public async Task What_was_shown_counts_and_not_what_is_assigned_nor_whether_the_experiment_still_runs()
    {
        await using var scene = await Scene.StartAsync(Proportion);
        var (assigned, _, _) = await scene.Application.AssignAsync("exp", "u");
        var shown = assigned == "a" ? "b" : "a";
        Assert.Equal(shown == "a" ? "a:1/1 b:0/0" : "a:0/0 b:1/1", await scene.TotalsAsync(scene.Seen("u", shown, 0), scene.Did("u", 1)));
        await scene.Host.Admin.PostAsync<JsonElement>($"{Harness.Experiments}/exp/stop", null);
        var results = await scene.TotalsAsync(scene.Seen("v", "a", 0), scene.Seen("w", "b", 0), scene.Did("w", 1));
        Assert.Equal(shown == "a" ? "a:1/2 b:1/1" : "a:0/1 b:2/2", results);
    }

    [Fact]
    public async Task An_event_counts_when_a_late_exposure_makes_its_unit_one_of_the_experiment()
    {
        await using var scene = await Scene.StartAsync(Proportion);
        Assert.Equal("a:0/1 b:0/0", await scene.TotalsAsync(scene.Seen("other", "a", 0), scene.Did("u", 5), scene.Did("u", 3)));
        Assert.Equal("a:0/1 b:1/1", await scene.TotalsAsync(scene.Seen("u", "b", 4)));
        Assert.Equal("a:0/1 b:0/0", await scene.TotalsAsync(scene.Seen("u", "a", 99)));
    }

    [Fact]
    public async Task A_unit_that_saw_two_variants_is_left_out_and_counted_and_repeated_exposures_are_not()
    {
        await using var scene = await Scene.StartAsync(Proportion);
        await scene.Application.SendEventsAsync(
            scene.Seen("both", "a", 0), scene.Seen("both", "b", 1), scene.Seen("both", "a", 2), scene.Did("both", 3), scene.Seen("again", "a", 0), scene.Seen("again", "a", 5),
            scene.Did("again", 1), scene.Seen("other", "zzz", 1));
        var results = await scene.Host.ResultsAsync("exp");
        Assert.Equal(1, results.GetProperty("multiply_exposed").GetInt64());
        Assert.Equal(1, results.GetProperty("unknown_variants").GetInt64());
        Assert.Equal(["a 4 1", "b 1 0"], results.GetProperty("variants").EnumerateArray().Select(v => $"{v.GetProperty("key")} {v.GetProperty("exposures")} {v.GetProperty("units")}"));
        Assert.Equal("a:1/1 b:0/0", await scene.TotalsAsync());
    }

    [Fact]
    public async Task The_test_cohort_leaves_no_trace()
    {
        await using var scene = await Scene.StartAsync(Proportion);
        await scene.Host.Admin.PutAsync<string>("/api/v1/environments/production/cohort/user/robot", null, HttpStatusCode.NoContent);
        await scene.Application.SendEventsAsync(scene.Seen("robot", "a", 0), scene.Did("robot", 1), scene.Seen("human", "b", 0), scene.Did("human", 1));
        var results = await scene.Host.ResultsAsync("exp");
        Assert.Equal(["a 0 0 0", "b 1 1 1"], results.GetProperty("variants").EnumerateArray().Select(v => $"{v.GetProperty("key")} {v.GetProperty("assignments")} {v.GetProperty("exposures")} {v.GetProperty("units")}"));
        Assert.Equal("a:0/0 b:1/1", await scene.TotalsAsync());
        Assert.DoesNotContain("robot", await scene.Host.Admin.GetAsync<string>("/api/v1/environments/production/events/export"));
        Assert.Contains("robot", await scene.Host.Admin.GetAsync<string>("/api/v1/environments/production/events/export?synthetic=true"));
        Assert.DoesNotContain("robot", await scene.Host.Admin.GetAsync<string>($"{Harness.Experiments}/exp/assignments/export"));
    }

    [Theory]
    [InlineData("count", "a:3/2 b:1/1")]
    [InlineData("sum", "a:40/2 b:5/1")]
    [InlineData("mean", "a:20/1 b:5/1")]
    [InlineData("ratio", "a:41/2 b:5/1")]
    public async Task Each_type_of_metric_makes_its_own_number_of_a_unit(string type, string expected)
    {
        await using var scene = await Scene.StartAsync(type == "ratio"
            ? new { key = "m", @event = "buy", type, denominator_event = "view" }
            : new { key = "m", @event = "buy", type });
        Assert.Equal(expected, await scene.TotalsAsync(
            scene.Seen("u", "a", 0), scene.Seen("idle", "a", 0), scene.Seen("w", "b", 0), scene.Did("u", 1, 10), scene.Did("u", 2, 30), scene.Did("u", 3), scene.Did("w", 1, 5),
            scene.Did("u", 1, name: "view"), scene.Did("u", 2, name: "view"), scene.Did("nobody", 1, 99)));
    }

    [Fact]
    public async Task A_unit_is_retained_when_it_comes_back_in_time_and_counts_only_once_its_window_is_over()
    {
        await using var scene = await Scene.StartAsync(new { key = "m", @event = "open", type = "retention", delay_days = 7, window_days = 7 });
        Assert.Equal("a:1/3 b:0/1", await scene.TotalsAsync(
            scene.Seen("back", "a", 0), scene.Did("back", 7 * Day, name: "open"),
            scene.Seen("early", "a", 0), scene.Did("early", 7 * Day - 1, name: "open"),
            scene.Seen("late", "a", 0), scene.Did("late", 14 * Day, name: "open"),
            scene.Seen("never", "b", 0), scene.Seen("young", "b", 7 * Day), scene.Did("young", 15 * Day, name: "open")));
        Assert.Equal([0, 1], (await scene.Host.ResultsAsync("exp")).GetProperty("metrics")[0].GetProperty("variants").EnumerateArray().Select(arm => arm.GetProperty("immature").GetInt32()));
        scene.Host.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal("a:1/3 b:1/2", await scene.TotalsAsync());
    }

    [Fact]
    public async Task A_funnel_counts_the_units_that_reach_each_step_in_order()
    {
        await using var scene = await Scene.StartAsync(new { key = "m", type = "funnel", steps = new[] { "see", "add", "pay" } });
        Assert.Equal("a:1/3 b:0/1", await scene.TotalsAsync(
            scene.Seen("all", "a", 0), scene.Did("all", 3, name: "pay"), scene.Did("all", 1, name: "see"), scene.Did("all", 1, name: "add"),
            scene.Seen("backwards", "a", 0), scene.Did("backwards", 1, name: "pay"), scene.Did("backwards", 2, name: "add"), scene.Did("backwards", 3, name: "see"),
            scene.Seen("two", "a", 0), scene.Did("two", 1, name: "see"), scene.Did("two", 2, name: "add"), scene.Did("two", 8 * Day, name: "pay"),
            scene.Seen("one", "b", 5), scene.Did("one", 5, name: "see"), scene.Did("one", 4, name: "add")));
        Assert.Equal(["[3,2,1]", "[1,0,0]"], (await scene.Host.ResultsAsync("exp")).GetProperty("metrics")[0].GetProperty("variants").EnumerateArray().Select(arm => arm.GetProperty("steps").GetRawText()));
    }

    [Fact]
    public async Task A_quantile_is_of_all_values_and_its_error_knows_whose_they_are()
    {
        await using var scene = await Scene.StartAsync(new { key = "m", @event = "load", type = "quantile", quantile = 0.5 });
        await scene.Application.SendEventsAsync([.. Enumerable.Range(0, 80).Select(i => scene.Seen($"u{i}", i < 40 ? "a" : "b", 0))]);
        await scene.Application.SendEventsAsync([.. Enumerable.Range(0, 160).Select(i => scene.Did($"u{i / 2}", 1, (i / 2 < 40 ? 100 : 200) + (i % 80), "load"))]);
        var metric = (await scene.Host.ResultsAsync("exp")).GetProperty("metrics")[0];
        Assert.Equal(["40 80 139.5", "40 80 239.5"], metric.GetProperty("variants").EnumerateArray().Select(arm => $"{arm.GetProperty("units")} {arm.GetProperty("total")} {arm.GetProperty("mean")}"));
        var comparison = metric.GetProperty("comparisons")[0];
        Assert.Equal((100, "ok", true), (comparison.GetProperty("difference").GetDouble(), comparison.GetProperty("status").GetString(), comparison.GetProperty("significant").GetBoolean()));
    }

    [Fact]
    public async Task Means_are_compared_by_Welch_and_a_decrease_can_be_the_better()
    {
        await using var scene = await Scene.StartAsync(new { key = "m", @event = "buy", type = "sum", goal = "decrease" });
        double[] a = [10, 12, 9, 11, 13], b = [4, 5, 3, 6, 2];
        await scene.Application.SendEventsAsync([.. a.Select((_, i) => scene.Seen($"a{i}", "a", 0)), .. b.Select((_, i) => scene.Seen($"b{i}", "b", 0)),
            .. a.Select((value, i) => scene.Did($"a{i}", 1, value)), .. b.Select((value, i) => scene.Did($"b{i}", 1, value))]);
        var comparison = (await scene.Host.ResultsAsync("exp")).GetProperty("metrics")[0].GetProperty("comparisons")[0];
        // Both have variance 2.5 among 5: t = −7/√(2.5/5 + 2.5/5).
        Assert.Equal(-7, comparison.GetProperty("z").GetDouble(), 1e-12);
        Assert.Equal(-7, comparison.GetProperty("difference").GetDouble(), 1e-12);
        Assert.Equal(-7 / 11.0, comparison.GetProperty("lift").GetDouble(), 1e-12);
        Assert.Equal("not_enough_data", comparison.GetProperty("verdict").GetString());
        Assert.Equal("ok", comparison.GetProperty("status").GetString());
    }

    [Fact]
    public async Task What_cannot_be_computed_is_null_and_says_why()
    {
        await using var scene = await Scene.StartAsync(Proportion);
        var empty = await scene.Host.ResultsAsync("exp");
        Assert.Equal(JsonValueKind.Null, empty.GetProperty("sample_ratio").GetProperty("p_value").ValueKind);
        Assert.False(empty.GetProperty("sample_ratio").GetProperty("mismatch").GetBoolean());
        var comparison = empty.GetProperty("metrics")[0].GetProperty("comparisons")[0];
        Assert.Equal("insufficient_data", comparison.GetProperty("status").GetString());
        Assert.False(string.IsNullOrEmpty(comparison.GetProperty("reason").GetString()));
        Assert.Equal("not_enough_data", comparison.GetProperty("verdict").GetString());
        foreach (var name in new[] { "difference", "lift", "z", "p_value", "confidence_interval", "lift_interval" }) Assert.Equal(JsonValueKind.Null, comparison.GetProperty(name).ValueKind);
        await scene.Application.SendEventsAsync(scene.Seen("u", "a", 0), scene.Seen("w", "b", 0));
        Assert.Equal("zero_variance", (await scene.Host.ResultsAsync("exp")).GetProperty("metrics")[0].GetProperty("comparisons")[0].GetProperty("status").GetString());
        // A difference without a lift: nobody of the control did it.
        await scene.Application.SendEventsAsync(scene.Seen("v", "a", 0), scene.Did("w", 1));
        var some = (await scene.Host.ResultsAsync("exp")).GetProperty("metrics")[0].GetProperty("comparisons")[0];
        foreach (var numbers in new[] { some, some.GetProperty("decided") })
        {
            Assert.Equal(JsonValueKind.Null, numbers.GetProperty("lift").ValueKind);
            var why = numbers.GetProperty("not_computable").GetProperty("lift");
            Assert.Equal(("zero_baseline", "control"), (why.GetProperty("code").GetString(), why.GetProperty("subject").GetString()));
        }
        var day = (await scene.Host.Admin.GetAsync<JsonElement>($"{Harness.Experiments}/exp/results/days")).GetProperty("days")[0].GetProperty("metrics")[0].GetProperty("comparisons")[0];
        Assert.Equal("control", day.GetProperty("not_computable").GetProperty("lift").GetProperty("subject").GetString());
    }

    [Fact]
    public async Task A_broken_split_replaces_the_verdict()
    {
        await using var scene = await Scene.StartAsync(Proportion);
        await scene.Application.SendEventsAsync([.. Enumerable.Range(0, 300).Select(i => scene.Seen($"a{i}", "a", 0)), .. Enumerable.Range(0, 200).Select(i => scene.Seen($"b{i}", "b", 0))]);
        await scene.Application.SendEventsAsync([.. Enumerable.Range(0, 150).Select(i => scene.Did($"a{i}", 1)), .. Enumerable.Range(0, 20).Select(i => scene.Did($"b{i}", 1))]);
        var results = await scene.Host.ResultsAsync("exp");
        Assert.True(results.GetProperty("sample_ratio").GetProperty("mismatch").GetBoolean());
        // χ² = 2·50²/250 = 20 on one degree of freedom.
        Assert.Equal(7.744e-6, results.GetProperty("sample_ratio").GetProperty("p_value").GetDouble(), 1e-8);
        var comparison = results.GetProperty("metrics")[0].GetProperty("comparisons")[0];
        Assert.True(comparison.GetProperty("significant").GetBoolean());
        Assert.Equal("unhealthy", comparison.GetProperty("verdict").GetString());
        Assert.Equal("unhealthy", results.GetProperty("verdict").GetString());
        Assert.Equal("sample_ratio_mismatch", results.GetProperty("facts")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task Without_metrics_the_experiments_conversions_are_shown()
    {
        await using var scene = await Scene.StartAsync();
        Assert.Equal("a:1/2 b:0/1", await scene.TotalsAsync(scene.Seen("u", "a", 0), scene.Seen("v", "a", 0), scene.Seen("w", "b", 0), scene.Converted("u", 1), scene.Did("v", 1)));
        Assert.Equal("conversion", (await scene.Host.ResultsAsync("exp")).GetProperty("metrics")[0].GetProperty("key").GetString());
    }

    [Fact]
    public async Task A_metric_counts_the_experiments_conversions_to_its_event_too()
    {
        await using var scene = await Scene.StartAsync(Proportion);
        Assert.Equal("a:2/3 b:0/0", await scene.TotalsAsync(
            scene.Seen("u", "a", 0), scene.Seen("v", "a", 0), scene.Seen("w", "a", 0), scene.Converted("u", 1), scene.Did("v", 1), scene.Converted("w", 1, "something else")));
    }

    [Fact]
    public async Task A_metric_attached_later_counts_from_the_beginning()
    {
        await using var scene = await Scene.StartAsync();
        await scene.TotalsAsync(scene.Seen("u", "a", 0), scene.Did("u", 1));
        await scene.Host.Admin.PutAsync<JsonElement>("/api/v1/environments/production/metrics/m", Proportion, HttpStatusCode.Created);
        await scene.Host.Admin.SendAsync<JsonElement>(HttpMethod.Patch, $"{Harness.Experiments}/exp", new { metrics = new[] { "m" } }, HttpStatusCode.OK);
        Assert.Equal("a:1/1 b:0/0", await scene.TotalsAsync());
    }

    [Fact]
    public async Task Deleting_an_experiment_takes_its_events_along()
    {
        await using var scene = await Scene.StartAsync(Proportion);
        Assert.Equal("a:1/1 b:0/0", await scene.TotalsAsync(scene.Seen("secret-user", "a", 0), scene.Converted("secret-user", 1), scene.Did("kept-user", 1)));
        await scene.Host.Admin.PostAsync<JsonElement>($"{Harness.Experiments}/exp/stop", null);
        await scene.Host.Admin.SendAsync<string>(HttpMethod.Delete, $"{Harness.Experiments}/exp?confirm=exp", null, HttpStatusCode.NoContent);
        var export = await scene.Host.Admin.GetAsync<string>("/api/v1/environments/production/events/export");
        Assert.DoesNotContain("secret-user", export);
        Assert.Contains("kept-user", export);
        await scene.Host.RunExperimentAsync(new { key = "exp", variants = Arms, metrics = new[] { "m" } });
        Assert.Equal("a:0/0 b:0/0", await scene.TotalsAsync());
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    [Trait(TestDatabase.NamesItsStores, "yes")]
    public async Task Counting_anew_gives_what_counting_on_gave_bit_for_bit(Store kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        string carried;
        await using (var scene = await Scene.StartAsync(new { key = "m", @event = "buy", type = "sum" }, database: database))
        {
            var random = new Random(7);
            for (var round = 0; round < 20; round++)
            {
                // Out of order, some doubled, some of units never exposed; and a question after every round.
                await scene.Application.SendEventsAsync([.. Enumerable.Range(0, 100).Select(_ => random.Next(3) == 0
                    ? scene.Seen($"u{random.Next(300)}", random.Next(20) == 0 ? "b" : "a", random.NextDouble() * 10 * Day)
                    : scene.Did($"u{random.Next(400)}", random.NextDouble() * 20 * Day, random.NextDouble() * 0.1))]);
                await scene.Host.ResultsAsync("exp");
            }
            carried = await scene.Host.Admin.GetAsync<string>($"{Harness.Experiments}/exp/results");
            Assert.Contains("\"status\":\"ok\"", carried);
        }
        await using var fresh = await TurnoutHost.StartAsync(database);
        Assert.Equal(carried, await fresh.Admin.GetAsync<string>($"{Harness.Experiments}/exp/results"));
    }

    [Fact]
    public async Task Results_are_exported_as_csv_and_events_as_they_were_sent()
    {
        await using var scene = await Scene.StartAsync(Proportion);
        await scene.Application.SendEventsAsync(scene.Seen("u", "a", 0), scene.Did("with \"quotes\", and commas", 1, 2.5));
        var csv = await scene.Host.Admin.GetAsync<string>($"{Harness.Experiments}/exp/results?format=csv");
        var lines = csv.TrimEnd('\n').Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("exp,m,proportion,a,1,1,1,0,0,", lines[1], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.Equal(lines[0].Count(c => c == ','), line.Count(c => c == ',')));
        await scene.Host.Admin.ProblemAsync(HttpMethod.Get, $"{Harness.Experiments}/exp/results?format=xml", null, 400, "invalid_format");
        await scene.Host.Admin.ProblemAsync(HttpMethod.Get, $"{Harness.Experiments}/nothing/results", null, 404, "unknown_experiment");
        Assert.Contains("\"with \"\"quotes\"\", and commas\"", await scene.Host.Admin.GetAsync<string>("/api/v1/environments/production/events/export?format=csv"));

        // What was exported can be sent again, and is then known.
        var events = await scene.Host.Admin.GetAsync<string>("/api/v1/environments/production/events/export");
        var answer = await scene.Application.PostAsync<JsonElement>("/api/v1/events", new StringContent(events, System.Text.Encoding.UTF8, "application/x-ndjson"), HttpStatusCode.Accepted);
        Assert.Equal(2, answer.GetProperty("duplicates").GetInt32());
        Assert.Equal("exp,a,user,u,2026-01-15T12:00:00.000Z", (await scene.Host.Admin.GetAsync<string>($"{Harness.Experiments}/exp/assignments/export?format=csv")).Split('\n')[1]);
    }
}
