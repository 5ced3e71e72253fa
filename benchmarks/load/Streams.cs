using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Turnout.Load;

/// <summary>How long a change takes to reach all of many open streams.</summary>
internal static class Streams
{
    /// <param name="address">The server's.</param>
    /// <param name="key">A server key.</param>
    /// <param name="change">Changes a flag to a rollout of so many percent.</param>
    /// <param name="streams">How many.</param>
    /// <param name="changes">How often.</param>
    /// <param name="open">Called while all of them are open and nothing happens.</param>
    public static async Task MeasureAsync(Uri address, string key, Func<int, Task> change, int streams, int changes, Action? open = null)
    {
        var request = Encoding.ASCII.GetBytes($"GET /sdk/v1/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\n\r\n");
        var readers = await Task.WhenAll(Enumerable.Range(0, streams).Select(async _ =>
        {
            var reader = await Connection.OpenAsync(address);
            await reader.SendAsync(request);
            // The first notice, with the current version, comes at once.
            await reader.NextNoticeAsync();
            return reader;
        }));

        open?.Invoke();
        var times = new List<double>();
        var last = new List<double>();
        for (var i = 0; i < changes; i++)
        {
            // All wait before the change is sent, as clients do: beginning to wait takes the time of ten thousand calls.
            var waiting = readers.Select(async reader =>
            {
                await reader.NextNoticeAsync();
                return Stopwatch.GetTimestamp();
            }).ToArray();
            var started = Stopwatch.GetTimestamp();
            await change(1 + i);
            var arrivals = (await Task.WhenAll(waiting)).Select(arrived => Stopwatch.GetElapsedTime(started, arrived).TotalMilliseconds).ToArray();
            times.AddRange(arrivals);
            last.Add(arrivals.Max());
        }

        times.Sort();
        last.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{streams:N0} streams, {changes} changes, from sending the change to its notice: p50 {times[times.Count / 2]:F0} ms, p99 {times[times.Count * 99 / 100]:F0} ms, all reached in {last[last.Count / 2]:F0} ms (median), {last[^1]:F0} ms at most"));
        foreach (var reader in readers) reader.Dispose();
    }
}
