using Turnout.Server.Features.Metrics;
using Turnout.Statistics;
using Turnout.Statistics.Comparisons;

namespace Turnout.Server.Analysis.Replays;

/// <summary>Units with a number each: all metrics but quantiles.</summary>
internal sealed class NumberedUnits(MetricDefinition metric, int[] days, UnitNumber[] numbers) : ReplayUnits(metric, days)
{
    public override double Mean =>
        Metric.Type == MetricType.Ratio ? numbers.Average(number => number.Y) / numbers.Average(number => number.Below) : numbers.Average(number => number.Y);

    public static NumberedUnits Of(Tally tally, MetricDefinition metric, UnitNumbers numbers)
    {
        var found = new List<(long At, UnitNumber Number)>();
        for (var unit = 0; unit < tally.Units.Count; unit++)
            if (tally.Units.Arms[unit] >= 0 && numbers.TryGet(unit, out var number)) found.Add((tally.Units.Firsts[unit], number));
        found.Sort((a, b) => a.At.CompareTo(b.At));
        return new NumberedUnits(metric, DaysOf([.. found.Select(unit => unit.At)]), [.. found.Select(unit => unit.Number)]);
    }

    public override ReplayHands Deal()
    {
        var hasPrePeriod = Metric.Type.HasPrePeriod() && Metric.PrePeriodDays > 0;
        return new Hands(numbers, new(Metric.Type, hasPrePeriod), new(Metric.Type, hasPrePeriod));
    }

    sealed class Hands(UnitNumber[] numbers, Hand control, Hand treatment) : ReplayHands
    {
        public override void Add(int unit, bool toTreatment) => (toTreatment ? treatment : control).Add(numbers[unit]);

        public override ArmTotals[] Totals() => [control.Totals(), treatment.Totals()];
    }

    /// <summary>Adds units up to what the statistics of their metric need.</summary>
    sealed class Hand(MetricType type, bool hasPrePeriod)
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
}
