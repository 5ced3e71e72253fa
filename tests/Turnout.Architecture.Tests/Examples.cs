using System.Text.RegularExpressions;

namespace Turnout.Architecture.Tests;

/// <summary>A block of code in the documentation.</summary>
/// <param name="Page">Where it stands, from the root.</param>
/// <param name="Line">The line of its first line.</param>
/// <param name="Language">What its fence says: <c>csharp</c>, <c>json</c>, …</param>
/// <param name="File">The file that it says it is from, or whatever else its fence says; empty for none.</param>
/// <param name="Text">The code.</param>
internal sealed record Example(string Page, int Line, string Language, string File, string Text);

/// <summary>All pages that people read, and the code in them.</summary>
internal static partial class Examples
{
    /// <summary>Pages by path.</summary>
    public static IReadOnlyDictionary<string, string> Pages { get; } = new[] { "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md" }
        .Concat(Repository.Files(".md", "docs", "samples", "sdks", "spec", "deploy"))
        .Where(path => File.Exists(Path.Combine(Repository.Root, path)))
        .ToDictionary(path => path, path => File.ReadAllText(Path.Combine(Repository.Root, path)));

    public static IEnumerable<Example> Of(string language) => All().Where(example => example.Language == language);

    public static IEnumerable<Example> All() => Pages.SelectMany(page => Block().Matches(page.Value).Select(block => new Example(
        page.Key, page.Value.AsSpan(0, block.Groups["text"].Index).Count('\n') + 1, block.Groups["language"].Value, block.Groups["file"].Value.Trim(), block.Groups["text"].Value)));

    public static string Without(string text) => Block().Replace(text, "");

    [GeneratedRegex(@"^[ \t]*```(?<language>[a-z]*)(?<file>[^\n]*)\n(?<text>.*?)^[ \t]*```[ \t]*$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
