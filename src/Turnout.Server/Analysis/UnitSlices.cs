namespace Turnout.Server.Analysis;

/// <summary>Some of an experiment's units apart from the others: those of a day, of a country.</summary>
/// <param name="Of">The slice of each place; −1 for units in none.</param>
/// <param name="Count">How many slices there are.</param>
internal sealed record Slices(int[] Of, int Count);

/// <summary>Divides an experiment's units into slices. Pure.</summary>
internal static class UnitSlices
{
    /// <summary>So many values of a dimension are shown alone.</summary>
    public const int MaxValues = 20;

    /// <summary>By the UTC day of the first exposure, counted from the first day there is.</summary>
    /// <param name="of">Takes the slices; made larger where it is too short for the units.</param>
    /// <returns>The slices, and the first day since 1970.</returns>
    public static (Slices Days, int First) ByDay(EnrolledUnits units, ref int[] of)
    {
        if (of.Length < units.Count) of = new int[units.Count + units.Count / 8];
        var firsts = units.Firsts;
        int least = int.MaxValue, most = int.MinValue;
        for (var place = 0; place < firsts.Length; place++)
        {
            var day = (int)Math.Floor(firsts[place] / MetricFold.MillisecondsADay);
            of[place] = day;
            (least, most) = (Math.Min(least, day), Math.Max(most, day));
        }
        if (firsts.Length == 0) return (new Slices(of, 0), 0);
        for (var place = 0; place < firsts.Length; place++) of[place] -= least;
        return (new Slices(of, most - least + 1), least);
    }

    /// <summary>The most frequent values, then the others, then none: only those that occur.</summary>
    public static (Slices Slices, List<(string? Value, bool IsOther)> Values) ByValue(EnrolledUnits units, DimensionValues dimension)
    {
        var valueOf = new int[units.Count];
        Array.Fill(valueOf, DimensionValues.None);
        for (var unit = 0; unit < units.Places.Length; unit++)
            if (units.PlaceOf(unit) is >= 0 and var place) valueOf[place] = dimension.Of(unit);
        var counts = new long[dimension.Values.Count];
        bool others = false, none = false;
        for (var place = 0; place < valueOf.Length; place++)
        {
            if (units.ArmAt(place) < 0) continue;
            if (valueOf[place] >= 0) counts[valueOf[place]]++;
            others |= valueOf[place] == DimensionValues.Other;
            none |= valueOf[place] == DimensionValues.None;
        }
        // The order of values of the same size must not depend on which was met first.
        var order = Enumerable.Range(0, counts.Length).Where(value => counts[value] > 0)
            .OrderByDescending(value => counts[value]).ThenBy(value => dimension.Values[value], StringComparer.Ordinal).ToList();
        others |= order.Count > MaxValues;
        var sliceOf = new int[counts.Length];
        Array.Fill(sliceOf, -1);
        List<(string?, bool)> values = [];
        foreach (var value in order.Take(MaxValues))
        {
            sliceOf[value] = values.Count;
            values.Add((dimension.Values[value], false));
        }
        var other = values.Count;
        if (others) values.Add((null, true));
        var without = values.Count;
        if (none) values.Add((null, false));
        for (var place = 0; place < valueOf.Length; place++)
            valueOf[place] = valueOf[place] switch
            {
                DimensionValues.None => none ? without : -1,
                DimensionValues.Other => others ? other : -1,
                var value => sliceOf[value] is >= 0 and var slice ? slice : others ? other : -1,
            };
        return (new Slices(valueOf, values.Count), values);
    }

    /// <summary>By slice and arm.</summary>
    public static List<long[]> CountIn(Slices slices, EnrolledUnits units)
    {
        var counts = Enumerable.Range(0, slices.Count).Select(_ => new long[units.Units.Length]).ToList();
        for (var place = 0; place < units.Count; place++)
            if (units.ArmAt(place) is >= 0 and var arm && slices.Of[place] is >= 0 and var slice) counts[slice][arm]++;
        return counts;
    }
}
