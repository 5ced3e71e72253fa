using Turnout.Engine.Checks;
using Turnout.Engine.Definitions;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Flags;
using Turnout.Server.Features.Segments;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Definitions;

/// <summary>Reads what a definition names, so that it can be checked.</summary>
internal static class Neighbours
{
    /// <param name="session">The transaction of the change.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="named">What the definition names; the prerequisites of flags among it are read too, and theirs.</param>
    public static async Task<Surroundings> LoadAsync(Session session, string environment, IReadOnlyCollection<Item> named)
    {
        var segments = await SegmentReads.ExistingAsync(session, environment, [.. Keys(named, Item.SegmentKind)]);
        var experiments = new Dictionary<string, ExperimentDefinition>(StringComparer.Ordinal);
        foreach (var key in Keys(named, Item.ExperimentKind))
        {
            if (await ExperimentReads.FindAsync(session, environment, key) is { } experiment) experiments[key] = experiment.Definition;
        }

        var flags = new Dictionary<string, FlagDefinition>(StringComparer.Ordinal);
        var wanted = new Queue<string>(Keys(named, Item.FlagKind));
        while (wanted.TryDequeue(out var key))
        {
            if (flags.ContainsKey(key) || await FlagReads.FindAsync(session, environment, key) is not { } flag) continue;
            flags[key] = flag.Definition;
            foreach (var prerequisite in flag.Definition.Prerequisites) wanted.Enqueue(prerequisite.Flag);
        }

        return new Surroundings(segments.Contains, experiments.GetValueOrDefault, flags.GetValueOrDefault);
    }

    static IEnumerable<string> Keys(IEnumerable<Item> items, string kind) => items.Where(item => item.Kind == kind).Select(item => item.Key);
}
