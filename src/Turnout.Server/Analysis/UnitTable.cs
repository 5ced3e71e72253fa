using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Turnout.Server.Analysis;

/// <summary>Numbers the ids of units in the order they are met, from 0. A number stays an id's for the table's life. Not thread-safe.</summary>
/// <remarks>
/// Of half a million units nothing lies in the processor's caches: what a look costs is how many places of memory it touches. They are two, a slot with some
/// bits of the hash and an entry with the id, at 48 to 64 bytes a unit; a long id has a third. Nothing is allocated for a single id.
/// </remarks>
internal sealed class UnitTable
{
    const int EntryBytes = 32;
    const int Entries = 1 << 15;
    const int ShortBytes = EntryBytes - 1;
    const byte IsLong = 255;
    const int ChunkBytes = 1 << 20;

    // Ids come from outside: without a secret, someone could choose them to collide.
    readonly ulong seed = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8));

    // An entry is the id's length and the id; of a long one where it lies.
    readonly List<byte[]> entries = [];
    readonly List<byte[]> longs = [];
    int used = ChunkBytes;

    // A slot is half of the hash, and the number plus 1; 0 where there is none.
    ulong[] slots = new ulong[1024];

    public int Count { get; private set; }

    /// <summary>Roughly how many bytes the table occupies.</summary>
    public long Bytes => (long)entries.Count * EntryBytes * Entries + (long)longs.Count * ChunkBytes + slots.Length * 8L;

    /// <param name="id">1 to 65,535 bytes.</param>
    public int NumberOf(ReadOnlySpan<byte> id)
    {
        var hash = Hash(id);
        var mask = slots.Length - 1;
        for (var at = (int)hash & mask; ; at = (at + 1) & mask)
        {
            var slot = slots[at];
            if (slot == 0) return Add(id, hash, at);
            var number = (int)slot - 1;
            if ((uint)(slot >> 32) == hash && IdOf(number).SequenceEqual(id)) return number;
        }
    }

    public ReadOnlySpan<byte> IdOf(int number)
    {
        var entry = entries[number / Entries].AsSpan(number % Entries * EntryBytes, EntryBytes);
        if (entry[0] != IsLong) return entry.Slice(1, entry[0]);
        var (chunk, start) = (BinaryPrimitives.ReadInt32LittleEndian(entry[4..]), BinaryPrimitives.ReadInt32LittleEndian(entry[8..]));
        return longs[chunk].AsSpan(start, BinaryPrimitives.ReadInt32LittleEndian(entry[12..]));
    }

    int Add(ReadOnlySpan<byte> id, uint hash, int at)
    {
        var number = Count++;
        if (number % Entries == 0) entries.Add(new byte[EntryBytes * Entries]);
        var entry = entries[^1].AsSpan(number % Entries * EntryBytes, EntryBytes);
        if (id.Length <= ShortBytes)
        {
            entry[0] = (byte)id.Length;
            id.CopyTo(entry[1..]);
        }
        else AddLong(id, entry);
        slots[at] = (ulong)hash << 32 | (uint)Count;
        if (Count * 2L > slots.Length) Grow();
        return number;
    }

    void AddLong(ReadOnlySpan<byte> id, Span<byte> entry)
    {
        if (used + id.Length > ChunkBytes)
        {
            longs.Add(new byte[ChunkBytes]);
            used = 0;
        }
        id.CopyTo(longs[^1].AsSpan(used));
        entry[0] = IsLong;
        BinaryPrimitives.WriteInt32LittleEndian(entry[4..], longs.Count - 1);
        BinaryPrimitives.WriteInt32LittleEndian(entry[8..], used);
        BinaryPrimitives.WriteInt32LittleEndian(entry[12..], id.Length);
        used += id.Length;
    }

    void Grow()
    {
        var before = slots;
        slots = new ulong[before.Length * 2];
        var mask = slots.Length - 1;
        foreach (var slot in before)
        {
            if (slot == 0) continue;
            var at = (int)(slot >> 32) & mask;
            while (slots[at] != 0) at = (at + 1) & mask;
            slots[at] = slot;
        }
    }

    uint Hash(ReadOnlySpan<byte> id)
    {
        var hash = seed ^ (ulong)id.Length;
        while (id.Length > 8)
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(id));
            id = id[8..];
        }
        var tail = 0ul;
        if (id.Length == 8) tail = BinaryPrimitives.ReadUInt64LittleEndian(id);
        else
            for (var i = 0; i < id.Length; i++) tail |= (ulong)id[i] << (8 * i);
        hash = Mix(hash ^ tail);
        return (uint)(hash >> 32) ^ (uint)hash;
    }

    static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value, 0x9E3779B97F4A7C15, out var low);
        return BitOperations.RotateLeft(high ^ low, 29) * 0xD6E8FEB86659FD93 ^ (low >> 32);
    }
}
