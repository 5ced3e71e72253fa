using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Turnout.Server.Events.ClickHouse;

internal sealed partial class ClickHouseEvents
{
    // As many as fit well into one statement of any version.
    const int DeletedAtATime = 5_000;

    /// <summary>
    /// Writes the rows that name a unit again with another name, and has those with its own deleted. ClickHouse deletes by and by, and what was cut short in between is
    /// begun anew: to be called again until nothing is found.
    /// </summary>
    /// <param name="log">Its name on ClickHouse.</param>
    /// <param name="environment">Its environment.</param>
    /// <param name="erasure">The unit.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Whether no row names the unit any more, replaced ones included.</returns>
    /// <remarks>No statement has the id in it: ClickHouse keeps statements, in its logs and in its list of mutations.</remarks>
    public async Task<bool> EraseAsync(string log, string environment, UnitErasure erasure, CancellationToken cancellation = default)
    {
        await PrepareAsync(cancellation);
        // What is being deleted is found again until it is gone.
        foreach (var server in Address.Servers)
            if (await IsMutatingAsync(server, cancellation)) return false;
        var isGone = true;
        for (var from = 0L; from < erasure.Before; from += PositionsAtATime)
        {
            using var rows = await Http.SelectAsync(string.Create(CultureInfo.InvariantCulture, $"""
                SELECT version, day, {EventRow.Columns} FROM {Table}
                WHERE log = {Quote(log)} AND position >= {from} AND position < {Math.Min(erasure.Before, from + PositionsAtATime)} AND {MayName(erasure)}
                FORMAT RowBinary
                """), cancellation);
            var found = Rename(rows.Bytes, log, environment, erasure);
            if (found.Positions.Count == 0) continue;
            isGone = false;
            await Http.InsertAsync($"INSERT INTO {Table} ({EventRow.AllColumns}) FORMAT RowBinary", found.Renamed, cancellation);
            foreach (var positions in found.Positions.Chunk(DeletedAtATime))
                await OnAllAsync(string.Create(CultureInfo.InvariantCulture,
                    $"ALTER TABLE {Local} DELETE WHERE log = {Quote(log)} AND version < {found.Version} AND position IN ({string.Join(", ", positions)})"), cancellation);
        }
        return isGone;
    }

    async Task<bool> IsMutatingAsync(Uri server, CancellationToken cancellation) => (await Http.ExecuteAsync(
        server, $"SELECT count() FROM system.mutations WHERE database = {Quote(Address.Database)} AND table = {Quote(Local)} AND is_done = 0", cancellation: cancellation)).Trim() != "0";

    /// <summary>Rows that name it, and of those that would have to be read whole some others too.</summary>
    static string MayName(UnitErasure erasure) => erasure.Unit is "user" or "team" or "visitor"
        ? $"hex(SHA256({erasure.Unit})) = '{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(erasure.Id)))}'"
        : "notEmpty(properties)";

    Found Rename(ReadOnlySpan<byte> rows, string log, string environment, UnitErasure erasure)
    {
        var name = Encoding.UTF8.GetBytes(erasure.Id);
        var renamed = new List<(long Position, ushort Day, byte[] Record)>();
        ulong version = (ulong)clock.GetUtcNow().ToUnixTimeMilliseconds();
        while (!rows.IsEmpty)
        {
            version = Math.Max(version, BinaryPrimitives.ReadUInt64LittleEndian(rows) + 1);
            var day = BinaryPrimitives.ReadUInt16LittleEndian(rows[8..]);
            rows = rows[10..];
            var position = EventRow.Position(rows);
            using var record = new EventBatch("");
            EventRow.Read(ref rows, record);
            if (EventBlock.RenameUnit(record.Records, erasure.Unit, name, erasure.NameInstead) is { } other) renamed.Add((position, day, other.Body));
        }
        var output = new ArrayBufferWriter<byte>(1 << 16);
        // Newer than all that are there, in the partition where they are.
        foreach (var day in renamed.GroupBy(row => row.Day))
        {
            var prefix = EventRow.Prefix(log, environment, version, day.Key);
            foreach (var row in day.DistinctBy(row => row.Position)) EventRow.Write(output, prefix, row.Position, EventRecord.Read(row.Record));
        }
        return new Found(version, [.. renamed.Select(row => row.Position).Distinct()], output.WrittenMemory);
    }

    sealed record Found(ulong Version, IReadOnlyList<long> Positions, ReadOnlyMemory<byte> Renamed);
}
