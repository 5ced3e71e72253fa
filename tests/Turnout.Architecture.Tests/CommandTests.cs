using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Turnout.Architecture.Tests;

/// <summary>
/// Commands in the documentation name what is there. Those that call a server are run (<c>DocumentedCallsTests</c>, <c>quick-start.test.ts</c>); the others take minutes,
/// machines or a desk, so here each is looked at: its script, its project, its file, its verb. A kind of command that nobody looks at fails.
/// </summary>
public sealed partial class CommandTests
{
    // Read by OpenTelemetry's own exporters, as <c>Telemetry.ExportTests</c> shows.
    private static readonly string[] Standard = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_PROTOCOL"];

    public static TheoryData<string> Pages => [.. Blocks.Select(block => block.Page).Distinct()];

    // Those with curl, or with Turnout's own verbs, are run.
    private static IEnumerable<Example> Blocks => Examples.Of("sh").Where(block => !block.Text.Contains("curl ", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_command_is_one_that_is_there(string page)
    {
        var wrong = new List<string>();
        foreach (var block in Blocks.Where(block => block.Page == page))
        {
            // The folder in which the block goes on.
            var folder = "";
            foreach (var command in CommandsOf(block.Text))
            {
                if (command[0] == "cd") folder = command[1];
                if (WrongWith(command, folder) is { } problem) wrong.Add($"{page}, line {block.Line}: {string.Join(' ', command)}: {problem}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Every_block_is_one_that_a_shell_can_read()
    {
        var wrong = new List<string>();
        var blocks = Examples.Of("sh").ToList();
        foreach (var block in blocks)
        {
            var start = new ProcessStartInfo("bash", ["--norc", "-n", "-c", block.Text]) { RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0) wrong.Add($"{block.Page}, line {block.Line}: {said}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(blocks.Count > 40);
    }

    [Theory]
    [InlineData("./start.sh")]
    [InlineData("eng/postgres.sh begin")]
    [InlineData("dotnet test tests/Turnout.Motor.Tests -c Release")]
    [InlineData("dotnet artifacts/bin/Turnout.Load/release/Turnout.Lode.dll intake")]
    [InlineData("dotnet artifacts/bin/Turnout.Load/release/Turnout.Load.dll outtake")]
    [InlineData("npm run lint")]
    [InlineData("npm install @openfeature/server")]
    [InlineData("node scripts/screenshot.mjs")]
    [InlineData("python3 docs/guides/analysing/analyze.py")]
    [InlineData("export OTEL_ENDPOINT=http://collector:4318")]
    [InlineData("make")]
    public void A_wrong_command_would_be_noticed(string command) => Assert.NotNull(WrongWith(CommandsOf(command).Single(), "web"));

    [Fact]
    public void Variables_in_the_documentation_are_read_somewhere()
    {
        var sources = string.Concat(new[] { ".cs", ".ts", ".tsx", ".mjs", ".sh" }.SelectMany(ending => Repository.Files(ending, "src", "sdks", "tests", "benchmarks", "samples", "eng", "web"))
            .Append("run.sh").Append("test.sh").Select(file => File.ReadAllText(Path.Combine(Repository.Root, file))));
        var named = Examples.Pages.SelectMany(page => Variable().Matches(page.Value).Select(variable => (page.Key, variable.Value))).Distinct().ToList();
        Assert.True(named.Count > 10);
        // An application's own, in an example.
        named.RemoveAll(variable => Examples.Pages[variable.Key].Contains($"process.env.{variable.Value}", StringComparison.Ordinal));
        Assert.DoesNotContain(named, variable => !sources.Contains(variable.Value, StringComparison.Ordinal));
    }

    /// <returns>What is wrong with a command; null when nothing is.</returns>
    private static string? WrongWith(string[] command, string folder) => command switch
    {
        ["cd", var to] => Directory.Exists(At(to)) ? null : "no such folder",
        ["export", var set] => Standard.Contains(set.Split('=')[0]) || set.StartsWith("TURNOUT_", StringComparison.Ordinal) ? null : "no such variable",
        // Run elsewhere, or part of every system.
        ["turnout", ..] or ["echo", ..] or ["head", ..] or ["base64"] or ["eval", ..] or ["systemctl", "stop", "turnout"] or ["Out-String"] or ["Invoke-Expression"] => null,
        ["bash", .. var script] => WrongWith(script, folder),
        ["dotnet", "build" or "test" or "run", .. var options] => Array.Find(options, option => option.Contains('/', StringComparison.Ordinal) || option.EndsWith(".slnx", StringComparison.Ordinal)) is { } project
            && (File.Exists(At(project)) || Directory.Exists(At(project))) ? null : "no such project",
        ["dotnet", var program, .. var verb] => Program(program) is not { } source ? "no project makes it" : verb is [var name, ..] && !source.Contains($"\"{name}\"", StringComparison.Ordinal) ? "no such verb" : null,
        ["npm", "ci"] => File.Exists(At(Path.Combine(folder, "package-lock.json"))) ? null : "no lock file",
        ["npm", "test"] => Scripts(folder).Contains("test") ? null : "no such script",
        ["npm", "run", var script, ..] => Scripts(folder).Contains(script) ? null : "no such script",
        ["npm", "install", .. var packages] => Array.Find(packages, package => !Installed.Contains("node_modules/" + package)) is { } missing ? $"{missing} is not what the tests use" : null,
        // Made by the page itself; its test writes it down and runs it.
        ["node", "banner.mjs", ..] => null,
        ["node" or "python3" or "Rscript", var file, ..] => File.Exists(At(Path.Combine(folder, file))) ? null : "no such file",
        [var file, .. var verb] when file.EndsWith(".sh", StringComparison.Ordinal) => !File.Exists(At(file)) ? "no such script"
            : verb is [var name, ..] && !Regex.IsMatch(File.ReadAllText(At(file)), $@"^\s*{Regex.Escape(name)}\)", RegexOptions.Multiline) ? "no such verb" : null,
        _ => "a kind of command that nobody looks at",
    };

    /// <summary>The commands of a block, word by word; those within <c>$(…)</c> too, and what a variable stands for.</summary>
    private static IEnumerable<string[]> CommandsOf(string block)
    {
        var variables = new Dictionary<string, string>();
        foreach (var line in Comment().Replace(block, "").Split('\n'))
        {
            var text = variables.Aggregate(line, (now, variable) => now.Replace($"${variable.Key}", variable.Value, StringComparison.Ordinal));
            foreach (Match inner in Inner().Matches(text))
                foreach (var command in Split(inner.Groups["command"].Value)) yield return command;
            foreach (var command in Split(Inner().Replace(text, "…")))
            {
                var rest = command.SkipWhile(word => Assignment().IsMatch(word)).ToArray();
                if (rest.Length > 0) yield return rest;
                // Assigned for what follows: it may stand for a command.
                else foreach (var word in command) variables[Assignment().Match(word).Groups["name"].Value] = Assignment().Match(word).Groups["value"].Value.Trim('"');
            }
        }
    }

    private static IEnumerable<string[]> Split(string line)
    {
        var command = new List<string>();
        foreach (Match token in Token().Matches(line))
        {
            if (token.Groups["word"].Success) command.Add(token.Value);
            if (!token.Groups["end"].Success || command.Count == 0) continue;
            yield return [.. command];
            command.Clear();
        }

        if (command.Count > 0) yield return [.. command];
    }

    private static string At(string path) => Path.Combine(Repository.Root, path);

    /// <summary>The source of the program that a project makes; null where none makes it.</summary>
    private static string? Program(string path) => Repository.Files(".csproj", "src", "benchmarks", "samples")
        .Where(project => Path.GetFileName(path) == Path.GetFileNameWithoutExtension(project) + ".dll")
        .Select(project => File.ReadAllText(At(Path.Combine(Path.GetDirectoryName(project)!, "Program.cs")))).FirstOrDefault();

    private static HashSet<string> Scripts(string folder) => Members(Path.Combine(folder, "package.json"), "scripts");

    private static HashSet<string> Installed { get; } = Members("sdks/js/package-lock.json", "packages");

    private static HashSet<string> Members(string file, string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(At(file)));
        return document.RootElement.TryGetProperty(name, out var members) ? [.. members.EnumerateObject().Select(member => member.Name)] : [];
    }

    [GeneratedRegex(@"(?<=^|\s)#.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"""?\$\((?<command>[^()]*)\)""?")]
    private static partial Regex Inner();

    [GeneratedRegex(@"^(?<name>[A-Za-z_]+)=(?<value>.*)$")]
    private static partial Regex Assignment();

    [GeneratedRegex("""(?<end>&&|[;|&])|[<>]\s*\S+|(?<word>(?:"[^"]*"|'[^']*'|[^\s"';|&<>])+)""")]
    private static partial Regex Token();

    [GeneratedRegex("TURNOUT_[A-Z_]*[A-Z]")]
    private static partial Regex Variable();
}
