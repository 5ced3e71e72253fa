using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Turnout.Server.Tests.Outbound;
using Turnout.Server.Tests.Sinks;
using Turnout.Server.Tests.Webhooks;

namespace Turnout.Server.Tests.Telemetry;

public partial class MetricsTests
{
    static readonly object Price = new { key = "price", unit = "user", variants = new[] { new { key = "a", weight = 1 }, new { key = "b", weight = 1 } }, control = "a" };

    [Fact]
    public async Task Exposures_and_conversions_are_counted_by_experiment_and_variant_without_the_test_cohort()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PutAsync<string>("/api/v1/environments/production/cohort/user/tester", null, HttpStatusCode.NoContent);
        await host.RunExperimentAsync(Price);
        // Nobody has asked yet, so nobody counts.
        await host.SendAsync(Viewed("early", "u0", "a"));
        await ReadAsync(host);

        await host.SendAsync(Viewed("1", "u1", "a"), Viewed("2", "u2", "b"), Viewed("3", "u3", "b"), Viewed("4", "tester", "b"), Viewed("5", "u5", "no-such-variant"),
            new { id = "6", @event = "experiment_conversion", user_id = "u2", properties = new { experiment_slug = "price", variant = "b", conversion_event = "bought" } },
            new { id = "7", @event = "experiment_viewed", user_id = "u2", properties = new { experiment_slug = "unknown", variant = "b" } });
        using var server = host.Client(await host.CreateKeyAsync("server"));
        await server.PostAsync<string>("/api/v1/events", new { events = new[] { Viewed("1", "u1", "a") } }, HttpStatusCode.Accepted);
        await server.PostAsync<string>("/api/v1/events", new
        {
            events = new object[]
            {
                new { id = "old", @event = "e", timestamp = "2020-01-01T00:00:00Z" }, new { id = "older", @event = "e", timestamp = "2019-01-01T00:00:00Z" },
                new { id = "future", @event = "e", timestamp = "2030-01-01T00:00:00Z" },
            },
        }, HttpStatusCode.Accepted);

