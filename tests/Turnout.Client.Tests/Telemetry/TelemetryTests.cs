using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Turnout.Client.Telemetry;

namespace Turnout.Client.Tests.Telemetry;

public class TelemetryTests
{
    [Fact]
    public void Evaluation_is_an_event_of_the_current_activity_when_asked_for()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "telemetry-test",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("telemetry-test");
        using var services = new ServiceCollection()
            .AddTestFlags(f => f.Set("x", true))
            .Configure<TurnoutOptions>(options => options.TraceEvaluations = true).BuildServiceProvider();
        using var activity = source.StartActivity("request");
        services.GetRequiredService<Flags>().IsEnabled("x", Rulesets.User("u-9"));
        services.GetRequiredService<Flags>().IsEnabled("unknown", Rulesets.User("u-9"));
        services.GetRequiredService<Flags>().Get("x", Rulesets.User("u-9"), 20);
        var events = activity!.Events.ToList();
        Assert.All(events, one => Assert.Equal("feature_flag.evaluation", one.Name));
        var tags = events[0].Tags.ToDictionary();
        Assert.Equal(("x", "test", "static", "turnout", "u-9", "test"), (tags["feature_flag.key"], tags["feature_flag.result.variant"],
            tags["feature_flag.result.reason"], tags["feature_flag.provider.name"], tags["feature_flag.context.id"], tags["feature_flag.set.id"]));
        Assert.DoesNotContain(tags.Keys, key => key.Contains("error", StringComparison.Ordinal));
        var error = events[1].Tags.ToDictionary();
        Assert.Equal(("flag_not_found", "There is no such flag in this environment."), (error["error.type"], error["feature_flag.error.message"]));
        var mismatch = events[2].Tags.ToDictionary();
        Assert.Equal(("error", "type_mismatch", "The flag's value is of another type than was asked for."),
            (mismatch["feature_flag.result.reason"], mismatch["error.type"], mismatch["feature_flag.error.message"]));
        Assert.DoesNotContain("feature_flag.result.variant", mismatch.Keys);
    }

    [Fact]
    public void Evaluations_are_counted_by_flag_variant_and_reason_when_someone_listens()
    {
        using var services = new ServiceCollection().AddTestFlags(f => f.Set("x", true)).BuildServiceProvider();
        var counted = new ConcurrentQueue<string>();
        var meters = services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Scope == meters && instrument.Meter.Name == ClientMeter.Name) listening.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            counted.Enqueue($"{instrument.Name} {value} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}"));
        listener.Start();
        services.GetRequiredService<Flags>().IsEnabled("x", Rulesets.User("u"));
        Assert.Equal(["feature_flag.evaluations 1 x test static"], counted);
    }
}
