using System.Runtime.CompilerServices;
using Turnout.Server.Features.Metrics;
using Turnout.Statistics;
using Turnout.Statistics.Comparisons;

namespace Turnout.Server.Analysis;

/// <summary>Folds the numbers of units into what the statistics need, slice by slice and arm by arm. Pure.</summary>
internal static class MetricFold
{
    public const double MillisecondsADay = 86_400_000;

    /// <param name="metric">The metric.</param>
    /// <param name="units">Who is in.</param>
    /// <param name="numbers">The metric's number of each unit, cut to <paramref name="cap"/> already.</param>
    /// <param name="cap">The limit.</param>
    /// <param name="slices">Which units belong together.</param>
    /// <param name="now">Unix milliseconds: windows that end later are still open.</param>
    /// <returns>By slice and arm.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ArmTotals[][] Of(MetricDefinition metric, EnrolledUnits units, UnitNumbers numbers, double? cap, Slices slices, long now)
    {
        var arms = units.Units.Length;
        var open = now - SpanMs(metric);
        var cells = new Cell[slices.Count * arms];
        for (var i = 0; i < cells.Length; i++) cells[i].Steps = metric.Steps.Count == 0 ? null : new long[metric.Steps.Count];
        var kind = KindOf(metric);
        var armOf = units.Arms;
        var firsts = units.Firsts;
        for (var place = 0; place < armOf.Length; place++)
        {
            if (armOf[place] is not (>= 0 and var arm) || slices.Of[place] is not (>= 0 and var slice)) continue;
            ref var cell = ref cells[slice * arms + arm];
            if (firsts[place] > open)
            {
                cell.Immature++;
                if (metric.MatureOnly) continue;
            }
            if (numbers.TryGet(place, out var number)) cell.Add(kind, number, numbers.StepsOf(place));
        }
        return [.. Enumerable.Range(0, slices.Count).Select(slice => Enumerable.Range(0, arms).Select(arm => cells[slice * arms + arm].Totals(kind, cap)).ToArray())];
    }

    /// <summary>From a unit's first exposure to the end of its window.</summary>
    public static long SpanMs(MetricDefinition metric) => Milliseconds(metric.DelayDays) + Milliseconds(metric.WindowDays);

    public static long Milliseconds(double days) => (long)Math.Round(days * MillisecondsADay);

    /// <summary>The limit that a metric's cap comes to: of a percentile that of all units that count, whatever their arm, by linear interpolation (R's type 7).</summary>
    public static double? LimitOf(MetricDefinition metric, EnrolledUnits units, UnitNumbers numbers, long now)
    {
        if (metric.Cap is not { } cap) return null;
        if (cap.Value is { } value) return value;
        var open = now - SpanMs(metric);
        var pooled = new double[units.Count];
        var count = 0;
        for (var place = 0; place < units.Count; place++)
        {
            if (units.ArmAt(place) < 0 || (metric.MatureOnly && units.FirstAt(place) > open)) continue;
            if (numbers.TryGet(place, out var number) && !(cap.IgnoreZeros && number.Y == 0)) pooled[count++] = number.Y;
        }
        return Cap.AtPercentile([pooled[..count]], cap.Percentile!.Value) is { IsOk: true } limit ? limit.Value : null;
    }

    static Kind KindOf(MetricDefinition metric) =>
        metric.Type.IsRate() ? metric.PrePeriodDays > 0 ? Kind.RateWithPast : Kind.Rate
        : metric.Type == MetricType.Ratio ? metric.PrePeriodDays > 0 ? Kind.RatioWithPast : Kind.Ratio
        : metric.PrePeriodDays > 0 ? Kind.MeanWithPast : Kind.Mean;

    enum Kind
    {
        Rate,
        RateWithPast,
        Mean,
        MeanWithPast,
        Ratio,
        RatioWithPast,
    }

    /// <summary>The units of one arm in one slice.</summary>
    struct Cell
    {
        public long Immature;
        public long[]? Steps;
        long units, hits, pastHits, bothHits;
        double total;
        JointMoments joint;
        Moments moments;
        MomentMatrix? matrix;

        public void Add(Kind kind, UnitNumber number, int steps)
        {
            units++;
            for (var step = 0; step < steps; step++) Steps![step]++;
            switch (kind)
            {
                case Kind.Rate or Kind.RateWithPast:
                    // Of zeros and ones counts are enough, and exact.
                    if (number.Y > 0) hits++;
                    if (number.PreY > 0) pastHits++;
                    if (number.Y > 0 && number.PreY > 0) bothHits++;
                    return;
                case Kind.Mean:
                    moments = moments.Add(number.Y);
                    break;
                case Kind.MeanWithPast:
                    joint = joint.Add(number.Y, number.PreY);
                    break;
                case Kind.Ratio:
                    joint = joint.Add(number.Y, number.Below);
                    break;
                default:
                    (matrix ??= new MomentMatrix(4)).Add(number.Y, number.Below, number.PreY, number.PreBelow);
                    break;
            }
            total += number.Y;
        }

        public readonly ArmTotals Totals(Kind kind, double? cap)
        {
            var all = new ArmTotals { Units = units, Total = total, Immature = Immature, Cap = cap, Steps = Steps };
            switch (kind)
            {
                case Kind.Rate:
                    return all with { Total = hits, Successes = new Successes(units, hits) };
                case Kind.RateWithPast:
                    return all with { Total = hits, Successes = new Successes(units, hits), Covariate = Pairs() };
                case Kind.Mean:
                    return all with { Moments = moments };
                case Kind.MeanWithPast:
                    return all with { Moments = joint.Y, Covariate = joint };
                case Kind.Ratio:
                    return all with { Moments = joint.Y, Joint = joint };
                default:
                    var past = matrix ?? new MomentMatrix(4);
                    var present = new JointMoments(past.Count, past.Mean(0), past.Mean(1), past.Comoment(0, 0), past.Comoment(1, 1), past.Comoment(0, 1));
                    return all with { Moments = present.Y, Joint = present, RatioCovariate = past };
            }
        }

        readonly JointMoments Pairs()
        {
            if (units == 0) return default;
            double n = units;
            return new(units, hits / n, pastHits / n, hits * (units - hits) / n, pastHits * (units - pastHits) / n, bothHits - hits * (pastHits / n));
        }
    }
}
