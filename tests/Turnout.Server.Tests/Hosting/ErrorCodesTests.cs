using System.Text.RegularExpressions;

namespace Turnout.Server.Tests.Hosting;

public partial class ErrorCodesTests
{
    [Fact]
    public void Every_code_that_the_server_can_answer_is_in_the_list_of_codes()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "Turnout.slnx"))) root = root.Parent;
        var list = File.ReadAllText(Path.Combine(root.FullName, "docs", "errors.md"));
        var codes = Directory.EnumerateFiles(Path.Combine(root.FullName, "src", "Turnout.Server"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Code().Matches(File.ReadAllText(file)).Select(match => match.Groups["code"].Value)).ToHashSet();
        Assert.True(codes.Count >= 40, $"Only {codes.Count} codes were found in the source.");
        Assert.DoesNotContain(codes, code => !list.Contains($"`{code}`", StringComparison.Ordinal));
    }

    // new("code", 409, … · new Problem("code", 409, … · Problem.NotFound("code", …
    [GeneratedRegex("""(?:new(?: Problem)?\(\s*"(?<code>[a-z_]+)",\s*[45]\d\d|Problem\.(?:NotFound|Conflict|Invalid)\(\s*"(?<code>[a-z_]+)")""")]
    private static partial Regex Code();
}
