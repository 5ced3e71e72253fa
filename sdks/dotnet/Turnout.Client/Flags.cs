using System.Diagnostics;
using Microsoft.Extensions.Options;
using Turnout.Client.Assignments;
using Turnout.Client.Delivery;
using Turnout.Client.Events;
using Turnout.Client.Telemetry;
using Turnout.Engine;

namespace Turnout.Client;

/// <summary>
/// Flags and experiments of one environment, evaluated here and now: synchronous, without I/O, without locks, without allocation, and without
/// exceptions for data. One instance per process; safe for any number of threads. Before the first ruleset arrives, everything is its fallback.
/// </summary>
/// <remarks>A flag that an experiment drives records the exposure when its value is taken, once per unit and variant.</remarks>
public sealed partial class Flags
{
    private readonly RulesetState _state;
    private readonly KnownAssignments _assignments;
    private readonly EventRecorder _events;
    private readonly EventSender _sender;
    private readonly TurnoutApi _api;
    private readonly ClientMeter _meter;
    private readonly Microsoft.Extensions.Logging.ILogger<Flags> _log;
    private readonly TurnoutOptions _options;

    internal Flags(
        RulesetState state,
        KnownAssignments assignments,
        EventRecorder events,
        EventSender sender,
        TurnoutApi api,
        ClientMeter meter,
        IOptions<TurnoutOptions> options,
        Microsoft.Extensions.Logging.ILogger<Flags> log) =>
        (_state, _assignments, _events, _sender, _api, _meter, _options, _log) = (state, assignments, events, sender, api, meter, options.Value, log);

    /// <summary>The ruleset in use; the next change replaces it by another.</summary>
    public Ruleset Ruleset => _state.Ruleset;

    /// <summary>Where the ruleset in use came from.</summary>
    public RulesetOrigin Origin => _state.Origin;

    /// <summary>What went wrong at the last look at the server; null when all is well.</summary>
    public DeliveryProblem? Problem => _state.Problem;

    /// <summary>Time since the server last confirmed the ruleset in use (since the start, before it ever did).</summary>
    public TimeSpan Age => _state.Age;

    internal bool IsOffline => _options.Offline;

    internal IStoredAssignments? Stored => _assignments.IsEmpty ? null : _assignments;

    /// <summary>Waits for the server's first answer. Optional: without it, early calls use the last good ruleset or the fallbacks.</summary>
    /// <returns>False when the time ran out; nothing is broken then.</returns>
    public async Task<bool> WaitUntilReadyAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        try
        {
            await _state.Ready.WaitAsync(timeout, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>The value of a boolean flag.</summary>
    /// <param name="key">The flag's key.</param>
    /// <param name="context">What is known of the caller.</param>
    /// <param name="fallback">What an unknown flag, or one that is not boolean, gives.</param>
    public bool IsEnabled([FlagKey] string key, EvaluationContext context, bool fallback = false)
    {
        _state.Ruleset.Evaluate(key, context, Stored, out var evaluation);
        Expose(evaluation, context);
        var value = evaluation.Variant is { Value: { Type: FlagType.Boolean } boolean } ? boolean : null;
        if (IsWatched) Watch(key, evaluation, context, value is not null);
        return value?.Boolean ?? fallback;
    }

    /// <summary>The value of a flag.</summary>
    /// <typeparam name="T">
    /// bool, string, double, int or long for flags of these types (a number must be whole and fit); any other type is read from the value's JSON with
    /// web defaults, once per value, and shared between callers: treat it as read-only.
    /// </typeparam>
    /// <param name="key">The flag's key.</param>
    /// <param name="context">What is known of the caller.</param>
    /// <param name="fallback">What an unknown flag, or one of another type, gives.</param>
    public T Get<T>([FlagKey] string key, EvaluationContext context, T fallback)
    {
        _state.Ruleset.Evaluate(key, context, Stored, out var evaluation);
        Expose(evaluation, context);
        var isRead = ValueReader.TryRead<T>(evaluation.Variant, out var value);
        if (IsWatched) Watch(key, evaluation, context, isRead);
        return isRead ? value! : fallback;
    }

    /// <summary>The value of a flag, and why it is that. Allocates where a rule's name has to be made.</summary>
    public FlagDetails<T> GetDetails<T>([FlagKey] string key, EvaluationContext context, T fallback)
    {
        var ruleset = _state.Ruleset;
        var evaluation = ruleset.Evaluate(key, context, Stored);
        Expose(evaluation, context);
        var isRead = ValueReader.TryRead<T>(evaluation.Variant, out var value);
        if (IsWatched) Watch(key, evaluation, context, isRead);
        var error = ErrorOf(evaluation, isRead);
        return new(isRead ? value! : fallback, isRead ? evaluation.Variant!.Key : null, error == EvaluationError.None ? evaluation.Reason : Reason.Error, error, evaluation.Rule,
            evaluation.Bucket, evaluation.IsDriven ? evaluation.Decision.Experiment!.Key : null, ruleset.Version);
    }

    /// <summary>The bare evaluation, without recording an exposure: for looking, not for showing.</summary>
    public Evaluation Evaluate([FlagKey] string key, EvaluationContext context) => _state.Ruleset.Evaluate(key, context, Stored);

    /// <summary>The bare evaluation of a flag whose value is used: records the exposure.</summary>
    internal Evaluation Use(RulesetFlag flag, EvaluationContext context)
    {
        flag.Evaluate(context, Stored, out var evaluation);
        Expose(evaluation, context);
        if (IsWatched) Watch(flag.Key, evaluation, context, isRead: true);
        return evaluation;
    }

    /// <summary>A flag resolved once: keep it in a field and save the lookup at every use. It follows every change of the ruleset.</summary>
    public Flag<T> Handle<T>([FlagKey] string key, T fallback) => new(this, key, fallback);

    // Before the value is read: where the exposure would be remembered lies farthest away.
    private void Expose(in Evaluation evaluation, EvaluationContext context)
    {
        if (evaluation.IsDriven) _events.Expose(evaluation.Decision, context);
    }

    // A value that could not be read as what was asked for is an error of its own, unless there was one before.
    private static EvaluationError ErrorOf(in Evaluation evaluation, bool isRead) =>
        isRead || evaluation.Error != EvaluationError.None ? evaluation.Error : EvaluationError.TypeMismatch;

    private bool IsWatched => _meter.CountsEvaluations || _options.TraceEvaluations;

    internal T Read<T>(Flag<T> handle, RulesetFlag flag, EvaluationContext context)
    {
        flag.Evaluate(context, Stored, out var evaluation);
        Expose(evaluation, context);
        var isRead = ValueReader.TryRead<T>(evaluation.Variant, out var value);
        if (IsWatched) Watch(handle.Key, evaluation, context, isRead);
        return isRead ? value! : handle.Fallback;
    }

    private void Watch(string key, in Evaluation evaluation, EvaluationContext context, bool isRead)
    {
        var error = ErrorOf(evaluation, isRead);
        if (_meter.CountsEvaluations) _meter.Evaluated(key, evaluation, error);
        if (_options.TraceEvaluations && Activity.Current is { IsAllDataRequested: true } activity)
            OpenTelemetryNames.AddEvaluation(activity, key, evaluation, error, context, _state.Ruleset);
    }
}
