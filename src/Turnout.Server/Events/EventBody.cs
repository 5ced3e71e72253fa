using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Turnout.Server.Hosting;

namespace Turnout.Server.Events;

/// <summary>A request's body, whole and unpacked, in a pooled buffer.</summary>
internal sealed class EventBody : IDisposable
{
    byte[] buffer;
    int length;

    EventBody(byte[] buffer) => this.buffer = buffer;

    public ReadOnlyMemory<byte> Memory => buffer.AsMemory(0, length);

    public ReadOnlySpan<byte> Bytes => Memory.Span;

    /// <returns>The body; 413 <c>body_too_large</c>, also when it grows too large while it is unpacked; 415 <c>unsupported_encoding</c>; 400 <c>invalid_gzip</c>.</returns>
    public static async Task<Result<EventBody>> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellation)
    {
        var encoding = request.Headers.ContentEncoding.ToString();
        var packed = encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase);
        if (!packed && encoding.Length > 0 && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
            return new Problem("unsupported_encoding", 415, "The body may be packed with gzip, and with nothing else.");
        var expected = packed ? 64 * 1024 : (int)Math.Clamp(request.ContentLength ?? 0, 4096, maxBytes + 1L);
        var body = new EventBody(ArrayPool<byte>.Shared.Rent(expected));
        try
        {
            await using var unpacked = packed ? new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true) : null;
            if (await body.FillAsync(unpacked ?? request.Body, maxBytes, cancellation)) return body;
            body.Dispose();
            return ProblemResults.OfStatus(413);
        }
        catch (InvalidDataException)
        {
            body.Dispose();
            return new Problem("invalid_gzip", 400, "The body is not valid gzip.");
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        length = 0;
    }

    /// <returns>False when there is more than <paramref name="maxBytes"/>.</returns>
    async Task<bool> FillAsync(Stream stream, int maxBytes, CancellationToken cancellation)
    {
        while (true)
        {
            if (length == buffer.Length)
            {
                var more = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                Bytes.CopyTo(more);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = more;
            }
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellation);
            if (read == 0) return true;
            length += read;
            if (length > maxBytes) return false;
        }
    }
}
