using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;
using SQLitePCL;
using Turnout.Server.Storage;

namespace Turnout.Server.Events;

/// <summary>The state of an environment's log.</summary>
/// <param name="Number">Its number in the database; 0 where no event has come yet.</param>
/// <param name="Next">The position of the next event.</param>
/// <param name="Generation">Raised when old events were changed.</param>
internal readonly record struct LogState(int Number, long Next, long Generation);

/// <summary>The SQL of the event log.</summary>
internal sealed class EventLogStore(Database database, TimeProvider clock)
{
    /// <summary>Appends batches in one transaction; an event whose id is in the log already is left out.</summary>
    /// <returns>For each batch how many of its events were appended.</returns>
    public async Task<IReadOnlyList<int>> AppendAsync(IReadOnlyList<EventBatch> batches)
    {
        var appended = new int[batches.Count];
        await database.WriteAsync(async session =>
        {
            // One log after the other, in an order that all servers share, so that none waits for another in a circle.
            foreach (var log in batches.Select((batch, index) => (batch, index)).GroupBy(pair => pair.batch.Environment).OrderBy(group => group.Key, StringComparer.Ordinal))
            {
                var counts = await AppendAsync(session, log.Key, [.. log.Select(pair => pair.batch)]);
                foreach (var ((_, index), count) in log.Zip(counts)) appended[index] = count;
            }
        });
        return appended;
    }

    /// <summary>Appends batches of one environment within a transaction of the caller's.</summary>
    public async Task<int[]> AppendAsync(Session session, string environment, IReadOnlyList<EventBatch> batches)
    {
        var log = await EnsureLogAsync(session, environment);
        using var block = new EventBlock();
        var counts = session.Connection is SqliteConnection sqlite ? TakeNew(sqlite, log, batches, block) : await TakeNewAsync(session, log, batches, block);
        if (block.Count > 0) await InsertAsync(session, log, block);
        return counts;
    }

    /// <summary>The log as it stands; its number is 0 where the environment has none yet.</summary>
    public Task<LogState> StateAsync(string environment, CancellationToken cancellation = default) =>
        database.ReadAsync(session => StateAsync(session, environment), cancellation);

    public static async Task<LogState> StateAsync(Session session, string environment)
    {
        var row = await session.FirstOrDefaultAsync<LogRow>("SELECT number, next, generation FROM event_logs WHERE environment = @environment", new { environment });
        return row is null ? default : new LogState((int)row.Number, row.Next, row.Generation);
    }

    /// <summary>Reads the first block that begins at a position or behind it.</summary>
    /// <returns>The position behind it; null when there is none.</returns>
    public async Task<long?> ReadBlockAsync(int log, long from, Action<long, ReadOnlySpan<byte>> block, CancellationToken cancellation = default)
    {
        var row = await database.ReadAsync(session => session.FirstOrDefaultAsync<BlockRow>(
            "SELECT first, count, body FROM event_blocks WHERE log = @log AND first >= @from ORDER BY first LIMIT 1", new { log, from }), cancellation);
        if (row is null) return null;
        block(row.First, row.Body);
        return row.First + row.Count;
    }

