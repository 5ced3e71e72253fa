using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Turnout.Engine;

namespace Turnout.Server.Telemetry;

/// <summary>
/// <c>feature_flag.evaluation</c> events by OpenTelemetry's semantic conventions, as log records of the category <c>Turnout.Evaluations</c>: one for
/// each flag that an application was answered. Off unless configured, and then one comparison per answer.
/// </summary>
internal sealed class EvaluationEvents(ILoggerFactory loggers, IOptions<TelemetryOptions> options)
{
    public const string Category = "Turnout.Evaluations";

    static readonly EventId Event = new(1, "feature_flag.evaluation");

    readonly ILogger log = loggers.CreateLogger(Category);
    readonly bool enabled = options.Value.EvaluationEvents;
    readonly bool withValue = options.Value.EvaluationValues;

    /// <summary>Tells of what a context was answered.</summary>
    /// <param name="ruleset">The ruleset that was evaluated.</param>
    /// <param name="flags">The flags asked for; null for all.</param>
    /// <param name="context">Who asked; its id is what the event names.</param>
    /// <param name="stored">The assignments that the answer respected.</param>
    public void Note(Ruleset ruleset, IReadOnlyCollection<string>? flags, EvaluationContext context, IStoredAssignments? stored)
    {
        if (!enabled || !log.IsEnabled(LogLevel.Information)) return;
        foreach (var key in flags ?? [.. ruleset.Flags.Select(flag => flag.Key)]) Note(ruleset, key, ruleset.Evaluate(key, context, stored), context);
    }

    void Note(Ruleset ruleset, string key, in Evaluation evaluation, EvaluationContext context)
    {
        var attributes = new List<KeyValuePair<string, object?>>
        {
            new("feature_flag.key", key),
            new("feature_flag.provider.name", "turnout"),
            new("feature_flag.result.reason", evaluation.Reason.ToWire().ToLowerInvariant()),
            new("feature_flag.set.id", ruleset.Environment),
            new("feature_flag.version", ruleset.Version),
        };
        if (evaluation.Variant is { } variant)
        {
            attributes.Add(new("feature_flag.result.variant", variant.Key));
            if (withValue) attributes.Add(new("feature_flag.result.value", variant.Value.ToString()));
        }
        if ((context.UserId ?? context.TargetingKey ?? context.VisitorId ?? context.TeamId) is { } id) attributes.Add(new("feature_flag.context.id", id));
        if (evaluation.Error != EvaluationError.None)
        {
            attributes.Add(new("error.type", evaluation.Error.ToWire().ToLowerInvariant()));
            attributes.Add(new("feature_flag.error.message", evaluation.Error.Describe()));
        }
        if (evaluation.Decision.Experiment is { } experiment) attributes.Add(new("turnout.experiment", experiment.Key));
        log.Log(LogLevel.Information, Event, attributes, null, static (_, _) => Event.Name!);
    }
}
