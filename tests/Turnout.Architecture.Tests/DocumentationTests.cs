using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Turnout.Architecture.Tests;

/// <summary>What the documentation points at is there, and what it shows can be read.</summary>
public sealed partial class DocumentationTests
{
    private static readonly Dictionary<string, string> Pages = new[] { "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md" }
        .Concat(Repository.Files(".md", "docs", "samples", "sdks", "spec", "deploy"))
        .Where(path => File.Exists(Path.Combine(Repository.Root, path)))
        .ToDictionary(path => path, path => File.ReadAllText(Path.Combine(Repository.Root, path)));

    [Fact]
    public void Every_link_leads_somewhere()
    {
        var broken = new List<string>();
        foreach (var (page, text) in Pages)
        {
            foreach (Match link in Link().Matches(WithoutCode(text)))
            {
                var target = link.Groups["target"].Value;
                if (target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal)) continue;
                var parts = target.Split('#', 2);
                var path = parts[0].Length == 0 ? page : Normalize(Path.Combine(Path.GetDirectoryName(page)!, parts[0]));
                if (!File.Exists(Path.Combine(Repository.Root, path)) && !Directory.Exists(Path.Combine(Repository.Root, path))) broken.Add($"{page}: {target}");
                else if (parts.Length == 2 && Pages.TryGetValue(path, out var there) && !Anchors(there).Contains(parts[1])) broken.Add($"{page}: {target} (no such heading)");
            }
        }
        Assert.Empty(broken);
    }

    [Fact]
    public void Code_that_names_its_file_is_in_it()
    {
        var compared = 0;
        foreach (var (page, text) in Pages)
        {
            foreach (Match block in Block().Matches(text))
            {
                var file = block.Groups["file"].Value.Trim();
                if (!file.EndsWith(".cs", StringComparison.Ordinal)) continue;
                compared++;
                Assert.True(Flat(File.ReadAllText(Path.Combine(Repository.Root, file))).Contains(Flat(block.Groups["text"].Value), StringComparison.Ordinal), $"{page}: not what {file} has");
            }
        }
        Assert.True(compared >= 2);
    }

    [Fact]
    public void Every_example_in_JSON_is_JSON()
    {
        var wrong = new List<string>();
        var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip };
        foreach (var (page, text) in Pages)
        {
            foreach (Match block in Block().Matches(text))
            {
                if (block.Groups["language"].Value != "json") continue;
                try
                {
                    using var document = JsonDocument.Parse(block.Groups["text"].Value, options);
                }
                catch (JsonException exception)
                {
                    wrong.Add($"{page}: {exception.Message}: {block.Groups["text"].Value[..Math.Min(60, block.Groups["text"].Length)]}");
                }
            }
        }
        Assert.Empty(wrong);
    }

    private static string Flat(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim())).Trim();

    private static HashSet<string> Anchors(string page) =>
        [.. Heading().Matches(WithoutBlocks(page)).Select(match => Anchor(match.Groups["text"].Value))];

    /// <summary>As GitHub makes them: small letters, digits, hyphens for spaces, nothing else.</summary>
    private static string Anchor(string heading)
    {
        var anchor = new StringBuilder();
        foreach (var c in Link().Replace(heading, "${text}").Trim().ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(c) || c is '-' or '_') anchor.Append(c);
            else if (c == ' ') anchor.Append('-');
        }
        return anchor.ToString();
    }

    private static string Normalize(string path) => Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, path))).Replace('\\', '/');

    private static string WithoutBlocks(string text) => Block().Replace(text, "");

    private static string WithoutCode(string text) => InlineCode().Replace(WithoutBlocks(text), "");

    [GeneratedRegex(@"\[(?<text>(?:[^\[\]]|\[[^\]]*\])*)\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6} (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^[ \t]*```(?<language>[a-z]*)(?<file>[^\n]*)\n(?<text>.*?)^[ \t]*```[ \t]*$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("`[^`\n]*`")]
    private static partial Regex InlineCode();
}
