using System.Globalization;

namespace Turnout.Load;

/// <summary>How many assignments a second one server makes and stores, and how many it gives back.</summary>
internal static class Assigning
{
    const int Rounds = 3;
    const int Connections = 512;
    // Until then the runtime still compiles what it has seen to be busy.
    const int WarmUpSeconds = 10;

    // Ids in the order of time come behind all that are there.
    const ulong AfterWarmUp = 1ul << 48;

    public static async Task MeasureAsync(ServerProcess server, int seconds)
    {
        Console.WriteLine("| assign | calls/s (min–max) | p99 | CPU a call: server | sender |");
        Console.WriteLine("|---|---|---|---|---|");
        var counts = new long[2];
        var warmUp = 0L;
        await Senders.SampleAsync(server, Connections, WarmUpSeconds, _ => Messages.Assigns("hashed", server.ServerKey, () => (ulong)Interlocked.Increment(ref warmUp)));
        foreach (var (name, experiment, units) in new[]
        {
            ("by hash, new units, stored", "hashed", Units.InOrder), ("by hash, new units with random ids, stored", "hashed", Units.Random), ("by hash, units that have a variant", "hashed", Units.Known),
            ("random, new units, stored", "drawn", Units.InOrder), ("random, new units with random ids, stored", "drawn", Units.Random), ("random, units that have a variant", "drawn", Units.Known),
        })
        {
            await SampleAsync(1);
            var samples = new List<Sample>();
            for (var i = 0; i < Rounds; i++) samples.Add(await SampleAsync(seconds));
            var median = Senders.Median(samples);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {name} | {median.PerSecond:N0} ({samples.Min(sample => sample.PerSecond):N0}–{samples.Max(sample => sample.PerSecond):N0}) | {median.P99Ms:F0} ms | {median.ServerCpu.TotalMicroseconds / median.Calls:F0} µs | {median.SenderCpu.TotalMicroseconds / median.Calls:F0} µs |"));

            Task<Sample> SampleAsync(int duration) =>
                Senders.SampleAsync(server, Connections, duration, _ => Messages.Assigns(experiment, server.ServerKey, Next));

            ulong Next() => units switch
            {
                Units.InOrder => AfterWarmUp + (ulong)Interlocked.Increment(ref counts[experiment == "drawn" ? 1 : 0]),
                Units.Random => (ulong)Random.Shared.NextInt64(),
                _ => AfterWarmUp + (ulong)Random.Shared.Next(1, 1000),
            };
        }
    }

    enum Units
    {
        InOrder,
        Random,
        Known,
    }
}
