using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Turnout.Load;

/// <summary>The server in a process of its own, so that its memory is its own; the streams' readers are in this one.</summary>
internal static class ManyStreams
{
    /// <summary>The child: says where it listens and with which keys, and ends with its input.</summary>
    public static async Task<int> ServeAsync()
    {
        await using var subject = await Subject.StartAsync();
        Console.WriteLine($"{subject.Address} {subject.ServerKey} {subject.Admin.DefaultRequestHeaders.Authorization!.Parameter}");
        await Console.In.ReadToEndAsync();
        return 0;
    }

    public static async Task MeasureAsync(int streams, int changes)
    {
        using var server = Process.Start(new ProcessStartInfo("dotnet", [typeof(ManyStreams).Assembly.Location, "serve"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var told = (await server.StandardOutput.ReadLineAsync())!.Split(' ');
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = streams + 1 }) { BaseAddress = new(told[0]), Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", told[1]);
        using var admin = new HttpClient { BaseAddress = new(told[0]) };
        admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", told[2]);

        // Whatever the first ones cost once and for all is not the others' price.
        await Streams.MeasureAsync(http, SetAsync, 100, 2);
        var before = Resident();
        var during = 0L;
        await Streams.MeasureAsync(http, SetAsync, streams, changes, () => during = Resident());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{streams:N0} streams: {(during - before) / 1024.0 / streams:F1} KiB each ({before / 1048576.0:N0} MiB before, {during / 1048576.0:N0} MiB with them)"));
        server.StandardInput.Close();
        await server.WaitForExitAsync();

        long Resident()
        {
            server.Refresh();
            return server.WorkingSet64;
        }

        async Task SetAsync(int percent)
        {
            using var answer = await admin.PutAsJsonAsync("/api/v1/environments/production/flags/load.on-0", new { enabled = true, rollout = percent });
            answer.EnsureSuccessStatusCode();
        }
    }
}
