using System.Buffers;
using System.Buffers.Binary;

namespace Turnout.Server.Events.ClickHouse;

/// <summary>An event as a row of ClickHouse, in its format RowBinary: numbers little-endian, text with its length before it in groups of seven bits.</summary>
internal static class EventRow
{
    /// <summary>The columns that are read, in order.</summary>
    public const string Columns = "position, kind, flags, at, value, id, user, team, visitor, experiment, variant, assignment_type, name, properties";

    /// <summary>The same, without what no analysis looks at: ids, which are most of what ClickHouse keeps, and properties.</summary>
    public const string CountedColumns = "position, kind, flags, at, value, '', user, team, visitor, experiment, variant, '', name, ''";

    /// <summary>The columns that are written, in order.</summary>
    public const string AllColumns = $"log, environment, version, day, {Columns}";

    /// <summary>Writes the columns that all rows of a block share, as a prefix for each of them.</summary>
    /// <param name="version">Of two rows at one position, the higher one counts.</param>
    /// <param name="day">The day the events were taken, since 1970.</param>
    public static byte[] Prefix(string log, string environment, ulong version, ushort day)
    {
        var output = new ArrayBufferWriter<byte>(64);
        Text(output, System.Text.Encoding.UTF8.GetBytes(log));
        Text(output, System.Text.Encoding.UTF8.GetBytes(environment));
        BinaryPrimitives.WriteUInt64LittleEndian(output.GetSpan(8), version);
        output.Advance(8);
        BinaryPrimitives.WriteUInt16LittleEndian(output.GetSpan(2), day);
        output.Advance(2);
        return output.WrittenSpan.ToArray();
    }

    public static void Write(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> prefix, long position, EventRecord record)
    {
        // What was taken out leaves nothing but its position.
        var kind = record.Kind;
        if (kind == EventKind.Void) record = default;
        output.Write(prefix);
        var head = output.GetSpan(26);
        BinaryPrimitives.WriteInt64LittleEndian(head, position);
        head[8] = (byte)kind;
        head[9] = record.Flags;
        BinaryPrimitives.WriteInt64LittleEndian(head[10..], record.At);
        BinaryPrimitives.WriteDoubleLittleEndian(head[18..], record.Value);
        output.Advance(26);
        Text(output, record.Id);
        Text(output, record.User);
        Text(output, record.Team);
        Text(output, record.Visitor);
        Text(output, record.Experiment);
        Text(output, record.Variant);
        Text(output, record.AssignmentType);
        Text(output, record.Name);
        Text(output, record.Properties);
    }

    /// <summary>Reads the position of the row that the bytes begin with.</summary>
    public static long Position(ReadOnlySpan<byte> rows) => BinaryPrimitives.ReadInt64LittleEndian(rows);

    /// <summary>Reads the row that the bytes begin with as a record of the log, and moves on to the next.</summary>
    public static void Read(scoped ref ReadOnlySpan<byte> rows, EventBatch into)
    {
        var kind = (EventKind)rows[8];
        var flags = rows[9];
        var at = BinaryPrimitives.ReadInt64LittleEndian(rows[10..]);
        var value = BinaryPrimitives.ReadDoubleLittleEndian(rows[18..]);
        rows = rows[26..];
        into.Begin(kind, at, (flags & EventRecord.ValueFlag) != 0 ? value : null);
        for (var i = 0; i < 4; i++) into.Text(Text(ref rows));
        for (var i = 0; i < 3; i++)
        {
            var text = Text(ref rows);
            if (kind is EventKind.Exposure or EventKind.Conversion) into.Text(text);
        }
        var name = Text(ref rows);
        if (kind != EventKind.Exposure) into.Text(name);
        into.End(Text(ref rows));
        if ((flags & EventRecord.SyntheticFlag) != 0) into.MarkSynthetic(into.Count - 1);
        if ((flags & EventRecord.PrivateFlag) != 0) into.MarkPrivate(into.Count - 1);
    }

    /// <summary>Moves on to the next row.</summary>
    public static void Skip(scoped ref ReadOnlySpan<byte> rows)
    {
        rows = rows[26..];
        for (var i = 0; i < 9; i++) Text(ref rows);
    }

    static void Text(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        var room = output.GetSpan(5 + text.Length);
        var at = 0;
        var length = (uint)text.Length;
        for (; length >= 0x80; length >>= 7) room[at++] = (byte)(length | 0x80);
        room[at++] = (byte)length;
        text.CopyTo(room[at..]);
        output.Advance(at + text.Length);
    }

    static ReadOnlySpan<byte> Text(scoped ref ReadOnlySpan<byte> rows)
    {
        uint length = 0;
        var at = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = rows[at++];
            length |= (uint)(next & 0x7f) << shift;
            if (next < 0x80) break;
        }
        var text = rows.Slice(at, (int)length);
        rows = rows[(at + (int)length)..];
        return text;
    }
}
