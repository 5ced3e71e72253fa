using System.Diagnostics;
using Turnout.Engine;

namespace Turnout.Client.Telemetry;

/// <summary>OpenTelemetry's semantic conventions for feature flags.</summary>
internal static class OpenTelemetryNames
{
    private static readonly string[] Reasons = [.. Enum.GetValues<Reason>().Select(reason => reason.ToWire().ToLowerInvariant())];

    /// <summary>The reason in lower snake case, as the conventions write it.</summary>
    public static string Reason(in Evaluation evaluation, EvaluationError error) => Reasons[(int)(error == EvaluationError.None ? evaluation.Reason : Engine.Reason.Error)];

    /// <summary>The variant whose value the caller got; null where it got its fallback.</summary>
    public static string? Variant(in Evaluation evaluation, EvaluationError error) => error == EvaluationError.TypeMismatch ? null : evaluation.Variant?.Key;

    /// <summary>Adds <c>feature_flag.evaluation</c> to the activity.</summary>
    public static void AddEvaluation(Activity activity, string key, in Evaluation evaluation, EvaluationError error, EvaluationContext context, Ruleset ruleset)
    {
        var tags = new ActivityTagsCollection
        {
            ["feature_flag.key"] = key,
            ["feature_flag.provider.name"] = "turnout",
            ["feature_flag.result.reason"] = Reason(evaluation, error),
            ["feature_flag.set.id"] = ruleset.Environment,
            ["feature_flag.version"] = ruleset.Version,
        };
        if (Variant(evaluation, error) is { } variant) tags["feature_flag.result.variant"] = variant;
        if ((context.UserId ?? context.TargetingKey ?? context.VisitorId ?? context.TeamId) is { } id) tags["feature_flag.context.id"] = id;
        if (error != EvaluationError.None)
        {
            tags["error.type"] = error.ToWire().ToLowerInvariant();
            tags["feature_flag.error.message"] = error.Describe();
        }

        if (evaluation.Decision.Experiment is { } experiment) tags["turnout.experiment"] = experiment.Key;
        activity.AddEvent(new ActivityEvent("feature_flag.evaluation", tags: tags));
    }
}
