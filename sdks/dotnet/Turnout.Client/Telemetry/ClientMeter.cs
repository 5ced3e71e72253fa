using System.Diagnostics;
using System.Diagnostics.Metrics;
using Turnout.Engine;

namespace Turnout.Client.Telemetry;

/// <summary>The client's numbers and spans, under the names <c>Turnout.Client</c>, with OpenTelemetry's feature-flag attribute names.</summary>
public sealed class ClientMeter : IDisposable
{
    /// <summary>Name of the <see cref="Meter"/> and of the <see cref="ActivitySource"/>.</summary>
    public const string Name = "Turnout.Client";

    /// <summary>Spans of this client's own work (delivery of events).</summary>
    internal static readonly ActivitySource Activities = new(Name);

    private readonly Meter _meter;
    private readonly Counter<long> _evaluations;
    private readonly Counter<long> _exposures;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _changes;
    private readonly Counter<long> _streamEnds;
    private readonly Counter<long> _failures;

    /// <summary>Made once by dependency injection.</summary>
    public ClientMeter(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _evaluations = _meter.CreateCounter<long>("feature_flag.evaluations", "{evaluation}", "Evaluations by flag, variant and reason.");
        _exposures = _meter.CreateCounter<long>("turnout.client.exposures", "{exposure}", "Exposures recorded, by experiment and variant.");
        _sent = _meter.CreateCounter<long>("turnout.client.events.sent", "{event}", "Events the server has acknowledged.");
        _dropped = _meter.CreateCounter<long>("turnout.client.events.dropped", "{event}", "Events lost, by reason: queue_full, refused, invalid, shutdown.");
        _changes = _meter.CreateCounter<long>("turnout.client.ruleset.changes", "{change}", "Rulesets taken into use.");
        _streamEnds = _meter.CreateCounter<long>("turnout.client.stream.ends", "{end}", "Streams that ended and were opened anew.");
        _failures = _meter.CreateCounter<long>("turnout.client.delivery.failures", "{failure}", "Looks at the server that failed, by code.");
    }

    /// <summary>Whether anyone counts evaluations; the hot path asks before it makes tags.</summary>
    internal bool CountsEvaluations => _evaluations.Enabled;

    internal void Evaluated(string key, in Evaluation evaluation, EvaluationError error) => _evaluations.Add(1,
        new("feature_flag.key", key),
        new("feature_flag.result.variant", OpenTelemetryNames.Variant(evaluation, error)),
        new("feature_flag.result.reason", OpenTelemetryNames.Reason(evaluation, error)));

    internal void Exposed(string experiment, string variant) =>
        _exposures.Add(1, new("turnout.experiment", experiment), new("feature_flag.result.variant", variant));

    internal void Sent(int events) => _sent.Add(events);

    internal void Dropped(int events, string reason) => _dropped.Add(events, new KeyValuePair<string, object?>("reason", reason));

    internal void RulesetChanged() => _changes.Add(1);

    internal void StreamEnded() => _streamEnds.Add(1);

    internal void DeliveryFailed(string code) => _failures.Add(1, new KeyValuePair<string, object?>("error.type", code));

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
