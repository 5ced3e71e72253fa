using Microsoft.Data.Sqlite;
using SQLitePCL;
using Turnout.Server.Storage;

namespace Turnout.Server.Events;

internal sealed partial class EventLogStore
{
    // What one answer to a slow reader holds in memory.
    const int BlockOfArchive = 10_000;

    /// <summary>Reads the block that holds a position, or the next one; <paramref name="events"/> is called once.</summary>
    /// <returns>The position behind it; null when there is none.</returns>
    public async Task<long?> ReadBlockAsync(int log, long from, Action<long, ReadOnlySpan<byte>> events, CancellationToken cancellation = default)
    {
        var (state, row) = await database.ReadAsync(async session => (await FindAsync(session, log), await session.FirstOrDefaultAsync<BlockRow>(
            """
            SELECT first, count, body FROM event_blocks
            WHERE log = @log AND first >= COALESCE((SELECT MAX(first) FROM event_blocks WHERE log = @log AND first <= @from), 0) AND first + count > @from
            ORDER BY first LIMIT 1
            """, new { log, from })), cancellation);
        if (state is not null && from < state.Removed) from = state.Removed;
        if (state is not null && from < state.Moved)
        {
            var to = Math.Min(state.Moved, from + BlockOfArchive);
            await ReadArchiveAsync(state, from, to, null, events, cancellation);
            return to;
        }
        if (row is null) return null;
        events(row.First, row.Body);
        return row.First + row.Count;
    }

    /// <summary>Reads what the log has for analyses from a position on, part by part, in order: of events that are gone that which is kept, and all others.</summary>
    /// <param name="log">How far; and how it was when what lies before <paramref name="from"/> was read.</param>
    /// <param name="from">The first position wanted; the first part may begin before it. 0, or not before what is gone.</param>
    /// <param name="reader">Takes those events that ClickHouse can choose; null where their properties are looked at.</param>
    /// <param name="events">Takes all others: the position of a part's first event and its records, which are gone afterwards. Ids and properties may be missing where there is a reader.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>False when old events were changed meanwhile: what was handed over is worth nothing.</returns>
    public async Task<bool> ReadCountedAsync(LogState log, long from, CountedReader? reader, Action<long, ReadOnlySpan<byte>> events, CancellationToken cancellation = default)
    {
        var (isSame, removed) = await database.ReadAsync(async session =>
        {
            var row = await FindAsync(session, log.Number);
            if (row?.Generation != log.Generation) return (false, 0);
            if (from < row.Removed) await ReadKeptAsync(session, log.Number, events, cancellation);
            return (true, row.Removed);
        }, cancellation);
        if (!isSame) return false;
        await ReadAsync(log.Number, Math.Max(from, removed), log.Next, reader, events, cancellation);
        return (await database.ReadAsync(session => FindAsync(session, log.Number), cancellation))?.Generation == log.Generation;
    }

    /// <summary>Takes the exposures and conversions of an experiment out of the log, with the experiment. Costs a reading of what lies in this database.</summary>
    public async Task RemoveExperimentAsync(Session session, string environment, string experiment)
    {
        if (await FindAsync(session, environment, session.Dialect.ForUpdate) is not { } state) return;
        var log = state.Number;
        var key = System.Text.Encoding.UTF8.GetBytes(experiment);
        // What is on its way to ClickHouse counts as being there.
        var changed = archive.IsConfigured && state.Next > 0;
        if (changed)
        {
            await session.ExecuteAsync("""
                INSERT INTO event_removals (log, experiment, before, done) VALUES (@log, @experiment, @Next, @done) ON CONFLICT (log, experiment, before) DO NOTHING
                """, new { log, experiment, state.Next, done = false });
        }
        foreach (var first in await session.QueryAsync<long>("SELECT first FROM event_blocks WHERE log = @log ORDER BY first", new { log }))
        {
            var body = await session.SingleAsync<byte[]>("SELECT body FROM event_blocks WHERE log = @log AND first = @first", new { log, first });
            if (!EventBlock.RemoveExperiment(body, key)) continue;
            changed = true;
            await session.ExecuteAsync("UPDATE event_blocks SET body = @body WHERE log = @log AND first = @first", new { body, log, first });
        }
        foreach (var first in await session.QueryAsync<long>("SELECT first FROM event_kept WHERE log = @log ORDER BY first", new { log }))
        {
            var body = await session.SingleAsync<byte[]>("SELECT body FROM event_kept WHERE log = @log AND first = @first", new { log, first });
            if (!EventBlock.RemoveExperiment(body, key)) continue;
            changed = true;
            await session.ExecuteAsync("UPDATE event_kept SET body = @body WHERE log = @log AND first = @first", new { body, log, first });
        }
        if (changed) await session.ExecuteAsync("UPDATE event_logs SET generation = generation + 1 WHERE number = @log", new { log });
    }

    static Task<LogRow?> FindAsync(Session session, int log) =>
        session.FirstOrDefaultAsync<LogRow>("SELECT number, next, generation, moved, archive, removed FROM event_logs WHERE number = @log", new { log });

    static async Task<long> ReadBlocksAsync(Session session, int log, long from, long to, Action<long, ReadOnlySpan<byte>> events, CancellationToken cancellation)
    {
        var next = from;
        await using var command = Command(session,
            """
            SELECT first, count, body FROM event_blocks
            WHERE log = @log AND first >= COALESCE((SELECT MAX(first) FROM event_blocks WHERE log = @log AND first <= @from), 0) AND first < @to
            ORDER BY first
            """,
            ("log", log), ("from", from), ("to", to));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            var first = reader.GetInt64(0);
            var end = first + reader.GetInt64(1);
            if (end <= from) continue;
            if (reader is SqliteDataReader sqlite) events(first, raw.sqlite3_column_blob(sqlite.Handle, 2));
            else events(first, reader.GetFieldValue<byte[]>(2));
            next = end;
        }
        return next;
    }

    async Task ReadArchiveAsync(LogRow log, long from, long to, CountedReader? reader, Action<long, ReadOnlySpan<byte>> events, CancellationToken cancellation)
    {
        var (removals, erasures) = await database.ReadAsync(async session => (
            await session.QueryAsync<RemovalRow>("SELECT experiment, before FROM event_removals WHERE log = @Number", new { log.Number }),
            await session.QueryAsync<UnitErasure>($"SELECT {ErasureColumns} FROM event_erasures WHERE log = @Number ORDER BY before", new { log.Number })), cancellation);
        var removed = removals.ToLookup(row => row.Experiment, row => row.Before, StringComparer.Ordinal);
        if (erasures.Count > 0) await archive.ReadAsync(log.Archive!, from, to, removed, Renamed, reader is null, cancellation);
        else if (reader is null) await archive.ReadAsync(log.Archive!, from, to, removed, events, isWhole: true, cancellation);
        else await archive.ReadCountedAsync(log.Archive!, from, to, removed, reader, events, cancellation);

        void Renamed(long first, ReadOnlySpan<byte> records)
        {
            foreach (var erasure in erasures)
                if (erasure.Rename(records, first) is { } renamed) records = renamed.Body;
            events(first, records);
        }
    }

    sealed class BlockRow
    {
        public long First { get; init; }

        public long Count { get; init; }

        public byte[] Body { get; init; } = [];
    }

    sealed class RemovalRow
    {
        public string Experiment { get; init; } = "";

        public long Before { get; init; }
    }
}
