using System.Runtime.CompilerServices;
using System.Text;

namespace Turnout.Server.Analysis;

/// <summary>
/// Who is in the analysis of an experiment: every unit that was exposed, with its variant and its first exposure; carried on by new exposures alone. Which
/// unit is in, and from when on, depends on the set of exposures and not on the order in which they arrived. Not thread-safe.
/// </summary>
internal sealed class EnrolledUnits(IReadOnlyList<string> variants)
{
    const int Unknown = -1;

    readonly List<int> armOf = [];

    // By the unit's number: its place in the other arrays, plus 1; 0 for units that were not exposed.
    int[] places = [];
    ulong[] moved = [];
    int[] arms = new int[256];
    long[] firsts = new long[256];
    int[] numbers = new int[256];
    int done;

    /// <summary>How many were exposed, those left out among them.</summary>
    public int Count { get; private set; }

    /// <summary>Exposures by arm, repeated ones too.</summary>
    public long[] Exposures { get; } = new long[variants.Count];

    /// <summary>Units by arm, without those left out.</summary>
    public long[] Units { get; } = new long[variants.Count];

    /// <summary>Units that were shown more than one variant, and are left out.</summary>
    public long MultiplyExposed { get; private set; }

    /// <summary>Exposures that name no variant of the experiment, and count nowhere.</summary>
    public long UnknownVariants { get; private set; }

    /// <summary>Whether the last advance enrolled a unit, or found an earlier exposure of one.</summary>
    public bool AnyMoved { get; private set; }

    /// <summary>By unit's number: its place plus 1; 0 for those not exposed, and for numbers behind the end.</summary>
    public ReadOnlySpan<int> Places => places;

    /// <summary>The first exposures by place, Unix milliseconds.</summary>
    public ReadOnlySpan<long> Firsts => firsts.AsSpan(0, Count);

    /// <summary>The arms by place; −1 for units left out.</summary>
    public ReadOnlySpan<int> Arms => arms.AsSpan(0, Count);

    public long Bytes => places.Length * 4L + moved.Length * 8L + arms.Length * 16L;

    /// <summary>Takes the exposures that came since.</summary>
    /// <param name="exposures">The experiment's exposures; the same as before, grown.</param>
    /// <param name="units">How many units have numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Advance(ExposureSeries exposures, int units)
    {
        if (AnyMoved) Array.Clear(moved);
        AnyMoved = false;
        if (places.Length < units)
        {
            Array.Resize(ref places, Math.Max(units, places.Length + places.Length / 2));
            Array.Resize(ref moved, places.Length / 64 + 1);
        }
        while (armOf.Count < exposures.Variants.Count) armOf.Add(ArmOf(exposures.Variants[armOf.Count]));
        while (done < exposures.Count)
        {
            var part = exposures.Next(ref done, exposures.Count);
            for (var i = 0; i < part.Units.Length; i++)
            {
                var arm = armOf[part.Values[i]];
                if (arm == Unknown)
                {
                    UnknownVariants++;
                    continue;
                }
                Exposures[arm]++;
                Enrol(part.Units[i], part.Instants[i], arm);
            }
        }
    }

    /// <summary>The arm of the unit at a place; −1 where it is left out.</summary>
    public int ArmAt(int place) => arms[place];

    /// <summary>The number of the unit at a place.</summary>
    public int NumberAt(int place) => numbers[place];

    /// <summary>The first exposure of the unit at a place, Unix milliseconds.</summary>
    public long FirstAt(int place) => firsts[place];

    /// <summary>Whether the last advance enrolled the unit of that number, or found an earlier exposure of it: what it did before must be looked at again.</summary>
    public bool HasMoved(int unit) => unit >> 6 < moved.Length && (moved[unit >> 6] & (1UL << (unit & 63))) != 0;

    /// <summary>The place of the unit of that number; −1 where it was not exposed.</summary>
    public int PlaceOf(int unit) => unit < places.Length ? places[unit] - 1 : -1;

    int ArmOf(byte[] variant)
    {
        var key = Encoding.UTF8.GetString(variant);
        for (var arm = 0; arm < variants.Count; arm++)
            if (variants[arm] == key) return arm;
        return Unknown;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Enrol(int unit, long at, int arm)
    {
        var place = places[unit] - 1;
        if (place < 0)
        {
            Move(unit);
            if (Count == arms.Length)
            {
                Array.Resize(ref arms, Count * 2);
                Array.Resize(ref firsts, Count * 2);
                Array.Resize(ref numbers, Count * 2);
            }
            places[unit] = Count + 1;
            arms[Count] = arm;
            numbers[Count] = unit;
            firsts[Count++] = at;
            Units[arm]++;
            return;
        }
        if (at < firsts[place])
        {
            Move(unit);
            firsts[place] = at;
        }
        if (arms[place] == arm || arms[place] == Unknown) return;
        Units[arms[place]]--;
        arms[place] = Unknown;
        MultiplyExposed++;
    }

    void Move(int unit)
    {
        moved[unit >> 6] |= 1UL << (unit & 63);
        AnyMoved = true;
    }
}
