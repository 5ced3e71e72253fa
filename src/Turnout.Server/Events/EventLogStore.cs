using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using SQLitePCL;
using Turnout.Server.Events.ClickHouse;
using Turnout.Server.Storage;

namespace Turnout.Server.Events;

/// <summary>The state of an environment's log.</summary>
/// <param name="Number">Its number in the database; 0 where no event has come yet.</param>
/// <param name="Next">The position of the next event.</param>
/// <param name="Generation">Raised when old events were changed.</param>
internal readonly record struct LogState(int Number, long Next, long Generation);

/// <summary>The SQL of the event log. Where there is a ClickHouse, its older part lies there (<see cref="EventMover"/>), which readers do not notice.</summary>
internal sealed partial class EventLogStore(Database database, TimeProvider clock, IOptions<EventOptions> options, ClickHouseEvents archive)
{
    readonly ConcurrentDictionary<int, IdWindow> windows = [];

    /// <summary>Appends batches in one transaction; an event whose id is among the log's last ones already is left out.</summary>
    /// <returns>For each batch how many of its events were appended.</returns>
    public async Task<IReadOnlyList<int>> AppendAsync(IReadOnlyList<EventBatch> batches)
    {
        var appended = new int[batches.Count];
        var made = new List<Appended>();
        try
        {
            await database.WriteAsync(AddAllAsync);
            foreach (var added in made) added.Window.Follow(added.First, added.Block.Fingerprints);
            return appended;
        }
        finally
        {
            Forget();
        }

        async Task AddAllAsync(Session session)
        {
            Forget();
            // One log after the other, in an order that all servers share, so that none waits for another in a circle.
            foreach (var log in batches.Select((batch, index) => (batch, index)).GroupBy(pair => pair.batch.Environment).OrderBy(group => group.Key, StringComparer.Ordinal))
            {
                var added = await AddAsync(session, log.Key, [.. log.Select(pair => pair.batch)]);
                made.Add(added);
                foreach (var ((_, index), count) in log.Zip(added.Counts)) appended[index] = count;
            }
        }

        void Forget()
        {
            foreach (var added in made) added.Block.Dispose();
            made.Clear();
        }
    }

    /// <summary>Appends batches of one environment within a transaction of the caller's.</summary>
    public async Task<int[]> AppendAsync(Session session, string environment, IReadOnlyList<EventBatch> batches)
    {
        var added = await AddAsync(session, environment, batches);
        added.Block.Dispose();
        return added.Counts;
    }

    /// <summary>The log as it stands; its number is 0 where the environment has none yet.</summary>
    public Task<LogState> StateAsync(string environment, CancellationToken cancellation = default) =>
        database.ReadAsync(session => StateAsync(session, environment), cancellation);

    public static async Task<LogState> StateAsync(Session session, string environment)
    {
        var row = await FindAsync(session, environment, "");
        return row is null ? default : new LogState((int)row.Number, row.Next, row.Generation);
    }

    async Task<Appended> AddAsync(Session session, string environment, IReadOnlyList<EventBatch> batches)
    {
        // From here to the commit the row is locked on PostgreSQL: positions appear in their order, no reader passes one by, and no other server
        // takes an event that is on its way here.
        var log = await FindAsync(session, environment, session.Dialect.ForUpdate);
        if (log is null)
        {
            await session.ExecuteAsync("INSERT INTO event_logs (environment, next, generation) VALUES (@environment, 0, 0) ON CONFLICT (environment) DO NOTHING", new { environment });
            log = (await FindAsync(session, environment, session.Dialect.ForUpdate))!;
        }
        var window = windows.GetOrAdd((int)log.Number, _ => new IdWindow(options.Value.DuplicateWindow));
        // A database that was put back to an earlier state, or a transaction that was undone.
        if (window.Next > log.Next) window.StartAt(-1);
        if (window.Next < log.Next) await CatchUpAsync(session, log, window);
        if (window.Next != log.Next)
        {
            // So many events passed this server by that some of their ids are dropped already.
            window.StartAt(-1);
            await CatchUpAsync(session, log, window);
        }

        var block = new EventBlock();
        var counts = window.TakeNew(batches, block);
        if (block.Count > 0) await InsertAsync(session, log, window, block);
        return new Appended(window, log.Next, block, counts);
    }

