using System.Collections.Concurrent;

namespace Turnout.Server.Features.Assignments;

/// <summary>
/// The assignments of units seen lately, also that a unit has none. Bounded: when the younger of two generations is full, or has stood for its time, the older
/// is forgotten. Thread-safe.
/// </summary>
/// <param name="capacity">Units in a generation.</param>
/// <param name="life">How long a generation stands at least; other servers' assignments are met at the latest after twice this time. Null: for ever.</param>
internal sealed class AssignmentCache(int capacity, TimeSpan? life, TimeProvider clock)
{
    readonly Lock turning = new();
    volatile Generation young = new(clock.GetTimestamp());
    volatile Generation old = new(clock.GetTimestamp());

    /// <summary>What a unit is assigned to, perhaps nothing; null when it is not known here.</summary>
    public UnitVariant[]? Find(UnitKey unit)
    {
        var generation = young;
        Turn(generation);
        if (generation.Units.TryGetValue(unit, out var variants)) return variants;
        if (!old.Units.TryGetValue(unit, out variants)) return null;
        // Where entries end by age, passing one on would make it immortal.
        if (life is null) Add(unit, variants);
        return variants;
    }

    /// <summary>Adds what was read or made; what is known of the unit already stays.</summary>
    public UnitVariant[] Add(UnitKey unit, params UnitVariant[] variants)
    {
        var generation = young;
        var all = generation.Units.AddOrUpdate(unit, static (_, added) => added, static (_, known, added) => known.Union(added).ToArray(), variants);
        if (Interlocked.Increment(ref generation.Added) > capacity) Turn(generation);
        return all;
    }

    public void Clear()
    {
        lock (turning)
        {
            old = new(clock.GetTimestamp());
            young = new(clock.GetTimestamp());
        }
    }

    void Turn(Generation generation)
    {
        if (generation.Added <= capacity && (life is not { } time || clock.GetElapsedTime(generation.Since) < time)) return;
        lock (turning)
        {
            if (!ReferenceEquals(generation, young)) return;
            old = generation;
            young = new(clock.GetTimestamp());
        }
    }

    sealed class Generation(long since)
    {
        // Counts more than once who is added twice: a bound needs no exactness.
        public int Added;

        public long Since { get; } = since;

        public ConcurrentDictionary<UnitKey, UnitVariant[]> Units { get; } = new();
    }
}
