using System.Text.Json;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Metrics;

/// <summary>A metric as it is kept.</summary>
internal sealed class MetricRow
{
    public string Key { get; init; } = "";

    public string Definition { get; init; } = "";

    public long Revision { get; init; }

    public long CreatedAt { get; init; }

    public long UpdatedAt { get; init; }

    public Metric ToMetric() => new()
    {
        Definition = JsonSerializer.Deserialize<MetricDefinition>(Definition, Wire.Json)!,
        Revision = Revision,
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt),
        UpdatedAt = DateTimeOffset.FromUnixTimeMilliseconds(UpdatedAt),
    };
}

/// <summary>What others may ask about metrics.</summary>
internal static class MetricReads
{
    public const string Columns = "key, definition, revision, created_at AS CreatedAt, updated_at AS UpdatedAt";

    public static async Task<Metric?> FindAsync(Session session, string environment, string key) =>
        (await session.FirstOrDefaultAsync<MetricRow>(
            $"SELECT {Columns} FROM metrics WHERE environment = @environment AND key = @key", new { environment, key }))?.ToMetric();

    /// <summary>All metrics of an environment, by key.</summary>
    public static async Task<List<Metric>> AllAsync(Session session, string environment) =>
        [.. (await session.QueryAsync<MetricRow>($"SELECT {Columns} FROM metrics WHERE environment = @environment ORDER BY key", new { environment })).Select(row => row.ToMetric())];

    /// <summary>Those of the keys that are metrics, in the order of the keys.</summary>
    public static async Task<List<Metric>> FindAsync(Session session, string environment, IReadOnlyList<string> keys)
    {
        if (keys.Count == 0) return [];
        var found = (await session.QueryAsync<MetricRow>(
            $"SELECT {Columns} FROM metrics WHERE environment = @environment AND {session.Dialect.In("key", "wanted")}",
            new { environment, wanted = keys.ToArray() })).ToDictionary(row => row.Key, StringComparer.Ordinal);
        return [.. keys.Where(found.ContainsKey).Select(key => found[key].ToMetric())];
    }
}
