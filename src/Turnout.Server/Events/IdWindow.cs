using System.Runtime.InteropServices;

namespace Turnout.Server.Events;

/// <summary>
/// The ids of a log's last events, as fingerprints, up to a position: between <paramref name="size"/> and twice as many. Thread-safe.
/// </summary>
/// <remarks>
/// Follows what was committed and nothing else, so that a transaction that is undone leaves no trace. Two of 5,000,000 fingerprints and a new id agree once
/// in 10^12 new ids.
/// </remarks>
internal sealed class IdWindow(int size)
{
    readonly Lock gate = new();
    FingerprintSet young = new();
    FingerprintSet old = new();

    public int Size { get; } = size;

    /// <summary>The position behind the last event whose id is known; negative before <see cref="StartAt"/>.</summary>
    public long Next { get; private set; } = -1;

    /// <summary>Begins with an empty window at a position.</summary>
    public void StartAt(long position)
    {
        lock (gate)
        {
            young = new();
            old = new();
            Next = position;
        }
    }

    /// <summary>Notes a block that is committed; one that is known already, or lies ahead of others that are not, changes nothing.</summary>
    /// <param name="first">The position of its first event.</param>
    /// <param name="fingerprints">Of its events, in order.</param>
    public void Follow(long first, ReadOnlySpan<ulong> fingerprints)
    {
        lock (gate)
        {
            if (first != Next) return;
            foreach (var fingerprint in fingerprints) young.Add(fingerprint);
            Next = first + fingerprints.Length;
            if (young.Count < Size) return;
            old = young;
            young = new();
        }
    }

    public void Follow(long first, byte[] fingerprints) => Follow(first, MemoryMarshal.Cast<byte, ulong>(fingerprints));

    /// <summary>Collects the events whose ids are new.</summary>
    /// <returns>For each batch how many.</returns>
    public int[] TakeNew(IReadOnlyList<EventBatch> batches, EventBlock block)
    {
        var group = new FingerprintSet();
        var counts = new int[batches.Count];
        lock (gate)
        {
            for (var i = 0; i < counts.Length; i++)
            {
                var batch = batches[i];
                for (var j = 0; j < batch.Count; j++)
                {
                    var record = batch[j];
                    if (EventRecord.IsVoid(record)) continue;
                    var fingerprint = EventId.Fingerprint(EventRecord.IdOf(record));
                    if (young.Contains(fingerprint) || old.Contains(fingerprint) || !group.Add(fingerprint)) continue;
                    block.Add(record, fingerprint);
                    counts[i]++;
                }
            }
        }
        return counts;
    }
}
