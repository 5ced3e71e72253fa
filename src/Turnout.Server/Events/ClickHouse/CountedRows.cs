using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Turnout.Server.Events.ClickHouse;

/// <summary>Counted events as ClickHouse answers them in its format Native: blocks of columns, each in the order of the log, the blocks in no order. Not thread-safe.</summary>
internal sealed class CountedRows : IDisposable
{
    static readonly string[] Types = ["UInt32", "UInt8", "UInt16", "Int64", "Float64", "String", "String"];
    static readonly int[] Sizes = [4, 1, 2, 8, 8];

    readonly PooledBytes bytes;
    readonly long start;
    readonly List<Block> blocks = [];

    // Stretches of blocks, one after the other in the order of the log.
    readonly List<(Block Block, int Rows)> runs = [];
    int nextRun;
    Block block = new();
    int left;

    CountedRows(PooledBytes bytes, long start)
    {
        this.bytes = bytes;
        this.start = start;
    }

    public ReadOnlySpan<byte> Bytes => bytes.Bytes;

    /// <param name="bytes">The answer to a SELECT of <see cref="Columns"/>; disposed of with the rows.</param>
    /// <param name="start">The position from which the rows count theirs.</param>
    /// <returns>Null where several rows have one position, as those of an event that was written again.</returns>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public static CountedRows? Read(PooledBytes bytes, long start)
    {
        var rows = new CountedRows(bytes, start);
        try
        {
            var all = rows.Bytes;
            for (var at = 0; at < all.Length;)
                if (ReadBlock(all, ref at) is { Rows: > 0 } block) rows.blocks.Add(block);
            if (rows.TryOrder()) return rows;
        }
        catch
        {
            rows.Dispose();
            throw;
        }
        rows.Dispose();
        return null;
    }

    /// <summary>What is to be selected.</summary>
    /// <param name="wanted">Which events.</param>
    /// <param name="start">The position from which the rows count theirs.</param>
    public static string Columns(CountedEvents wanted, long start)
    {
        // The place among the names. ClickHouse tells whether columns are equal to texts much faster than it looks for them in a list.
        var name = string.Join(" + ", wanted.Names.Select((name, i) => $"(name = {ClickHouseEvents.Quote(name)}) * {i + 1}").DefaultIfEmpty("0"));
        return $"toUInt32(position - {start}), kind, toUInt16({name}), at, if(bitAnd(flags, {EventRecord.ValueFlag}) != 0, value, nan), {wanted.Unit}, variant";
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryRead(out CountedRow row)
    {
        if (left == 0)
        {
            if (nextRun == runs.Count)
            {
                row = default;
                return false;
            }
            (block, left) = runs[nextRun++];
        }
        left--;
        var all = Bytes;
        var i = block.Next++;
        row = new CountedRow
        {
            Position = start + block.PositionOf(all, i),
            Kind = (EventKind)all[block.Columns[1] + i],
            Name = BinaryPrimitives.ReadUInt16LittleEndian(all[(block.Columns[2] + (2 * i))..]),
            At = BinaryPrimitives.ReadInt64LittleEndian(all[(block.Columns[3] + (8 * i))..]),
            Value = BinaryPrimitives.ReadDoubleLittleEndian(all[(block.Columns[4] + (8 * i))..]),
            Unit = Text(all, ref block.Columns[5]),
            Variant = Text(all, ref block.Columns[6]),
        };
        return true;
    }

    public void Dispose() => bytes.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static Block ReadBlock(ReadOnlySpan<byte> all, ref int at)
    {
        var (columns, rows) = (Number(all, ref at), Number(all, ref at));
        if (columns != Types.Length) throw new InvalidDataException($"ClickHouse answered {columns} columns instead of {Types.Length}.");
        var block = new Block { Rows = rows };
        for (var i = 0; i < columns; i++)
        {
            Text(all, ref at);
            var type = Encoding.UTF8.GetString(Text(all, ref at));
            if (type != Types[i]) throw new InvalidDataException($"ClickHouse answered a column of {type} instead of {Types[i]}.");
            block.Columns[i] = at;
            if (i < Sizes.Length) at += rows * Sizes[i];
            else
                for (var row = 0; row < rows; row++) Text(all, ref at);
        }
        return block;
    }

    /// <returns>False where two rows have one position, or a block is in no order.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    bool TryOrder()
    {
        var all = Bytes;
        var queue = new PriorityQueue<Block, uint>();
        foreach (var each in blocks) queue.Enqueue(each, each.PositionOf(all, 0));
        var ordered = new Dictionary<Block, int>();
        var last = -1L;
        while (queue.TryDequeue(out var first, out _))
        {
            var end = queue.TryPeek(out _, out var other) ? other : long.MaxValue;
            var from = ordered.GetValueOrDefault(first);
            var to = from;
            for (; to < first.Rows && first.PositionOf(all, to) is var position && position < end; to++)
            {
                if (position <= last) return false;
                last = position;
            }
            if (to == from) return false;
            runs.Add((first, to - from));
            ordered[first] = to;
            if (to < first.Rows) queue.Enqueue(first, first.PositionOf(all, to));
        }
        return true;
    }

    static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> all, ref int at)
    {
        var length = Number(all, ref at);
        var text = all.Slice(at, length);
        at += length;
        return text;
    }

    static int Number(ReadOnlySpan<byte> all, ref int at)
    {
        var number = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = all[at++];
            number |= (next & 0x7f) << shift;
            if (next < 0x80) return number;
        }
    }

    sealed class Block
    {
        public int Rows { get; init; }

        /// <summary>The next row that is read.</summary>
        public int Next { get; set; }

        /// <summary>Where each column begins; of text, where that of the next row does.</summary>
        public int[] Columns { get; } = new int[Types.Length];

        public uint PositionOf(ReadOnlySpan<byte> all, int row) => BinaryPrimitives.ReadUInt32LittleEndian(all[(Columns[0] + (4 * row))..]);
    }
}
