using System.Text.Json;
using Turnout.Engine.Definitions;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Flags;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Segments;

/// <summary>Finds the live experiments whose units depend on a segment.</summary>
internal static class SegmentEdits
{
    /// <summary>The experiments that another condition of the segment would spoil.</summary>
    public static async Task<IReadOnlyList<SpoiledExperiment>> SpoiledAsync(Session session, string environment, Segment current, Segment next)
    {
        if (Text(current) == Text(next)) return [];
        var spoiled = new List<SpoiledExperiment>();
        foreach (var user in await AllUsersAsync(session, environment, current.Key))
        {
            if (user.Kind == Item.ExperimentKind)
            {
                if (await IsLiveAsync(session, environment, user.Key))
                    spoiled.Add(new SpoiledExperiment(user.Key, $"the segment '{current.Key}' decides who can take part"));
            }
            else if (user.Kind == Item.FlagKind && await FlagReads.FindAsync(session, environment, user.Key) is { Definition: { Enabled: true } flag })
            {
                await AddServedAsync(session, environment, flag, current.Key, spoiled);
            }
        }
        return [.. spoiled.DistinctBy(item => item.Experiment)];
    }

    static async Task AddServedAsync(Session session, string environment, FlagDefinition flag, string segment, List<SpoiledExperiment> spoiled)
    {
        var uses = false;
        var named = References.Of(flag.Audience);
        foreach (var rule in flag.Rules)
        {
            named.UnionWith(References.Of(rule.If));
            uses = uses || await ReachesAsync(session, environment, named, segment);
            if (uses && rule.Serve.Experiment is { } experiment && await IsLiveAsync(session, environment, experiment))
                spoiled.Add(new SpoiledExperiment(experiment, $"in the flag '{flag.Key}' the segment '{segment}' decides who meets it"));
        }
    }

    static async Task<bool> ReachesAsync(Session session, string environment, IReadOnlyCollection<Item> named, string segment)
    {
        var segments = named.Where(item => item.Kind == Item.SegmentKind).Select(item => item.Key).ToHashSet(StringComparer.Ordinal);
        return segments.Contains(segment) || (await AllUsersAsync(session, environment, segment)).Any(user => user.Kind == Item.SegmentKind && segments.Contains(user.Key));
    }

    /// <summary>Who names the segment, also through other segments.</summary>
    static async Task<HashSet<Item>> AllUsersAsync(Session session, string environment, string segment)
    {
        var all = new HashSet<Item>();
        var open = new Queue<string>([segment]);
        while (open.TryDequeue(out var key))
        {
            foreach (var user in await ReferenceStore.UsersAsync(session, environment, Item.Segment(key)))
            {
                if (all.Add(user) && user.Kind == Item.SegmentKind) open.Enqueue(user.Key);
            }
        }
        return all;
    }

    static async Task<bool> IsLiveAsync(Session session, string environment, string experiment) =>
        await ExperimentReads.FindAsync(session, environment, experiment) is { Status: ExperimentStatus.Running or ExperimentStatus.Paused };

    static string Text(Segment segment) => JsonSerializer.Serialize(segment.Definition.If, DefinitionsJson.Default.Condition);
}
