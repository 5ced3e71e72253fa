namespace Turnout.Engine;

/// <summary>
/// An order in which things that refer to each other can be made: each after those it refers to. References to things that are not there
/// are passed over. Time linear in things and references, without recursion, since a hostile chain may be as long as the ruleset.
/// </summary>
internal sealed class ReferenceOrder
{
    public ReferenceOrder(IReadOnlyDictionary<string, IEnumerable<string>> references)
    {
        // Kahn's algorithm: what never becomes free of references is on a cycle or behind one.
        var waiting = references.Keys.ToDictionary(key => key, _ => 0);
        var dependents = new Dictionary<string, List<string>>();
        foreach (var (key, others) in references)
        {
            foreach (var other in others.Distinct().Where(waiting.ContainsKey))
            {
                waiting[key]++;
                if (!dependents.TryGetValue(other, out var list)) dependents[other] = list = [];
                list.Add(key);
            }
        }

        var free = new Queue<string>(waiting.Where(w => w.Value == 0).Select(w => w.Key));
        while (free.TryDequeue(out var key))
        {
            waiting.Remove(key);
            Sound.Add(key);
            foreach (var dependent in dependents.GetValueOrDefault(key, []))
                if (--waiting[dependent] == 0) free.Enqueue(dependent);
        }

        Circular = waiting.Keys.ToHashSet();
    }

    /// <summary>All that refer neither to themselves nor to what does, each after those it refers to.</summary>
    public List<string> Sound { get; } = [];

    /// <summary>All others.</summary>
    public HashSet<string> Circular { get; }
}
