using Turnout.Server.Features.Metrics;
using Turnout.Statistics;
using Turnout.Statistics.Comparisons;

namespace Turnout.Server.Analysis;

/// <summary>Folds the values of a quantile metric's events, of which a unit may have several; they have no sums, so that all are looked at each time. Pure.</summary>
internal static class QuantileFold
{
    /// <summary>As <see cref="MetricFold.Of"/>.</summary>
    /// <param name="subjects">The arms' keys, for the reasons.</param>
    /// <param name="events">The events whose values count; those without one do not.</param>
    public static ArmTotals[][] Of(MetricDefinition metric, EnrolledUnits units, IReadOnlyList<string> subjects, IReadOnlyList<EventSeries> events, Slices slices, long now)
    {
        var arms = units.Units.Length;
        var cells = Enumerable.Range(0, slices.Count * arms).Select(_ => new Cell()).ToArray();
        var open = now - MetricFold.SpanMs(metric);
        for (var place = 0; place < units.Count; place++)
            if (CellOf(place) is { } cell && units.FirstAt(place) > open) cell.Immature++;

        var delay = MetricFold.Milliseconds(metric.DelayDays);
        var window = MetricFold.Milliseconds(metric.WindowDays);
        // By place: the unit's number within its cell, plus 1.
        var numbers = new int[units.Count];
        foreach (var series in events)
        {
            var who = series.Units;
            var when = series.Instants;
            var values = series.Values;
            for (var i = 0; i < who.Length; i++)
            {
                if (double.IsNaN(values[i]) || units.PlaceOf(who[i]) is not (>= 0 and var place) || CellOf(place) is not { } cell) continue;
                var first = units.FirstAt(place);
                var after = when[i] - first - delay;
                if (after < 0 || after >= window || (metric.MatureOnly && first > open)) continue;
                if (numbers[place] == 0) numbers[place] = ++cell.Units;
                cell.Values.Add(values[i]);
                cell.Owners.Add(numbers[place] - 1);
            }
        }
        return [.. Enumerable.Range(0, slices.Count).Select(slice => Enumerable.Range(0, arms).Select(arm => Totals(cells[slice * arms + arm], arm)).ToArray())];

        Cell? CellOf(int place) => units.ArmAt(place) is >= 0 and var arm && slices.Of[place] is >= 0 and var slice ? cells[slice * arms + arm] : null;

        ArmTotals Totals(Cell cell, int arm) => new()
        {
            Units = cell.Units,
            Total = cell.Values.Count,
            Immature = cell.Immature,
            Quantile = QuantileMetric.ToClusteredArm(
                System.Runtime.InteropServices.CollectionsMarshal.AsSpan(cell.Values), System.Runtime.InteropServices.CollectionsMarshal.AsSpan(cell.Owners),
                metric.Quantile!.Value, subjects[arm]),
        };
    }

    sealed class Cell
    {
        public int Units;
        public long Immature;
        public readonly List<double> Values = [];
        public readonly List<int> Owners = [];
    }
}
