using System.Text.Json;
using Turnout.Engine.Definitions;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Flags;

/// <summary>A flag as it is kept.</summary>
internal sealed class FlagRow
{
    public string Key { get; init; } = "";

    public long Rank { get; init; }

    public string Definition { get; init; } = "";

    public string Description { get; init; } = "";

    public string Tags { get; init; } = "[]";

    public long Revision { get; init; }

    public long CreatedAt { get; init; }

    public long UpdatedAt { get; init; }

    public static FlagDefinition Parse(string definition) => JsonSerializer.Deserialize(definition, DefinitionsJson.Default.FlagDefinition)!;

    public Flag ToFlag() => new()
    {
        Definition = Parse(Definition),
        Description = Description,
        Critical = Rank == 0,
        Tags = JsonSerializer.Deserialize<string[]>(Tags, Wire.Json)!,
        Revision = Revision,
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt),
        UpdatedAt = DateTimeOffset.FromUnixTimeMilliseconds(UpdatedAt),
    };
}

/// <summary>What others may ask about flags.</summary>
internal static class FlagReads
{
    public const string Columns = "key, rank, definition, description, tags, revision, created_at AS CreatedAt, updated_at AS UpdatedAt";

    public static async Task<Flag?> FindAsync(Session session, string environment, string key) =>
        (await session.FirstOrDefaultAsync<FlagRow>(
            $"SELECT {Columns} FROM flags WHERE environment = @environment AND key = @key", new { environment, key }))?.ToFlag();

    /// <summary>The keys of the experiments that a flag serves; none where there is no such flag.</summary>
    public static async Task<IReadOnlyList<string>> ExperimentsAsync(Session session, string environment, string key) =>
        [.. References.Of((await FindAsync(session, environment, key))?.Definition ?? new FlagDefinition { Key = key }).Where(item => item.Kind == Item.ExperimentKind).Select(item => item.Key)];

    /// <summary>The definitions of all flags of an environment, by key.</summary>
    public static async Task<List<FlagDefinition>> DefinitionsAsync(Session session, string environment) =>
        [.. (await session.QueryAsync<string>("SELECT definition FROM flags WHERE environment = @environment ORDER BY key", new { environment })).Select(FlagRow.Parse)];
}