    /// <summary>Reads a stretch of the log, block by block, in order.</summary>
    /// <param name="log">Its number.</param>
    /// <param name="from">The first position wanted; the first block may begin before it.</param>
    /// <param name="to">The position behind the last one wanted, at the end of a commit.</param>
    /// <param name="block">Takes the position of a block's first event and its records, which are gone afterwards.</param>
    /// <returns>The position behind the last event read.</returns>
    public Task<long> ReadAsync(int log, long from, long to, Action<long, ReadOnlySpan<byte>> block, CancellationToken cancellation = default) =>
        database.ReadAsync(async session =>
        {
            var next = from;
            await using var command = session.Connection.CreateCommand();
            command.Transaction = session.Transaction;
            command.CommandText = """
                SELECT first, count, body FROM event_blocks
                WHERE log = @log AND first >= COALESCE((SELECT MAX(first) FROM event_blocks WHERE log = @log AND first <= @from), 0) AND first < @to
                ORDER BY first
                """;
            Add(command, "log", log);
            Add(command, "from", from);
            Add(command, "to", to);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                cancellation.ThrowIfCancellationRequested();
                var first = reader.GetInt64(0);
                var end = first + reader.GetInt64(1);
                if (end <= from) continue;
                if (reader is SqliteDataReader sqlite) block(first, raw.sqlite3_column_blob(sqlite.Handle, 2));
                else block(first, reader.GetFieldValue<byte[]>(2));
                next = end;
            }
            return next;
        }, cancellation);

    /// <summary>Takes the exposures and conversions of an experiment out of the log, with the experiment. Costs a reading of the whole log.</summary>
    public static async Task RemoveExperimentAsync(Session session, string environment, string experiment)
    {
        if (await session.FirstOrDefaultAsync<int?>("SELECT number FROM event_logs WHERE environment = @environment", new { environment }) is not { } log) return;
        var key = System.Text.Encoding.UTF8.GetBytes(experiment);
        var changed = false;
        foreach (var first in await session.QueryAsync<long>("SELECT first FROM event_blocks WHERE log = @log ORDER BY first", new { log }))
        {
            var body = await session.SingleAsync<byte[]>("SELECT body FROM event_blocks WHERE log = @log AND first = @first", new { log, first });
            if (!EventBlock.RemoveExperiment(body, key)) continue;
            changed = true;
            await session.ExecuteAsync("UPDATE event_blocks SET body = @body WHERE log = @log AND first = @first", new { body, log, first });
        }
        if (changed) await session.ExecuteAsync("UPDATE event_logs SET generation = generation + 1 WHERE number = @log", new { log });
    }

    static async Task<int> EnsureLogAsync(Session session, string environment)
    {
        const string find = "SELECT number FROM event_logs WHERE environment = @environment";
        if (await session.FirstOrDefaultAsync<int?>(find, new { environment }) is { } number) return number;
        await session.ExecuteAsync("INSERT INTO event_logs (environment, next, generation) VALUES (@environment, 0, 0) ON CONFLICT (environment) DO NOTHING", new { environment });
        return await session.SingleAsync<int>(find, new { environment });
    }

    /// <summary>Notes the ids on SQLite and collects the events whose ids are new.</summary>
    static int[] TakeNew(SqliteConnection connection, int log, IReadOnlyList<EventBatch> batches, EventBlock block)
    {
        // The provider's commands cost more than SQLite's own work here.
        var database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(database, "INSERT INTO event_ids (log, id) VALUES (?1, ?2) ON CONFLICT DO NOTHING", out var statement), database);
        using (statement)
        {
            Check(raw.sqlite3_bind_int(statement, 1, log), database);
            var counts = new int[batches.Count];
            for (var i = 0; i < counts.Length; i++)
            {
                var batch = batches[i];
                for (var j = 0; j < batch.Count; j++)
                {
                    var record = batch.Read(j);
                    if (record.Kind == EventKind.Void) continue;
                    Check(raw.sqlite3_bind_blob(statement, 2, record.Id), database);
                    var code = raw.sqlite3_step(statement);
                    if (code != raw.SQLITE_DONE) Check(code, database);
                    raw.sqlite3_reset(statement);
                    if (raw.sqlite3_changes(database) == 0) continue;
                    block.Add(batch[j]);
                    counts[i]++;
                }
            }
            return counts;
        }
    }

    static void Check(int code, sqlite3 database)
    {
        if (code != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(code, database);
    }

    /// <summary>The same on PostgreSQL, where one statement notes them all.</summary>
    static async Task<int[]> TakeNewAsync(Session session, int log, IReadOnlyList<EventBatch> batches, EventBlock block)
    {
        var first = new Dictionary<EventKey, (int Batch, int Index)>();
        for (var i = 0; i < batches.Count; i++)
        {
            for (var j = 0; j < batches[i].Count; j++)
            {
                var record = batches[i].Read(j);
                if (record.Kind != EventKind.Void) first.TryAdd(new EventKey(record.Id.ToArray()), (i, j));
            }
        }
        // In one order on all servers, so that none waits for another in a circle; it is also the index's.
        var ids = first.Keys.Select(key => key.Bytes).Order(ByteOrder.Instance).ToArray();
        await using var command = (NpgsqlCommand)session.Connection.CreateCommand();
        command.Transaction = (NpgsqlTransaction?)session.Transaction;
        command.CommandText = "INSERT INTO event_ids (log, id) SELECT $1, id FROM unnest($2) AS id ON CONFLICT DO NOTHING RETURNING id";
        command.Parameters.Add(new NpgsqlParameter { Value = log });
        command.Parameters.Add(new NpgsqlParameter { Value = ids, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        var fresh = new HashSet<(int, int)>();
        await using (var reader = await command.ExecuteReaderAsync())
            while (await reader.ReadAsync())
                fresh.Add(first[new EventKey(reader.GetFieldValue<byte[]>(0))]);
        var counts = new int[batches.Count];
        for (var i = 0; i < counts.Length; i++)
        {
            for (var j = 0; j < batches[i].Count; j++)
            {
                if (!fresh.Contains((i, j))) continue;
                block.Add(batches[i][j]);
                counts[i]++;
            }
        }
        return counts;
    }

    async Task InsertAsync(Session session, int log, EventBlock block)
    {
        // From here to the commit the row is locked on PostgreSQL: positions appear in their order, and no reader passes one by.
        var next = await session.SingleAsync<long>("UPDATE event_logs SET next = next + @count WHERE number = @log RETURNING next", new { log, count = block.Count });
        await using var command = session.Connection.CreateCommand();
        command.Transaction = session.Transaction;
        command.CommandText = "INSERT INTO event_blocks (log, first, count, received_at, body) VALUES (@log, @first, @count, @at, @body)";
        Add(command, "log", log);
        Add(command, "first", next - block.Count);
        Add(command, "count", (long)block.Count);
        Add(command, "at", clock.GetUtcNow().ToUnixTimeMilliseconds());
        Add(command, "body", block.ToArray());
        await command.ExecuteNonQueryAsync();
    }

    static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }

    sealed class LogRow
    {
        public long Number { get; init; }

        public long Next { get; init; }

        public long Generation { get; init; }
    }

    sealed class BlockRow
    {
        public long First { get; init; }

        public long Count { get; init; }

        public byte[] Body { get; init; } = [];
    }

    readonly record struct EventKey(byte[] Bytes)
    {
        public bool Equals(EventKey other) => Bytes.AsSpan().SequenceEqual(other.Bytes);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.AddBytes(Bytes);
            return hash.ToHashCode();
        }
    }

    sealed class ByteOrder : IComparer<byte[]>
    {
        public static readonly ByteOrder Instance = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
