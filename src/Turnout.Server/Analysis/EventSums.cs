using System.Runtime.CompilerServices;

namespace Turnout.Server.Analysis;

/// <summary>Which events are summed, and how far from a unit's first exposure.</summary>
/// <param name="Event">Their name.</param>
/// <param name="DelayMs">How long after the first exposure the window begins, in milliseconds.</param>
/// <param name="WindowMs">How long the window is.</param>
/// <param name="PreMs">How long before the first exposure the pre-period begins; 0: there is none.</param>
internal readonly record struct SumKey(string Event, long DelayMs, long WindowMs, long PreMs);

/// <summary>What a unit's events amount to.</summary>
internal struct EventSum
{
    public int Events;

    /// <summary>Those of them with a value.</summary>
    public int Valued;

    /// <summary>The sum of the values.</summary>
    public double Sum;

    public static EventSum operator +(EventSum a, EventSum b) => new() { Events = a.Events + b.Events, Valued = a.Valued + b.Valued, Sum = a.Sum + b.Sum };
}

/// <summary>
/// The events of every enrolled unit, summed over its window and its pre-period, and carried on by new events. Each unit's events are added in the order of
/// the log, whether they came one by one or all at once, so that the sums are the same to the last bit. Not thread-safe.
/// </summary>
internal sealed class EventSums(SumKey key, IReadOnlyList<EventSeries> series)
{
    // Each series by itself: the order of events of different series is not known.
    readonly Part[] parts = [.. series.Select(events => new Part(events))];

    // Most metrics have events of one sort: then this is their part, and nothing has to be added up.
    Part? onlyPart;

    public long Bytes => parts.Sum(part => (part.After.Length + part.Before.Length) * 16L);

    /// <summary>Within the window of the unit at a place.</summary>
    public EventSum After(int place)
    {
        if (onlyPart is { } only) return place < only.After.Length ? only.After[place] : default;
        var sum = default(EventSum);
        foreach (var part in parts)
            if (place < part.After.Length) sum += part.After[place];
        return sum;
    }

    /// <summary>Within its pre-period.</summary>
    public EventSum Before(int place)
    {
        if (onlyPart is { } only) return place < only.Before.Length ? only.Before[place] : default;
        var sum = default(EventSum);
        foreach (var part in parts)
            if (place < part.Before.Length) sum += part.Before[place];
        return sum;
    }

    /// <summary>Takes the events that came since, and those of units that were enrolled or moved by the last advance of <paramref name="units"/>.</summary>
    public void Advance(EnrolledUnits units)
    {
        foreach (var part in parts)
        {
            if (part.Events.Count == 0) continue;
            part.Grow(units.Count, key.PreMs > 0);
            if (units.AnyMoved && part.Done > 0)
            {
                Clear(part, units);
                Add(part, units, 0, part.Done, movedOnly: true);
            }
            Add(part, units, part.Done, part.Events.Count, movedOnly: false);
            part.Done = part.Events.Count;
        }
        onlyPart = parts.Count(part => part.Done > 0) == 1 ? parts.First(part => part.Done > 0) : null;
    }

    static void Clear(Part part, EnrolledUnits units)
    {
        for (var at = 0; at < part.Done;)
            foreach (var unit in part.Events.Next(ref at, part.Done).Units)
                if (units.HasMoved(unit) && units.PlaceOf(unit) is >= 0 and var place) part.Clear(place);
    }

    void Add(Part part, EnrolledUnits units, int from, int to, bool movedOnly)
    {
        while (from < to) Add(part, part.Events.Next(ref from, to), units, movedOnly);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Add(Part part, SeriesPart<double> events, EnrolledUnits units, bool movedOnly)
    {
        var who = events.Units;
        var when = events.Instants;
        var values = events.Values;
        var places = units.Places;
        var firsts = units.Firsts;
        for (var i = 0; i < who.Length; i++)
        {
            var unit = who[i];
            if (movedOnly && !units.HasMoved(unit)) continue;
            var place = unit < places.Length ? places[unit] - 1 : -1;
            if (place < 0) continue;
            var after = when[i] - firsts[place];
            EventSum[] sums;
            if (after >= key.DelayMs && after - key.DelayMs < key.WindowMs) sums = part.After;
            else if (after < 0 && after >= -key.PreMs) sums = part.Before;
            else continue;
            ref var sum = ref sums[place];
            sum.Events++;
            var value = values[i];
            if (double.IsNaN(value)) continue;
            sum.Valued++;
            sum.Sum += value;
        }
    }

    sealed class Part(EventSeries events)
    {
        public EventSum[] After = [], Before = [];

        public EventSeries Events { get; } = events;

        public int Done { get; set; }

        public void Grow(int count, bool both)
        {
            if (After.Length >= count) return;
            Array.Resize(ref After, count + count / 8);
            if (both) Array.Resize(ref Before, After.Length);
        }

        public void Clear(int place)
        {
            After[place] = default;
            if (place < Before.Length) Before[place] = default;
        }
    }
}
