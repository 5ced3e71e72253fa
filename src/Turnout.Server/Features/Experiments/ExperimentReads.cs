using System.Text.Json;
using Turnout.Engine.Definitions;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Experiments;

/// <summary>An experiment as it is kept.</summary>
internal sealed class ExperimentRow
{
    public string Environment { get; init; } = "";

    public string Key { get; init; } = "";

    public string Definition { get; init; } = "";

    public string Description { get; init; } = "";

    public string Hypothesis { get; init; } = "";

    public string Metrics { get; init; } = "[]";

    public string? Decision { get; init; }

    public string? Winner { get; init; }

    public long? StartAt { get; init; }

    public long? StopAt { get; init; }

    public long? StartedAt { get; init; }

    public long? StoppedAt { get; init; }

    public long Revision { get; init; }

    public long CreatedAt { get; init; }

    public long UpdatedAt { get; init; }

    public static ExperimentDefinition Parse(string definition) => JsonSerializer.Deserialize(definition, DefinitionsJson.Default.ExperimentDefinition)!;

    public Experiment ToExperiment() => new()
    {
        Definition = Parse(Definition),
        Description = Description,
        Hypothesis = Hypothesis,
        Metrics = JsonSerializer.Deserialize<string[]>(Metrics, Wire.Json)!,
        Decision = Decision is null ? new DecisionRule() : JsonSerializer.Deserialize<DecisionRule>(Decision, Wire.Json)!,
        Winner = Winner,
        StartAt = Instant(StartAt),
        StopAt = Instant(StopAt),
        StartedAt = Instant(StartedAt),
        StoppedAt = Instant(StoppedAt),
        Revision = Revision,
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt),
        UpdatedAt = DateTimeOffset.FromUnixTimeMilliseconds(UpdatedAt),
    };

    static DateTimeOffset? Instant(long? milliseconds) => milliseconds is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;
}

/// <summary>What others may ask about experiments.</summary>
internal static class ExperimentReads
{
    public const string Columns = """
        environment, key, definition, description, hypothesis, metrics, decision, winner, start_at AS StartAt, stop_at AS StopAt, started_at AS StartedAt,
        stopped_at AS StoppedAt, revision, created_at AS CreatedAt, updated_at AS UpdatedAt
        """;

    public static async Task<Experiment?> FindAsync(Session session, string environment, string key) =>
        (await session.FirstOrDefaultAsync<ExperimentRow>(
            $"SELECT {Columns} FROM experiments WHERE environment = @environment AND key = @key", new { environment, key }))?.ToExperiment();

    /// <summary>All experiments of an environment, archived ones too, by key.</summary>
    public static async Task<List<Experiment>> AllAsync(Session session, string environment) =>
        [.. (await session.QueryAsync<ExperimentRow>($"SELECT {Columns} FROM experiments WHERE environment = @environment ORDER BY key", new { environment }))
            .Select(row => row.ToExperiment())];

    /// <summary>The definitions of all experiments of an environment that are not archived, by key.</summary>
    public static async Task<List<ExperimentDefinition>> DefinitionsAsync(Session session, string environment) =>
        [.. (await session.QueryAsync<string>(
            "SELECT definition FROM experiments WHERE environment = @environment AND status <> 'archived' ORDER BY key", new { environment })).Select(ExperimentRow.Parse)];
}
