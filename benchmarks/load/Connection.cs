using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Turnout.Load;

/// <summary>A connection that speaks as little HTTP as it takes: the generator shares the cores with the server, and what it uses itself is missing there. Not thread-safe.</summary>
internal sealed class Connection : IDisposable
{
    readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    readonly byte[] answer = new byte[4 * 1024];
    int length;

    public static async Task<Connection> OpenAsync(Uri address)
    {
        var connection = new Connection();
        await connection.socket.ConnectAsync(IPAddress.Loopback, address.Port);
        return connection;
    }

    /// <summary>The last answer, or as much of it as there is.</summary>
    public string Answer => Encoding.UTF8.GetString(answer, 0, length);

    /// <summary>Sends a request and waits for the whole answer.</summary>
    /// <returns>Its status.</returns>
    public async Task<int> CallAsync(ReadOnlyMemory<byte> message)
    {
        await SendAsync(message);
        for (length = 0; !IsWhole(answer.AsSpan(0, length)); length += await ReceiveAsync(answer.AsMemory(length)))
        {
        }
        return int.Parse(answer.AsSpan(9, 3), CultureInfo.InvariantCulture);
    }

    public async Task SendAsync(ReadOnlyMemory<byte> message)
    {
        while (!message.IsEmpty) message = message[await socket.SendAsync(message)..];
    }

    /// <summary>Waits for a line of server-sent events that begins with <c>data:</c>; a stream's answer never ends.</summary>
    public async Task NextNoticeAsync()
    {
        while (true)
        {
            var at = answer.AsSpan(0, length).IndexOf("data:"u8);
            if (at >= 0)
            {
                answer.AsSpan((at + 5)..length).CopyTo(answer);
                length -= at + 5;
                return;
            }
            // The beginning of the word may have come already.
            var kept = Math.Min(length, 4);
            answer.AsSpan((length - kept)..length).CopyTo(answer);
            length = kept;
            length += await ReceiveAsync(answer.AsMemory(length));
        }
    }

    public void Dispose() => socket.Dispose();

    async ValueTask<int> ReceiveAsync(Memory<byte> room) =>
        await socket.ReceiveAsync(room) is > 0 and var read ? read : throw new EndOfStreamException($"The server closed a connection: {Answer}");

    static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0) return false;
        var named = answer[..head].IndexOf("Content-Length: "u8);
        if (named < 0) return answer.EndsWith("\r\n0\r\n\r\n"u8);
        var number = answer[(named + 16)..head];
        var end = number.IndexOf((byte)'\r');
        return answer.Length == head + 4 + int.Parse(end < 0 ? number : number[..end], CultureInfo.InvariantCulture);
    }
}
