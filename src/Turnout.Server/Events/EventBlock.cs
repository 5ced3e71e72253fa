using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Turnout.Server.Events;

/// <summary>The records of one commit, side by side, in pooled buffers: they are large, and one follows the other.</summary>
internal sealed class EventBlock : IDisposable
{
    byte[] buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    byte[] fingerprints = ArrayPool<byte>.Shared.Rent(8 * 1024);
    int length;

    public int Count { get; private set; }

    public ReadOnlyMemory<byte> Records => buffer.AsMemory(0, length);

    /// <summary>Of the events' ids, in order.</summary>
    public ReadOnlySpan<ulong> Fingerprints => MemoryMarshal.Cast<byte, ulong>(FingerprintBytes.Span);

    public ReadOnlyMemory<byte> FingerprintBytes => fingerprints.AsMemory(0, Count * sizeof(ulong));

    public void Add(ReadOnlySpan<byte> record, ulong fingerprint)
    {
        if (length + record.Length > buffer.Length) Grow(ref buffer, length, length + record.Length);
        record.CopyTo(buffer.AsSpan(length));
        length += record.Length;
        var used = Count++ * sizeof(ulong);
        if (used + sizeof(ulong) > fingerprints.Length) Grow(ref fingerprints, used, used + sizeof(ulong));
        MemoryMarshal.Write(fingerprints.AsSpan(used), fingerprint);
    }

    /// <summary>Empties the records of an experiment's exposures and conversions where they lie; their positions stay.</summary>
    /// <returns>Whether there were any.</returns>
    public static bool RemoveExperiment(Span<byte> records, ReadOnlySpan<byte> experiment)
    {
        var changed = false;
        while (!records.IsEmpty)
        {
            var length = EventRecord.LengthSize + BinaryPrimitives.ReadInt32LittleEndian(records);
            var record = EventRecord.Read(records[..length]);
            if (record.Kind is EventKind.Exposure or EventKind.Conversion && record.Experiment.SequenceEqual(experiment))
            {
                records[EventRecord.KindAt..length].Clear();
                records[EventRecord.KindAt] = (byte)EventKind.Void;
                changed = true;
            }
            records = records[length..];
        }
        return changed;
    }

    /// <summary>Gives a unit another name in its records, takes their other properties out, and with a user's name the visitor's.</summary>
    /// <param name="records">A block.</param>
    /// <param name="unit"><c>user</c>, <c>team</c>, <c>visitor</c>, or a property.</param>
    /// <param name="id">The unit's id.</param>
    /// <param name="nameInstead">From a name to the one that stands in for it.</param>
    /// <param name="most">How many records from the first on are looked at.</param>
    /// <returns>The block and how many records were changed; null where there are none.</returns>
    public static (byte[] Body, int Count)? RenameUnit(
        ReadOnlySpan<byte> records, string unit, ReadOnlySpan<byte> id, Func<ReadOnlySpan<byte>, byte[]> nameInstead, long most = long.MaxValue)
    {
        using var batch = new EventBatch("");
        var body = new ArrayBufferWriter<byte>(records.Length + 1024);
        var renamed = 0;
        while (!records.IsEmpty)
        {
            var bytes = records[..(EventRecord.LengthSize + BinaryPrimitives.ReadInt32LittleEndian(records))];
            records = records[bytes.Length..];
            var record = EventRecord.Read(bytes);
            if (most-- <= 0 || record.Kind == EventKind.Void || !record.UnitId(unit).SequenceEqual(id))
            {
                body.Write(bytes);
                continue;
            }
            renamed++;
            Rename(batch, record, unit, id, nameInstead);
            body.Write(batch[batch.Count - 1]);
        }
        return renamed == 0 ? null : (body.WrittenSpan.ToArray(), renamed);
    }

    static void Rename(EventBatch batch, EventRecord record, string unit, ReadOnlySpan<byte> id, Func<ReadOnlySpan<byte>, byte[]> nameInstead)
    {
        batch.Begin(record.Kind, record.At, record.HasValue ? record.Value : null);
        batch.Text(record.Id);
        batch.Text(unit == "user" ? nameInstead(id) : record.User);
        batch.Text(unit == "team" ? nameInstead(id) : record.Team);
        batch.Text(unit is "user" or "visitor" && !record.Visitor.IsEmpty ? nameInstead(record.Visitor) : record.Visitor);
        if (record.Kind is EventKind.Exposure or EventKind.Conversion)
        {
            batch.Text(record.Experiment);
            batch.Text(record.Variant);
            batch.Text(record.AssignmentType);
        }
        if (record.Kind != EventKind.Exposure) batch.Text(record.Name);
        batch.End(unit is "user" or "team" or "visitor" ? [] : JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { [unit] = Encoding.UTF8.GetString(nameInstead(id)) }));
        if (record.IsSynthetic) batch.MarkSynthetic(batch.Count - 1);
        if (record.IsPrivate) batch.MarkPrivate(batch.Count - 1);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        ArrayPool<byte>.Shared.Return(fingerprints);
        buffer = [];
        fingerprints = [];
        length = Count = 0;
    }

    static void Grow(ref byte[] array, int used, int needed)
    {
        var more = ArrayPool<byte>.Shared.Rent(Math.Max(array.Length * 2, needed));
        array.AsSpan(0, used).CopyTo(more);
        ArrayPool<byte>.Shared.Return(array);
        array = more;
    }
}
