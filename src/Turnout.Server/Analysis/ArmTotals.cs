using Turnout.Statistics;
using Turnout.Statistics.Comparisons;

namespace Turnout.Server.Analysis;

/// <summary>What the units of an arm amount to in a metric: sums that can be merged, of all units or of some.</summary>
internal sealed record ArmTotals
{
    public static readonly ArmTotals None = new();

    /// <summary>Units that count: all of the arm; for <c>mean</c> and <c>quantile</c> those that have a value; where only mature units count, those whose window is over.</summary>
    public long Units { get; init; }

    /// <summary>The sum over units; for a ratio of its numerator; for a quantile how many values there are.</summary>
    public double Total { get; init; }

    /// <summary>Units of the arm whose window was still open, whether they count or not.</summary>
    public long Immature { get; init; }

    /// <summary>Of a proportion, a retention, a funnel.</summary>
    public Successes Successes { get; init; }

    /// <summary>Of the units' numbers; for a ratio of its numerators.</summary>
    public Moments Moments { get; init; }

    /// <summary>Of a ratio: Y the numerator, X the denominator.</summary>
    public JointMoments Joint { get; init; }

    /// <summary>Y the unit's number, X the same number of its pre-period; null where there is no pre-period, and for ratios.</summary>
    public JointMoments? Covariate { get; init; }

    /// <summary>Of a ratio, in this order: numerator, denominator, and both of the pre-period; null without one. Not to be added to.</summary>
    public MomentMatrix? RatioCovariate { get; init; }

    /// <summary>Of a quantile metric: the quantile and its error, which have no sums.</summary>
    public Computed<ClusteredQuantile>? Quantile { get; init; }

    /// <summary>The limit that the numbers were cut to; null where they were not.</summary>
    public double? Cap { get; init; }

    /// <summary>Of a funnel: how many units reached each step.</summary>
    public IReadOnlyList<long>? Steps { get; init; }

    /// <summary>The totals of these units and of others, as if counted together; a quantile is lost.</summary>
    public ArmTotals Merge(ArmTotals other) => this == None ? other : other == None ? this : new()
    {
        Units = Units + other.Units,
        Total = Total + other.Total,
        Immature = Immature + other.Immature,
        Successes = new Successes(Successes.Units + other.Successes.Units, Successes.Count + other.Successes.Count),
        Moments = Moments.Merge(other.Moments),
        Joint = Joint.Merge(other.Joint),
        Covariate = Covariate is { } mine && other.Covariate is { } theirs ? mine.Merge(theirs) : null,
        RatioCovariate = RatioCovariate is { } matrix && other.RatioCovariate is { } more ? matrix.Merge(more) : null,
        Cap = Cap,
        Steps = Steps is { } steps && other.Steps is { } further ? [.. steps.Zip(further, (a, b) => a + b)] : null,
    };
}
