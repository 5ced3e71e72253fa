using System.Text.Json;
using Turnout.Engine.Definitions;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Assignments;
using Turnout.Server.Features.Audit;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Features.Environments;
using Turnout.Server.Features.Revisions;
using Turnout.Server.Features.Verdicts;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Experiments;

/// <summary>The SQL of experiments: finding, listing and saving them. <see cref="ExperimentWrites"/> has the changes.</summary>
internal sealed class ExperimentStore(Database database, AuditStore audit, TimeProvider clock)
{
    public static Problem Unknown(string key) => Problem.NotFound("unknown_experiment", $"There is no experiment '{key}' in this environment.");

    /// <summary>An experiment, how many units it has, and what its results came to last.</summary>
    public Task<Result<(Experiment Experiment, long Assignments, VerdictNoteBody? Verdict)>> FindAsync(string environment, string key, CancellationToken cancellation) =>
        database.ReadAsync<Result<(Experiment, long, VerdictNoteBody?)>>(async session =>
            await ExperimentReads.FindAsync(session, environment, key) is { } experiment
                ? (experiment, (await AssignmentReads.TotalsAsync(session, environment, [key])).GetValueOrDefault(key), (await VerdictStore.FindAsync(session, environment, [key])).GetValueOrDefault(key))
            : await EnvironmentStore.FindAsync(session, environment) is null ? EnvironmentStore.Unknown(environment)
            : Unknown(key), cancellation);

    /// <summary>A page of experiments, by key, how many units each of them has, and what its results came to last.</summary>
    public Task<Result<(List<ExperimentRow> Rows, Dictionary<string, long> Assignments, Dictionary<string, VerdictNoteBody> Verdicts)>> ListAsync(
        string environment, string? text, string? status, PageRequest page, CancellationToken cancellation) =>
        database.ReadAsync<Result<(List<ExperimentRow>, Dictionary<string, long>, Dictionary<string, VerdictNoteBody>)>>(async session =>
        {
            if (await EnvironmentStore.FindAsync(session, environment) is null) return EnvironmentStore.Unknown(environment);
            var rows = await session.QueryAsync<ExperimentRow>($"""
                SELECT {ExperimentReads.Columns} FROM experiments
                WHERE environment = @environment AND key > @after AND search LIKE @text ESCAPE '\'{(status is null ? "" : " AND status = @status")}
                ORDER BY key LIMIT @Fetch
                """, new { environment, after = page.After?[0] ?? "", text = Texts.Pattern(text), status, page.Fetch });
            string[] keys = [.. rows.Select(row => row.Key)];
            return (rows, await AssignmentReads.TotalsAsync(session, environment, keys), await VerdictStore.FindAsync(session, environment, keys));
        }, cancellation);

    /// <summary>What is to start or to stop by now, in all environments.</summary>
    public Task<List<ExperimentRow>> DueAsync(DateTimeOffset now, CancellationToken cancellation) =>
        database.ReadAsync(session => session.QueryAsync<ExperimentRow>($"""
            SELECT {ExperimentReads.Columns} FROM experiments
            WHERE (status = 'draft' AND start_at <= @now) OR (status IN ('running', 'paused') AND stop_at <= @now) ORDER BY environment, key
            """, new { now = now.ToUnixTimeMilliseconds() }), cancellation);

    /// <summary>When the next one is to start or to stop; null when none is.</summary>
    public Task<long?> NextDueAsync(DateTimeOffset now, CancellationToken cancellation) =>
        database.ReadAsync(session => session.FirstOrDefaultAsync<long?>("""
            SELECT MIN(due) FROM (
                SELECT MIN(start_at) AS due FROM experiments WHERE status = 'draft' AND start_at > @now
                UNION ALL SELECT MIN(stop_at) FROM experiments WHERE status IN ('running', 'paused') AND stop_at > @now) AS instants
            """, new { now = now.ToUnixTimeMilliseconds() }), cancellation);

    /// <summary>The experiments that hold slots of the layer, that is all that may run, or run again.</summary>
    public static async Task<List<ExperimentDefinition>> InLayerAsync(Session session, string environment, string layer) =>
        [.. (await session.QueryAsync<string>("""
            SELECT definition FROM experiments
            WHERE environment = @environment AND layer = @layer AND status IN ('draft', 'running', 'paused') ORDER BY key
            """, new { environment, layer })).Select(ExperimentRow.Parse)];

