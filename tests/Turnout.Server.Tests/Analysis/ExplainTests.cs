using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Turnout.Server.Tests.Analysis;

/// <summary>An explanation is worth something when another calculator, given only what it says, arrives at the numbers of the results.</summary>
public class ExplainTests
{
    const string Metrics = "/api/v1/environments/production/metrics";

    static readonly object[] Arms = [new { key = "a" }, new { key = "b" }, new { key = "c" }];

    /// <summary>Three variants, a metric of every type, each unit with a past; seeded.</summary>
    static async Task<TurnoutHost> StartAsync(object decision, int units = 240)
    {
        var host = await TurnoutHost.StartAsync();
        var types = new[] { "proportion", "count", "sum", "mean", "ratio", "quantile", "retention", "funnel" };
        foreach (var type in types)
        {
            await host.Admin.PutAsync<JsonElement>($"{Metrics}/{type}", type switch
            {
                "ratio" => new { key = type, @event = "buy", type, denominator_event = "view" },
                "quantile" => new { key = type, @event = "buy", type, quantile = 0.5 },
                "retention" => new { key = type, @event = "buy", type, delay_days = 0.5 },
                "funnel" => new { key = type, type, steps = new[] { "view", "buy" } },
                _ => (object)new { key = type, @event = "buy", type },
            }, HttpStatusCode.Created);
        }
        await host.RunExperimentAsync(new { key = "exp", variants = Arms, metrics = types, decision });
        using var application = host.Client(await host.CreateKeyAsync("server"));
        var random = new Random(42);
        var ids = 0;
        var at = host.Clock.GetUtcNow().AddDays(-20);
        var events = new List<object>();
        for (var i = 0; i < units; i++)
        {
            var arm = i % 3;
            events.Add(new { id = $"x{ids++}", @event = "experiment_viewed", timestamp = at, user_id = $"u{i}", properties = new { experiment_slug = "exp", variant = "abc"[arm].ToString() } });
            var habit = random.NextDouble() * 3;
            foreach (var day in new[] { -3.0, 1.0 })
            {
                foreach (var name in new[] { "buy", "view" })
                    for (var k = random.Next(0, 2 + (int)(habit * (day > 0 ? 1 + arm : 1))); k > 0; k--)
                        events.Add(new { id = $"x{ids++}", @event = name, timestamp = at.AddDays(day), user_id = $"u{i}", value = Math.Round(habit + random.NextDouble() + (day > 0 ? arm : 0), 3) });
            }
        }
        foreach (var batch in events.Chunk(1000)) await application.SendEventsAsync(batch);
        return host;
    }

    static object Guarded(string? method = null) => new
    {
        method = method ?? "always_valid",
        planned_units = 400,
        minimum_units = 20,
        planned_end = method is null ? (DateTimeOffset?)null : new ManualClock().GetUtcNow().AddDays(1),
        roles = new object[] { new { metric = "sum", role = "guardrail", relative_margin = 0.1 }, new { metric = "mean", role = "guardrail", margin = 0.5 } },
        families = new object[] { new { name = "f", metrics = new[] { "count", "ratio", "quantile" }, correction = "benjamini_hochberg" } },
    };

    [Theory]
    [InlineData(null)]
    [InlineData("fixed_horizon")]
    public async Task Another_calculator_arrives_at_the_numbers_of_the_results(string? method)
    {
        await using var host = await StartAsync(Guarded(method));
        var results = await host.ResultsAsync("exp");
        var cuped = 0;
        foreach (var metric in results.GetProperty("metrics").EnumerateArray())
        {
            var key = metric.GetProperty("key").GetString();
            var explained = await host.Admin.GetAsync<JsonElement>($"{Harness.Experiments}/exp/results/{key}/explain");
            Assert.Equal(2, explained.GetProperty("comparisons").GetArrayLength());
            foreach (var (told, steps) in metric.GetProperty("comparisons").EnumerateArray().Zip(explained.GetProperty("comparisons").EnumerateArray()))
            {
                Assert.Equal(told.GetProperty("variant").GetString(), steps.GetProperty("variant").GetString());
                var numbers = Follow(steps.GetProperty("decided"));
                var decided = told.GetProperty("decided");
                if (decided.TryGetProperty("cuped", out _)) cuped++;
                Same(decided.GetProperty("difference"), numbers["d"], key);
                Same(decided.GetProperty("standard_error"), numbers["se"], key);
                Same(decided.GetProperty("p_value"), numbers["p"], key);
                Same(decided.GetProperty("adjusted_p_value"), numbers["p_adjusted"], key);
                Same(decided.GetProperty("confidence_interval")[0], numbers["low"], key);
                Same(decided.GetProperty("confidence_interval")[1], numbers["high"], key);
                Same(decided.GetProperty("lift"), numbers["lift"], key);
                Same(decided.GetProperty("lift_interval")[0], numbers["lift_low"], key);
                Same(decided.GetProperty("lift_interval")[1], numbers["lift_high"], key);
                if (told.TryGetProperty("non_inferiority", out var margin)) Same(margin.GetProperty("p_value"), numbers["p_margin"], key);

                var once = Follow(steps.GetProperty("one_look"));
                Same(told.GetProperty("z"), once["z"], key);
                Same(told.GetProperty("p_value"), once["p"], key);
                Same(told.GetProperty("confidence_interval")[1], once["high"], key);
            }
        }
        // Many have a past that explains something, so that the long way is walked too.
        Assert.True(cuped >= 8, $"{cuped}");
    }

