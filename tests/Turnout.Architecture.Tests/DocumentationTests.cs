using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Turnout.Architecture.Tests;

/// <summary>What the documentation points at is there, and what it shows can be read.</summary>
public sealed partial class DocumentationTests
{
    private static IReadOnlyDictionary<string, string> Pages => Examples.Pages;

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
        foreach (var (page, _, _, file, code) in Examples.Of("csharp"))
        {
            if (file.Length == 0) continue;
            compared++;
            Assert.True(Flat(File.ReadAllText(Path.Combine(Repository.Root, file))).Contains(Flat(code), StringComparison.Ordinal), $"{page}: not what {file} has");
        }
        Assert.True(compared >= 2);
    }

    [Fact]
    public void Every_example_in_JSON_is_JSON()
    {
        var wrong = new List<string>();
        var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip };
        foreach (var (page, line, _, _, text) in Examples.Of("json"))
        {
            try
            {
                using var document = JsonDocument.Parse(text, options);
            }
            catch (JsonException exception)
            {
                wrong.Add($"{page}, line {line}: {exception.Message}");
            }
        }
        Assert.Empty(wrong);
    }

    private static string Flat(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim())).Trim();

    private static HashSet<string> Anchors(string page) =>
        [.. Heading().Matches(Examples.Without(page)).Select(match => Anchor(match.Groups["text"].Value))];

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

    private static string WithoutCode(string text) => InlineCode().Replace(Examples.Without(text), "");

    [GeneratedRegex(@"\[(?<text>(?:[^\[\]]|\[[^\]]*\])*)\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6} (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("`[^`\n]*`")]
    private static partial Regex InlineCode();
}
