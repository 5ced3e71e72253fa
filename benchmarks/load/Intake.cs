using System.Globalization;

namespace Turnout.Load;

/// <summary>How many events the server makes durable in a second, by the size of the calls that bring them, beside how many it only parses.</summary>
internal static class Intake
{
    const int Pairs = 3;
    // Until then the runtime still compiles what it has seen to be busy.
    const int WarmUpSeconds = 12;
    const string Path = "/api/v1/events";

    /// <param name="server">The server.</param>
    /// <param name="seconds">For each sample.</param>
    public static async Task MeasureAsync(ServerProcess server, int seconds)
    {
        Console.WriteLine("| events a call | ids | connections | events/s, durable | only parsed | ratio (min–max of pairs) | p99 of a call | CPU an event: server | sender |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        await SampleAsync(server, Path, 50, 7, 64, WarmUpSeconds);
        await SampleAsync(server, ParsedOnly.Path, 50, 7, 64, WarmUpSeconds / 2);
        foreach (var (size, version, connections) in new[] { (1000, 7, 32), (1000, 4, 32), (50, 7, 128), (1, 7, 512) })
        {
            await SampleAsync(server, Path, size, version, connections, 1);
            await SampleAsync(server, ParsedOnly.Path, size, version, connections, 1);
            var durable = new List<Sample>();
            var parsed = new List<Sample>();
            for (var i = 0; i < Pairs; i++)
            {
                durable.Add(await SampleAsync(server, Path, size, version, connections, seconds));
                parsed.Add(await SampleAsync(server, ParsedOnly.Path, size, version, connections, seconds));
            }
            var ratios = durable.Zip(parsed, (a, b) => a.PerSecond / b.PerSecond).Order().ToList();
            var median = Senders.Median(durable);
            var events = (double)median.Calls * size;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {size:N0} | UUIDv{version} | {connections} | {median.PerSecond * size:N0} | {Senders.Median(parsed).PerSecond * size:N0} | {ratios[Pairs / 2]:F2} ({ratios[0]:F2}–{ratios[^1]:F2}) | {median.P99Ms:F0} ms | {median.ServerCpu.TotalMicroseconds / events:F1} µs | {median.SenderCpu.TotalMicroseconds / events:F1} µs |"));
        }
    }

    /// <summary>More than the server takes: what it refuses, and what becomes of its memory.</summary>
    public static async Task OverloadAsync(ServerProcess server, int seconds)
    {
        Console.WriteLine("| second | events/s, durable | calls refused | the server's memory |");
        Console.WriteLine("|---|---|---|---|");
        for (var i = 1; i <= seconds; i++)
        {
            var sample = await SampleAsync(server, Path, 1000, 7, 1500, 1);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {i} | {sample.PerSecond * 1000:N0} | {sample.Refused:N0} | {server.Resident / 1048576.0:N0} MiB |"));
        }
    }

    static Task<Sample> SampleAsync(ServerProcess server, string path, int size, int version, int connections, int seconds) =>
        Senders.SampleAsync(server, connections, seconds, sender => Messages.Events(path, server.ServerKey, size, version, sender));
}
