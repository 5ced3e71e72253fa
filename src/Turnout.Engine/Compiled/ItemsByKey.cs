using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Turnout.Engine.Bucketing;

namespace Turnout.Engine;

/// <summary>
/// Items and their places by key, immutable. The lookup is most of what a plain flag costs: this one hashes eight characters of the key, where they
/// tell the keys apart, and finds key and item in one step from there.
/// </summary>
internal sealed class ItemsByKey<T>
    where T : class
{
    private const int Window = 8, FarthestReach = 40, MostAlike = 4;

    private readonly Slot[] _slots;
    // How far from the end of a key the characters begin that are hashed; a shorter key is hashed as a whole.
    private readonly int _reach;

    /// <param name="keys">The keys, each once.</param>
    /// <param name="items">The items, each at the place of its key.</param>
    public ItemsByKey(string[] keys, T[] items)
    {
        // At most half of the slots are taken, so that nearly every key lies where its hash says.
        _slots = new Slot[(int)BitOperations.RoundUpToPowerOf2((uint)(keys.Length * 2) + 1)];
        _reach = ReachFor(keys);
        for (var i = 0; i < keys.Length; i++)
        {
            var hash = Hash(keys[i], _reach);
            var at = hash;
            while (SlotAt(at).Item is not null) at++;
            SlotAt(at) = new() { Key = keys[i], Item = items[i], Hash = hash, Place = i };
        }
    }

    private ItemsByKey(Slot[] slots, int reach) => (_slots, _reach) = (slots, reach);

    /// <summary>The item of that key; null where there is none.</summary>
    public T? Find(string key) => Look(key).Item;

    /// <summary>The place of that key; −1 where it is not among them.</summary>
    public int PlaceOf(string key)
    {
        ref readonly var slot = ref Look(key);
        return slot.Item is null ? -1 : slot.Place;
    }

    /// <summary>The same keys with other items: much cheaper than to begin anew.</summary>
    public ItemsByKey<T> With(T[] items)
    {
        var slots = (Slot[])_slots.Clone();
        foreach (ref var slot in slots.AsSpan())
            if (slot.Item is not null) slot.Item = items[slot.Place];
        return new(slots, _reach);
    }

    private ref readonly Slot Look(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var hash = Hash(key, _reach);
        for (var at = hash; ; at++)
        {
            ref readonly var slot = ref SlotAt(at);
            if ((slot.Hash == hash && slot.Key == key) || slot.Item is null) return ref slot;
        }
    }

    private ref Slot SlotAt(uint hash) => ref _slots[hash & (uint)(_slots.Length - 1)];

    // Keys often begin alike ("billing.…") or end alike ("….enabled"). Where no eight characters tell them apart, all count.
    private static int ReachFor(string[] keys)
    {
        for (var reach = Window; reach <= FarthestReach; reach += Window)
            if (TellsApart(keys, reach)) return reach;
        return int.MaxValue;
    }

    private static bool TellsApart(string[] keys, int reach)
    {
        var alike = new Dictionary<uint, int>(keys.Length);
        foreach (var key in keys)
            if (++CollectionsMarshal.GetValueRefOrAddDefault(alike, Hash(key, reach), out _) > MostAlike) return false;
        return true;
    }

    private static uint Hash(string key, int reach)
    {
        var start = key.Length - reach;
        if (start < 0) return (uint)Fold64.Hash(MemoryMarshal.AsBytes(key.AsSpan()), 0);
        var window = MemoryMarshal.AsBytes(key.AsSpan(start, Window));
        return (uint)Fold64.Mix(
            BinaryPrimitives.ReadUInt64LittleEndian(window) ^ Fold64.K1, BinaryPrimitives.ReadUInt64LittleEndian(window[8..]) ^ (Fold64.K2 + (uint)key.Length));
    }

    private struct Slot
    {
        public string? Key;
        public T? Item;
        public uint Hash;
        public int Place;
    }
}