        var metrics = await ReadAsync(host);
        Assert.Equal(1, metrics["""turnout_exposures_total{environment="production",experiment="price",variant="a"}"""]);
        Assert.Equal(2, metrics["""turnout_exposures_total{environment="production",experiment="price",variant="b"}"""]);
        Assert.Equal(1, metrics["""turnout_conversions_total{environment="production",experiment="price",variant="b"}"""]);
        Assert.Equal(7, metrics["""turnout_events_accepted_total{environment="production"}"""]);
        Assert.Equal(1, metrics["""turnout_events_duplicates_total{environment="production"}"""]);
        Assert.Equal(2, metrics["""turnout_events_refused_total{environment="production",reason="timestamp_too_old"}"""]);
        Assert.Equal(1, metrics["""turnout_events_refused_total{environment="production",reason="timestamp_in_future"}"""]);
        Assert.DoesNotContain(metrics.Keys, key => key.Contains("unknown", StringComparison.Ordinal) || key.Contains("no-such", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Histograms_add_up_and_the_text_is_what_Prometheus_reads()
    {
        await using var host = await TurnoutHost.StartAsync();
        await ReadAsync(host);
        for (var i = 0; i < 5; i++) await host.Admin.GetAsync<string>("/api/v1/environments");
        var metrics = await ReadAsync(host);
        var count = metrics.Single(pair => pair.Key.StartsWith("http_server_request_duration_seconds_count", StringComparison.Ordinal)
            && pair.Key.Contains("http_route=\"/api/v1/environments/\"", StringComparison.Ordinal));
        Assert.Equal(5, count.Value);
        var buckets = metrics.Where(pair => pair.Key.StartsWith("http_server_request_duration_seconds_bucket", StringComparison.Ordinal)
            && pair.Key.Contains("http_route=\"/api/v1/environments/\"", StringComparison.Ordinal)).Select(pair => pair.Value).ToList();
        Assert.Equal(buckets.Order(), buckets);
        Assert.Equal(5, buckets[^1]);
        Assert.True(metrics.Single(pair => pair.Key.StartsWith("dotnet_process_memory_working_set_bytes", StringComparison.Ordinal)).Value > 1_000_000);
    }

    [Fact]
    public async Task Only_those_with_the_right_may_read_them()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Anonymous.ProblemAsync(HttpMethod.Get, "/metrics", null, 401, "unauthenticated");
        using var server = host.Client(await host.CreateKeyAsync("server"));
        await server.ProblemAsync(HttpMethod.Get, "/metrics", null, 403, "forbidden");
        using var answer = await host.Admin.GetAsync("/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task Labels_that_people_choose_cannot_eat_the_memory()
    {
        await using var host = await TurnoutHost.StartAsync(settings: new() { ["Turnout:Telemetry:MaxSeries"] = "100" });
        await ReadAsync(host);
        for (var i = 0; i < 120; i++)
        {
            await host.Admin.PostAsync<string>("/api/v1/environments", new { key = $"e{i}" }, HttpStatusCode.Created);
            using var server = host.Client(await host.CreateKeyAsync("server", $"e{i}"));
            await server.SendEventsAsync(new { id = "1", @event = "x" });
        }
        Assert.InRange((await ReadAsync(host)).Keys.Count(key => key.StartsWith("turnout_", StringComparison.Ordinal)), 1, 100);
    }

    [Fact]
    public async Task The_dashboard_asks_for_nothing_that_is_not_there()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await TurnoutHost.StartAsync(settings: SinkHarness.Settings("http", receiver.Url));
        await ReadAsync(host);
        await host.RunExperimentAsync(Price);
        await host.CreateWebhookAsync(receiver.Url);
        await host.SetFlagAsync("a");
        await host.DispatchAsync();
        await host.SendAsync(Viewed("1", "u1", "a"), new { id = "2", @event = "experiment_conversion", user_id = "u1", properties = new { experiment_slug = "price", variant = "a" } });
        using var server = host.Client(await host.CreateKeyAsync("server"));
        await server.PostAsync<string>("/api/v1/events", new { events = new[] { Viewed("1", "u1", "a") } }, HttpStatusCode.Accepted);
        await host.RunSinksAsync();
        var series = (await ReadAsync(host)).Keys;
        var known = series.Select(key => key.Split('{')[0]).Concat(series.SelectMany(key => LabelName().Matches(key).Select(match => match.Groups[1].Value))).ToHashSet();

        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "Turnout.slnx"))) root = root.Parent;
        var dashboard = JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(root.FullName, "deploy", "grafana", "turnout.json")));
        var expressions = dashboard.GetProperty("panels").EnumerateArray()
            .SelectMany(panel => panel.TryGetProperty("targets", out var targets) ? targets.EnumerateArray().Select(target => target.Text("expr")) : []).ToList();
        var asked = expressions.SelectMany(expression => MetricName().Matches(expression).Select(match => match.Value)).ToHashSet();
        Assert.True(asked.Count >= 10);
        Assert.Empty(asked.Except(known));
    }

    static object Viewed(string id, string user, string variant) =>
        new { id, @event = "experiment_viewed", user_id = user, properties = new { experiment_slug = "price", variant, assignment_type = "deterministic" } };

    /// <summary>Reads the page by the format's grammar; what does not fit it fails.</summary>
    static async Task<Dictionary<string, double>> ReadAsync(TurnoutHost host)
    {
        var values = new Dictionary<string, double>();
        var types = new HashSet<string>();
        foreach (var line in (await host.Admin.GetAsync<string>("/metrics")).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal)) Assert.True(types.Add(line.Split(' ')[2]), $"twice: {line}");
            if (line[0] == '#') continue;
            var match = Sample().Match(line);
            Assert.True(match.Success, line);
            Assert.True(values.TryAdd(match.Groups["series"].Value, double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture)), $"twice: {line}");
        }
        return values;
    }

    [GeneratedRegex("""^(?<series>[a-zA-Z_][a-zA-Z0-9_]*(?:\{(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\\\|\\"|\\n)*",?)*\})?) (?<value>[-+0-9.eE]+)$""")]
    private static partial Regex Sample();

    [GeneratedRegex("""[{,]([a-z_]+)=""")]
    private static partial Regex LabelName();

    [GeneratedRegex("""\b(?:turnout|http|kestrel|dotnet)_[a-z0-9_]+""")]
    private static partial Regex MetricName();
}
