using System.Diagnostics;

namespace Turnout.Server.Tests;

/// <summary>Runs the scripts of <c>eng/</c> that start and end other people's servers.</summary>
internal static class Script
{
    public static async Task<string> RunAsync(string name, string verb, Dictionary<string, string>? variables = null)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Turnout.slnx"))) root = root.Parent ?? throw new InvalidOperationException("The repository was not found.");
        var start = new ProcessStartInfo("bash", [$"eng/{name}.sh", verb]) { WorkingDirectory = root.FullName, RedirectStandardOutput = true };
        foreach (var (variable, value) in variables ?? []) start.Environment[variable] = value;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"eng/{name}.sh {verb} ended with {process.ExitCode}.");
        return output;
    }

    /// <summary>The variables of lines like <c>export NAME='value'</c>.</summary>
    public static Dictionary<string, string> Exports(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line["export ".Length..].Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1].Trim('\''));
}
