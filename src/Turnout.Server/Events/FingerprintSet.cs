using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Turnout.Server.Events;

/// <summary>A set of 64-bit fingerprints that only grows: 11 to 21 bytes for each. Not thread-safe.</summary>
internal sealed class FingerprintSet
{
    // Ids come from outside: without a secret, someone could choose them to fall on one place.
    static readonly ulong Spread = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8)) | 1;

    ulong[] slots = new ulong[64];
    int shift = 58;

    public int Count { get; private set; }

    public long Bytes => slots.Length * 8L;

    public bool Contains(ulong fingerprint)
    {
        fingerprint = NotNothing(fingerprint);
        var mask = slots.Length - 1;
        for (var slot = PlaceOf(fingerprint); slots[slot] != 0; slot = (slot + 1) & mask)
            if (slots[slot] == fingerprint) return true;
        return false;
    }

    /// <returns>Whether it was not in the set.</returns>
    public bool Add(ulong fingerprint)
    {
        fingerprint = NotNothing(fingerprint);
        var mask = slots.Length - 1;
        var slot = PlaceOf(fingerprint);
        for (; slots[slot] != 0; slot = (slot + 1) & mask)
            if (slots[slot] == fingerprint) return false;
        slots[slot] = fingerprint;
        if (++Count * 4L > slots.Length * 3L) Grow();
        return true;
    }

    void Grow()
    {
        var before = slots;
        slots = new ulong[before.Length * 2];
        shift--;
        var mask = slots.Length - 1;
        foreach (var fingerprint in before)
        {
            if (fingerprint == 0) continue;
            var slot = PlaceOf(fingerprint);
            while (slots[slot] != 0) slot = (slot + 1) & mask;
            slots[slot] = fingerprint;
        }
    }

    int PlaceOf(ulong fingerprint) => (int)(fingerprint * Spread >> shift);

    // An empty slot is 0.
    static ulong NotNothing(ulong fingerprint) => fingerprint == 0 ? 1 : fingerprint;
}
