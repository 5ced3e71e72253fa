using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Turnout.Server.Telemetry;
using Turnout.Server.Tests.Outbound;
using Turnout.Server.Tests.Webhooks;

namespace Turnout.Server.Tests.Telemetry;

public class ExportTests
{
    [Fact]
    public async Task Metrics_traces_and_logs_go_where_the_standard_variables_say()
    {
        await using var receiver = await Receiver.StartAsync();
        var host = await TurnoutHost.StartAsync(settings: Settings(receiver, ("Turnout:Telemetry:EvaluationEvents", "true")));
        await host.SetFlagAsync("checkout.new_ui");
        using (var server = host.Client(await host.CreateKeyAsync("server")))
        {
            await server.PostAsync<string>("/api/v1/evaluate", new { context = new { user_id = "u-17" } });
            await server.SendEventsAsync(new { id = "1", @event = "purchase" });
        }
        await host.DisposeAsync();

        var bodies = new Dictionary<string, string>();
        while (receiver.Waiting > 0)
        {
            var request = await receiver.NextAsync();
            Assert.Equal("application/x-protobuf", request.Headers["Content-Type"]);
            bodies[request.Path] = bodies.GetValueOrDefault(request.Path) + Encoding.UTF8.GetString(request.Body);
        }
        Assert.Equal(["/v1/logs", "/v1/metrics", "/v1/traces"], bodies.Keys.Order());
        Assert.Contains("turnout.events.accepted", bodies["/v1/metrics"], StringComparison.Ordinal);
        Assert.Contains("http.server.request.duration", bodies["/v1/metrics"], StringComparison.Ordinal);
        Assert.Contains("/api/v1/evaluate", bodies["/v1/traces"], StringComparison.Ordinal);
        Assert.All(["feature_flag.evaluation", "feature_flag.key", "checkout.new_ui", "feature_flag.context.id", "u-17"],
            text => Assert.Contains(text, bodies["/v1/logs"], StringComparison.Ordinal));
        Assert.All(bodies.Values, body => Assert.Contains("service.name", body, StringComparison.Ordinal));
        Assert.All(bodies.Values, body => Assert.DoesNotContain(TurnoutHost.AdminToken, body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_signal_can_be_left_out_and_all_of_them_switched_off()
    {
        await using var receiver = await Receiver.StartAsync();
        await using (var host = await TurnoutHost.StartAsync(settings: Settings(receiver, ("OTEL_TRACES_EXPORTER", "none"), ("OTEL_LOGS_EXPORTER", "none"))))
            await host.Admin.GetAsync<string>("/api/v1/environments");
        Assert.Equal("/v1/metrics", (await receiver.NextAsync()).Path);
        Assert.Equal(0, receiver.Waiting);
        await using (var host = await TurnoutHost.StartAsync(settings: Settings(receiver, ("OTEL_SDK_DISABLED", "true")))) await host.Admin.GetAsync<string>("/api/v1/environments");
        Assert.Equal(0, receiver.Waiting);
    }

    [Fact]
    public async Task Evaluations_are_told_by_the_conventions_and_their_values_only_where_asked_for()
    {
        foreach (var withValues in new[] { false, true })
        {
            var notes = new Notes();
            await using var host = await TurnoutHost.StartAsync(
                settings: new() { ["Turnout:Telemetry:EvaluationEvents"] = "true", ["Turnout:Telemetry:EvaluationValues"] = withValues ? "true" : null },
                services: services => services.AddSingleton<ILoggerProvider>(notes));
            await host.SetFlagAsync("size", new { key = "size", type = "string", enabled = true, variants = new { s = "small", l = "large" }, off_variant = "s", rollout = 100 });
            using var server = host.Client(await host.CreateKeyAsync("server"));
            await server.PostAsync<string>("/api/v1/evaluate", new { context = new { user_id = "u1" }, flags = new[] { "size", "missing" } });
            await server.PostAsync<string>("/ofrep/v1/evaluate/flags/size", new { context = new { targetingKey = "u2" } });
            await server.PostAsync<string>("/ofrep/v1/evaluate/flags", new { context = new { targetingKey = "u3" } });
            using var user = host.Client(Harness.EndUserToken(new { sub = "u4" }));
            await user.GetAsync<string>("/auth/me");

            Assert.Equal(5, notes.Taken.Count);
            var first = notes.Taken[0];
            Assert.Equal(("size", "turnout", "production", "u1"), (first["feature_flag.key"], first["feature_flag.provider.name"], first["feature_flag.set.id"], first["feature_flag.context.id"]));
            Assert.True(first.ContainsKey("feature_flag.result.variant"));
            Assert.Equal(first["feature_flag.result.reason"].ToString()!.ToLowerInvariant(), first["feature_flag.result.reason"]);
            Assert.Equal(host.Service<Turnout.Server.Delivery.Rulesets>().Find("production")!.Version, first["feature_flag.version"]);
            Assert.Equal(withValues, first.ContainsKey("feature_flag.result.value"));
            Assert.Equal(("error", "flag_not_found", "There is no such flag in this environment."),
                (notes.Taken[1]["feature_flag.result.reason"], notes.Taken[1]["error.type"], notes.Taken[1]["feature_flag.error.message"]));
            Assert.DoesNotContain(first.Keys, key => key.Contains("error", StringComparison.Ordinal));
            Assert.Equal(["u2", "u3", "u4"], notes.Taken.Skip(2).Select(note => note["feature_flag.context.id"]));
        }
    }

    [Fact]
    public async Task Nothing_is_told_unless_it_is_asked_for()
    {
        var notes = new Notes();
        await using var host = await TurnoutHost.StartAsync(services: services => services.AddSingleton<ILoggerProvider>(notes));
        await host.SetFlagAsync("a");
        using var server = host.Client(await host.CreateKeyAsync("server"));
        await server.PostAsync<string>("/api/v1/evaluate", new { context = new { user_id = "u1" } });
        Assert.Empty(notes.Taken);
    }

    static Dictionary<string, string?> Settings(Receiver receiver, params (string Key, string Value)[] more)
    {
        var settings = new Dictionary<string, string?>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Url[..^"/hook".Length],
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        };
        foreach (var (key, value) in more) settings[key] = value;
        return settings;
    }

    /// <summary>Keeps what is logged of evaluations.</summary>
    sealed class Notes : ILoggerProvider, ILogger
    {
        public List<Dictionary<string, object>> Taken { get; } = [];

        public ILogger CreateLogger(string categoryName) => categoryName == EvaluationEvents.Category ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Assert.Equal("feature_flag.evaluation", eventId.Name);
            Taken.Add(((IEnumerable<KeyValuePair<string, object?>>)state!).ToDictionary(pair => pair.Key, pair => pair.Value!));
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Dispose()
        {
            // Holds nothing.
        }
    }
}
