using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Turnout.Server.Analysis;

/// <summary>Numbers the ids of units in the order they are met, from 0. A number stays an id's for the table's life. Not thread-safe.</summary>
/// <remarks>About 30 bytes a unit beside the id itself; nothing else is allocated for an id, so that half a million of them do not burden the garbage collector.</remarks>
internal sealed class UnitTable
{
    const int ChunkBytes = 1 << 20;

    // Ids come from outside: without a secret, someone could choose them to collide.
    readonly ulong seed = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8));
    readonly List<byte[]> chunks = [];
    int used = ChunkBytes;
    int[] slots = new int[1024];
    ulong[] hashes = new ulong[512];
    long[] places = new long[512];

    public int Count { get; private set; }

    /// <summary>Roughly how many bytes the table occupies.</summary>
    public long Bytes => (long)chunks.Count * ChunkBytes + slots.Length * 4L + hashes.Length * 16L;

    /// <param name="id">1 to 65,535 bytes.</param>
    public int NumberOf(ReadOnlySpan<byte> id)
    {
        var hash = Hash(id);
        var mask = slots.Length - 1;
        for (var slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            var number = slots[slot] - 1;
            if (number < 0) return Add(id, hash, slot);
            if (hashes[number] == hash && IdOf(number).SequenceEqual(id)) return number;
        }
    }

    public ReadOnlySpan<byte> IdOf(int number)
    {
        var (chunk, offset) = Math.DivRem(places[number], ChunkBytes);
        var bytes = chunks[(int)chunk].AsSpan((int)offset);
        return bytes.Slice(2, BinaryPrimitives.ReadUInt16LittleEndian(bytes));
    }

    int Add(ReadOnlySpan<byte> id, ulong hash, int slot)
    {
        if (used + 2 + id.Length > ChunkBytes)
        {
            chunks.Add(new byte[ChunkBytes]);
            used = 0;
        }
        var room = chunks[^1].AsSpan(used);
        BinaryPrimitives.WriteUInt16LittleEndian(room, checked((ushort)id.Length));
        id.CopyTo(room[2..]);
        if (Count == hashes.Length)
        {
            Array.Resize(ref hashes, Count * 2);
            Array.Resize(ref places, Count * 2);
        }
        hashes[Count] = hash;
        places[Count] = (chunks.Count - 1L) * ChunkBytes + used;
        used += 2 + id.Length;
        slots[slot] = Count + 1;
        if (++Count * 2 > slots.Length) Rehash();
        return Count - 1;
    }

    void Rehash()
    {
        slots = new int[slots.Length * 2];
        var mask = slots.Length - 1;
        for (var number = 0; number < Count; number++)
        {
            var slot = (int)hashes[number] & mask;
            while (slots[slot] != 0) slot = (slot + 1) & mask;
            slots[slot] = number + 1;
        }
    }

    ulong Hash(ReadOnlySpan<byte> id)
    {
        var hash = seed ^ (ulong)id.Length;
        while (id.Length >= 8)
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(id));
            id = id[8..];
        }
        var tail = 0ul;
        for (var i = 0; i < id.Length; i++) tail |= (ulong)id[i] << (8 * i);
        return Mix(hash ^ tail);
    }

    static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value, 0x9E3779B97F4A7C15, out var low);
        return BitOperations.RotateLeft(high ^ low, 29) * 0xD6E8FEB86659FD93 ^ (low >> 32);
    }
}
