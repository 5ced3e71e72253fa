using Turnout.Engine.Definitions;
using Turnout.Server.Features.Environments;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Flags;
using Turnout.Server.Features.Segments;
using Turnout.Server.Storage;

namespace Turnout.Server.Delivery;

/// <summary>Reads an environment's ruleset out of the stores.</summary>
internal static class RulesetReads
{
    /// <param name="session">One snapshot.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="known">The version that need not be read again; −1 for none.</param>
    /// <returns>Whether there is such an environment, and its ruleset where the version is not the known one.</returns>
    public static async Task<(bool Exists, RulesetDefinition? Definition)> LoadAsync(Session session, string environment, long known)
    {
        if (await EnvironmentStore.FindAsync(session, environment) is not { } row) return (false, null);
        if (row.Version == known) return (true, null);
        return (true, new RulesetDefinition
        {
            Environment = row.Key,
            Version = row.Version,
            Flags = await FlagReads.DefinitionsAsync(session, environment),
            Segments = await SegmentReads.DefinitionsAsync(session, environment),
            Experiments = await ExperimentReads.DefinitionsAsync(session, environment),
            Holdout = await HoldoutStore.DefinitionAsync(session, environment),
        });
    }
}
