using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Turnout.Load;

/// <summary>A call as the bytes that go over the wire, some of which are overwritten for the next one: making it costs next to nothing beside reading it. Not thread-safe.</summary>
internal static class Messages
{
    const string Id = "00000000-0000-7000-8000-000000000000";

    /// <summary>Calls with events whose ids were never there before.</summary>
    /// <param name="path">Where they go.</param>
    /// <param name="key">The server key.</param>
    /// <param name="size">Events in a call.</param>
    /// <param name="version">Of the ids: 7, in the order of time, or 4, in none.</param>
    /// <param name="sender">Tells the ids of senders apart.</param>
    public static Func<byte[]> Events(string path, string key, int size, int version, int sender)
    {
        var random = new Random(Environment.TickCount + sender);
        var places = new int[size];
        var body = new StringBuilder("{\"events\":[");
        for (var i = 0; i < size; i++)
        {
            if (i > 0) body.Append(',');
            places[i] = body.Length + "{\"id\":\"".Length;
            body.Append(CultureInfo.InvariantCulture, $"{{\"id\":\"{Id}\",\"event\":\"purchase\",\"user_id\":\"user-{(i * 7919 + sender * 104_729) % 500_000}\",\"value\":12.5,\"properties\":{{\"country\":\"DE\",\"device\":\"phone\"}}}}");
        }
        var (message, start) = Post(path, key, body.Append("]}").ToString());
        var count = 0u;
        return () =>
        {
            Span<byte> bytes = stackalloc byte[16];
            foreach (var place in places)
            {
                random.NextBytes(bytes);
                if (version == 7)
                {
                    BinaryPrimitives.WriteInt64BigEndian(bytes, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() << 16 | (long)(ushort)random.Next());
                    BinaryPrimitives.WriteUInt32BigEndian(bytes[10..], ++count);
                    BinaryPrimitives.WriteUInt16BigEndian(bytes[14..], (ushort)sender);
                }
                bytes[6] = (byte)((bytes[6] & 0x0f) | (version << 4));
                bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
                new Guid(bytes, bigEndian: true).TryFormat(message.AsSpan(start + place, 36), out _);
            }
            return message;
        };
    }

    /// <summary>Calls that ask for a unit's variant.</summary>
    /// <param name="experiment">The experiment's key.</param>
    /// <param name="key">The server key.</param>
    /// <param name="unit">Gives the number of the next unit.</param>
    public static Func<byte[]> Assigns(string experiment, string key, Func<ulong> unit)
    {
        const string before = "{\"context\":{\"user_id\":\"unit-";
        var (message, start) = Post($"/api/v1/experiments/{experiment}/assign", key, before + "0000000000000000\"}}");
        return () =>
        {
            unit().TryFormat(message.AsSpan(start + before.Length, 16), out _, "x16", CultureInfo.InvariantCulture);
            return message;
        };
    }

    static (byte[] Message, int Body) Post(string path, string key, string body)
    {
        var head = $"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n";
        return (Encoding.UTF8.GetBytes(head + body), head.Length);
    }
}
