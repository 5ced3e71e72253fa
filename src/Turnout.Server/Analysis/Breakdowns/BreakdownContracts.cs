using System.Text.Json.Serialization;
using Turnout.Server.Features.Experiments;
using Turnout.Statistics;
using Turnout.Statistics.Multiplicity;

namespace Turnout.Server.Analysis.Breakdowns;

/// <summary>Results as they grew, day by day.</summary>
/// <param name="AsOf">When it was counted.</param>
/// <param name="Method">The declared method. Intervals of an always-valid one hold on all days at once; those of a fixed horizon are pictures until its planned end.</param>
/// <param name="Alpha">The level of the intervals.</param>
/// <param name="Days">In order; days without new units are left out.</param>
internal sealed record ResultsByDayBody(string Experiment, DateTimeOffset AsOf, DecisionMethod Method, double Alpha, IReadOnlyList<DayBody> Days);

/// <summary>All units that were first exposed up to and including a day, with what they have done until now.</summary>
/// <param name="Day">In UTC.</param>
/// <param name="NewUnits">Units of this day alone, by variant.</param>
/// <param name="Units">Units so far, by variant.</param>
/// <param name="SampleRatioPValue">Of the check valid under daily looks, had it been looked at on this day.</param>
internal sealed record DayBody(DateOnly Day, IReadOnlyList<long> NewUnits, IReadOnlyList<long> Units, double? SampleRatioPValue, IReadOnlyList<PartMetricBody> Metrics);

/// <summary>Results by the value of a property that units had at their first exposure.</summary>
/// <param name="Dimension">The property.</param>
/// <param name="Correction">How p-values are corrected for the number of values and treatments, metric by metric.</param>
/// <param name="Slices">The most frequent values first, then all others together, then units without one.</param>
internal sealed record ResultsBySliceBody(string Experiment, DateTimeOffset AsOf, string Dimension, DecisionMethod Method, double Alpha, Correction Correction, IReadOnlyList<SliceBody> Slices);

/// <summary>The units with one value.</summary>
/// <param name="Value">Null: units without one, or those with all other values.</param>
/// <param name="IsOther">Whether these are all values that are not shown alone.</param>
/// <param name="Units">By variant.</param>
internal sealed record SliceBody(string? Value, bool IsOther, IReadOnlyList<long> Units, IReadOnlyList<PartMetricBody> Metrics);

/// <summary>A metric over a part of the units.</summary>
internal sealed record PartMetricBody(string Key, IReadOnlyList<PartVariantBody> Variants, IReadOnlyList<PartComparisonBody> Comparisons);

/// <summary>A variant over a part of the units.</summary>
internal sealed record PartVariantBody(string Key, long Units, double? Total, double? Mean);

/// <summary>A treatment against the control over a part of the units, by the declared method; null where it cannot be computed.</summary>
/// <param name="ConfidenceInterval">Of the difference; by dimension at the corrected level, so that the intervals of all values hold together.</param>
/// <param name="AdjustedPValue">By dimension: after correction; by day: as <paramref name="PValue"/>.</param>
/// <param name="Significant">Whether <paramref name="AdjustedPValue"/> is at most alpha.</param>
internal sealed record PartComparisonBody(
    string Variant, double? Difference, double? Lift, double[]? ConfidenceInterval, double[]? LiftInterval, double? PValue, double? AdjustedPValue, bool Significant)
{
    /// <summary>Of each member that is null for want of an assumption: which one, and where it failed. Left out where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, NotComputable>? NotComputable { get; init; }
}
