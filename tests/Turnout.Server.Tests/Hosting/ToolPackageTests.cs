using System.Diagnostics;

namespace Turnout.Server.Tests.Hosting;

/// <summary>The executable as a .NET tool: packed, installed from its package alone, and run.</summary>
public sealed class ToolPackageTests
{
    [Fact]
    public async Task The_package_installs_as_a_tool_that_speaks_and_serves()
    {
        var folder = Directory.CreateTempSubdirectory("turnout-tool-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "NuGet.config"), "<configuration><packageSources><clear /><add key=\"here\" value=\".\" /></packageSources></configuration>");
            await RunAsync("dotnet", "pack", Repository.PathOf("src", "Turnout"), "-c", "Release", "--no-build", "-o", folder, "-v", "quiet", "--nologo");
            await RunAsync("dotnet", "tool", "install", "Turnout.Tool", "--tool-path", Path.Combine(folder, "bin"), "--configfile", Path.Combine(folder, "NuGet.config"));
            var program = Path.Combine(folder, "bin", "turnout");
            Assert.Contains("_turnout", await RunAsync(program, "completion", "bash"), StringComparison.Ordinal);

            await using var server = await TurnoutProcess.ServeAsync(["--data", Path.Combine(folder, "data")], program: program);
            using var client = new HttpClient { BaseAddress = server.Address };
            Assert.Contains("<div id=\"root\">", await client.GetStringAsync("/"), StringComparison.Ordinal);
            await client.GetStringAsync("/health/ready");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        // No build servers that outlive the test.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {output}{await errors}");
        return output;
    }
}
