using System.Diagnostics;

namespace Turnout.Load;

/// <summary>What came of sending for a while.</summary>
/// <param name="Calls">Calls that succeeded.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="P99Ms">Of those calls, in milliseconds.</param>
/// <param name="ServerCpu">What the server's process used, whatever became of the calls.</param>
/// <param name="SenderCpu">What this process used.</param>
/// <param name="Refused">Calls answered with 503.</param>
internal readonly record struct Sample(int Calls, double Seconds, double P99Ms, TimeSpan ServerCpu, TimeSpan SenderCpu, int Refused)
{
    public double PerSecond => Calls / Seconds;
}

/// <summary>Sends calls over many connections, on each one after the other.</summary>
internal static class Senders
{
    /// <param name="server">The server.</param>
    /// <param name="connections">How many.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="messages">By connection: gives its next call.</param>
    public static async Task<Sample> SampleAsync(ServerProcess server, int connections, int seconds, Func<int, Func<byte[]>> messages)
    {
        var open = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Connection.OpenAsync(server.Address)));
        var calls = Enumerable.Range(0, connections).Select(messages).ToList();
        var (serverCpu, senderCpu) = (server.Cpu, Environment.CpuUsage.TotalTime);
        var refused = 0;
        var started = Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(Enumerable.Range(0, connections).Select(i => Task.Run(() => SendAsync(open[i], calls[i]))));
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        foreach (var connection in open) connection.Dispose();
        var all = times.SelectMany(time => time).Order().ToList();
        return new Sample(all.Count, elapsed, all.Count == 0 ? 0 : all[all.Count * 99 / 100], server.Cpu - serverCpu, Environment.CpuUsage.TotalTime - senderCpu, refused);

        async Task<List<double>> SendAsync(Connection connection, Func<byte[]> next)
        {
            var taken = new List<double>();
            while (Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
            {
                var sent = Stopwatch.GetTimestamp();
                var status = await connection.CallAsync(next());
                if (status == 503) Interlocked.Increment(ref refused);
                else if (status is < 200 or > 299) throw new InvalidOperationException(connection.Answer);
                else taken.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            }
            return taken;
        }
    }

    /// <summary>The sample in the middle.</summary>
    public static Sample Median(IEnumerable<Sample> samples)
    {
        var sorted = samples.OrderBy(sample => sample.PerSecond).ToList();
        return sorted[sorted.Count / 2];
    }
}
