using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Turnout.Engine;

namespace Turnout.Client.Events;

/// <summary>
/// Remembers which (experiment, variant, unit) were exposed already: a set-associative table of 64-bit fingerprints with a fixed size. Reads take
/// no lock; a full set forgets one of its entries. Two exposures share a fingerprint with probability 2⁻⁶⁴ per pair.
/// </summary>
internal sealed class SeenExposures
{
    private const int Ways = 8;
    private const ulong K1 = 0x9E3779B97F4A7C15, K2 = 0xC2B2AE3D27D4EB4F;

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
        var hash = Hash(decision.Experiment!.Key, _seed ^ (ulong)(uint)decision.ArmIndex);
        hash = Hash(decision.UnitId!, hash);
        return hash == 0 ? 1 : hash;
    }

    /// <summary>True when it was not there.</summary>
    public bool Add(ulong fingerprint)
    {
        var start = (int)(fingerprint & _setMask) * Ways;
        while (true)
        {
            var victim = -1;
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
                victim = start + (int)(fingerprint >> 61);
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

    // Multiply and fold, sixteen bytes at a time; seeded per process, so nobody can choose ids that collide.
    private static ulong Hash(ReadOnlySpan<char> text, ulong seed)
    {
        var bytes = MemoryMarshal.AsBytes(text);
        var hash = seed ^ ((ulong)(uint)bytes.Length * K2);
        while (bytes.Length >= 16)
        {
            hash = Fold(BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ K1, BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]) ^ hash);
            bytes = bytes[16..];
        }

        if (bytes.Length >= 8)
        {
            hash = Fold(BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ K2, hash ^ K1);
            bytes = bytes[8..];
        }

        ulong tail = 0;
        foreach (var one in bytes) tail = (tail << 8) | one;
        return Fold(tail ^ K1, hash ^ K2);
    }

    private static ulong Fold(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out ulong low);
        return high ^ low;
    }
}
