using System.Diagnostics.Metrics;
using System.Text;
using Turnout.Engine;
using Turnout.Server.Events;

namespace Turnout.Server.Telemetry;

/// <summary>The server's own numbers, under the meter <c>Turnout.Server</c>. Nothing is counted while nobody listens.</summary>
internal sealed class ServerMeter : IDisposable
{
    public const string Name = "Turnout.Server";

    readonly Meter meter;
    readonly Counter<long> exposures;
    readonly Counter<long> conversions;
    readonly Counter<long> accepted;
    readonly Counter<long> duplicates;
    readonly Counter<long> refused;
    readonly Counter<long> delivered;
    readonly Gauge<long> behind;
    readonly Counter<long> webhooks;

    public ServerMeter(IMeterFactory meters)
    {
        meter = meters.Create(Name);
        exposures = meter.CreateCounter<long>("turnout.exposures", "{exposure}", "Exposures taken in, by experiment and variant, without the test cohort.");
        conversions = meter.CreateCounter<long>("turnout.conversions", "{conversion}", "Conversions taken in, by experiment and variant, without the test cohort.");
        accepted = meter.CreateCounter<long>("turnout.events.accepted", "{event}", "Events that are new and durable.");
        duplicates = meter.CreateCounter<long>("turnout.events.duplicates", "{event}", "Events that were known by their id.");
        refused = meter.CreateCounter<long>("turnout.events.refused", "{event}", "Events that were understood and not kept, by reason.");
        delivered = meter.CreateCounter<long>("turnout.sink.delivered", "{event}", "Events passed on, by sink.");
        behind = meter.CreateGauge<long>("turnout.sink.behind", "{event}", "Events of the log that a sink is still to look at.");
        webhooks = meter.CreateCounter<long>("turnout.webhook.attempts", "{attempt}", "Attempts to deliver a change, by outcome.");
    }

    /// <summary>Counts a batch that was taken in.</summary>
    /// <param name="batch">The batch, of which <paramref name="fresh"/> events were new.</param>
    /// <param name="fresh">How many were new. Which ones is not known: of a batch that was sent twice in part, exposures and conversions are counted again.</param>
    /// <param name="known">How many were known by their id.</param>
    /// <param name="ruleset">Where experiments are looked up: only its own are counted, so that no event can invent a series.</param>
    public void TookIn(EventBatch batch, int fresh, int known, Ruleset? ruleset)
    {
        if (!accepted.Enabled) return;
        var environment = new KeyValuePair<string, object?>("environment", batch.Environment);
        if (known > 0) duplicates.Add(known, environment);
        if (fresh == 0) return;
        accepted.Add(fresh, environment);
        for (var i = 0; i < batch.Count; i++)
        {
            var record = batch.Read(i);
            if (record.IsSynthetic || record.Kind is not (EventKind.Exposure or EventKind.Conversion)) continue;
            var variant = Encoding.UTF8.GetString(record.Variant);
            if (ruleset?.FindExperiment(Encoding.UTF8.GetString(record.Experiment)) is not { } experiment || experiment.IndexOf(variant) < 0) continue;
            (record.Kind == EventKind.Exposure ? exposures : conversions).Add(1, environment, new("experiment", experiment.Key), new("variant", variant));
        }
    }

    /// <summary>Counts events that were not kept.</summary>
    public void TurnedAway(string environment, IReadOnlyList<RefusedEvent> events)
    {
        if (events.Count == 0 || !refused.Enabled) return;
        foreach (var reason in events.CountBy(each => each.Code)) refused.Add(reason.Value, new("environment", environment), new("reason", reason.Key));
    }

    /// <summary>Notes how a sink fares.</summary>
    public void PassedOn(string sink, int events, long eventsBehind)
    {
        var name = new KeyValuePair<string, object?>("sink", sink);
        if (events > 0) delivered.Add(events, name);
        behind.Record(eventsBehind, name);
    }

    public void Told(bool taken) => webhooks.Add(1, new KeyValuePair<string, object?>("outcome", taken ? "delivered" : "failed"));

    public void Dispose() => meter.Dispose();
}
