using Turnout.Server.Storage;

namespace Turnout.Server.Events;

/// <summary>A log as the removal of its old events sees it.</summary>
/// <param name="Environment">Whose it is.</param>
/// <param name="State">How far it goes.</param>
/// <param name="Removed">Events before that position are gone already.</param>
internal sealed record AgeingLog(string Environment, LogState State, long Removed);

internal sealed partial class EventLogStore
{
    /// <summary>All logs.</summary>
    public async Task<IReadOnlyList<AgeingLog>> LogsAsync(CancellationToken cancellation = default) =>
        [.. (await database.ReadAsync(session => session.QueryAsync<LogRow>(
            "SELECT environment, number, next, generation, moved, archive, removed FROM event_logs ORDER BY number"), cancellation))
            .Select(row => new AgeingLog(row.Environment, new LogState((int)row.Number, row.Next, row.Generation), row.Removed))];

    /// <summary>A log as it stands.</summary>
    public async Task<LogState> StateAsync(int log, CancellationToken cancellation = default) =>
        await database.ReadAsync(session => FindAsync(session, log), cancellation) is { } row ? new LogState(log, row.Next, row.Generation) : default;

    /// <summary>The position of the first event that was taken at an instant or later; the log's end where there is none. On ClickHouse days are told apart, not instants: it is then too early.</summary>
    public async Task<long> FirstSinceAsync(AgeingLog log, DateTimeOffset instant, CancellationToken cancellation = default)
    {
        var (row, first) = await database.ReadAsync(async session => (await FindAsync(session, log.State.Number), await session.ScalarAsync<long?>(
            "SELECT MIN(first) FROM event_blocks WHERE log = @Number AND received_at >= @at", new { log.State.Number, at = instant.ToUnixTimeMilliseconds() })), cancellation);
        var here = first ?? log.State.Next;
        return row is { Archive: { } name, Moved: > 0 } && row.Moved > log.Removed && await archive.FirstSinceAsync(name, instant, cancellation) is { } there ? Math.Min(here, there) : here;
    }

    /// <summary>Reads raw events only, as far as the log went; what is kept of others is left out.</summary>
    /// <param name="log">Its number.</param>
    /// <param name="from">The first position wanted; the first part may begin before it.</param>
    /// <param name="to">The position behind the last one; the last part may end behind it.</param>
    /// <param name="events">Takes the position of a part's first event and its records, which are gone afterwards.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The position behind the last part that was handed over.</returns>
    public Task<long> ReadAsync(int log, long from, long to, Action<long, ReadOnlySpan<byte>> events, CancellationToken cancellation = default) =>
        ReadAsync(log, from, to, null, events, cancellation);

    /// <summary>The same, for those who count where there is a reader.</summary>
    async Task<long> ReadAsync(int log, long from, long to, CountedReader? reader, Action<long, ReadOnlySpan<byte>> events, CancellationToken cancellation)
    {
        while (true)
        {
            var (moved, next) = await database.ReadAsync(async session =>
            {
                var row = await FindAsync(session, log);
                return row is not null && from < Math.Min(to, row.Moved) ? (row, from) : (null, await ReadBlocksAsync(session, log, from, to, events, cancellation));
            }, cancellation);
            if (moved is null) return next;
            // What is moved meanwhile is met there in the next round.
            from = Math.Min(to, moved.Moved);
            await ReadArchiveAsync(moved, next, from, reader, events, cancellation);
            if (from == to) return to;
        }
    }

    /// <summary>Removes events, and keeps what is given of them instead. Whoever remembers what was read begins anew.</summary>
    /// <param name="log">As it was when the records were chosen.</param>
    /// <param name="to">The position behind the last event removed, at the end of a part of the log.</param>
    /// <param name="kept">The records that stay, in their order.</param>
    /// <returns>The log afterwards; null when it was changed meanwhile, and nothing was done.</returns>
    public async Task<AgeingLog?> RemoveAsync(AgeingLog log, long to, byte[] kept, CancellationToken cancellation = default)
    {
        var done = await database.WriteAsync(async session =>
        {
            var changed = await session.ExecuteAsync(
                "UPDATE event_logs SET removed = @to, generation = generation + 1 WHERE number = @Number AND generation = @Generation AND removed = @Removed",
                new { to, log.State.Number, log.State.Generation, log.Removed });
            if (changed == 0) return false;
            await session.ExecuteAsync("DELETE FROM event_blocks WHERE log = @Number AND first < @to", new { log.State.Number, to });
            if (kept.Length > 0)
                await session.ExecuteAsync("INSERT INTO event_kept (log, first, body) VALUES (@Number, @Removed, @kept)", new { log.State.Number, log.Removed, kept });
            return true;
        }, cancellation);
        return done ? log with { State = log.State with { Generation = log.State.Generation + 1 }, Removed = to } : null;
    }

    /// <summary>Takes removed events out of ClickHouse too, where readers skip them already.</summary>
    public async Task RemoveFromArchiveAsync(AgeingLog log, CancellationToken cancellation = default)
    {
        var row = await database.ReadAsync(session => FindAsync(session, log.State.Number), cancellation);
        if (row is { Archive: { } name } && archive.IsConfigured) await archive.RemoveBeforeAsync(name, row.Removed, cancellation);
    }

    /// <summary>Makes every server forget what it remembers of a log, and read it anew.</summary>
    public Task ForgetAsync(string environment, CancellationToken cancellation = default) => database.WriteAsync(session => session.ExecuteAsync(
        "UPDATE event_logs SET generation = generation + 1 WHERE environment = @environment", new { environment }), cancellation);

    static async Task ReadKeptAsync(Session session, int log, Action<long, ReadOnlySpan<byte>> events, CancellationToken cancellation)
    {
        await using var command = Command(session, "SELECT first, body FROM event_kept WHERE log = @log ORDER BY first", ("log", log));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) events(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1));
    }
}
