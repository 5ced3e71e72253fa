using Turnout.Engine.Definitions;

namespace Turnout.Engine;

/// <summary>
/// Compiled flags or experiments in ordinal order of their keys, with what it takes to take over unchanged ones: the fingerprints of what they
/// were compiled from (0 where there is none).
/// </summary>
internal sealed class CompiledItems<T>
    where T : class
{
    private readonly T[] _items;
    private readonly ulong[] _fingerprints;
    private readonly ItemsByKey<T> _index;

    private CompiledItems(T[] items, ulong[] fingerprints, ItemsByKey<T> index) =>
        (_items, _fingerprints, _index) = (items, fingerprints, index);

    public T[] ByKey => _items;

    public T? Find(string key) => _index.Find(key);

    /// <summary>Compiles a list; of two items with the same key the first counts.</summary>
    /// <param name="list">What to compile.</param>
    /// <param name="keyOf">An item's key.</param>
    /// <param name="previous">What was compiled before; null to compile everything.</param>
    /// <param name="mayStay">Whether what was compiled from the same text still fits what it refers to.</param>
    /// <param name="compile">Compiles an item.</param>
    public static CompiledItems<T> Of<TDefinition>(
        IReadOnlyList<TDefinition> list, Func<TDefinition, string> keyOf, CompiledItems<T>? previous, Func<TDefinition, T, bool> mayStay, Func<TDefinition, T> compile)
    {
        var read = ReadItems<TDefinition>.Of(list);
        var keys = new string[list.Count];
        var items = new T[keys.Length];
        var fingerprints = new ulong[keys.Length];
        var isOrdered = true;
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = keyOf(list[i]);
            fingerprints[i] = read?[i] ?? 0;
            isOrdered &= i == 0 || string.CompareOrdinal(keys[i - 1], keys[i]) < 0;
            var known = previous?.Unchanged(i, keys[i], fingerprints[i]);
            items[i] = known is not null && mayStay(list[i], known) ? known : compile(list[i]);
        }

        // The server sends them in this order: then there is nothing to sort.
        if (!isOrdered) (keys, items, fingerprints) = Ordered(keys, items, fingerprints);
        return new(items, fingerprints, previous is not null && previous.HasPlacesOf(keys, items) ? previous._index.With(items) : new ItemsByKey<T>(keys, items));
    }

    // Most stand where they stood; a fingerprint is of the whole text, which has the key in it.
    private T? Unchanged(int place, string key, ulong fingerprint)
    {
        if (fingerprint == 0) return null;
        var stands = (uint)place < (uint)_items.Length && _fingerprints[place] == fingerprint;
        if (!stands) place = _index.PlaceOf(key);
        return stands || (place >= 0 && _fingerprints[place] == fingerprint) ? _items[place] : null;
    }

    // The index is the dearest part to make, and most changes neither add nor remove anything.
    private bool HasPlacesOf(string[] keys, T[] items)
    {
        if (keys.Length != _items.Length) return false;
        for (var i = 0; i < keys.Length; i++)
            if (items[i] != _items[i] && _index.PlaceOf(keys[i]) != i) return false;
        return true;
    }

    private static (string[] Keys, T[] Items, ulong[] Fingerprints) Ordered(string[] keys, T[] items, ulong[] fingerprints)
    {
        var first = new Dictionary<string, int>(keys.Length);
        for (var i = 0; i < keys.Length; i++) first.TryAdd(keys[i], i);
        string[] ordered = [.. first.Keys];
        Array.Sort(ordered, StringComparer.Ordinal);
        return (ordered, Array.ConvertAll(ordered, key => items[first[key]]), Array.ConvertAll(ordered, key => fingerprints[first[key]]));
    }
}
