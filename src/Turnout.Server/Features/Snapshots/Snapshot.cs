using System.Text.Json;
using System.Text.Json.Serialization;
using Turnout.Engine.Definitions;
using Turnout.Server.Analysis;
using Turnout.Server.Analysis.Breakdowns;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Snapshots;

/// <summary>Asks for a snapshot.</summary>
/// <param name="Note">What it is for, at most 1,000 characters: whoever has the link reads it.</param>
/// <param name="ExpiresAt">When the link ends, at most 366 days ahead; in 30 days when left out.</param>
internal sealed record SnapshotRequest(string? Note = null, DateTimeOffset? ExpiresAt = null);

/// <summary>What an experiment is, for those who have only the link. Its targeting, which may name people, is not among it.</summary>
internal sealed record SnapshotExperiment(
    string Key, string Description, string Hypothesis, string Unit, AssignmentType Assignment, string Control, ExperimentStatus Status,
    DateTimeOffset? StartedAt, DateTimeOffset? StoppedAt, string? Winner)
{
    public static SnapshotExperiment Of(Experiment experiment) => new(
        experiment.Key, experiment.Description, experiment.Hypothesis, experiment.Definition.Unit, experiment.Definition.Assignment, experiment.Control, experiment.Status,
        experiment.StartedAt, experiment.StoppedAt, experiment.Winner);
}

/// <summary>What is kept of an experiment's results: as the API told them, and how the first metric grew day by day.</summary>
internal sealed record SnapshotContent(SnapshotExperiment Experiment, ResultsBody Results, ResultsByDayBody Days)
{
    public static SnapshotContent Of(Counted counted)
    {
        var (results, days) = (ResultsReport.Of(counted), Breakdown.ByDay(counted));
        return new(SnapshotExperiment.Of(counted.Experiment), results, days with { Days = [.. days.Days.Select(day => day with { Metrics = [.. day.Metrics.Where(metric => metric.Key == results.Metrics[0].Key)] })] });
    }
}

internal sealed class SnapshotRow
{
    public string Id { get; init; } = "";

    public string Environment { get; init; } = "";

    public string Experiment { get; init; } = "";

    public string Note { get; init; } = "";

    /// <summary>A <see cref="SnapshotContent"/> as JSON; empty in lists.</summary>
    public string Content { get; init; } = "";

    public string CreatedBy { get; init; } = "";

    public long CreatedAt { get; init; }

    public long ExpiresAt { get; init; }
}

/// <summary>A snapshot.</summary>
/// <param name="Note">What it is for.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="CreatedAt">When; its numbers are those of this instant.</param>
/// <param name="ExpiresAt">When its link ends; the snapshot itself stays until it is revoked.</param>
/// <param name="IsOpen">Whether the link leads to it.</param>
/// <param name="Token">The link's token, only where the snapshot is made: the page is <c>/shared#</c> and the token.</param>
/// <param name="Content">What it shows, only where one snapshot is read.</param>
internal sealed record SnapshotBody(
    string Id, string Experiment, string Note, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, bool IsOpen,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Token = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Content = null)
{
    public static SnapshotBody Of(SnapshotRow row, DateTimeOffset now, string? token = null, bool whole = false)
    {
        var expires = DateTimeOffset.FromUnixTimeMilliseconds(row.ExpiresAt);
        return new(
            row.Id, row.Experiment, row.Note, row.CreatedBy, DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt), expires, expires > now, token,
            whole ? JsonElement.Parse(row.Content) : null);
    }
}

/// <summary>A snapshot as its link shows it.</summary>
/// <param name="Environment">Where the experiment ran.</param>
/// <param name="CreatedAt">The instant of its numbers.</param>
/// <param name="ExpiresAt">When the link ends.</param>
/// <param name="Content">The experiment, its results and how they grew, as they were computed then.</param>
internal sealed record SharedResultsBody(string Environment, string Note, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, JsonElement Content)
{
    public static SharedResultsBody Of(SnapshotRow row) => new(
        row.Environment, row.Note, DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt), DateTimeOffset.FromUnixTimeMilliseconds(row.ExpiresAt), JsonElement.Parse(row.Content));
}
