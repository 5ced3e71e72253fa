using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Metrics;
using Turnout.Statistics;
using Turnout.Statistics.Comparisons;

namespace Turnout.Server.Analysis.Decisions;

/// <summary>All that was decided about an experiment.</summary>
/// <param name="Health">Whether the data can be believed.</param>
/// <param name="Metrics">In the plan's order.</param>
/// <param name="Variants">The treatments, in their order.</param>
/// <param name="Verdict">Of the experiment.</param>
/// <param name="Facts">The reasons behind it.</param>
internal sealed record ExperimentOutcome(
    Health Health, IReadOnlyList<MetricOutcome> Metrics, IReadOnlyList<VariantOutcome> Variants, Verdict Verdict, IReadOnlyList<Fact> Facts);

/// <summary>A treatment over all metrics that decide.</summary>
internal sealed record VariantOutcome(string Variant, Verdict Verdict, IReadOnlyList<Fact> Facts);

/// <summary>A metric.</summary>
internal sealed record MetricOutcome(MetricDefinition Metric, MetricPart Part, MetricEffects Effects, IReadOnlyList<ComparisonOutcome> Comparisons);

/// <summary>A treatment against the control in a metric.</summary>
/// <param name="Arm">The treatment's index.</param>
/// <param name="OneLook">The fixed-horizon test of the plain numbers at 0.05, which is always shown: the pooled z of rates, else Welch's t.</param>
/// <param name="Proportions">Of rates: the same with its exact companions.</param>
/// <param name="Decided">By the declared method.</param>
/// <param name="AdjustedPValue">Corrected within the family; null where there is no p-value.</param>
/// <param name="AdjustedInterval">Of the difference, at the family's level.</param>
/// <param name="NonInferiority">Of a guardrail with a margin.</param>
internal sealed record ComparisonOutcome(
    int Arm,
    Computed<Comparison> OneLook,
    ProportionComparison? Proportions,
    Computed<DecidedTest> Decided,
    double? AdjustedPValue,
    Interval? AdjustedInterval,
    Computed<NonInferiorityResult>? NonInferiority,
    Verdict Verdict,
    IReadOnlyList<Fact> Facts);
