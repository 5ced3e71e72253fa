using Turnout.Server.Features.Metrics;
using Turnout.Statistics;
using Turnout.Statistics.Comparisons;

namespace Turnout.Server.Analysis;

/// <summary>What the units of an arm amount to in a metric.</summary>
/// <param name="Units">Units that count: all of the arm, for <c>mean</c> those that have a value.</param>
/// <param name="Total">The sum over units; for a ratio of its numerator.</param>
/// <param name="Successes">Of a proportion.</param>
/// <param name="Moments">Of the units' numbers.</param>
/// <param name="Joint">Of a ratio's numerator and denominator.</param>
internal readonly record struct ArmTotals(long Units, double Total, Successes Successes, Moments Moments, JointMoments Joint);

/// <summary>Folds a metric's events into a number for each unit, and the units into what the statistics need. Pure.</summary>
internal static class MetricFold
{
    const double MillisecondsADay = 86_400_000;

    /// <param name="metric">The metric.</param>
    /// <param name="units">Who is in.</param>
    /// <param name="arms">How many arms there are.</param>
    /// <param name="events">The events that count; of several series one after the other.</param>
    /// <param name="denominator">The events below a ratio's line; empty for other types.</param>
    public static ArmTotals[] Of(MetricDefinition metric, EnrolledUnits units, int arms, IReadOnlyList<EventSeries> events, IReadOnlyList<EventSeries> denominator)
    {
        var window = (long)Math.Round(metric.WindowDays * MillisecondsADay);
        var top = Fold(metric.Type, units, events, window);
        if (metric.Type == MetricType.Proportion) return Proportions(units, arms, top.Counts);
        return metric.Type == MetricType.Ratio
            ? Ratios(units, arms, top.Sums, Fold(metric.Type, units, denominator, window).Sums)
            : Means(metric.Type, units, arms, top);
    }

    /// <summary>By unit: how many events (of a mean, those with a value), and the sum of their values.</summary>
    static (int[] Counts, double[] Sums) Fold(MetricType type, EnrolledUnits units, IReadOnlyList<EventSeries> events, long window)
    {
        var counts = new int[units.Count];
        var sums = type is MetricType.Proportion or MetricType.Count ? [] : new double[units.Count];
        // What an event without a value is worth: one, where a ratio counts events; nothing to a sum; and no observation to a mean.
        var without = type == MetricType.Ratio ? 1.0 : 0;
        foreach (var series in events)
        {
            var who = series.Units;
            var when = series.Instants;
            var values = series.Values;
            for (var i = 0; i < who.Length; i++)
            {
                var place = units.PlaceOf(who[i], when[i], window);
                if (place < 0) continue;
                var value = values[i];
                var missing = double.IsNaN(value);
                if (missing && type == MetricType.Mean) continue;
                counts[place]++;
                if (sums.Length > 0) sums[place] += missing ? without : value;
            }
        }
        return (counts, sums);
    }

    static ArmTotals[] Proportions(EnrolledUnits units, int arms, int[] counts)
    {
        var converted = new long[arms];
        for (var place = 0; place < units.Count; place++)
            if (counts[place] > 0 && units.ArmAt(place) is >= 0 and var arm) converted[arm]++;
        return [.. Enumerable.Range(0, arms).Select(arm => new ArmTotals(units.Units[arm], converted[arm], new Successes(units.Units[arm], converted[arm]), default, default))];
    }

    static ArmTotals[] Means(MetricType type, EnrolledUnits units, int arms, (int[] Counts, double[] Sums) folded)
    {
        var moments = new Moments[arms];
        var totals = new double[arms];
        for (var place = 0; place < units.Count; place++)
        {
            if (units.ArmAt(place) is not (>= 0 and var arm)) continue;
            var count = folded.Counts[place];
            if (type == MetricType.Mean && count == 0) continue;
            var number = type switch
            {
                MetricType.Count => count,
                MetricType.Mean => folded.Sums[place] / count,
                _ => folded.Sums[place],
            };
            moments[arm] = moments[arm].Add(number);
            totals[arm] += number;
        }
        return [.. Enumerable.Range(0, arms).Select(arm => new ArmTotals(moments[arm].Count, totals[arm], default, moments[arm], default))];
    }

    static ArmTotals[] Ratios(EnrolledUnits units, int arms, double[] above, double[] below)
    {
        var joint = new JointMoments[arms];
        var totals = new double[arms];
        for (var place = 0; place < units.Count; place++)
        {
            if (units.ArmAt(place) is not (>= 0 and var arm)) continue;
            joint[arm] = joint[arm].Add(above[place], below[place]);
            totals[arm] += above[place];
        }
        return [.. Enumerable.Range(0, arms).Select(arm => new ArmTotals(joint[arm].Count, totals[arm], default, joint[arm].Y, joint[arm]))];
    }
}
