using System.Globalization;
using System.Text;

namespace Turnout.Load;

/// <summary>A call's body whose events get new ids in place, so that making it costs next to nothing beside reading it. Not thread-safe.</summary>
internal sealed class EventBodies
{
    const string Id = "00000000-0000-7000-8000-000000000000";

    readonly byte[] body;
    readonly int[] ids;
    readonly Random random;
    readonly int version;
    readonly byte sender;
    uint count;

    /// <param name="size">Events in a call.</param>
    /// <param name="version">Of the ids: 7, in the order of time, or 4, in none.</param>
    /// <param name="sender">Tells the ids of senders apart.</param>
    public EventBodies(int size, int version, byte sender)
    {
        this.version = version;
        this.sender = sender;
        random = new Random(Environment.TickCount + sender);
        ids = new int[size];
        var text = new StringBuilder("{\"events\":[");
        for (var i = 0; i < size; i++)
        {
            if (i > 0) text.Append(',');
            ids[i] = text.Length + "{\"id\":\"".Length;
            text.Append(CultureInfo.InvariantCulture, $"{{\"id\":\"{Id}\",\"event\":\"purchase\",\"user_id\":\"user-{(i * 7919 + sender * 104_729) % 500_000}\",\"value\":12.5,\"properties\":{{\"country\":\"DE\",\"device\":\"phone\"}}}}");
        }
        body = Encoding.ASCII.GetBytes(text.Append("]}").ToString());
    }

    /// <summary>The body with ids that were never there before; overwritten by the next call.</summary>
    public byte[] Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        foreach (var at in ids)
        {
            if (version == 4) random.NextBytes(bytes);
            else
            {
                var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
                System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, now << 16);
                random.NextBytes(bytes[6..]);
                System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes[11..], ++count);
                bytes[15] = sender;
            }
            bytes[6] = (byte)((bytes[6] & 0x0f) | (version << 4));
            bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
            new Guid(bytes, bigEndian: true).TryFormat(body.AsSpan(at, 36), out _);
        }
        return body;
    }
}
