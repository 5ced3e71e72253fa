using System.Text.RegularExpressions;

namespace Turnout.Architecture.Tests;

/// <summary>The threat model promises a test for each threat: it is there, under the name that is given.</summary>
public sealed partial class ThreatModelTests
{
    [Fact]
    public void Every_threat_names_tests_that_are_there()
    {
        var sources = Repository.Files(".cs", "tests").Select(path => File.ReadAllText(Path.Combine(Repository.Root, path))).ToList();
        var classes = sources.SelectMany(text => Class().Matches(text)).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        var methods = sources.SelectMany(text => Method().Matches(text)).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        var threats = 0;
        var missing = new List<string>();
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "docs/security.md")))
        {
            if (line.Split(" | ") is not [['|', ' ', .. var threat], _, var tests] || threat is "threat") continue;
            threats++;
            var names = Name().Matches(tests).Select(match => match.Groups[1].Value).Where(name => !name.Contains('=', StringComparison.Ordinal)).ToList();
            if (names.Count == 0) missing.Add($"{threat}: no test");
            missing.AddRange(names.Where(name => !IsThere(name)).Select(name => $"{threat}: {name}"));
        }
        Assert.Empty(missing);
        Assert.True(threats >= 25, $"{threats} threats");

        bool IsThere(string name)
        {
            if (name[0] == '…') return methods.Any(method => method.Contains(name.Trim('…'), StringComparison.Ordinal));
            if (new[] { name, $"tests/{name}", $"tests/Turnout.Server.Tests/{name}" }.Any(path => Directory.Exists(Path.Combine(Repository.Root, path)))) return true;
            var parts = name.Split('.', 2);
            return classes.Contains(parts[0]) && (parts.Length == 1 || methods.Any(method => method.StartsWith(parts[1].TrimEnd('…'), StringComparison.Ordinal)));
        }
    }

    [GeneratedRegex(@"\bclass (\w+)")]
    private static partial Regex Class();

    [GeneratedRegex(@"\b(?:Task|void) (\w+)\(")]
    private static partial Regex Method();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();
}
