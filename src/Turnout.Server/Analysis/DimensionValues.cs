using System.Text;

namespace Turnout.Server.Analysis;

/// <summary>Which dimension of an experiment's units.</summary>
/// <param name="Property">The property of exposures that it is.</param>
/// <param name="Arms">The variants whose exposures count, separated by commas.</param>
internal readonly record struct DimensionKey(string Unit, string Experiment, string Property, string Arms);

/// <summary>
/// The value that a property had in each unit's first exposure (of several at that instant, in the one that lies first in the log). How many values are
/// told apart is bounded. Not thread-safe.
/// </summary>
internal sealed class DimensionValues
{
    /// <summary>Values behind the first thousand that were met, and long ones, are not told apart from one another.</summary>
    public const int MaxValues = 1000, MaxValueBytes = 128;

    public const int None = -1, Other = -2;

    readonly byte[][] arms;
    readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;
    readonly List<string> values = [];
    long[] firsts = [];
    int[] valueOf = [];

    /// <param name="arms">The experiment's variants: exposures to anything else do not count.</param>
    public DimensionValues(IEnumerable<string> arms)
    {
        this.arms = [.. arms.Select(Encoding.UTF8.GetBytes)];
        lookup = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public IReadOnlyList<string> Values => values;

    public long Bytes => firsts.Length * 12L;

    /// <summary>The number of the unit's value in <see cref="Values"/>, or <see cref="None"/> or <see cref="Other"/>.</summary>
    public int Of(int unit) => unit < valueOf.Length ? valueOf[unit] : None;

    public void Add(int unit, long at, ReadOnlySpan<byte> variant, ReadOnlySpan<byte> value)
    {
        if (!IsArm(variant)) return;
        if (unit >= firsts.Length)
        {
            var before = firsts.Length;
            Array.Resize(ref firsts, Math.Max(unit + 1, before * 2));
            Array.Resize(ref valueOf, firsts.Length);
            firsts.AsSpan(before).Fill(long.MaxValue);
            valueOf.AsSpan(before).Fill(None);
        }
        if (at >= firsts[unit]) return;
        firsts[unit] = at;
        valueOf[unit] = NumberOf(value);
    }

    bool IsArm(ReadOnlySpan<byte> variant)
    {
        foreach (var arm in arms)
            if (variant.SequenceEqual(arm)) return true;
        return false;
    }

    int NumberOf(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty) return None;
        if (value.Length > MaxValueBytes) return Other;
        Span<char> text = stackalloc char[MaxValueBytes];
        text = text[..Encoding.UTF8.GetChars(value, text)];
        if (lookup.TryGetValue(text, out var number)) return number;
        if (values.Count == MaxValues) return Other;
        values.Add(text.ToString());
        numbers.Add(values[^1], values.Count - 1);
        return values.Count - 1;
    }
}
