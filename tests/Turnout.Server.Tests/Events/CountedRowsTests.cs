using System.Buffers.Binary;
using System.Text;
using Turnout.Server.Events;
using Turnout.Server.Events.ClickHouse;
using Turnout.Server.Storage;

namespace Turnout.Server.Tests.Events;

/// <summary>What ClickHouse answers to those who count.</summary>
public class CountedRowsTests
{
    static readonly CountedEvents Wanted = new("user", "exp", ["it's", "view"]);

    [Fact]
    public async Task Blocks_in_no_order_are_read_in_the_order_of_the_log()
    {
        using var rows = await ReadAsync([Block(7, 9), Block(), Block(0, 3, 4), Block(5, 6), Block(1, 2, 8)]);
        Assert.NotNull(rows);
        for (var i = 0; i < 10; i++)
        {
            Assert.True(rows.TryRead(out var row));
            Assert.Equal((1000 + i, EventKind.Conversion, 300 + i, -i, i / 4.0, $"user-{i}", new string('v', i * 20)),
                (row.Position, row.Kind, row.Name, row.At, row.Value, Encoding.UTF8.GetString(row.Unit), Encoding.UTF8.GetString(row.Variant)));
        }
        Assert.False(rows.TryRead(out _));
    }

    [Theory]
    [InlineData(new[] { 1, 2 }, new[] { 2, 3 })]
    [InlineData(new[] { 1, 2 }, new[] { 1 })]
    [InlineData(new[] { 1, 1 }, new int[0])]
    [InlineData(new[] { 2, 1 }, new int[0])]
    public async Task Rows_that_were_written_again_are_not_read_this_way(int[] one, int[] other) => Assert.Null(await ReadAsync([Block(one), Block(other)]));

    [Fact]
    public async Task No_rows_are_read_as_none()
    {
        using var rows = await ReadAsync([]);
        Assert.False(rows!.TryRead(out _));
    }

