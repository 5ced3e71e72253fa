using System.Buffers;
using System.Net;
using System.Text;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Events.ClickHouse;

/// <summary>ClickHouse's HTTP interface. Thread-safe.</summary>
internal sealed class ClickHouseHttp(ClickHouseAddress address) : IDisposable
{
    static readonly Problem Unavailable = new("storage_unavailable", 503, "ClickHouse, where the events lie, cannot be reached at the moment.") { RetryAfterSeconds = 5 };

    // An answer is held back until it is whole: there, in memory rather than in a file.
    const int BufferBytes = 64 << 20;

    readonly HttpClient http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5) }) { Timeout = TimeSpan.FromMinutes(5) };

    /// <summary>Runs a statement on one of the servers.</summary>
    /// <param name="server">Which.</param>
    /// <param name="sql">The statement.</param>
    /// <param name="inDatabase">False for the one that makes the database.</param>
    /// <returns>What it answered.</returns>
    /// <exception cref="StorageException">The server is away, or refuses the statement.</exception>
    public async Task<string> ExecuteAsync(Uri server, string sql, bool inDatabase = true, CancellationToken cancellation = default)
    {
        using var body = await SendAsync(server, inDatabase ? $"database={address.Database}" : "", new StringContent(sql, Encoding.UTF8), cancellation);
        return Encoding.UTF8.GetString(body.Bytes);
    }

    /// <summary>Inserts rows through any server that answers.</summary>
    /// <param name="sql">INSERT … FORMAT RowBinary.</param>
    /// <param name="rows">The rows.</param>
    public async Task InsertAsync(string sql, ReadOnlyMemory<byte> rows, CancellationToken cancellation)
    {
        // A cluster's rows are acknowledged when they are on their shards.
        var query = $"database={address.Database}&insert_distributed_sync=1&query={Uri.EscapeDataString(sql)}";
        using var body = await OnAnyAsync(server => SendAsync(server, query, new ReadOnlyMemoryContent(rows), cancellation));
    }

    /// <summary>The answer of any server that answers, whole: an error on the way is an error, and never a shorter answer.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="expected">How many bytes the answer may have.</param>
    public Task<PooledBytes> SelectAsync(string sql, CancellationToken cancellation, int expected = 0) =>
        OnAnyAsync(server => SendAsync(server, $"database={address.Database}&wait_end_of_query=1&buffer_size={BufferBytes}", new StringContent(sql, Encoding.UTF8), cancellation, expected));

    public void Dispose() => http.Dispose();

    async Task<PooledBytes> OnAnyAsync(Func<Uri, Task<PooledBytes>> send)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                return await send(address.Servers[i]);
            }
            catch (StorageException) when (i + 1 < address.Servers.Count)
            {
            }
        }
    }

    async Task<PooledBytes> SendAsync(Uri server, string query, HttpContent content, CancellationToken cancellation, int expected = 0)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, $"/?{query}")) { Content = content };
            if (address.User is not null) request.Headers.Add("X-ClickHouse-User", address.User);
            if (address.Password is not null) request.Headers.Add("X-ClickHouse-Key", address.Password);
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            var body = await PooledBytes.ReadAsync(await answer.Content.ReadAsStreamAsync(cancellation), answer.Content.Headers.ContentLength ?? expected, cancellation);
            if (answer.StatusCode == HttpStatusCode.OK) return body;
            using (body) throw new StorageException(Unavailable, new InvalidOperationException($"ClickHouse answered {(int)answer.StatusCode}: {Start(body)}"));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new StorageException(Unavailable, exception);
        }
    }

    static string Start(PooledBytes body) => Encoding.UTF8.GetString(body.Bytes[..Math.Min(body.Bytes.Length, 500)]);
}

/// <summary>Bytes in a rented buffer.</summary>
internal sealed class PooledBytes : IDisposable
{
    byte[] buffer;
    int length;

    PooledBytes(int expected) => buffer = ArrayPool<byte>.Shared.Rent(expected);

    public ReadOnlySpan<byte> Bytes => buffer.AsSpan(0, length);

    /// <param name="stream">Read to its end.</param>
    /// <param name="expected">How many bytes there may be.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async Task<PooledBytes> ReadAsync(Stream stream, long expected, CancellationToken cancellation)
    {
        var bytes = new PooledBytes((int)Math.Clamp(expected, 1 << 16, 1 << 28));
        try
        {
            while (await stream.ReadAsync(bytes.buffer.AsMemory(bytes.length), cancellation) is > 0 and var read)
            {
                bytes.length += read;
                if (bytes.length < bytes.buffer.Length) continue;
                var more = ArrayPool<byte>.Shared.Rent(bytes.buffer.Length * 2);
                bytes.Bytes.CopyTo(more);
                ArrayPool<byte>.Shared.Return(bytes.buffer);
                bytes.buffer = more;
            }
            return bytes;
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        length = 0;
    }
}
