using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
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

    byte touched;

    public int Count { get; private set; }

    /// <summary>Roughly how many bytes the table occupies.</summary>
    public long Bytes => (long)entries.Count * EntryBytes * Entries + (long)longs.Count * ChunkBytes + slots.Length * 8L;

    /// <summary>Ids are looked up fastest so many at a time.</summary>
    public const int Together = 128;

    /// <param name="id">1 to 65,535 bytes.</param>
    public int NumberOf(ReadOnlySpan<byte> id) => NumberOf(id, Hash(id));

    /// <summary>Looks several ids up: their places in memory are fetched at the same time, where one after the other would wait for each.</summary>
    /// <param name="bytes">Where the ids lie.</param>
    /// <param name="ids">Where each begins, and how long it is; at most <see cref="Together"/>.</param>
    /// <param name="numbers">Takes their numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void NumbersOf(ReadOnlySpan<byte> bytes, ReadOnlySpan<(int Start, int Length)> ids, Span<int> numbers)
    {
        Span<int> places = stackalloc int[Together];
        Span<uint> hashes = stackalloc uint[Together];
        var others = 0;
        for (var i = 0; i < ids.Length; i++)
        {
            var id = bytes.Slice(ids[i].Start, ids[i].Length);
            // What a unit does often comes together.
            if (i > 0 && id.SequenceEqual(bytes.Slice(ids[i - 1].Start, ids[i - 1].Length))) continue;
            places[others] = i;
            hashes[others] = Hash(id);
            Fetch(ref slots[(int)hashes[others] & (slots.Length - 1)]);
            others++;
        }
        for (var i = 0; i < others; i++)
        {
            // Most slots hold the id that is looked for.
            var number = (int)slots[(int)hashes[i] & (slots.Length - 1)] - 1;
            if (number >= 0) Fetch(ref entries[number / Entries][number % Entries * EntryBytes]);
        }
        for (var i = 0; i < others; i++)
        {
            var (start, length) = ids[places[i]];
            numbers[places[i]..(i + 1 < others ? places[i + 1] : ids.Length)].Fill(NumberOf(bytes.Slice(start, length), hashes[i]));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    int NumberOf(ReadOnlySpan<byte> id, uint hash)
    {
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    uint Hash(ReadOnlySpan<byte> id)
    {
        var hash = seed ^ (ulong)id.Length;
        while (id.Length > 8)
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(id));
            id = id[8..];
        }
        // With the length known, overlapping parts tell all that the bytes say.
        var tail = id.Length switch
        {
            0 => 0ul,
            < 4 => (ulong)id[0] | (ulong)id[id.Length / 2] << 8 | (ulong)id[^1] << 16,
            _ => (ulong)BinaryPrimitives.ReadUInt32LittleEndian(id) | (ulong)BinaryPrimitives.ReadUInt32LittleEndian(id[^4..]) << 32,
        };
        hash = Mix(hash ^ tail);
        return (uint)(hash >> 32) ^ (uint)hash;
    }

    // Without waiting for it, as a read would: so many more places are on their way at once. An address that the collector has moved from meanwhile does no harm.
    // .NET has no such instruction for other processors: there it is read, and what was read is kept so that the compiler does not leave it out.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    unsafe void Fetch<T>(ref T place) where T : unmanaged
    {
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref place));
        else touched ^= Unsafe.As<T, byte>(ref place);
    }

    static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value, 0x9E3779B97F4A7C15, out var low);
        return BitOperations.RotateLeft(high ^ low, 29) * 0xD6E8FEB86659FD93 ^ (low >> 32);
    }
}
