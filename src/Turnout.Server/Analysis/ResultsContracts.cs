using System.Text.Json.Serialization;
using Turnout.Engine.Definitions;
using Turnout.Server.Features.Metrics;

namespace Turnout.Server.Analysis;

/// <summary>What an experiment has shown so far.</summary>
/// <param name="AsOf">When it was counted; every event acknowledged before is in.</param>
/// <param name="SampleRatio">Whether units arrived in the shares asked for.</param>
/// <param name="MultiplyExposed">Units that were shown more than one variant; they are left out of everything but <c>exposures</c>.</param>
/// <param name="UnknownVariants">Exposures that name no variant of the experiment; they count nowhere.</param>
internal sealed record ResultsBody(
    string Experiment, ExperimentStatus Status, DateTimeOffset AsOf, SampleRatioBody SampleRatio, long MultiplyExposed, long UnknownVariants,
    IReadOnlyList<VariantBody> Variants, IReadOnlyList<MetricResultBody> Metrics);

/// <summary>The sample-ratio check.</summary>
/// <param name="PValue">Of the chi-square test, of the exact multinomial test where an expected count is below 5; null when nobody was exposed.</param>
/// <param name="Mismatch">The p-value is below 0.001, or units are where none belong: assignment or logging is broken, and no verdict is given.</param>
internal sealed record SampleRatioBody(double? PValue, bool Mismatch);

/// <summary>A variant.</summary>
/// <param name="Weight">Its share of the weights, 0 to 1.</param>
/// <param name="Assignments">Units assigned and stored.</param>
/// <param name="Exposures">Exposure events.</param>
/// <param name="Units">Units in the analysis.</param>
internal sealed record VariantBody(string Key, double Weight, long Assignments, long Exposures, long Units);

/// <summary>A metric.</summary>
internal sealed record MetricResultBody(
    string Key, MetricType Type, MetricGoal Goal, double WindowDays, IReadOnlyList<MetricVariantBody> Variants, IReadOnlyList<ComparisonBody> Comparisons);

/// <summary>A variant in a metric.</summary>
/// <param name="Units">Units that count: all exposed ones; for <c>mean</c> and <c>quantile</c> those that have a value; with <c>mature_only</c> those whose window is over.</param>
/// <param name="Total">Of a proportion, retention or funnel the units that converted; else the sum over units (of a ratio, of its numerator); of a quantile how many values there are. Null where it is beyond double precision.</param>
/// <param name="Mean">The rate, mean, ratio or quantile; null where there is none.</param>
/// <param name="Immature">Units whose window was still open.</param>
/// <param name="Steps">Of a funnel: how many units reached each step.</param>
internal sealed record MetricVariantBody(
    string Key, long Units, double? Total, double? Mean, long Immature, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<long>? Steps);

/// <summary>A variant against the control; treatment minus control.</summary>
/// <param name="Status"><c>ok</c>, or why there are no numbers: <c>insufficient_data</c>, <c>zero_variance</c>, …</param>
/// <param name="Reason">The same in words; null when all is well.</param>
/// <param name="Z">The pooled z of two proportions; Welch's t for means and ratios.</param>
/// <param name="ConfidenceInterval">95 per cent, of the difference.</param>
/// <param name="LiftInterval">95 per cent, of the lift (Fieller); null where the control cannot be told from 0.</param>
/// <param name="Significant">|z| &gt; 1.96 for proportions; p ≤ 0.05 for others.</param>
/// <param name="Verdict"><c>better</c>, <c>worse</c>, <c>inconclusive</c>, <c>sample_ratio_mismatch</c> or <c>not_computable</c>.</param>
/// <param name="ExactPValue">Fisher's, where fewer than 5 units of a variant did or did not convert; it then decides the verdict.</param>
internal sealed record ComparisonBody(
    string Variant, string Control, string Status, string? Reason, double? Difference, double? Lift, double? Z, double? PValue,
    double[]? ConfidenceInterval, double[]? LiftInterval, bool Significant, string Verdict,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? ExactPValue);
