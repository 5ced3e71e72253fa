using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Turnout.Client.Delivery;
using Turnout.Client.Telemetry;
using Turnout.Engine;
using Turnout.Engine.Checks;
using Turnout.Engine.Definitions;

namespace Turnout.Client.Events;

/// <summary>Turns what the application does into events: exposures once per unit and variant, and what it tracks.</summary>
internal sealed class EventRecorder
{
    private readonly EventQueue _queue;
    private readonly SeenExposures _seen;
    private readonly ClientMeter _meter;
    private readonly TimeProvider _time;
    private readonly ILogger<EventRecorder> _log;
    private readonly bool _sendsExposures;

    public EventRecorder(
        EventQueue queue, RulesetState state, ClientMeter meter, TimeProvider time, IOptions<TurnoutOptions> options, ILogger<EventRecorder> log)
    {
        (_queue, _meter, _time, _log) = (queue, meter, time, log);
        _seen = new SeenExposures(options.Value.RememberedExposures);
        _sendsExposures = options.Value.SendExposures && !options.Value.Offline;
        // An experiment that starts anew (deleted and made again, resumed) has to hear of its units again.
        state.Replaced += (old, next) =>
        {
            if (StartedExperiments.Between(old, next).Any()) _seen.Clear();
        };
    }

    /// <summary>Records that the unit met its variant; only the first time does anything. Allocates nothing when it was seen.</summary>
    public void Expose(in ExperimentDecision decision, EvaluationContext context)
    {
        if (!_sendsExposures) return;
        var fingerprint = _seen.Fingerprint(decision);
        if (_seen.Add(fingerprint)) RecordExposure(decision, context, fingerprint);
    }

    private void RecordExposure(in ExperimentDecision decision, EvaluationContext context, ulong fingerprint)
    {
        if (!Queue(TurnoutEvent.Exposure, context, null, Properties(decision)))
        {
            // Not sent, so not seen: the next use tries again.
            _seen.Remove(fingerprint);
            return;
        }

        _meter.Exposed(decision.Experiment!.Key, decision.Variant!);
    }

    /// <summary>Records a conversion of a unit that is in.</summary>
    public void Convert(in ExperimentDecision decision, string conversionEvent, EvaluationContext context, double? value) =>
        Track(TurnoutEvent.Conversion, context, value, [.. Properties(decision), new("conversion_event", conversionEvent)]);

    /// <summary>Records any event. What cannot be sent is dropped, counted and logged: an application never fails for its metrics.</summary>
    public void Track(string name, EvaluationContext context, double? value, IReadOnlyList<KeyValuePair<string, AttributeValue>> properties)
    {
        var why = name is not { Length: >= 1 and <= Names.MaxKeyLength } || name.Any(char.IsControl)
            ? "the name has 1 to 128 characters, none of them a control character."
            : value is { } number && !double.IsFinite(number)
                ? "the value must be finite."
                : !HasUnit(context) ? "the context has no user_id, team_id or visitor_id." : null;
        if (why is null)
        {
            Queue(name!, context, value, properties);
            return;
        }

        _meter.Dropped(1, "invalid");
        _log.EventInvalid(name ?? "", why);
    }

    private static bool HasUnit(EvaluationContext context) =>
        context.UnitId("user") is not null || context.UnitId("team") is not null || context.UnitId("visitor") is not null;

    private bool Queue(string name, EvaluationContext context, double? value, IReadOnlyList<KeyValuePair<string, AttributeValue>> properties)
    {
        var now = _time.GetUtcNow();
        return _queue.TryAdd(new TurnoutEvent(
            Guid.CreateVersion7(now),
            name,
            now,
            context.UnitId("user"),
            context.UnitId("team"),
            context.UnitId("visitor"),
            value,
            properties));
    }

    private static KeyValuePair<string, AttributeValue>[] Properties(in ExperimentDecision decision)
    {
        var experiment = decision.Experiment!;
        var type = experiment.Assignment == AssignmentType.Random ? "random" : "deterministic";
        KeyValuePair<string, AttributeValue>[] usual =
        [
            new("experiment_slug", experiment.Key),
            new("variant", decision.Variant),
            new("assignment_type", type),
        ];
        // Units other than these three have no member of their own in an event.
        return experiment.Unit is "user" or "team" or "visitor" ? usual : [.. usual, new(experiment.Unit, decision.UnitId)];
    }
}

/// <summary>Experiments that run in a ruleset and did not in the one before.</summary>
internal static class StartedExperiments
{
    public static IEnumerable<string> Between(Ruleset old, Ruleset next) => next.Experiments
        .Where(experiment => experiment.Status == ExperimentStatus.Running && old.FindExperiment(experiment.Key)?.Status != ExperimentStatus.Running)
        .Select(experiment => experiment.Key);
}
