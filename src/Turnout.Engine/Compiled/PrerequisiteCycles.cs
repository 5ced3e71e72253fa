using Turnout.Engine.Definitions;

namespace Turnout.Engine;

/// <summary>Finds flags that depend on themselves, directly or through others, or on flags that do.</summary>
public static class PrerequisiteCycles
{
    /// <summary>The keys of all such flags; empty in a sound set. Time linear in flags and prerequisites.</summary>
    public static IReadOnlySet<string> Find(IReadOnlyList<FlagDefinition> flags)
    {
        var circular = new HashSet<string>();
        if (flags.All(flag => flag.Prerequisites.Count == 0)) return circular;

        // Kahn's algorithm: what never becomes free of prerequisites is on a cycle or behind one.
        var waiting = new Dictionary<string, int>();
        var dependents = new Dictionary<string, List<string>>();
        foreach (var flag in flags) waiting.TryAdd(flag.Key, 0);
        foreach (var flag in flags)
        {
            foreach (var prerequisite in flag.Prerequisites.Where(p => waiting.ContainsKey(p.Flag)))
            {
                waiting[flag.Key]++;
                if (!dependents.TryGetValue(prerequisite.Flag, out var list)) dependents[prerequisite.Flag] = list = [];
                list.Add(flag.Key);
            }
        }

        var free = new Queue<string>(waiting.Where(w => w.Value == 0).Select(w => w.Key));
        while (free.TryDequeue(out var key))
        {
            waiting.Remove(key);
            foreach (var dependent in dependents.GetValueOrDefault(key, []))
            {
                if (--waiting[dependent] == 0) free.Enqueue(dependent);
            }
        }

        circular.UnionWith(waiting.Keys);
        return circular;
    }
}
