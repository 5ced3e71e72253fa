using Turnout.Server.Features.Metrics;
using Turnout.Statistics;
using Turnout.Statistics.Comparisons;

namespace Turnout.Server.Analysis.Replays;

/// <summary>Real units with their real numbers, to be dealt to variants anew.</summary>
/// <param name="Metric">Whose numbers they are.</param>
/// <param name="Days">On which day each unit came, from 0; ascending.</param>
/// <param name="Numbers">The number of each.</param>
internal sealed record ReplayUnits(MetricDefinition Metric, int[] Days, UnitNumber[] Numbers)
{
    public int Count => Days.Length;

    public bool HasPrePeriod { get; } = Metric.Type.HasPrePeriod() && Metric.PrePeriodDays > 0;

    /// <param name="tally">Held while this runs.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="place">Its place in the tally's plan.</param>
    /// <returns>The units that count, in the order of their coming; null for a quantile, whose units have no numbers.</returns>
    public static ReplayUnits? Of(Tally tally, MetricDefinition metric, int place)
    {
        if (tally.Numbers[place] is not { } numbers) return null;
        var found = new List<(long At, UnitNumber Number)>();
        for (var unit = 0; unit < tally.Units.Count; unit++)
            if (tally.Units.Arms[unit] >= 0 && numbers.TryGet(unit, out var number)) found.Add((tally.Units.Firsts[unit], number));
        found.Sort((a, b) => a.At.CompareTo(b.At));
        var first = found.Count == 0 ? 0 : Day(found[0].At);
        return new ReplayUnits(metric, [.. found.Select(unit => (int)(Day(unit.At) - first))], [.. found.Select(unit => unit.Number)]);

        static long Day(long at) => at / (long)MetricFold.MillisecondsADay;
    }
}

/// <summary>Adds units up to what the statistics of their metric need.</summary>
internal sealed class ReplayArm(MetricType type, bool hasPrePeriod)
{
    readonly MomentMatrix ratio = new(4);
    JointMoments joint;
    long successes;

    public void Add(UnitNumber number)
    {
        if (type == MetricType.Ratio)
        {
            joint = joint.Add(number.Y, number.Below);
            if (hasPrePeriod) ratio.Add(number.Y, number.Below, number.PreY, number.PreBelow);
            return;
        }
        joint = joint.Add(number.Y, number.PreY);
        if (number.Y != 0) successes++;
    }

    public ArmTotals Totals() => new()
    {
        Units = joint.Count,
        Total = joint.MeanY * joint.Count,
        Successes = type.IsRate() ? new Successes(joint.Count, successes) : default,
        Moments = joint.Y,
        Joint = type == MetricType.Ratio ? joint : default,
        Covariate = hasPrePeriod && type != MetricType.Ratio ? joint : null,
        RatioCovariate = hasPrePeriod && type == MetricType.Ratio ? ratio : null,
    };
}