    [Fact]
    public async Task Columns_of_another_type_and_answers_cut_short_are_errors()
    {
        var block = Block(1, 2);
        var other = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(block).Replace("UInt16", "UInt64", StringComparison.Ordinal));
        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync([other]));
        await Assert.ThrowsAnyAsync<Exception>(() => ReadAsync([block[..^1]]));
        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync([[1, 0]]));
    }

    [Theory, MemberData(nameof(EventMoverTests.Archives), MemberType = typeof(EventMoverTests))]
    public async Task ClickHouse_chooses_what_is_counted(Store kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = await TurnoutHost.StartAsync(database);
        var archive = host.Service<ClickHouseEvents>();
        await archive.InsertAsync("log", "production", [(0, 0, Block(batch =>
        {
            Metric(batch, 1, "it's", "u1", 2.5);
            Metric(batch, 2, "other", "u1", 1);
            Metric(batch, 3, "view", "", 1);
            Metric(batch, 4, "view", "ü\n\\", null);
            batch.MarkSynthetic(Metric(batch, 5, "view", "u1", 1));
            OfExperiment(batch, EventKind.Exposure, 6, "exp", "a", null);
            OfExperiment(batch, EventKind.Exposure, 7, "else", "a", null);
            OfExperiment(batch, EventKind.Conversion, 8, "exp", "b", "view");
            OfExperiment(batch, EventKind.Conversion, 9, "exp", "b", "more");
        })), (200_000, 0, Block(batch => OfExperiment(batch, EventKind.Exposure, 10, "exp", "b", null)))]);
        // Of another log.
        await archive.InsertAsync("log2", "production", [(0, 0, Block(batch => Metric(batch, 11, "view", "u1", 1)))]);

        string[] all =
        [
            "0 Metric 1 1 2.5 u1 ", "3 Metric 2 4 NaN ü\n\\ ", "5 Exposure 0 6 NaN u a", "7 Conversion 2 8 NaN u b", "8 Conversion 0 9 NaN u b", "200000 Exposure 0 10 NaN u b",
        ];
        Assert.Equal(all, await CountedAsync(archive, 0, 300_000));
        Assert.Equal(all[2..5], await CountedAsync(archive, 5, 200_000));
        Assert.Equal([.. all[..2], .. all[4..]], await CountedAsync(archive, 0, 300_000, removedBefore: 8));

        // A part with a row that was written again is read by all its records.
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await archive.InsertAsync("log", "production", [(0, 0, Block(batch => Metric(batch, 1, "it's", "renamed", 2.5)))]);
        Assert.Equal(["0 renamed", "1 u1", "3 ü\n\\", "5 u", "6 u", "7 u", "8 u", all[5]], await CountedAsync(archive, 0, 300_000));
    }

    static async Task<List<string>> CountedAsync(ClickHouseEvents archive, long from, long to, long removedBefore = 0)
    {
        var found = new List<string>();
        await archive.ReadCountedAsync("log", from, to, new[] { ("exp", removedBefore) }.ToLookup(item => item.Item1, item => item.Item2), new CountedReader(Wanted, Rows), Records, CancellationToken.None);
        return found;

        void Rows(CountedRows rows)
        {
            while (rows.TryRead(out var row))
                found.Add(FormattableString.Invariant($"{row.Position} {row.Kind} {row.Name} {row.At} {row.Value} {Encoding.UTF8.GetString(row.Unit)} {Encoding.UTF8.GetString(row.Variant)}"));
        }

        void Records(long position, ReadOnlySpan<byte> records)
        {
            for (; EventRecord.TryRead(ref records, out var record); position++)
                if (record.Kind != EventKind.Void && !record.IsSynthetic && !record.User.IsEmpty) found.Add($"{position} {Encoding.UTF8.GetString(record.User)}");
        }
    }

    static byte[] Block(Action<EventBatch> fill)
    {
        using var batch = new EventBatch("");
        fill(batch);
        return batch.Records.ToArray();
    }

    static int Metric(EventBatch batch, long at, string name, string user, double? value)
    {
        batch.Begin(EventKind.Metric, at, value);
        foreach (var text in new[] { "id", user, "", "", name }) batch.Text(Encoding.UTF8.GetBytes(text));
        batch.End([]);
        return batch.Count - 1;
    }

    static void OfExperiment(EventBatch batch, EventKind kind, long at, string experiment, string variant, string? name)
    {
        batch.Begin(kind, at, null);
        foreach (var text in new[] { "id", "u", "", "", experiment, variant, "" }) batch.Text(Encoding.UTF8.GetBytes(text));
        if (name is not null) batch.Text(Encoding.UTF8.GetBytes(name));
        batch.End([]);
    }

    static async Task<CountedRows?> ReadAsync(IEnumerable<byte[]> blocks)
    {
        using var stream = new MemoryStream([.. blocks.SelectMany(block => block)]);
        return CountedRows.Read(await PooledBytes.ReadAsync(stream, 0, CancellationToken.None), 1000);
    }

    /// <summary>A block of ClickHouse's format Native with rows at these positions, each with what follows from it.</summary>
    static byte[] Block(params int[] positions)
    {
        var bytes = new List<byte> { 7, (byte)positions.Length };
        Column("UInt32", 4, (row, span) => BinaryPrimitives.WriteInt32LittleEndian(span, row));
        Column("UInt8", 1, (_, span) => span[0] = (byte)EventKind.Conversion);
        Column("UInt16", 2, (row, span) => BinaryPrimitives.WriteInt16LittleEndian(span, (short)(300 + row)));
        Column("Int64", 8, (row, span) => BinaryPrimitives.WriteInt64LittleEndian(span, -row));
        Column("Float64", 8, (row, span) => BinaryPrimitives.WriteDoubleLittleEndian(span, row / 4.0));
        Head("String");
        foreach (var row in positions) Text($"user-{row}");
        Head("String");
        foreach (var row in positions) Text(new string('v', row * 20));
        return [.. bytes];

        void Column(string type, int size, Action<int, byte[]> write)
        {
            Head(type);
            foreach (var row in positions)
            {
                var value = new byte[size];
                write(row, value);
                bytes.AddRange(value);
            }
        }

        void Head(string type)
        {
            Text("c");
            Text(type);
        }

        void Text(string text)
        {
            // Longer than 127 bytes, a length has two.
            if (text.Length > 127) bytes.Add((byte)(text.Length | 0x80));
            bytes.Add((byte)(text.Length > 127 ? text.Length >> 7 : text.Length));
            bytes.AddRange(Encoding.ASCII.GetBytes(text));
        }
    }
}
