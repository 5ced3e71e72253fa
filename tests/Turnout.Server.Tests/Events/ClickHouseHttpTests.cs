using System.Net;
using System.Net.Sockets;
using System.Text;
using Turnout.Server.Events.ClickHouse;
using Turnout.Server.Storage;

namespace Turnout.Server.Tests.Events;

/// <summary>How answers of ClickHouse are received: whole, or not at all.</summary>
public class ClickHouseHttpTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(4_096, 100)]
    [InlineData(70_000, 3)]
    [InlineData(100_000, 40)]
    public async Task An_answer_comes_whole_however_small_it_and_its_pieces_are(int size, int pieces)
    {
        var whole = Enumerable.Range(0, size * pieces).Select(i => (byte)i).ToArray();
        using var server = new Peer(["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray(), .. whole.Chunk(Math.Max(1, size)).Select(Chunk), "0\r\n\r\n"u8.ToArray()]);
        using var http = new ClickHouseHttp(ClickHouseAddress.Parse(server.Url));
        using var answer = await http.SelectAsync("SELECT 1", default);
        Assert.True(answer.Bytes.SequenceEqual(whole));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Enco")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc")]
    public async Task An_answer_that_ends_early_is_none(string answer)
    {
        using var server = new Peer([Encoding.ASCII.GetBytes(answer)]);
        using var http = new ClickHouseHttp(ClickHouseAddress.Parse(server.Url));
        var failure = await Assert.ThrowsAsync<StorageException>(() => http.SelectAsync("SELECT 1", default));
        Assert.Equal("storage_unavailable", failure.Problem.Code);
    }

    [Fact]
    public async Task A_refusal_tells_what_ClickHouse_said()
    {
        using var server = new Peer(["HTTP/1.1 500 Internal Server Error\r\nContent-Length: 9\r\n\r\nno memory"u8.ToArray()]);
        using var http = new ClickHouseHttp(ClickHouseAddress.Parse(server.Url));
        var failure = await Assert.ThrowsAsync<StorageException>(() => http.SelectAsync("SELECT 1", default));
        Assert.Equal("ClickHouse answered 500: no memory", failure.InnerException!.Message);
    }

    static byte[] Chunk(byte[] piece) => [.. Encoding.ASCII.GetBytes($"{piece.Length:x}\r\n"), .. piece, .. "\r\n"u8];

    /// <summary>Takes one request, answers in pieces and closes the connection.</summary>
    sealed class Peer : IDisposable
    {
        readonly TcpListener listener = new(IPAddress.Loopback, 0);

        public Peer(byte[][] pieces)
        {
            listener.Start();
            _ = Task.Run(async () =>
            {
                using var connection = await listener.AcceptTcpClientAsync();
                connection.NoDelay = true;
                var stream = connection.GetStream();
                var (request, read) = (new byte[4096], 0);
                // Its body is the last to come.
                while (!request.AsSpan(0, read).EndsWith("SELECT 1"u8)) read += await stream.ReadAsync(request.AsMemory(read));
                foreach (var piece in pieces) await stream.WriteAsync(piece);
            });
        }

        public string Url => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

        public void Dispose() => listener.Dispose();
    }
}