    /// <summary>Saves a checked change in a transaction that holds the environment's lock.</summary>
    public async Task<Saved<Experiment>> SaveAsync(
        Session session, string environment, Experiment? current, Experiment next, Author author, string kind, object? metadata = null)
    {
        await session.ExecuteAsync("""
            INSERT INTO experiments (environment, key, status, definition, description, hypothesis, metrics, decision, layer, winner, start_at, stop_at, started_at,
                stopped_at, search, revision, created_at, updated_at)
            VALUES (@environment, @Key, @Status, @Definition, @Description, @Hypothesis, @Metrics, @Decision, @Layer, @Winner, @StartAt, @StopAt, @StartedAt,
                @StoppedAt, @Search, @Revision, @CreatedAt, @UpdatedAt)
            ON CONFLICT (environment, key) DO UPDATE SET status = excluded.status, definition = excluded.definition, description = excluded.description,
                hypothesis = excluded.hypothesis, metrics = excluded.metrics, decision = excluded.decision, layer = excluded.layer, winner = excluded.winner, start_at = excluded.start_at,
                stop_at = excluded.stop_at, started_at = excluded.started_at, stopped_at = excluded.stopped_at, search = excluded.search,
                revision = excluded.revision, updated_at = excluded.updated_at
            """, new
        {
            environment,
            next.Key,
            Status = Experiment.Wire(next.Status),
            Definition = JsonSerializer.Serialize(next.Definition, DefinitionsJson.Default.ExperimentDefinition),
            next.Description,
            next.Hypothesis,
            Metrics = JsonSerializer.Serialize(next.Metrics, Wire.Json),
            Decision = JsonSerializer.Serialize(next.Decision, Wire.Json),
            Layer = next.Definition.Layer?.Key,
            next.Winner,
            StartAt = next.StartAt?.ToUnixTimeMilliseconds(),
            StopAt = next.StopAt?.ToUnixTimeMilliseconds(),
            StartedAt = next.StartedAt?.ToUnixTimeMilliseconds(),
            StoppedAt = next.StoppedAt?.ToUnixTimeMilliseconds(),
            Search = Texts.Search([next.Key, next.Description, next.Hypothesis]),
            next.Revision,
            CreatedAt = next.CreatedAt.ToUnixTimeMilliseconds(),
            UpdatedAt = next.UpdatedAt.ToUnixTimeMilliseconds(),
        });
        await ReferenceStore.ReplaceAsync(session, environment, Item.Experiment(next.Key), [.. References.Of(next.Definition.If), .. next.Metrics.Select(Item.Metric)]);
        await audit.AppendAsync(session, author, new AuditEntry(kind, next.Key, environment)
        {
            Metadata = metadata,
            Before = current is null ? null : Document(current),
            After = Document(next),
        });
        var version = (await session.BumpEnvironmentAsync(environment))!.Value;
        await RevisionStore.RecordAsync(session, environment, Item.Experiment(next.Key), next.Revision, version, next.UpdatedAt, author, Document(next));
        return new Saved<Experiment>(next, current is null, version);
    }

    /// <summary>Removes the experiment's row and what it names; the audit log stays.</summary>
    /// <returns>The ruleset's version without it.</returns>
    public async Task<long> RemoveAsync(Session session, string environment, Experiment current, Author author)
    {
        await session.ExecuteAsync("DELETE FROM experiments WHERE environment = @environment AND key = @Key", new { environment, current.Key });
        await ReferenceStore.RemoveAsync(session, environment, Item.Experiment(current.Key));
        await audit.AppendAsync(session, author, new AuditEntry("experiment.deleted", current.Key, environment) { Before = Document(current) });
        var version = (await session.BumpEnvironmentAsync(environment))!.Value;
        await RevisionStore.RecordAsync(session, environment, Item.Experiment(current.Key), current.Revision + 1, version, clock.GetUtcNow(), author, null);
        return version;
    }

    static string Document(Experiment experiment) => JsonSerializer.Serialize(ExperimentBody.Of(experiment), Hosting.Wire.Json);
}
