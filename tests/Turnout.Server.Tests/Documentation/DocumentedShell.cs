using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Turnout.Server.Tests.Documentation;

/// <summary>Runs what a reader would type.</summary>
internal static partial class DocumentedShell
{
    const string Programs = """
        curl() { command curl --silent --show-error --fail-with-body --max-time 60 "${@/#-sf/-s}"; }
        turnout() { dotnet "$TURNOUT_DLL" "$@"; }

        """;

    /// <summary>The executable <c>turnout</c> as it was built.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "turnout.dll");

    /// <summary>The shell blocks of a page.</summary>
    public static IEnumerable<string> Blocks(string page) => Block().Matches(page).Select(block => block.Groups["text"].Value);

    /// <summary>Runs a script in a folder that has these files and nothing else.</summary>
    public static async Task<(int ExitCode, string Said)> RunAsync(string script, Dictionary<string, string> variables, Dictionary<string, string> files)
    {
        var folder = Directory.CreateTempSubdirectory("turnout-test-").FullName;
        try
        {
            foreach (var (name, text) in files)
            {
                var file = Path.Combine(folder, name);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                await File.WriteAllTextAsync(file, text);
            }

            // What a reader would see to be refused fails here.
            var start = new ProcessStartInfo("bash", ["--norc", "-euo", "pipefail", "-c", Programs + script])
            {
                WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
            };
            foreach (var (name, value) in variables) start.Environment[name] = value;
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, output + await errors);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [GeneratedRegex(@"^[ \t]*```sh[^\n]*\n(?<text>.*?)^[ \t]*```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
