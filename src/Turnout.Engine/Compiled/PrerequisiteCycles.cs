using Turnout.Engine.Definitions;

namespace Turnout.Engine;

/// <summary>Finds flags that depend on themselves, directly or through others, or on flags that do.</summary>
public static class PrerequisiteCycles
{
    /// <summary>The keys of all such flags; empty in a sound set. Time linear in flags and prerequisites.</summary>
    public static IReadOnlySet<string> Find(IReadOnlyList<FlagDefinition> flags)
    {
        if (flags.All(flag => flag.Prerequisites.Count == 0)) return new HashSet<string>();
        var references = new Dictionary<string, IEnumerable<string>>(flags.Count);
        foreach (var flag in flags) references.TryAdd(flag.Key, flag.Prerequisites.Select(p => p.Flag));
        return new ReferenceOrder(references).Circular;
    }
}
