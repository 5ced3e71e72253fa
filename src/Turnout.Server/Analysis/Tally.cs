namespace Turnout.Server.Analysis;

/// <summary>All that was counted for a plan.</summary>
/// <param name="Units">Who is in. Goes on to change with the next count: to be read only while the index is held.</param>
/// <param name="Metrics">By metric and arm, in the plan's order.</param>
/// <param name="Days">The units of each UTC day on which any was first exposed, in order.</param>
internal sealed record Tally(EnrolledUnits Units, IReadOnlyList<ArmTotals[]> Metrics, IReadOnlyList<DayTally> Days)
{
    /// <summary>By value of the plan's dimension, the most frequent first, then the others, then those without one; empty where no dimension was asked for.</summary>
    public IReadOnlyList<SliceTally> Slices { get; init; } = [];

    /// <summary>By metric, in the plan's order: the number of each unit, cut to the cap. To be read only while the index is held; null for a quantile, which has no number for a unit.</summary>
    public IReadOnlyList<UnitNumbers?> Numbers { get; init; } = [];

    /// <summary>By metric, in the plan's order: of a quantile the values; null for all others. To be read only while the index is held.</summary>
    public IReadOnlyList<QuantileValues?> Values { get; init; } = [];

    /// <summary>The id of the unit at a place. To be asked only while the index is held.</summary>
    public Func<int, string> IdAt { get; init; } = _ => "";

    /// <summary>
    /// The days, each with all before it: units first exposed up to and including that day. Quantiles, which cannot be added up, are taken anew of the values until
    /// then. To be asked only while the index is held.
    /// </summary>
    public IReadOnlyList<DayTally> Cumulative()
    {
        var all = new List<DayTally>(Days.Count);
        foreach (var day in Days)
        {
            var last = all.Count == 0 ? null : all[^1];
            all.Add(new DayTally(day.Day, last is null ? day.Units : [.. last.Units.Zip(day.Units, (a, b) => a + b)],
                [.. day.Metrics.Select((now, metric) => Values[metric] is { } values ? values.Until(day.Day)
                    : last is null ? now : last.Metrics[metric].Zip(now, (a, b) => a.Merge(b)).ToArray())]));
        }
        return all;
    }
}

/// <summary>The units whose first exposure fell on a day.</summary>
/// <param name="Day">In UTC.</param>
/// <param name="Units">By arm.</param>
/// <param name="Metrics">By metric and arm; nothing for the quantiles of one day.</param>
internal sealed record DayTally(DateOnly Day, long[] Units, IReadOnlyList<ArmTotals[]> Metrics);

/// <summary>The units with one value of a dimension.</summary>
/// <param name="Value">Null: those without one, or all the others where <paramref name="IsOther"/>.</param>
/// <param name="IsOther">Whether these are all values that are not shown alone.</param>
/// <param name="Units">By arm.</param>
/// <param name="Metrics">By metric and arm.</param>
internal sealed record SliceTally(string? Value, bool IsOther, long[] Units, IReadOnlyList<ArmTotals[]> Metrics);
