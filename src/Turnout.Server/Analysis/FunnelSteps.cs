namespace Turnout.Server.Analysis;

/// <summary>
/// How far the units went through the steps of a funnel: each step at the earliest event of its name that is not before the step before it, all within
/// the window. Carried on by new events. Not thread-safe.
/// </summary>
internal sealed class FunnelSteps(long delayMs, long windowMs, IReadOnlyList<IReadOnlyList<EventSeries>> steps)
{
    const long Never = long.MaxValue;

    readonly int[][] done = [.. steps.Select(series => new int[series.Count])];
    readonly long[][] reached = [.. steps.Select(_ => Array.Empty<long>())];
    ulong[] dirty = [];

    public int Count => steps.Count;

    public long Bytes => reached.Sum(times => times.Length * 8L) + dirty.Length * 8L;

    /// <summary>How many steps the unit at a place went.</summary>
    public int ReachedBy(int place)
    {
        var step = 0;
        while (step < Count && place < reached[step].Length && reached[step][place] != Never) step++;
        return step;
    }

    /// <summary>Takes the events that came since: the units that have any, and those that moved, go through all their events again.</summary>
    public void Advance(EnrolledUnits units)
    {
        if (dirty.Length < units.Places.Length / 64 + 1) dirty = new ulong[units.Places.Length / 64 + 1];
        else Array.Clear(dirty);
        var any = units.AnyMoved;
        for (var step = 0; step < Count; step++)
        {
            Grow(ref reached[step], units.Count);
            for (var i = 0; i < steps[step].Count; i++)
            {
                while (done[step][i] < steps[step][i].Count)
                {
                    foreach (var unit in steps[step][i].Next(ref done[step][i], steps[step][i].Count).Units)
                    {
                        if (unit >= units.Places.Length) continue;
                        dirty[unit >> 6] |= 1UL << (unit & 63);
                        any = true;
                    }
                }
            }
        }
        if (!any) return;
        for (var unit = 0; unit < units.Places.Length; unit++)
        {
            if (!IsDirty(units, unit) || units.PlaceOf(unit) is not (>= 0 and var place)) continue;
            foreach (var times in reached) times[place] = Never;
        }
        for (var step = 0; step < Count; step++)
            foreach (var series in steps[step]) Reach(units, step, series);
    }

    bool IsDirty(EnrolledUnits units, int unit) => (dirty[unit >> 6] & (1UL << (unit & 63))) != 0 || units.HasMoved(unit);

    void Reach(EnrolledUnits units, int step, EventSeries series)
    {
        var times = reached[step];
        for (var at = 0; at < series.Count;)
        {
            var part = series.Next(ref at, series.Count);
            for (var i = 0; i < part.Units.Length; i++)
            {
                var unit = part.Units[i];
                if (unit >= units.Places.Length || !IsDirty(units, unit) || units.PlaceOf(unit) is not (>= 0 and var place)) continue;
                var when = part.Instants[i];
                var after = when - units.FirstAt(place) - delayMs;
                if (after < 0 || after >= windowMs) continue;
                if (step > 0 && when < reached[step - 1][place]) continue;
                times[place] = Math.Min(times[place], when);
            }
        }
    }

    static void Grow(ref long[] times, int count)
    {
        if (times.Length >= count) return;
        var before = times.Length;
        Array.Resize(ref times, count + count / 8);
        times.AsSpan(before).Fill(Never);
    }
}
