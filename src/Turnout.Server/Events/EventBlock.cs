using System.Buffers;

namespace Turnout.Server.Events;

/// <summary>The records of one commit, side by side.</summary>
internal sealed class EventBlock : IDisposable
{
    byte[] buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    int length;

    public int Count { get; private set; }

    public void Add(ReadOnlySpan<byte> record)
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
        Count++;
    }

    public byte[] ToArray() => buffer.AsSpan(0, length).ToArray();

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);
}
