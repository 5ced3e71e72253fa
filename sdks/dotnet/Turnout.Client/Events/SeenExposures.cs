using System.Runtime.InteropServices;
using Turnout.Engine;
using Turnout.Engine.Bucketing;

namespace Turnout.Client.Events;

/// <summary>
/// Remembers which (experiment, variant, unit) were exposed already: a set-associative table of 64-bit fingerprints with a fixed size. Reads take
/// no lock; a full set forgets one of its entries. Two exposures share a fingerprint with probability 2⁻⁶⁴ per pair.
/// </summary>
internal sealed class SeenExposures
{
    // The place is of the lowest bits and the three highest; a variant's index has 14.
    private const int Ways = 8, ArmShift = 40;

    private readonly ulong[] _slots;
    private readonly ulong _setMask;
    private readonly ulong _seed = (ulong)Random.Shared.NextInt64() | 1;

    /// <param name="capacity">Fingerprints kept; rounded up to a power of two.</param>
    public SeenExposures(int capacity)
    {
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(capacity, Ways));
        _slots = new ulong[size];
        _setMask = (ulong)(size / Ways) - 1;
    }

    /// <summary>The fingerprint of a decision whose unit is in.</summary>
    public ulong Fingerprint(in ExperimentDecision decision)
    {
        // Seeded per process, so nobody can choose ids that collide. The variant, found by another hash of the id, comes into bits that do not say the place:
        // the processor looks there before it knows the variant.
        var hash = Fold64.Hash(MemoryMarshal.AsBytes(decision.UnitId.AsSpan()), decision.Experiment!.KeyHash ^ _seed) ^ ((ulong)decision.ArmIndex << ArmShift);
        return hash == 0 ? 1 : hash;
    }

    /// <summary>True when it was not there.</summary>
    public bool Add(ulong fingerprint)
    {
        var start = (int)(fingerprint & _setMask) * Ways;
        // Where it was put when there was room: one look at one cache line, nearly always.
        var own = start + (int)(fingerprint >> 61);
        if (Volatile.Read(ref _slots[own]) == fingerprint) return false;
        while (true)
        {
            var victim = Volatile.Read(ref _slots[own]) == 0 ? own : -1;
            for (var i = start; i < start + Ways; i++)
            {
                var slot = Volatile.Read(ref _slots[i]);
                if (slot == fingerprint) return false;
                if (slot == 0 && victim < 0) victim = i;
            }

            // A free slot must still be free when it is taken: nobody's entry is lost while there is room.
            ulong old = 0;
            if (victim < 0)
            {
                victim = own;
                old = Volatile.Read(ref _slots[victim]);
                if (old == fingerprint) return false;
            }

            // Whoever loses the race looks again: the winner may have added the same.
            if (Interlocked.CompareExchange(ref _slots[victim], fingerprint, old) == old) return true;
        }
    }

    /// <summary>Forgets one, so that it can be recorded again.</summary>
    public void Remove(ulong fingerprint)
    {
        var start = (int)(fingerprint & _setMask) * Ways;
        for (var i = start; i < start + Ways; i++) Interlocked.CompareExchange(ref _slots[i], 0, fingerprint);
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => Array.Clear(_slots);
}
