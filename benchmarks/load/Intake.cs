using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Turnout.Load;

/// <summary>How many events the server makes durable in a second, by the size of the calls that bring them, beside how many it only parses.</summary>
internal static class Intake
{
    const int Pairs = 3;
    const int Senders = 32;

    /// <param name="subject">The server.</param>
    /// <param name="seconds">For each sample.</param>
    public static async Task MeasureAsync(Subject subject, int seconds)
    {
        Console.WriteLine("| events a call | ids | events/s, durable | only parsed | ratio (min–max of pairs) | p99 of a call | CPU an event |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var (size, version) in new[] { (1000, 7), (1000, 4), (50, 7), (1, 7) })
        {
            await SampleAsync(subject, "/api/v1/events", size, version, 1);
            await SampleAsync(subject, ParsedOnly.Path, size, version, 1);
            var durable = new List<Sample>();
            var parsed = new List<Sample>();
            for (var i = 0; i < Pairs; i++)
            {
                durable.Add(await SampleAsync(subject, "/api/v1/events", size, version, seconds));
                parsed.Add(await SampleAsync(subject, ParsedOnly.Path, size, version, seconds));
            }
            var ratios = durable.Zip(parsed, (a, b) => a.PerSecond / b.PerSecond).Order().ToList();
            var median = durable.OrderBy(sample => sample.PerSecond).ElementAt(Pairs / 2);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {size:N0} | UUIDv{version} | {median.PerSecond:N0} | {parsed.Select(sample => sample.PerSecond).Order().ElementAt(Pairs / 2):N0} | {ratios[Pairs / 2]:F2} ({ratios[0]:F2}–{ratios[^1]:F2}) | {median.P99Ms:F0} ms | {median.CpuMicroseconds:F1} µs |"));
        }
    }

    /// <summary>More than the server takes: what it refuses, and what becomes of its memory.</summary>
    public static async Task OverloadAsync(Subject subject, int seconds)
    {
        Console.WriteLine("| second | events/s, durable | calls refused | resident |");
        Console.WriteLine("|---|---|---|---|");
        for (var i = 1; i <= seconds; i++)
        {
            var sample = await SampleAsync(subject, "/api/v1/events", 1000, 7, 1, senders: 400);
            using var process = Process.GetCurrentProcess();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {i} | {sample.PerSecond:N0} | {sample.Refused:N0} | {process.WorkingSet64 / 1048576.0:N0} MiB |"));
        }
    }

    static async Task<Sample> SampleAsync(Subject subject, string path, int size, int version, int seconds, int senders = Senders)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = senders }) { BaseAddress = subject.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", subject.ServerKey);
        var cpu = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        var refused = 0;
        var times = await Task.WhenAll(Enumerable.Range(0, senders).Select(sender => Task.Run(async () =>
        {
            var bodies = new EventBodies(size, version, (byte)sender);
            var taken = new List<double>();
            while (Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
            {
                var sent = Stopwatch.GetTimestamp();
                using var content = new ByteArrayContent(bodies.Next()) { Headers = { ContentType = new("application/json") } };
                using var answer = await http.PostAsync(path, content);
                if (answer.StatusCode == HttpStatusCode.ServiceUnavailable) Interlocked.Increment(ref refused);
                else if (answer.StatusCode != HttpStatusCode.Accepted) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
                else taken.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            }
            return taken;
        })));
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var all = times.SelectMany(time => time).Order().ToList();
        var events = Math.Max(1, all.Count * (double)size);
        return new Sample(events / elapsed, all.Count == 0 ? 0 : all[all.Count * 99 / 100], (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / events, refused);
    }

    readonly record struct Sample(double PerSecond, double P99Ms, double CpuMicroseconds, int Refused);
}
