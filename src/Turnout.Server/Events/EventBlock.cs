using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Turnout.Server.Events;

/// <summary>The records of one commit, side by side.</summary>
internal sealed class EventBlock : IDisposable
{
    byte[] buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    readonly List<ulong> fingerprints = [];
    int length;

    public int Count => fingerprints.Count;

    /// <summary>Of the events' ids, in order.</summary>
    public ReadOnlySpan<ulong> Fingerprints => CollectionsMarshal.AsSpan(fingerprints);

    public void Add(ReadOnlySpan<byte> record, ulong fingerprint)
    {
        if (length + record.Length > buffer.Length)
        {
            var more = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length * 2, length + record.Length));
            buffer.AsSpan(0, length).CopyTo(more);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = more;
        }
        record.CopyTo(buffer.AsSpan(length));
        length += record.Length;
        fingerprints.Add(fingerprint);
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

    public byte[] ToArray() => buffer.AsSpan(0, length).ToArray();

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);
}
