using System.Runtime.CompilerServices;

namespace Turnout.Server.Analysis;

/// <summary>Which events a series collects, by the unit they belong to.</summary>
/// <param name="Unit"><c>user</c>, <c>team</c>, <c>visitor</c> or a property.</param>
/// <param name="Experiment">Null: metric events of that name. Else the experiment's conversions.</param>
/// <param name="Event">The event's name, or what a conversion converted to; null: any conversion of the experiment.</param>
internal readonly record struct SeriesKey(string Unit, string? Experiment, string? Event);

/// <summary>
/// Events of one sort as columns, in the order of the log: who, when, how much. Grows, and never changes what it holds. Not thread-safe.
/// </summary>
/// <remarks>The columns lie in parts of a fixed size, so that growing moves nothing: of millions of events that cost more than collecting them.</remarks>
internal sealed class EventSeries
{
    readonly SeriesParts<double> parts = new();

    public int Count => parts.Count;

    public long Bytes => parts.Bytes;

    /// <param name="value">NaN for an event without one.</param>
    public void Add(int unit, long at, double value) => parts.Add(unit, at, value);

    /// <summary>Some events from <paramref name="from"/> on, which moves on behind them; to be called until it is <paramref name="to"/>.</summary>
    public SeriesPart<double> Next(scoped ref int from, int to) => parts.Next(ref from, to);
}

/// <summary>Which exposures a series collects.</summary>
internal readonly record struct ExposureKey(string Unit, string Experiment);

/// <summary>The exposures of one experiment as columns, in the order of the log: who, when, which variant. Otherwise as <see cref="EventSeries"/>.</summary>
internal sealed class ExposureSeries
{
    readonly List<byte[]> variants = [];
    readonly SeriesParts<int> parts = new();

    public int Count => parts.Count;

    /// <summary>The variants met, as UTF-8. What a part has of each exposure is an index into them.</summary>
    public IReadOnlyList<byte[]> Variants => variants;

    public long Bytes => parts.Bytes;

    public void Add(int unit, long at, ReadOnlySpan<byte> variant) => Add(unit, at, IndexOf(variant));

    /// <param name="variant">Its index in <see cref="Variants"/>.</param>
    public void Add(int unit, long at, int variant) => parts.Add(unit, at, variant);

    /// <summary>Some exposures from <paramref name="from"/> on, which moves on behind them; to be called until it is <paramref name="to"/>.</summary>
    public SeriesPart<int> Next(scoped ref int from, int to) => parts.Next(ref from, to);

    /// <summary>The variant's index in <see cref="Variants"/>, to which it is added where it is missing.</summary>
    public int IndexOf(ReadOnlySpan<byte> variant)
    {
        for (var i = 0; i < variants.Count; i++)
            if (variant.SequenceEqual(variants[i])) return i;
        variants.Add(variant.ToArray());
        return variants.Count - 1;
    }
}

/// <summary>Some events of a series, side by side.</summary>
/// <param name="units">The numbers of the units, by their <see cref="UnitTable"/>.</param>
/// <param name="instants">Unix milliseconds.</param>
/// <param name="values">What the series has of each.</param>
internal readonly ref struct SeriesPart<T>(ReadOnlySpan<int> units, ReadOnlySpan<long> instants, ReadOnlySpan<T> values)
{
    public ReadOnlySpan<int> Units { get; } = units;

    public ReadOnlySpan<long> Instants { get; } = instants;

    public ReadOnlySpan<T> Values { get; } = values;
}

/// <summary>Three columns in parts of a fixed size, of which only a single first one grows.</summary>
internal sealed class SeriesParts<T>
    where T : unmanaged
{
    const int Bits = 15, Size = 1 << Bits, Smallest = 256;

    readonly List<(int[] Units, long[] Instants, T[] Values)> full = [];
    int[] units = [];
    long[] instants = [];
    T[] values = [];

    // In the last part.
    int used;

    public int Count => (full.Count << Bits) + used;

    public long Bytes => ((full.Count << Bits) + units.Length) * (12L + Unsafe.SizeOf<T>());

    public void Add(int unit, long at, T value)
    {
        if (used == units.Length) Grow();
        units[used] = unit;
        instants[used] = at;
        values[used++] = value;
    }

    public SeriesPart<T> Next(scoped ref int from, int to)
    {
        var (part, start) = (from >> Bits, from & (Size - 1));
        var count = Math.Min(to - from, Size - start);
        from += count;
        var (who, when, what) = part < full.Count ? full[part] : (units, instants, values);
        return new(who.AsSpan(start, count), when.AsSpan(start, count), what.AsSpan(start, count));
    }

    void Grow()
    {
        if (used == Size)
        {
            full.Add((units, instants, values));
            (units, instants, values) = (new int[Size], new long[Size], new T[Size]);
            used = 0;
            return;
        }
        var size = Math.Max(Smallest, used * 2);
        Array.Resize(ref units, size);
        Array.Resize(ref instants, size);
        Array.Resize(ref values, size);
    }
}
