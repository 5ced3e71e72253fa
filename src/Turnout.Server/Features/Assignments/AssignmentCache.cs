using System.Collections.Concurrent;

namespace Turnout.Server.Features.Assignments;

/// <summary>
/// The assignments of units seen lately, also that a unit has none. Bounded: when the younger of two generations is full, or has stood for its time, the older
/// is retired, and answers only <see cref="FindAny"/> until the next one follows. Thread-safe.
/// </summary>
/// <param name="capacity">Units in a generation.</param>
/// <param name="life">How long a generation stands at least; other servers' assignments are met at the latest after twice this time. Null: for ever.</param>
internal sealed class AssignmentCache(int capacity, TimeSpan? life, TimeProvider clock)
{
    readonly Lock turning = new();
    volatile Generation young = new(clock.GetTimestamp());
    volatile Generation old = new(clock.GetTimestamp());
    volatile Generation retired = new(clock.GetTimestamp());

    /// <summary>What a unit is assigned to, perhaps nothing; null when that is not known here.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="experiment">Where one experiment is all that is asked for: then its variant is enough to know, since it is the unit's for ever.</param>
    public UnitVariant[]? Find(UnitKey unit, string? experiment = null)
    {
        var generation = young;
        Turn(generation);
        if (generation.Units.TryGetValue(unit, out var known) && known.Answers(experiment)) return known.Variants;
        if (!old.Units.TryGetValue(unit, out known) || !known.Answers(experiment)) return null;
        // Where entries end by age, passing one on would make it immortal.
        if (life is null) Add(unit, known);
        return known.Variants;
    }

    /// <summary>What is remembered of a unit, however old, and whether or not it is all; null when nothing is.</summary>
    public UnitVariant[]? FindAny(UnitKey unit) =>
        young.Units.TryGetValue(unit, out var known) || old.Units.TryGetValue(unit, out known) || retired.Units.TryGetValue(unit, out known) ? known.Variants : null;

    /// <summary>Adds all that the store has of a unit; what was made meanwhile stays.</summary>
    public UnitVariant[] Add(UnitKey unit, params UnitVariant[] variants) => Add(unit, new Known(variants, true));

    /// <summary>Adds an assignment that was made; the unit may have others.</summary>
    public void AddOne(UnitKey unit, UnitVariant variant) =>
        // An older generation may know the others.
        Add(unit, old.Units.TryGetValue(unit, out var known) ? new Known([.. known.Variants.Union([variant])], known.IsAll) : new Known([variant], false));

    public void Clear()
    {
        lock (turning)
        {
            retired = new(clock.GetTimestamp());
            old = new(clock.GetTimestamp());
            young = new(clock.GetTimestamp());
        }
    }

    UnitVariant[] Add(UnitKey unit, Known added)
    {
        var generation = young;
        var all = generation.Units.AddOrUpdate(unit, static (_, added) => added,
            static (_, known, added) => new Known([.. known.Variants.Union(added.Variants)], known.IsAll || added.IsAll), added);
        if (Interlocked.Increment(ref generation.Added) > capacity) Turn(generation);
        return all.Variants;
    }

    void Turn(Generation generation)
    {
        if (generation.Added <= capacity && (life is not { } time || clock.GetElapsedTime(generation.Since) < time)) return;
        lock (turning)
        {
            if (!ReferenceEquals(generation, young)) return;
            retired = old;
            old = generation;
            young = new(clock.GetTimestamp());
        }
    }

    /// <param name="Variants">What is known of a unit.</param>
    /// <param name="IsAll">Whether the store has no more of it.</param>
    sealed record Known(UnitVariant[] Variants, bool IsAll)
    {
        public bool Answers(string? experiment)
        {
            if (IsAll) return true;
            foreach (var variant in Variants)
                if (variant.Experiment == experiment) return true;
            return false;
        }
    }

    sealed class Generation(long since)
    {
        // Counts more than once who is added twice: a bound needs no exactness.
        public int Added;

        public long Since { get; } = since;

        public ConcurrentDictionary<UnitKey, Known> Units { get; } = new(ById.Instance);
    }

    /// <summary>Units by their ids: environments and sorts of units are few, and their names cost as much to hash.</summary>
    sealed class ById : IEqualityComparer<UnitKey>
    {
        public static ById Instance { get; } = new();

        public bool Equals(UnitKey x, UnitKey y) => x == y;

        public int GetHashCode(UnitKey unit) => unit.Id.GetHashCode(StringComparison.Ordinal);
    }
}
