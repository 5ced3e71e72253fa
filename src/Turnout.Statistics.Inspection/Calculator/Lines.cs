using System.Runtime.CompilerServices;

namespace Turnout.Statistics.Inspection.Calculator;

/// <summary>Lines of a byte stream, undecoded, so that one broken line cannot spoil the next.</summary>
internal static class Lines
{
    /// <summary>Each line without its end; null for one that was too long and skipped.</summary>
    public static async IAsyncEnumerable<byte[]?> ReadAsync(Stream input, int longest, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var buffer = new byte[64 * 1024];
        var line = new MemoryStream();
        var tooLong = false;
        int read;
        while ((read = await input.ReadAsync(buffer, cancellation)) > 0)
        {
            var start = 0;
            while (start < read)
            {
                var end = Array.IndexOf(buffer, (byte)'\n', start, read - start);
                var length = (end < 0 ? read : end) - start;
                if (!tooLong && line.Length + length <= longest)
                    line.Write(buffer, start, length);
                else
                    (tooLong, line) = (true, new MemoryStream());
                if (end < 0)
                    break;
                if (tooLong || line.Length > 0)
                    yield return tooLong ? null : line.ToArray();
                line.SetLength(0);
                tooLong = false;
                start = end + 1;
            }
        }

        if (tooLong || line.Length > 0)
            yield return tooLong ? null : line.ToArray();
    }
}
