using System.Text.Json.Serialization;
using Turnout.Engine.Definitions;
using Turnout.Server.Analysis.Decisions;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Metrics;
using Turnout.Statistics;
using Turnout.Statistics.Multiplicity;

namespace Turnout.Server.Analysis;

/// <summary>What an experiment has shown so far.</summary>
/// <param name="AsOf">When it was counted; every event acknowledged before is in.</param>
/// <param name="Verdict"><c>win</c> (a treatment wins), <c>loss</c> (all lose), <c>no_difference_shown</c>, <c>not_enough_data</c> or <c>unhealthy</c>.</param>
/// <param name="Facts">The reasons behind the verdict.</param>
/// <param name="VariantVerdicts">The same for each treatment, over the primary metrics and the guardrails.</param>
/// <param name="Decision">How the experiment decides.</param>
/// <param name="SampleRatio">Whether units arrived in the shares asked for.</param>
/// <param name="MultiplyExposed">Units that were shown more than one variant; they are left out of everything but <c>exposures</c>.</param>
/// <param name="UnknownVariants">Exposures that name no variant of the experiment; they count nowhere.</param>
internal sealed record ResultsBody(
    string Experiment, ExperimentStatus Status, DateTimeOffset AsOf, Verdict Verdict, IReadOnlyList<Fact> Facts, IReadOnlyList<VariantVerdictBody> VariantVerdicts,
    DecisionRule Decision, SampleRatioBody SampleRatio, long MultiplyExposed, long UnknownVariants, IReadOnlyList<VariantBody> Variants,
    IReadOnlyList<MetricResultBody> Metrics);

/// <summary>A treatment over all metrics that decide.</summary>
internal sealed record VariantVerdictBody(string Variant, Verdict Verdict, IReadOnlyList<Fact> Facts);

/// <summary>The sample-ratio check.</summary>
/// <param name="PValue">Of the chi-square test, of the exact multinomial test where an expected count is below 5; null when nobody was exposed.</param>
/// <param name="Mismatch"><paramref name="AlwaysValidPValue"/> is below 0.001, or units are where none belong: assignment or logging is broken, and no verdict is given.</param>
/// <param name="ChiSquare">The statistic of <paramref name="PValue"/>.</param>
/// <param name="DegreesOfFreedom">Of the chi-square test.</param>
/// <param name="AlwaysValidPValue">Valid under a look every day; it decides. Null when nobody was exposed.</param>
internal sealed record SampleRatioBody(double? PValue, bool Mismatch, double? ChiSquare, int? DegreesOfFreedom, double? AlwaysValidPValue);

/// <summary>A variant.</summary>
/// <param name="Weight">Its share of the weights, 0 to 1.</param>
/// <param name="Assignments">Units assigned and stored.</param>
/// <param name="Exposures">Exposure events.</param>
/// <param name="Units">Units in the analysis.</param>
internal sealed record VariantBody(string Key, double Weight, long Assignments, long Exposures, long Units);

/// <summary>A metric.</summary>
/// <param name="Role"><c>primary</c>, <c>secondary</c> or <c>guardrail</c>.</param>
/// <param name="Family">The family its p-values are corrected in.</param>
/// <param name="Correction">The rule of that family.</param>
/// <param name="Cap">The limit that unit's numbers were cut to; left out where they were not.</param>
internal sealed record MetricResultBody(
    string Key, MetricType Type, MetricGoal Goal, double WindowDays, MetricRole Role, string Family, Correction Correction,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Cap,
    IReadOnlyList<MetricVariantBody> Variants, IReadOnlyList<ComparisonBody> Comparisons);

/// <summary>A variant in a metric.</summary>
/// <param name="Units">Units that count: all exposed ones, for <c>mean</c> those that have a value.</param>
/// <param name="Total">Of a proportion the units that converted; else the sum over units (of a ratio, of its numerator). Null where it is beyond double precision.</param>
/// <param name="Mean">The rate, mean or ratio; null where there is none.</param>
/// <param name="Immature">Units whose window is still open.</param>
/// <param name="Steps">Of a funnel: how many units reached each step.</param>
internal sealed record MetricVariantBody(
    string Key, long Units, double? Total, double? Mean, long Immature,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<long>? Steps);

