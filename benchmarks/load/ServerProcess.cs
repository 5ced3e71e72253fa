using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Turnout.Load;

/// <summary>The server in a process of its own, so that its memory and its processor's time are its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    readonly Process process;

    ServerProcess(Process process, string[] told)
    {
        this.process = process;
        ServerKey = told[1];
        Admin = new HttpClient { BaseAddress = new(told[0]) };
        Admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", told[2]);
    }

    public HttpClient Admin { get; }

    public Uri Address => Admin.BaseAddress!;

    public string ServerKey { get; }

    /// <summary>What the process has used so far.</summary>
    public TimeSpan Cpu
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Bytes of memory that the process has now.</summary>
    public long Resident
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    public static async Task<ServerProcess> StartAsync()
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(ServerProcess).Assembly.Location, "serve"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        return await process.StandardOutput.ReadLineAsync() is { } told
            ? new ServerProcess(process, told.Split(' '))
            : throw new InvalidOperationException("The server did not start.");
    }

    /// <summary>The child: says where it listens and with which keys, and ends with its input.</summary>
    public static async Task<int> ServeAsync()
    {
        await using var subject = await Subject.StartAsync();
        await subject.RunExperimentAsync("hashed");
        await subject.RunExperimentAsync("drawn", assignment: "random");
        Console.WriteLine($"{subject.Address} {subject.ServerKey} {subject.Admin.DefaultRequestHeaders.Authorization!.Parameter}");
        await Console.In.ReadToEndAsync();
        return 0;
    }

    public async Task SetRolloutAsync(int percent)
    {
        using var answer = await Admin.PutAsJsonAsync("/api/v1/environments/production/flags/load.on-0", new { enabled = true, rollout = percent });
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
        Admin.Dispose();
    }
}
