using System.Globalization;
using Turnout.Server.Outbound;

namespace Turnout.Server.Sinks;

/// <summary>
/// Files of one event a line, a new one for each day (UTC) on which events are written: <c>production-2026-01-15.ndjson</c>. A day's file is complete
/// and changes no more once the next day's is there.
/// </summary>
internal sealed class NdjsonSink(string name, SinkSettings settings, TimeProvider clock) : EventSink(name, settings)
{
    public override async Task<Outcome> SendAsync(IReadOnlyList<SinkEvent> batch, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        try
        {
            Directory.CreateDirectory(Settings.Folder!);
            var day = clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            using var lines = new MemoryStream();
            foreach (var item in batch)
            {
                lines.Write(JsonRequests.Bytes(item.ToJson()));
                lines.WriteByte((byte)'\n');
            }
            await using var file = new FileStream(Path.Combine(Settings.Folder!, $"{Settings.Environment}-{day}.ndjson"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            await EndLineAsync(file, cancellation);
            await file.WriteAsync(lines.GetBuffer().AsMemory(0, (int)lines.Length), cancellation);
            // What the log says was passed on is on the disk.
            file.Flush(flushToDisk: true);
            return new Outcome(200, null, Elapsed(began));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new Outcome(null, exception.Message, Elapsed(began));
        }
    }

    // A write that was cut off left half a line; its events follow whole.
    static async Task EndLineAsync(FileStream file, CancellationToken cancellation)
    {
        if (file.Length == 0) return;
        file.Seek(-1, SeekOrigin.End);
        if (file.ReadByte() != '\n') await file.WriteAsync("\n"u8.ToArray(), cancellation);
    }

    long Elapsed(long began) => (long)clock.GetElapsedTime(began).TotalMilliseconds;
}
