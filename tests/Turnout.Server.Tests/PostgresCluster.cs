using System.Diagnostics;

namespace Turnout.Server.Tests;

/// <summary>A PostgreSQL of a test's own, to be killed and brought back.</summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    readonly Dictionary<string, string> variables;

    PostgresCluster(Dictionary<string, string> variables) => this.variables = variables;

    public string ConnectionString => variables["TURNOUT_TEST_POSTGRES"];

    public static async Task<PostgresCluster> StartAsync()
    {
        var output = await RunAsync("start", null);
        // export NAME='value'
        return new PostgresCluster(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line["export ".Length..].Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1].Trim('\'')));
    }

    public Task KillAsync() => RunAsync("kill", variables);

    public Task RestartAsync() => RunAsync("restart", variables);

    public async ValueTask DisposeAsync() => await RunAsync("stop", variables);

    static async Task<string> RunAsync(string verb, Dictionary<string, string>? variables)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Turnout.slnx"))) root = root.Parent ?? throw new InvalidOperationException("The repository was not found.");
        var start = new ProcessStartInfo("bash", ["eng/postgres.sh", verb]) { WorkingDirectory = root.FullName, RedirectStandardOutput = true };
        foreach (var (name, value) in variables ?? []) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"eng/postgres.sh {verb} ended with {process.ExitCode}.");
        return output;
    }
}