    /// <summary>Reads the ids that other servers, or this one before its start, have appended.</summary>
    static async Task CatchUpAsync(Session session, LogRow log, IdWindow window)
    {
        if (window.Next < 0)
        {
            var start = Math.Max(0, log.Next - window.Size);
            var covered = await session.ScalarAsync<long?>("SELECT MIN(first) FROM event_fingerprints WHERE log = @Number AND first >= @start", new { log.Number, start });
            window.StartAt(covered ?? log.Next);
        }
        await using var command = Command(session, "SELECT first, ids FROM event_fingerprints WHERE log = @log AND first >= @from ORDER BY first", ("log", log.Number), ("from", window.Next));
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) window.Follow(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1));
    }

    async Task InsertAsync(Session session, LogRow log, IdWindow window, EventBlock block)
    {
        var next = log.Next + block.Count;
        var at = clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (session.Connection is SqliteConnection sqlite)
        {
            Insert(sqlite, "INSERT INTO event_blocks (log, first, count, received_at, body) VALUES (?, ?, ?, ?, ?)", [log.Number, log.Next, block.Count, at], block.Records.Span);
            Insert(sqlite, "INSERT INTO event_fingerprints (log, first, ids) VALUES (?, ?, ?)", [log.Number, log.Next], block.FingerprintBytes.Span);
            await session.ExecuteAsync("UPDATE event_logs SET next = @next WHERE number = @Number", new { next, log.Number });
        }
        else
        {
            await using var command = Command(session,
                """
                UPDATE event_logs SET next = @next WHERE number = @log;
                INSERT INTO event_blocks (log, first, count, received_at, body) VALUES (@log, @first, @count, @at, @body);
                INSERT INTO event_fingerprints (log, first, ids) VALUES (@log, @first, @ids);
                """,
                ("log", log.Number), ("next", next), ("first", log.Next), ("count", (long)block.Count), ("at", at), ("body", block.Records), ("ids", block.FingerprintBytes));
            await command.ExecuteNonQueryAsync();
        }
        if (next / window.Size == log.Next / window.Size) return;
        await session.ExecuteAsync("DELETE FROM event_fingerprints WHERE log = @Number AND first < @before", new { log.Number, before = next - (2L * window.Size) });
    }

    /// <summary>Inserts a row that ends with large bytes, from where they lie: the driver takes whole arrays only, and some megabytes for each commit are dear to collect.</summary>
    static void Insert(SqliteConnection connection, string sql, ReadOnlySpan<long> numbers, ReadOnlySpan<byte> bytes)
    {
        var handle = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(handle, sql, out var statement), handle);
        using (statement)
        {
            for (var i = 0; i < numbers.Length; i++) raw.sqlite3_bind_int64(statement, i + 1, numbers[i]);
            SqliteException.ThrowExceptionForRC(raw.sqlite3_bind_blob(statement, numbers.Length + 1, bytes), handle);
            if (raw.sqlite3_step(statement) is not raw.SQLITE_DONE and var code) SqliteException.ThrowExceptionForRC(code, handle);
        }
    }

    static Task<LogRow?> FindAsync(Session session, string environment, string forUpdate) => session.FirstOrDefaultAsync<LogRow>(
        $"SELECT number, next, generation, moved, archive, removed FROM event_logs WHERE environment = @environment{forUpdate}", new { environment });

    static DbCommand Command(Session session, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = session.Connection.CreateCommand();
        command.Transaction = session.Transaction;
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }
        return command;
    }

    /// <summary>What a transaction has appended, to be noted once it is committed.</summary>
    sealed record Appended(IdWindow Window, long First, EventBlock Block, int[] Counts);

    sealed class LogRow
    {
        public string Environment { get; init; } = "";

        public long Number { get; init; }

        public long Next { get; init; }

        public long Generation { get; init; }

        public long Moved { get; init; }

        public string? Archive { get; init; }

        public long Removed { get; init; }
    }
}
