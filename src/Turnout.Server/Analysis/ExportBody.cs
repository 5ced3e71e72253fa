using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Turnout.Server.Analysis;

/// <summary>The answer to an export on its way out: rows are collected and sent part by part, packed where the caller takes gzip. Not thread-safe.</summary>
internal sealed class ExportBody : IAsyncDisposable
{
    /// <summary>The header with the cursor from which to go on.</summary>
    public const string NextHeader = "Turnout-Next";

    // A page is held until its end is known; this is about as much as that may take.
    const int MaxPageBytes = 8 << 20;

    readonly HttpResponse response;
    readonly int? limit;
    readonly ArrayBufferWriter<byte> rows = new(64 * 1024);
    readonly Stream stream;
    readonly GZipStream? packed;

    /// <param name="context">Whose answer it is; nothing of it has been sent yet.</param>
    /// <param name="name">The file's, without its ending.</param>
    /// <param name="format">How rows are written.</param>
    /// <param name="limit">How many rows at most; null for all of them in one stream.</param>
    /// <param name="csvHead">The first line of CSV.</param>
    public ExportBody(HttpContext context, string name, ExportFormat format, int? limit, ReadOnlySpan<byte> csvHead)
    {
        Format = format;
        this.limit = limit;
        response = context.Response;
        var (type, ending) = format switch
        {
            ExportFormat.Csv => ("text/csv; charset=utf-8", "csv"),
            ExportFormat.Json => ("application/json", "json"),
            _ => ("application/x-ndjson", "ndjson"),
        };
        response.ContentType = type;
        response.Headers.ContentDisposition = $"attachment; filename={name}.{ending}";
        response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (AcceptsGzip(context.Request))
        {
            response.Headers.ContentEncoding = "gzip";
            packed = new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
        }
        stream = packed ?? response.Body;
        if (format == ExportFormat.Csv) rows.Write(csvHead);
        if (format == ExportFormat.Json) rows.Write("{\"items\":["u8);
    }

    public ExportFormat Format { get; }

    public bool IsCsv => Format == ExportFormat.Csv;

    /// <summary>How many rows were written.</summary>
    public long Count { get; private set; }

    /// <summary>Whether no more rows fit into this answer.</summary>
    public bool IsFull => limit is { } most && (Count >= most || rows.WrittenCount >= MaxPageBytes);

    /// <summary>Says where to go on before anything is sent, for a stream whose end is known.</summary>
    public void Promise(string next) => response.Headers[NextHeader] = next;

    /// <summary>Begins a row: the caller writes what is returned to, then <see cref="End"/>.</summary>
    public IBufferWriter<byte> Begin()
    {
        if (Format == ExportFormat.Json && Count > 0) rows.Write(","u8);
        return rows;
    }

    public void End()
    {
        if (Format != ExportFormat.Json) rows.Write("\n"u8);
        Count++;
    }

    /// <summary>Sends what was collected, where it is no page.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellation)
    {
        if (limit is null) await SendAsync(cancellation);
    }

    /// <summary>Ends the answer.</summary>
    /// <param name="next">From where to go on.</param>
    public async Task EndAsync(string next, CancellationToken cancellation)
    {
        if (!response.HasStarted) Promise(next);
        if (Format == ExportFormat.Json)
        {
            rows.Write("],\"next\":\""u8);
            rows.Write(System.Text.Encoding.ASCII.GetBytes(next));
            rows.Write("\"}"u8);
        }
        await SendAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (packed is not null) await packed.DisposeAsync();
    }

    async Task SendAsync(CancellationToken cancellation)
    {
        await stream.WriteAsync(rows.WrittenMemory, cancellation);
        await stream.FlushAsync(cancellation);
        rows.ResetWrittenCount();
    }

    static bool AcceptsGzip(HttpRequest request) =>
        request.GetTypedHeaders().AcceptEncoding.Any(encoding => encoding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && encoding.Quality is not 0);
}
