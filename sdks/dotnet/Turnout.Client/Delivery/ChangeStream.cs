using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Turnout.Client.Delivery;

/// <summary>A change notice of the stream.</summary>
/// <param name="Version">The environment's version; −1 where the notice does not say one.</param>
/// <param name="Retry">The pause before a reconnection that the server asks for, where it does.</param>
internal readonly record struct ChangeNotice(long Version, TimeSpan? Retry);

/// <summary>
/// Reads server-sent events. Comments count as a sign of life only: silence longer than <paramref name="silence"/> ends the stream,
/// because a connection that a proxy lost looks exactly like a quiet one.
/// </summary>
internal sealed class ChangeStream(Stream stream, TimeSpan silence, TimeProvider time)
{
    // A change notice has some forty bytes; whoever sends a longer line is not a Turnout server.
    private const int LongestLine = 4096;

    private readonly byte[] _buffer = new byte[LongestLine];
    private int _start;
    private int _end;

    public async IAsyncEnumerable<ChangeNotice> ReadAsync([EnumeratorCancellation] CancellationToken stop)
    {
        string? type = null;
        string? data = null;
        string? id = null;
        TimeSpan? retry = null;
        while (await ReadLineAsync(stop) is { } line)
        {
            if (line.Length == 0)
            {
                if (data is not null && type is "change") yield return new(VersionOf(id, data), retry);
                (type, data) = (null, null);
                continue;
            }

            var colon = line.IndexOf(':');
            var field = colon < 0 ? line : line[..colon];
            var value = colon < 0 ? "" : line[(colon + 1)..].TrimStart(' ');
            switch (field)
            {
                case "event": type = value; break;
                case "data": data = value; break;
                case "id": id = value; break;
                case "retry" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds):
                    retry = TimeSpan.FromMilliseconds(milliseconds);
                    break;
            }
        }
    }

    private static long VersionOf(string? id, string data)
    {
        // {"version":N} is what the id says too; the id needs no parser.
        if (long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var version)) return version;
        var digits = new string([.. data.SkipWhile(c => !char.IsAsciiDigit(c)).TakeWhile(char.IsAsciiDigit)]);
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out version) ? version : -1;
    }

    private async ValueTask<string?> ReadLineAsync(CancellationToken stop)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                var line = Encoding.UTF8.GetString(_buffer, _start, length).TrimEnd('\r');
                _start += length + 1;
                return line;
            }

            if (_start > 0)
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                (_start, _end) = (0, _end - _start);
            }

            if (_end == _buffer.Length) throw new DeliveryException(new("invalid_answer", "The stream sent something that is no change notice."));
            var read = await ReadSomeAsync(stop);
            if (read == 0) return null;
            _end += read;
        }
    }

    private async ValueTask<int> ReadSomeAsync(CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(silence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            return await stream.ReadAsync(_buffer.AsMemory(_end), either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new DeliveryException(new("timeout", $"The stream was silent for {silence.TotalSeconds:0} s."));
        }
    }
}
