using System.Text.Json;
using System.Text.RegularExpressions;
using Turnout.Statistics.Inspection.Calculator;

namespace Turnout.Statistics.Tests.Inspection;

/// <summary>The pages of docs/statistics: every example line is executed, every method explained.</summary>
public partial class DocumentationTests
{
    private static readonly string Folder = Find(new DirectoryInfo(AppContext.BaseDirectory));

    public static TheoryData<string> Pages => new(Directory.GetFiles(Folder, "*.md").Select(path => Path.GetFileName(path)!));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Examples_give_the_answers_printed(string page)
    {
        foreach (Match example in Example().Matches(File.ReadAllText(Path.Combine(Folder, page))))
        {
            var method = Method.All.Single(m => m.Name == example.Groups["method"].Value);
            var answer = LineCalculator.Answer(method, example.Groups["line"].Value);
            Same(Parse(example.Groups["answer"].Value), Parse(answer), method.Name);
        }
    }

    [Fact]
    public void Every_method_has_an_example_on_some_page()
    {
        var shown = Directory.GetFiles(Folder, "*.md").SelectMany(path => Example().Matches(File.ReadAllText(path)))
            .Select(example => example.Groups["method"].Value).ToHashSet();

        Assert.All(Method.All, method => Assert.Contains(method.Name, shown));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_page_speaks_to_both_readers_and_says_when_not_to(string page)
    {
        if (page == "README.md")
            return;
        var text = File.ReadAllText(Path.Combine(Folder, page));

        Assert.Contains("**For a product manager.**", text);
        Assert.Contains("**For a statistician.**", text);
        Assert.Contains("**When not to ", text);
        Assert.Contains($"({page})", File.ReadAllText(Path.Combine(Folder, "README.md")));
    }

    /// <summary>Numbers to 1e-9: mathematical libraries of other systems may differ in the last digits.</summary>
    private static void Same(JsonElement expected, JsonElement actual, string where)
    {
        Assert.True(expected.ValueKind == actual.ValueKind, where);
        switch (expected.ValueKind)
        {
            case JsonValueKind.Number:
                var (a, b) = (expected.GetDouble(), actual.GetDouble());
                Assert.True(Math.Abs(a - b) <= 1e-9 * Math.Max(Math.Abs(a), Math.Abs(b)) + 1e-15, $"{where}: {a} became {b}");
                break;
            case JsonValueKind.Object:
                Assert.Equal(expected.EnumerateObject().Select(m => m.Name), actual.EnumerateObject().Select(m => m.Name));
                foreach (var member in expected.EnumerateObject())
                    Same(member.Value, actual.GetProperty(member.Name), $"{where}.{member.Name}");
                break;
            case JsonValueKind.Array:
                Assert.Equal(expected.GetArrayLength(), actual.GetArrayLength());
                for (var i = 0; i < expected.GetArrayLength(); i++)
                    Same(expected[i], actual[i], $"{where}[{i}]");
                break;
            default:
                Assert.Equal(expected.ToString(), actual.ToString());
                break;
        }
    }

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;

    private static string Find(DirectoryInfo? from)
    {
        for (; from is not null; from = from.Parent)
        {
            var folder = Path.Combine(from.FullName, "docs", "statistics");
            if (Directory.Exists(folder))
                return folder;
        }

        throw new DirectoryNotFoundException("docs/statistics");
    }

    [GeneratedRegex(@"^\$ echo '(?<line>.*)' \| turnout stats (?<method>\w+)\n(?<answer>\{.*\})$", RegexOptions.Multiline)]
    private static partial Regex Example();
}
