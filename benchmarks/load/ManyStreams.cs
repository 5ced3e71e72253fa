using System.Globalization;

namespace Turnout.Load;

/// <summary>What many open streams cost the server, and how soon a change reaches them; the streams' readers are in this process.</summary>
internal static class ManyStreams
{
    public static async Task MeasureAsync(ServerProcess server, int streams, int changes)
    {
        // Whatever the first ones cost once and for all, above all compiling, is not the others' price.
        await Streams.MeasureAsync(server.Address, server.ServerKey, server.SetRolloutAsync, 100, 40);
        var before = server.Resident;
        var during = 0L;
        await Streams.MeasureAsync(server.Address, server.ServerKey, server.SetRolloutAsync, streams, changes, () => during = server.Resident);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{streams:N0} streams: {(during - before) / 1024.0 / streams:F1} KiB each ({before / 1048576.0:N0} MiB before, {during / 1048576.0:N0} MiB with them)"));
    }
}
