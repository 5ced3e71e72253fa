using System.Buffers;
using System.Buffers.Binary;
using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Turnout.Server.Events;

namespace Turnout.Server.Storage.Moving;

/// <summary>
/// A store as a row of parts, always cut at the same places: the same content makes the same parts with the same checksums, on every database.
/// </summary>
internal sealed class StoreParts(Database database, EventLogStore log)
{
    public const string Events = "events";

    const int RowsInPart = 10_000;
    const int EventsInBlock = 10_000;
    const int EventsInPart = 50_000;

    public static string NameOf(string table, long number) => $"{table}.{number:000000}";

    /// <summary>How many parts a table has; at least one.</summary>
    public async Task<long> CountAsync(Table table, CancellationToken cancellation) =>
        Math.Max(1, (await database.ReadAsync(session => session.ScalarAsync<long>($"SELECT COUNT(*) FROM {table.Name}"), cancellation) + RowsInPart - 1) / RowsInPart);

    /// <summary>How many parts the events of a log have.</summary>
    public static long CountOf(LogEntry entry) => ((entry.Next + EventsInPart - 1) / EventsInPart) - (entry.Removed / EventsInPart);

    /// <summary>The logs, by environment.</summary>
    public Task<List<LogEntry>> LogsAsync(CancellationToken cancellation) => database.ReadAsync(session =>
        session.QueryAsync<LogEntry>("SELECT number, next, removed FROM event_logs ORDER BY number"), cancellation);

    /// <summary>Reads a table from some part on.</summary>
    /// <param name="table">The table.</param>
    /// <param name="skip">How many parts are not wanted.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>Each part with its lines.</returns>
    public async IAsyncEnumerable<(Part Part, byte[] Content)> TableAsync(Table table, int skip, [EnumeratorCancellation] CancellationToken cancellation)
    {
        object[]? after = null;
        for (var number = 0; ; number++)
        {
            var content = new ArrayBufferWriter<byte>(1 << 16);
            var rows = 0;
            var from = after;
            after = await database.ReadAsync(session => ReadRowsAsync(session, table, from, number < skip ? null : content, count => rows = count, cancellation), cancellation);
            if (rows == 0 && number > 0) yield break;
            if (number >= skip) yield return (new Part(NameOf(table.Name, number), table.Name, rows, MovingFolder.Hash(content.WrittenSpan)), content.WrittenSpan.ToArray());
            if (rows < RowsInPart) yield break;
        }
    }

    /// <summary>Reads the events of a log from some part on: blocks with log, position, count, instant and length before them.</summary>
    public async IAsyncEnumerable<(Part Part, byte[] Content)> EventsAsync(LogEntry entry, int skip, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var number = (entry.Removed / EventsInPart) + skip; number * EventsInPart < entry.Next; number++)
        {
            var from = Math.Max(entry.Removed, number * EventsInPart);
            var to = Math.Min(entry.Next, (number + 1) * EventsInPart);
            if (from == to) continue;
            var content = new ArrayBufferWriter<byte>(1 << 20);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var block = new ArrayBufferWriter<byte>(1 << 20);
            var (first, latest, count) = (from, 0L, 0L);
            await log.ReadAsync((int)entry.Number, from, to, (position, records) =>
            {
                while (EventRecord.TryRead(ref records, out var record))
                {
                    if (position++ < from || position > to) continue;
                    Add(block, hash, record);
                    latest = Math.Max(latest, record.At);
                    count++;
                    if (position % EventsInBlock == 0 || position == to) End(position);
                }
            }, cancellation);
            if (count != to - from) throw new InvalidOperationException($"Of the events {from} to {to} of log {entry.Number} only {count} were found.");
            yield return (new Part(NameOf($"{Events}.{entry.Number}", number), Events, to - from, Convert.ToHexStringLower(hash.GetHashAndReset())), content.WrittenSpan.ToArray());

            void End(long next)
            {
                var head = content.GetSpan(36);
                BinaryPrimitives.WriteInt64LittleEndian(head, entry.Number);
                BinaryPrimitives.WriteInt64LittleEndian(head[8..], first);
                BinaryPrimitives.WriteInt64LittleEndian(head[16..], next - first);
                BinaryPrimitives.WriteInt64LittleEndian(head[24..], latest);
                BinaryPrimitives.WriteInt32LittleEndian(head[32..], block.WrittenCount);
                content.Advance(36);
                content.Write(block.WrittenSpan);
                block.ResetWrittenCount();
                (first, latest) = (next, 0);
            }
        }
    }

    /// <summary>The blocks of a part of events.</summary>
    public static IEnumerable<EventPart> ReadEvents(byte[] content)
    {
        for (var at = 0; at < content.Length;)
        {
            var head = content.AsSpan(at, 36);
            var length = BinaryPrimitives.ReadInt32LittleEndian(head[32..]);
            yield return new EventPart(BinaryPrimitives.ReadInt64LittleEndian(head), BinaryPrimitives.ReadInt64LittleEndian(head[8..]),
                BinaryPrimitives.ReadInt64LittleEndian(head[16..]), BinaryPrimitives.ReadInt64LittleEndian(head[24..]), content.AsSpan(at + 36, length).ToArray());
            at += 36 + length;
        }
    }

    static void Add(ArrayBufferWriter<byte> block, IncrementalHash hash, EventRecord record)
    {
        using var one = new EventBatch("");
        one.Add(record);
        block.Write(one.Records);
        hash.AppendData(one.Records);
    }

    static async Task<object[]?> ReadRowsAsync(Session session, Table table, object[]? after, ArrayBufferWriter<byte>? content, Action<int> counted, CancellationToken cancellation)
    {
        await using var command = session.Connection.CreateCommand();
        command.Transaction = session.Transaction;
        var keys = string.Join(", ", table.Key.Select((_, i) => $"@k{i}"));
        // Where events lie is each store's own affair.
        var columns = string.Join(", ", table.Columns.Select(column => (table.Name, column.Name) switch
        {
            ("event_logs", "moved") => "0",
            ("event_logs", "archive") => "NULL",
            _ => column.Name,
        }));
        command.CommandText = $"SELECT {columns}, {string.Join(", ", table.Key.Select(column => column.Name))} FROM {table.Name}"
            + (after is null ? "" : $" WHERE ({table.Order(session.Dialect)}) > ({keys})") + $" ORDER BY {table.Order(session.Dialect)} LIMIT {RowsInPart}";
        for (var i = 0; after is not null && i < after.Length; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"k{i}";
            parameter.Value = after[i];
            command.Parameters.Add(parameter);
        }
        var rows = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            rows++;
            if (content is not null) RowLine.Write(content, table, reader);
            after = [.. table.Key.Select((_, i) => reader.GetValue(table.Columns.Count + i))];
        }
        counted(rows);
        return after;
    }

    internal sealed class LogEntry
    {
        public long Number { get; init; }

        public long Next { get; init; }

        /// <summary>Events before this position are gone.</summary>
        public long Removed { get; init; }

        public long Count => Next - Removed;
    }
}

/// <summary>A block of events on its way.</summary>
internal sealed record EventPart(long Log, long First, long Count, long Latest, byte[] Records);
