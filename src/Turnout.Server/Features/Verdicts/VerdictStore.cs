using System.Collections.Concurrent;
using System.Text.Json;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Verdicts;

/// <summary>The SQL of verdicts that were computed, so that a list of experiments need not compute them. Thread-safe.</summary>
internal sealed class VerdictStore(Database database, TimeProvider clock)
{
    /// <summary>How often the same verdict is written again, for the instant it is of.</summary>
    static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    const int MaxRemembered = 10_000;

    readonly ConcurrentDictionary<(string Environment, string Experiment), VerdictNote> written = new();

    /// <summary>Notes what was computed, where it says something new. Only a convenience: while the store takes no writes, nothing is noted.</summary>
    public async Task NoteAsync(string environment, string experiment, VerdictNote note, CancellationToken cancellation)
    {
        if (written.TryGetValue((environment, experiment), out var last) && last.Says(note) && note.AsOf - last.AsOf < Rest) return;
        try
        {
            await WriteAsync(environment, experiment, note, cancellation);
        }
        catch (StorageException)
        {
            return;
        }
        if (written.Count >= MaxRemembered) written.Clear();
        written[(environment, experiment)] = note;
    }

    /// <summary>Notes what was computed.</summary>
    public Task WriteAsync(string environment, string experiment, VerdictNote note, CancellationToken cancellation) =>
        database.WriteAsync(session => session.ExecuteAsync("""
            INSERT INTO verdicts (environment, experiment, verdict, variants, as_of, position, revision)
            SELECT environment, key, @Verdict, @Variants, @AsOf, @Position, @Revision FROM experiments WHERE environment = @environment AND key = @experiment
            ON CONFLICT (environment, experiment) DO UPDATE SET verdict = excluded.verdict, variants = excluded.variants, as_of = excluded.as_of, position = excluded.position, revision = excluded.revision
            """, new
        {
            environment, experiment, Verdict = JsonSerializer.Serialize(note.Verdict, Wire.Json).Trim('"'), Variants = JsonSerializer.Serialize(note.Variants, Wire.Json),
            AsOf = note.AsOf.ToUnixTimeMilliseconds(), note.Position, note.Revision,
        }), cancellation);

    /// <summary>What was noted of these experiments; those of which nothing was are missing.</summary>
    public static async Task<Dictionary<string, VerdictNoteBody>> FindAsync(Session session, string environment, string[] experiments) =>
        experiments.Length == 0 ? [] : (await session.QueryAsync<VerdictRow>($"""
            SELECT experiment, verdict, variants, as_of AS AsOf FROM verdicts WHERE environment = @environment AND {session.Dialect.In("experiment", "experiments")}
            """, new { environment, experiments })).ToDictionary(row => row.Experiment, row => row.ToBody(), StringComparer.Ordinal);

    /// <summary>
    /// The experiments whose verdict may be another by now, the longest unseen first: those changed since, those with new events, and once a day those whose windows
    /// have gone on. Of stopped ones only while their windows may be open.
    /// </summary>
    public Task<List<DueRow>> DueAsync(TimeSpan age, int most, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return database.ReadAsync(session => session.QueryAsync<DueRow>("""
            SELECT experiments.environment, experiments.key AS Experiment FROM experiments
            LEFT JOIN verdicts ON verdicts.environment = experiments.environment AND verdicts.experiment = experiments.key
            LEFT JOIN event_logs ON event_logs.environment = experiments.environment
            WHERE experiments.status IN ('running', 'paused', 'stopped') AND (
                verdicts.experiment IS NULL OR verdicts.revision <> experiments.revision
                OR ((experiments.status <> 'stopped' OR verdicts.as_of < experiments.stopped_at + @after)
                    AND ((verdicts.as_of <= @old AND verdicts.position <> COALESCE(event_logs.next, 0)) OR verdicts.as_of <= @day)))
            ORDER BY COALESCE(verdicts.as_of, 0), experiments.environment, experiments.key LIMIT @most
            """, new
        {
            most, old = (now - age).ToUnixTimeMilliseconds(), day = now.AddDays(-1).ToUnixTimeMilliseconds(), after = (long)TimeSpan.FromDays(100).TotalMilliseconds,
        }), cancellation);
    }

    public static Task RemoveTracesAsync(Session session, string environment, string experiment) =>
        session.ExecuteAsync("DELETE FROM verdicts WHERE environment = @environment AND experiment = @experiment", new { environment, experiment });

    internal sealed class DueRow
    {
        public string Environment { get; init; } = "";

        public string Experiment { get; init; } = "";
    }
}
