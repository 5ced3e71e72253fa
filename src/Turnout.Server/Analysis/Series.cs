namespace Turnout.Server.Analysis;

/// <summary>Which events a series collects, by the unit they belong to.</summary>
/// <param name="Unit"><c>user</c>, <c>team</c>, <c>visitor</c> or a property.</param>
/// <param name="Experiment">Null: metric events of that name. Else the experiment's conversions.</param>
/// <param name="Event">The event's name, or what a conversion converted to; null: any conversion of the experiment.</param>
internal readonly record struct SeriesKey(string Unit, string? Experiment, string? Event);

/// <summary>Events of one sort as columns, in the order of the log: who, when, how much. Grows, and never changes what it holds. Not thread-safe.</summary>
internal sealed class EventSeries
{
    int[] units = new int[256];
    long[] instants = new long[256];
    double[] values = new double[256];

    public int Count { get; private set; }

    /// <summary>The numbers of the units, by their <see cref="UnitTable"/>.</summary>
    public ReadOnlySpan<int> Units => units.AsSpan(0, Count);

    /// <summary>Unix milliseconds.</summary>
    public ReadOnlySpan<long> Instants => instants.AsSpan(0, Count);

    /// <summary>Values; NaN for an event without one.</summary>
    public ReadOnlySpan<double> Values => values.AsSpan(0, Count);

    public long Bytes => units.Length * 20L;

    public void Add(int unit, long at, double value)
    {
        if (Count == units.Length)
        {
            Array.Resize(ref units, Count * 2);
            Array.Resize(ref instants, Count * 2);
            Array.Resize(ref values, Count * 2);
        }
        units[Count] = unit;
        instants[Count] = at;
        values[Count++] = value;
    }
}

/// <summary>Which exposures a series collects.</summary>
internal readonly record struct ExposureKey(string Unit, string Experiment);

/// <summary>The exposures of one experiment as columns, in the order of the log: who, when, which variant. Otherwise as <see cref="EventSeries"/>.</summary>
internal sealed class ExposureSeries
{
    readonly List<byte[]> variants = [];
    int[] units = new int[256];
    long[] instants = new long[256];
    int[] shown = new int[256];

    public int Count { get; private set; }

    public ReadOnlySpan<int> Units => units.AsSpan(0, Count);

    public ReadOnlySpan<long> Instants => instants.AsSpan(0, Count);

    /// <summary>Indexes into <see cref="Variants"/>.</summary>
    public ReadOnlySpan<int> Shown => shown.AsSpan(0, Count);

    /// <summary>The variants met, as UTF-8.</summary>
    public IReadOnlyList<byte[]> Variants => variants;

    public long Bytes => units.Length * 16L;

    public void Add(int unit, long at, ReadOnlySpan<byte> variant)
    {
        if (Count == units.Length)
        {
            Array.Resize(ref units, Count * 2);
            Array.Resize(ref instants, Count * 2);
            Array.Resize(ref shown, Count * 2);
        }
        units[Count] = unit;
        instants[Count] = at;
        shown[Count++] = IndexOf(variant);
    }

    int IndexOf(ReadOnlySpan<byte> variant)
    {
        for (var i = 0; i < variants.Count; i++)
            if (variant.SequenceEqual(variants[i])) return i;
        variants.Add(variant.ToArray());
        return variants.Count - 1;
    }
}
