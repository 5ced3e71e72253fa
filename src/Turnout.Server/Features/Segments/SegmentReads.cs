using System.Text.Json;
using Turnout.Engine.Definitions;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Segments;

/// <summary>A segment as it is kept.</summary>
internal sealed class SegmentRow
{
    public string Key { get; init; } = "";

    public string Definition { get; init; } = "";

    public string Description { get; init; } = "";

    public long Revision { get; init; }

    public long CreatedAt { get; init; }

    public long UpdatedAt { get; init; }

    public static SegmentDefinition Parse(string definition) => JsonSerializer.Deserialize(definition, DefinitionsJson.Default.SegmentDefinition)!;

    public Segment ToSegment() => new()
    {
        Definition = Parse(Definition),
        Description = Description,
        Revision = Revision,
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt),
        UpdatedAt = DateTimeOffset.FromUnixTimeMilliseconds(UpdatedAt),
    };
}

/// <summary>What others may ask about segments.</summary>
internal static class SegmentReads
{
    public const string Columns = "key, definition, description, revision, created_at AS CreatedAt, updated_at AS UpdatedAt";

    public static async Task<Segment?> FindAsync(Session session, string environment, string key) =>
        (await session.FirstOrDefaultAsync<SegmentRow>(
            $"SELECT {Columns} FROM segments WHERE environment = @environment AND key = @key", new { environment, key }))?.ToSegment();

    /// <summary>The definitions of all segments of an environment, by key.</summary>
    public static async Task<List<SegmentDefinition>> DefinitionsAsync(Session session, string environment) =>
        [.. (await session.QueryAsync<string>("SELECT definition FROM segments WHERE environment = @environment ORDER BY key", new { environment })).Select(SegmentRow.Parse)];

    /// <summary>Those of the keys that are segments.</summary>
    public static async Task<HashSet<string>> ExistingAsync(Session session, string environment, string[] keys) =>
        keys.Length == 0 ? [] : [.. await session.QueryAsync<string>(
            $"SELECT key FROM segments WHERE environment = @environment AND {session.Dialect.In("key", "keys")}", new { environment, keys })];
}
