using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;

namespace Turnout.Load;

/// <summary>How long a change takes to reach all of many open streams.</summary>
internal static class Streams
{
    public static async Task MeasureAsync(Subject subject, int streams, int changes)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = streams + 1 }) { BaseAddress = subject.Address, Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", subject.ServerKey);
        await MeasureAsync(http, subject.SetRolloutAsync, streams, changes);
    }

    /// <param name="http">Opens streams.</param>
    /// <param name="change">Changes a flag to a rollout of so many percent.</param>
    /// <param name="streams">How many.</param>
    /// <param name="changes">How often.</param>
    /// <param name="open">Called while all of them are open and nothing happens.</param>
    public static async Task MeasureAsync(HttpClient http, Func<int, Task> change, int streams, int changes, Action? open = null)
    {
        using var cancellation = new CancellationTokenSource();
        var readers = await Task.WhenAll(Enumerable.Range(0, streams).Select(_ => Reader.OpenAsync(http, cancellation.Token)));
        // The first notice, with the current version, comes at once.
        await Task.WhenAll(readers.Select(reader => reader.NextAsync()));

        open?.Invoke();
        var times = new List<double>();
        var last = new List<double>();
        for (var i = 0; i < changes; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var changing = change(1 + i);
            var arrivals = await Task.WhenAll(readers.Select(async reader =>
            {
                await reader.NextAsync();
                return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            }));
            await changing;
            times.AddRange(arrivals);
            last.Add(arrivals.Max());
        }

        times.Sort();
        last.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{streams:N0} streams, {changes} changes, from sending the change to its notice: p50 {times[times.Count / 2]:F0} ms, p99 {times[times.Count * 99 / 100]:F0} ms, all reached in {last[last.Count / 2]:F0} ms (median), {last[^1]:F0} ms at most"));
        await cancellation.CancelAsync();
        foreach (var reader in readers) reader.Dispose();
    }

    sealed class Reader(HttpResponseMessage answer, StreamReader lines, CancellationToken cancellation) : IDisposable
    {
        public static async Task<Reader> OpenAsync(HttpClient http, CancellationToken cancellation)
        {
            var answer = await http.GetAsync("/sdk/v1/stream", HttpCompletionOption.ResponseHeadersRead, cancellation);
            answer.EnsureSuccessStatusCode();
            return new Reader(answer, new StreamReader(await answer.Content.ReadAsStreamAsync(cancellation)), cancellation);
        }

        public async Task NextAsync()
        {
            while (await lines.ReadLineAsync(cancellation) is { } line)
                if (line.StartsWith("data:", StringComparison.Ordinal)) return;
            throw new EndOfStreamException("The server closed a stream.");
        }

        public void Dispose()
        {
            lines.Dispose();
            answer.Dispose();
        }
    }
}