/// <summary>
/// A variant against the control; treatment minus control. The numbers beside <c>decided</c> are those of the test for one look at 0.05: they are always shown, and
/// decide nothing unless that is the declared method.
/// </summary>
/// <param name="Status"><c>ok</c>, or why there are no numbers: <c>insufficient_data</c>, <c>zero_variance</c>, …</param>
/// <param name="Reason">The same in words; null when all is well.</param>
/// <param name="Z">The pooled z of two proportions; Welch's t for means and ratios.</param>
/// <param name="ConfidenceInterval">95 per cent, of the difference.</param>
/// <param name="LiftInterval">95 per cent, of the lift (Fieller); null where the control cannot be told from 0.</param>
/// <param name="Significant">|z| &gt; 1.96 for proportions; p ≤ 0.05 for others.</param>
/// <param name="Verdict"><c>win</c>, <c>loss</c>, <c>no_difference_shown</c>, <c>not_enough_data</c> or <c>unhealthy</c>, by the declared method.</param>
/// <param name="Facts">The reasons behind the verdict.</param>
/// <param name="Decided">The numbers of the declared method; left out where they cannot be computed.</param>
/// <param name="ZTest">The pooled two-proportion z-test for one look; left out for other metrics.</param>
/// <param name="Welch">Welch's test for one look; left out for rates.</param>
/// <param name="NonInferiority">Of a guardrail with a margin.</param>
/// <param name="WholeTraffic">What the treatment would have changed, had all units of the environment's whole traffic met it instead of the control; only where a difference adds up over units.</param>
/// <param name="ExactPValue">Fisher's, where fewer than 5 units of a variant did or did not convert; for a fixed horizon it decides then.</param>
internal sealed record ComparisonBody(
    string Variant, string Control, string Status, string? Reason, double? Difference, double? Lift, double? Z, double? PValue,
    double[]? ConfidenceInterval, double[]? LiftInterval, bool Significant, Verdict Verdict, IReadOnlyList<Fact> Facts,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DecidedBody? Decided,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ZTestBody? ZTest,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] WelchBody? Welch,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] NonInferiorityBody? NonInferiority,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] WholeTrafficBody? WholeTraffic,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? ExactPValue)
{
    /// <summary>Of each member that is null for want of an assumption: which one, and where it failed. Left out where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, NotComputable>? NotComputable { get; init; }
}

/// <summary>What the declared method says.</summary>
/// <param name="Method"><c>always_valid</c> or <c>fixed_horizon</c>.</param>
/// <param name="Alpha">The level of the verdict and of the intervals.</param>
/// <param name="Difference">Treatment minus control; after CUPED where that is used.</param>
/// <param name="StandardError">Of the difference.</param>
/// <param name="PValue">Before correction.</param>
/// <param name="AdjustedPValue">After correction within the family: at most alpha makes a win or a loss.</param>
/// <param name="ConfidenceInterval">Of the difference at alpha; null while nothing bounds it.</param>
/// <param name="AdjustedConfidenceInterval">The same at the family's level, so that all of its intervals hold together.</param>
/// <param name="Lift">The relative change; null at a control mean of 0.</param>
/// <param name="LiftInterval">Of the lift (Fieller); null where the control cannot be told from 0.</param>
/// <param name="Cuped">What the pre-period did; left out where CUPED is not used.</param>
internal sealed record DecidedBody(
    DecisionMethod Method, double Alpha, double Difference, double StandardError, double PValue, double? AdjustedPValue, double[]? ConfidenceInterval,
    double[]? AdjustedConfidenceInterval, double? Lift, double[]? LiftInterval,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CupedBody? Cuped)
{
    /// <summary>Of each member that is null for want of an assumption: which one, and where it failed. Left out where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, NotComputable>? NotComputable { get; init; }
}

/// <summary>What CUPED did.</summary>
/// <param name="VarianceReduction">The share of the variance that the pre-period explains, 0 to 1.</param>
/// <param name="Theta">The slope, one for all arms; null for ratios, which have one for each comparison.</param>
/// <param name="ControlMean">Adjusted; null for ratios.</param>
/// <param name="TreatmentMean">Adjusted; null for ratios.</param>
internal sealed record CupedBody(double VarianceReduction, double? Theta, double? ControlMean, double? TreatmentMean);

/// <summary>The two-proportion z-test, pooled, two-sided; significant where |z| is above 1.96.</summary>
internal sealed record ZTestBody(double Z, double PValue, double[] ConfidenceInterval, double? Lift, double[]? LiftInterval, bool Significant);

/// <summary>Welch's t-test, two-sided.</summary>
internal sealed record WelchBody(double T, double? DegreesOfFreedom, double PValue, double[] ConfidenceInterval, double? Lift, double[]? LiftInterval, bool Significant);

/// <summary>Whether a guardrail is at worst its margin worse, by the declared method.</summary>
/// <param name="Bound">How far the treatment may still be on the bad side, as a difference in the metric's unit.</param>
/// <param name="PValue">One-sided, of a harm of the margin or more.</param>
/// <param name="Shown">Whether such a harm is ruled out.</param>
internal sealed record NonInferiorityBody(double? Margin, double? RelativeMargin, double? Bound, double? PValue, bool Shown)
{
    /// <summary>Of each member that is null for want of an assumption: which one, and where it failed. Left out where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, NotComputable>? NotComputable { get; init; }
}

/// <summary>An effect scaled to the whole traffic.</summary>
/// <param name="Units">Units that came in the time of the experiment, those outside its traffic share reckoned in.</param>
/// <param name="Days">Over how many days they came.</param>
/// <param name="Difference">What would have been added to the metric's total.</param>
/// <param name="ConfidenceInterval">Of <paramref name="Difference"/>, by the declared method.</param>
/// <param name="PerDay"><paramref name="Difference"/> over <paramref name="Days"/>.</param>
internal sealed record WholeTrafficBody(double Units, int Days, double Difference, double[]? ConfidenceInterval, double PerDay);
