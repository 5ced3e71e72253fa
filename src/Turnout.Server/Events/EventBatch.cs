using System.Buffers;
using System.Buffers.Binary;

namespace Turnout.Server.Events;

/// <summary>
/// Events of one environment on their way into the log, as records one after the other in a pooled buffer. Filled by one request, then
/// handed to the log. Not thread-safe.
/// </summary>
internal sealed class EventBatch(string environment) : IDisposable
{
    byte[] buffer = ArrayPool<byte>.Shared.Rent(4096);
    int[] starts = ArrayPool<int>.Shared.Rent(64);

    public string Environment { get; } = environment;

    public int Count { get; private set; }

    /// <summary>The bytes of all records.</summary>
    public int Bytes { get; private set; }

    public ReadOnlySpan<byte> Records => buffer.AsSpan(0, Bytes);

    /// <summary>The bytes of one record.</summary>
    public ReadOnlySpan<byte> this[int index] => buffer.AsSpan(starts[index]..(index + 1 < Count ? starts[index + 1] : Bytes));

    public EventRecord Read(int index)
    {
        return EventRecord.Read(this[index]);
    }

    /// <summary>Makes an event one that is not to be kept; its place in the batch stays.</summary>
    public void Refuse(int index) => buffer[starts[index] + EventRecord.KindAt] = (byte)EventKind.Void;

    public void MarkSynthetic(int index) => buffer[starts[index] + EventRecord.FlagsAt] |= EventRecord.SyntheticFlag;

    public void MarkPrivate(int index) => buffer[starts[index] + EventRecord.FlagsAt] |= EventRecord.PrivateFlag;

    /// <summary>Begins a record: head and value; the texts follow in the record's order, then <see cref="End"/>.</summary>
    public void Begin(EventKind kind, long at, double? value)
    {
        if (Count == starts.Length)
        {
            var more = ArrayPool<int>.Shared.Rent(starts.Length * 2);
            starts.CopyTo(more, 0);
            ArrayPool<int>.Shared.Return(starts);
            starts = more;
        }
        starts[Count++] = Bytes;
        var head = Grow(EventRecord.HeadSize + (value is null ? 0 : sizeof(double)));
        head[EventRecord.KindAt] = (byte)kind;
        head[EventRecord.FlagsAt] = value is null ? (byte)0 : EventRecord.ValueFlag;
        BinaryPrimitives.WriteInt64LittleEndian(head[EventRecord.InstantAt..], at);
        if (value is { } number) BinaryPrimitives.WriteDoubleLittleEndian(head[EventRecord.HeadSize..], number);
    }

    /// <summary>Adds a record in the one form that its content has, whatever a deletion has left of it.</summary>
    public void Add(EventRecord record)
    {
        if (record.Kind == EventKind.Void)
        {
            AddNothing();
            return;
        }
        Begin(record.Kind, record.At, record.HasValue ? record.Value : null);
        Text(record.Id);
        Text(record.User);
        Text(record.Team);
        Text(record.Visitor);
        if (record.Kind is EventKind.Exposure or EventKind.Conversion)
        {
            Text(record.Experiment);
            Text(record.Variant);
            Text(record.AssignmentType);
        }
        if (record.Kind != EventKind.Exposure) Text(record.Name);
        End(record.Properties);
        if (record.IsSynthetic) MarkSynthetic(Count - 1);
        if (record.IsPrivate) MarkPrivate(Count - 1);
    }

    /// <summary>Adds a record that holds no event.</summary>
    public void AddNothing()
    {
        Begin(EventKind.Void, 0, null);
        for (var i = 0; i < 5; i++) Text([]);
        End([]);
    }

    /// <param name="text">At most 65,535 bytes.</param>
    public void Text(ReadOnlySpan<byte> text)
    {
        var room = Grow(sizeof(ushort) + text.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(room, checked((ushort)text.Length));
        text.CopyTo(room[sizeof(ushort)..]);
    }

    /// <param name="id">The id's text.</param>
    public void Id(ReadOnlySpan<byte> id)
    {
        Span<byte> kept = stackalloc byte[EventId.MaxKeptBytes];
        Text(kept[..EventId.Write(id, kept)]);
    }

    /// <summary>Ends the record with its other properties.</summary>
    public void End(ReadOnlySpan<byte> properties)
    {
        properties.CopyTo(Grow(properties.Length));
        var start = starts[Count - 1];
        BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(start), Bytes - start - EventRecord.LengthSize);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        ArrayPool<int>.Shared.Return(starts);
        buffer = [];
        starts = [];
        Count = Bytes = 0;
    }

    Span<byte> Grow(int by)
    {
        if (Bytes + by > buffer.Length)
        {
            var more = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length * 2, Bytes + by));
            Records.CopyTo(more);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = more;
        }
        var room = buffer.AsSpan(Bytes, by);
        Bytes += by;
        return room;
    }
}
