using Turnout.Server.Features.Metrics;
using Turnout.Statistics.Comparisons;

namespace Turnout.Server.Analysis;

/// <summary>
/// The values of a quantile metric's events, of which a unit may have several. They have no sums: they are sorted once, and gone through for every part of the units
/// that is asked for. To be read only while the index is held.
/// </summary>
internal sealed class QuantileValues
{
    readonly EnrolledUnits units;
    readonly IReadOnlyList<string> subjects;
    readonly long open;
    readonly double[] values;
    readonly int[] places;

    // By place: how many values the unit has.
    readonly int[] counts;

    /// <param name="metric">The metric.</param>
    /// <param name="units">Who is in.</param>
    /// <param name="subjects">The arms' keys, for the reasons.</param>
    /// <param name="events">The events whose values count; those without one do not.</param>
    /// <param name="now">Unix milliseconds: windows that end later are still open.</param>
    public QuantileValues(MetricDefinition metric, EnrolledUnits units, IReadOnlyList<string> subjects, IReadOnlyList<EventSeries> events, long now)
    {
        (Metric, this.units, this.subjects, open) = (metric, units, subjects, now - MetricFold.SpanMs(metric));
        counts = new int[units.Count];
        List<double> found = [];
        List<int> owners = [];
        long delay = MetricFold.Milliseconds(metric.DelayDays), window = MetricFold.Milliseconds(metric.WindowDays);
        foreach (var series in events)
        {
            for (var at = 0; at < series.Count;)
            {
                var part = series.Next(ref at, series.Count);
                for (var i = 0; i < part.Units.Length; i++)
                {
                    if (double.IsNaN(part.Values[i]) || units.PlaceOf(part.Units[i]) is not (>= 0 and var place) || units.ArmAt(place) < 0) continue;
                    var first = units.FirstAt(place);
                    var after = part.Instants[i] - first - delay;
                    if (after < 0 || after >= window || (metric.MatureOnly && first > open)) continue;
                    counts[place]++;
                    found.Add(part.Values[i]);
                    owners.Add(place);
                }
            }
        }
        (values, places) = ([.. found], [.. owners]);
        Array.Sort(values, places);
    }

    public MetricDefinition Metric { get; }

    /// <summary>Ascending.</summary>
    public ReadOnlySpan<double> Values => values;

    /// <summary>The place of the unit of each value.</summary>
    public ReadOnlySpan<int> Places => places;

    public long Bytes => values.Length * 12L + counts.Length * 4L;

    /// <summary>How many values the unit at a place has.</summary>
    public int CountAt(int place) => counts[place];

    /// <summary>By slice and arm.</summary>
    public ArmTotals[][] In(Slices slices)
    {
        var arms = units.Units.Length;
        var cells = Enumerable.Range(0, slices.Count * arms).Select(_ => new Cell()).ToArray();
        // By place: the unit's number within its cell.
        var numbers = new int[counts.Length];
        for (var place = 0; place < counts.Length; place++)
        {
            if (CellOf(place) is not { } cell) continue;
            if (units.FirstAt(place) > open) cell.Immature++;
            if (counts[place] == 0) continue;
            numbers[place] = cell.Units++;
            cell.Expected += counts[place];
        }
        foreach (var cell in cells) (cell.Values, cell.Owners) = (new double[cell.Expected], new int[cell.Expected]);
        for (var i = 0; i < values.Length; i++)
        {
            if (CellOf(places[i]) is not { } cell) continue;
            cell.Values[cell.Count] = values[i];
            cell.Owners[cell.Count++] = numbers[places[i]];
        }
        return [.. Enumerable.Range(0, slices.Count).Select(slice => Enumerable.Range(0, arms).Select(arm => Totals(cells[slice * arms + arm], arm)).ToArray())];

        Cell? CellOf(int place) => units.ArmAt(place) is >= 0 and var arm && slices.Of[place] is >= 0 and var slice ? cells[slice * arms + arm] : null;
    }

    /// <summary>By arm, of the units first exposed up to and including a UTC day.</summary>
    public ArmTotals[] Until(DateOnly day)
    {
        var end = new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds();
        var of = new int[counts.Length];
        for (var place = 0; place < of.Length; place++) of[place] = units.FirstAt(place) < end ? 0 : -1;
        return In(new Slices(of, 1))[0];
    }

    ArmTotals Totals(Cell cell, int arm) => new()
    {
        Units = cell.Units,
        Total = cell.Count,
        Immature = cell.Immature,
        Quantile = QuantileMetric.OfClusters(cell.Values, cell.Owners, Metric.Quantile!.Value, subjects[arm]),
    };

    sealed class Cell
    {
        public int Units, Expected, Count;
        public long Immature;
        public double[] Values = [];
        public int[] Owners = [];
    }
}
