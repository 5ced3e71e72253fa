using System.Diagnostics;
using Turnout.Engine;

namespace Turnout.Client.Telemetry;

/// <summary>OpenTelemetry's semantic conventions for feature flags.</summary>
internal static class OpenTelemetryNames
{
    private static readonly string[] Reasons = [.. Enum.GetValues<Reason>().Select(reason => reason.ToWire().ToLowerInvariant())];

    /// <summary>The reason in lower snake case, as the conventions write it.</summary>
    public static string Reason(Reason reason) => Reasons[(int)reason];

    /// <summary>Adds <c>feature_flag.evaluation</c> to the activity.</summary>
    public static void AddEvaluation(Activity activity, string key, in Evaluation evaluation, EvaluationContext context, Ruleset ruleset)
    {
        var tags = new ActivityTagsCollection
        {
            ["feature_flag.key"] = key,
            ["feature_flag.provider.name"] = "turnout",
            ["feature_flag.result.reason"] = Reason(evaluation.Reason),
            ["feature_flag.set.id"] = ruleset.Environment,
            ["feature_flag.version"] = ruleset.Version,
        };
        if (evaluation.Variant is { } variant) tags["feature_flag.result.variant"] = variant.Key;
        if ((context.UserId ?? context.TargetingKey ?? context.VisitorId ?? context.TeamId) is { } id) tags["feature_flag.context.id"] = id;
        if (evaluation.Error != EvaluationError.None) tags["error.type"] = evaluation.Error.ToWire().ToLowerInvariant();
        if (evaluation.Decision.Experiment is { } experiment) tags["turnout.experiment"] = experiment.Key;
        activity.AddEvent(new ActivityEvent("feature_flag.evaluation", tags: tags));
    }
}
