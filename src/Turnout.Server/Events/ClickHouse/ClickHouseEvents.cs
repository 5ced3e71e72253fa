using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Events.ClickHouse;

/// <summary>
/// Events as rows of ClickHouse: each at its position of its log. A row that is written again, as after a crash, replaces itself. Thread-safe.
/// </summary>
/// <remarks>
/// On one server the table is <c>turnout_events</c>. On a cluster that is a Distributed table over <c>turnout_events_shard</c> on each of its servers.
/// The SQL is what ClickHouse 18.16 and today's versions have in common.
/// </remarks>
internal sealed partial class ClickHouseEvents : IDisposable
{
    const string Table = "turnout_events";

    // Sorting so many at a time keeps ClickHouse's memory and ours within some tens of megabytes.
    const int PositionsAtATime = 200_000;
    const int RecordsAtATime = 20_000;

    static readonly Problem NotConfigured = new("storage_unavailable", 503, "Events of this environment lie on ClickHouse, which this server is not told of: set TURNOUT_CLICKHOUSE.");

    readonly TimeProvider clock;
    readonly ClickHouseAddress? configured;
    readonly ClickHouseHttp? opened;
    readonly SemaphoreSlim preparing = new(1);
    volatile bool prepared;

    /// <exception cref="StartupException"><c>TURNOUT_CLICKHOUSE</c> cannot be understood.</exception>
    public ClickHouseEvents(IOptions<StorageOptions> options, TimeProvider clock)
    {
        this.clock = clock;
        if (options.Value.ClickHouse is not { } text) return;
        configured = ClickHouseAddress.Parse(text);
        opened = new ClickHouseHttp(configured);
    }

    /// <summary>Whether there is a ClickHouse.</summary>
    public bool IsConfigured => configured is not null;

    ClickHouseAddress Address => configured ?? throw new StorageException(NotConfigured);

    ClickHouseHttp Http => opened ?? throw new StorageException(NotConfigured);

    string Local => Address.Cluster is null ? Table : $"{Table}_shard";