    [Fact]
    public async Task It_is_read_as_markdown_and_computed_again_from_csv()
    {
        await using var host = await StartAsync(Guarded());
        var path = $"{Harness.Experiments}/exp/results/sum/explain";
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Accept = { new MediaTypeWithQualityHeaderValue("text/markdown") } } };
        using var answer = await host.Admin.SendAsync(request);
        var markdown = await answer.ReadAsync<string>();
        Assert.Equal("text/markdown", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(markdown, await host.Admin.GetAsync<string>($"{path}?format=markdown"));
        Assert.Contains("## b against a: ", markdown);
        Assert.Contains("`d = a_t - a_c` = `", markdown);
        Assert.Contains("Deng, Xu, Kohavi and Walker (2013)", markdown);

        var csv = (await host.Admin.GetAsync<string>($"{path}?format=csv&variant=b")).TrimEnd('\n').Split('\n');
        Assert.Equal("variant,test,symbol,name,formula,value,source", csv[0]);
        Assert.All(csv[1..], line => Assert.StartsWith("b,", line, StringComparison.Ordinal));

        // From the units alone: the plain difference of the sums.
        var units = (await host.Admin.GetAsync<string>($"{path}?format=units")).TrimEnd('\n').Split('\n')[1..].Select(line => line.Split(',')).ToList();
        Assert.Equal(240, units.Count);
        double Mean(string arm) => units.Where(unit => unit[0] == arm).Average(unit => double.Parse(unit[1], CultureInfo.InvariantCulture));
        var told = (await host.ResultsAsync("exp")).GetProperty("metrics")[2].GetProperty("comparisons")[0];
        Assert.Equal(Mean("b") - Mean("a"), told.GetProperty("difference").GetDouble(), 1e-9);

        // Of a quantile, from its values.
        var values = (await host.Admin.GetAsync<string>($"{Harness.Experiments}/exp/results/quantile/explain?format=units")).TrimEnd('\n').Split('\n');
        Assert.Equal("variant,unit,value", values[0]);
        double Median(string arm)
        {
            var sorted = values[1..].Select(line => line.Split(',')).Where(row => row[0] == arm).Select(row => double.Parse(row[2], CultureInfo.InvariantCulture)).Order().ToList();
            return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
        }

        told = (await host.ResultsAsync("exp")).GetProperty("metrics")[5].GetProperty("comparisons")[0];
        Assert.Equal(Median("b") - Median("a"), told.GetProperty("difference").GetDouble(), 1e-9);
    }

    [Fact]
    public async Task What_is_not_there_is_refused_by_name()
    {
        await using var host = await StartAsync(Guarded(), units: 6);
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{Harness.Experiments}/exp/results/nothing/explain", null, 404, "unknown_metric");
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{Harness.Experiments}/nothing/results/sum/explain", null, 404, "unknown_experiment");
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{Harness.Experiments}/exp/results/sum/explain?variant=a", null, 400, "unknown_variant");
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{Harness.Experiments}/exp/results/sum/explain?format=pdf", null, 400, "invalid_format");
    }

    [Fact]
    public async Task Without_data_it_says_what_is_missing()
    {
        await using var host = await StartAsync(Guarded(), units: 0);
        var comparison = (await host.Admin.GetAsync<JsonElement>($"{Harness.Experiments}/exp/results/sum/explain")).GetProperty("comparisons")[0];
        Assert.Equal(0, comparison.GetProperty("decided").GetArrayLength());
        Assert.Contains("insufficient_data", comparison.GetProperty("reason").GetString());
        Assert.Contains("There are no numbers", await host.Admin.GetAsync<string>($"{Harness.Experiments}/exp/results/sum/explain?format=markdown"));
    }

    static void Same(JsonElement told, double computed, string? metric)
    {
        var expected = told.GetDouble();
        Assert.True(Math.Abs(expected - computed) <= 1e-8 * Math.Max(1e-6, Math.Abs(expected)), $"{metric}: {expected} was told, {computed} follows from the explanation.");
    }

    /// <summary>Computes each step from its formula and the steps before it; what was given is taken as given.</summary>
    static Dictionary<string, double> Follow(JsonElement steps)
    {
        var known = new Dictionary<string, double>();
        foreach (var step in steps.EnumerateArray())
        {
            var symbol = step.GetProperty("symbol").GetString()!;
            known[symbol] = step.TryGetProperty("formula", out var formula) ? new PocketCalculator(formula.GetString()!, known).Result() : step.GetProperty("value").GetDouble();
        }
        return known;
    }
}