    /// <summary>Writes blocks of a log.</summary>
    /// <param name="log">Its name on ClickHouse.</param>
    /// <param name="environment">Its environment, for people who ask ClickHouse.</param>
    /// <param name="blocks">The position of each block's first event, when it was taken (Unix milliseconds), its records.</param>
    /// <param name="cancellation">Ends the wait; the rows may have arrived nevertheless.</param>
    public async Task InsertAsync(string log, string environment, IEnumerable<(long First, long ReceivedAt, byte[] Records)> blocks, CancellationToken cancellation = default)
    {
        await PrepareAsync(cancellation);
        var rows = new ArrayBufferWriter<byte>(1 << 20);
        var version = (ulong)clock.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var (first, receivedAt, records) in blocks)
        {
            var prefix = EventRow.Prefix(log, environment, version, (ushort)(receivedAt / (24 * 60 * 60 * 1000)));
            ReadOnlySpan<byte> rest = records;
            for (var position = first; EventRecord.TryRead(ref rest, out var record); position++) EventRow.Write(rows, prefix, position, record);
        }
        await Http.InsertAsync($"INSERT INTO {Table} ({EventRow.AllColumns}) FORMAT RowBinary", rows.WrittenMemory, cancellation);
    }

    /// <summary>Reads a stretch of a log in order; up to 20,000 events come in one part.</summary>
    /// <param name="log">Its name on ClickHouse.</param>
    /// <param name="from">The first position.</param>
    /// <param name="to">The position behind the last one.</param>
    /// <param name="removals">By experiment, the positions before which its exposures and conversions are taken out.</param>
    /// <param name="events">Takes the position of a part's first event and its records, which are gone afterwards.</param>
    /// <param name="isWhole">Whether the events come with their ids and properties.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task ReadAsync(
        string log, long from, long to, ILookup<string, long> removals, Action<long, ReadOnlySpan<byte>> events, bool isWhole, CancellationToken cancellation)
    {
        await PrepareAsync(cancellation);
        var coming = SelectAsync(from);
        while (from < to)
        {
            using var rows = await coming;
            var end = Math.Min(to, from + PositionsAtATime);
            // ClickHouse works on the next part while this one is read.
            if (end < to) coming = SelectAsync(end);
            Read(rows.Bytes, from, end, removals, events);
            from = end;
        }

        Task<PooledBytes> SelectAsync(long start) => Http.SelectAsync(string.Create(CultureInfo.InvariantCulture, $"""
            SELECT {(isWhole ? EventRow.Columns : EventRow.CountedColumns)} FROM {Table}
            WHERE log = {Quote(log)} AND position >= {start} AND position < {Math.Min(to, start + PositionsAtATime)}
            ORDER BY position, version FORMAT RowBinary
            """), cancellation);
    }

    /// <summary>Takes exposures and conversions of an experiment out, by and by; readers know of it already.</summary>
    public Task RemoveAsync(string log, string experiment, long before, CancellationToken cancellation = default) => OnAllAsync(string.Create(CultureInfo.InvariantCulture,
        $"ALTER TABLE {Local} DELETE WHERE log = {Quote(log)} AND kind IN ({(int)EventKind.Exposure}, {(int)EventKind.Conversion}) AND experiment = {Quote(experiment)} AND position < {before}"), cancellation);

    /// <summary>The position of the first event that was taken on the UTC day of an instant or later; null where there is none.</summary>
    public async Task<long?> FirstSinceAsync(string log, DateTimeOffset instant, CancellationToken cancellation = default)
    {
        await PrepareAsync(cancellation);
        using var answer = await Http.SelectAsync(string.Create(CultureInfo.InvariantCulture,
            $"SELECT toInt64(min(position)), toInt64(count()) FROM {Table} WHERE log = {Quote(log)} AND day >= '{instant.UtcDateTime:yyyy-MM-dd}' FORMAT RowBinary"), cancellation);
        var numbers = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, long>(answer.Bytes);
        return numbers[1] == 0 ? null : numbers[0];
    }

    /// <summary>Takes all events before a position out, by and by; readers skip them already.</summary>
    public Task RemoveBeforeAsync(string log, long before, CancellationToken cancellation = default) => OnAllAsync(string.Create(CultureInfo.InvariantCulture,
        $"ALTER TABLE {Local} DELETE WHERE log = {Quote(log)} AND position < {before}"), cancellation);

    public void Dispose()
    {
        opened?.Dispose();
        preparing.Dispose();
    }

    /// <summary>Hands on every position of a stretch, those whose rows are gone as nothing.</summary>
    static void Read(ReadOnlySpan<byte> rows, long from, long to, ILookup<string, long> removals, Action<long, ReadOnlySpan<byte>> events)
    {
        while (from < to)
        {
            using var batch = new EventBatch("");
            var first = from;
            for (; from < to && batch.Count < RecordsAtATime; from++)
            {
                if (rows.IsEmpty || EventRow.Position(rows) != from)
                {
                    batch.AddNothing();
                    continue;
                }
                SkipOlder(ref rows, from);
                EventRow.Read(ref rows, batch);
                if (removals.Count > 0 && IsRemoved(batch.Read(batch.Count - 1), from, removals)) batch.Refuse(batch.Count - 1);
            }
            events(first, batch.Records);
        }
    }

    /// <summary>Of several rows at one position the last is the newest.</summary>
    static void SkipOlder(scoped ref ReadOnlySpan<byte> rows, long position)
    {
        while (true)
        {
            var next = rows;
            EventRow.Skip(ref next);
            if (next.IsEmpty || EventRow.Position(next) != position) return;
            rows = next;
        }
    }

    static bool IsRemoved(EventRecord record, long position, ILookup<string, long> removals) =>
        record.Kind is EventKind.Exposure or EventKind.Conversion && removals[Encoding.UTF8.GetString(record.Experiment)].Any(before => position < before);

    async Task PrepareAsync(CancellationToken cancellation)
    {
        if (prepared) return;
        await preparing.WaitAsync(cancellation);
        try
        {
            if (prepared) return;
            foreach (var server in Address.Servers)
            {
                await Http.ExecuteAsync(server, $"CREATE DATABASE IF NOT EXISTS {Address.Database}", inDatabase: false, cancellation);
                await Http.ExecuteAsync(server, CreateLocal(await FlushesAsync(server, cancellation)), cancellation: cancellation);
                if (Address.Cluster is not null) await Http.ExecuteAsync(server, CreateDistributed, cancellation: cancellation);
            }
            prepared = true;
        }
        finally
        {
            preparing.Release();
        }
    }

    /// <summary>Whether the server can write an insert to the disk before it acknowledges it, as those since 20.10 do.</summary>
    async Task<bool> FlushesAsync(Uri server, CancellationToken cancellation) =>
        (await Http.ExecuteAsync(server, "SELECT count() FROM system.merge_tree_settings WHERE name = 'fsync_after_insert'", inDatabase: false, cancellation)).Trim() == "1";

    string CreateLocal(bool flushes) => $"""
        CREATE TABLE IF NOT EXISTS {Local} (
            log String, environment String, version UInt64, day Date, position UInt64, kind UInt8, flags UInt8, at Int64, value Float64, id String,
            user String, team String, visitor String, experiment String, variant String, assignment_type String, name String, properties String
        ) ENGINE = ReplacingMergeTree(version) PARTITION BY toYYYYMM(day) ORDER BY (log, position){(flushes ? " SETTINGS fsync_after_insert = 1, fsync_part_directory = 1" : "")}
        """;

    // The same events go to the same shard when they are written again.
    string CreateDistributed => $"""
        CREATE TABLE IF NOT EXISTS {Table} (
            log String, environment String, version UInt64, day Date, position UInt64, kind UInt8, flags UInt8, at Int64, value Float64, id String,
            user String, team String, visitor String, experiment String, variant String, assignment_type String, name String, properties String
        ) ENGINE = Distributed({Address.Cluster}, {Address.Database}, {Local}, intDiv(position, 65536))
        """;

    async Task OnAllAsync(string sql, CancellationToken cancellation)
    {
        await PrepareAsync(cancellation);
        foreach (var server in Address.Servers) await Http.ExecuteAsync(server, sql, cancellation: cancellation);
    }

    /// <summary>A text as SQL has it.</summary>
    internal static string Quote(string text) => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
