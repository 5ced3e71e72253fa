using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Turnout.Server.Tests.Remote;

/// <summary>What all verbs have in common, and what the documentation says of them.</summary>
public sealed partial class VerbsTests
{
    static IEnumerable<(string Name, Command Command)> Leaves(Command command, string name = "") => command.Subcommands.SelectMany(verb =>
    {
        var own = $"{name}{verb.Name}";
        return verb.Action is null ? Leaves(verb, own + " ") : [(own, verb), .. Leaves(verb, own + " ")];
    });

    [Fact]
    public void Every_verb_answers_in_JSON_when_asked() =>
        Assert.DoesNotContain(Leaves(Verbs.Create()), verb => !verb.Command.Options.Any(option => option.Name == "--json"));

    [Fact]
    public async Task Every_verb_is_in_the_documentation()
    {
        var text = await File.ReadAllTextAsync(Repository.PathOf("docs", "cli.md"));
        // The calculator has one for each method; docs/statistics lists them.
        var verbs = Leaves(Verbs.Create()).Select(verb => verb.Name).Where(verb => !verb.StartsWith("stats ", StringComparison.Ordinal)).ToList();
        Assert.True(verbs.Count > 30);
        Assert.DoesNotContain(verbs, verb => !text.Contains($"`turnout {verb}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_exit_code_is_in_the_documentation()
    {
        var text = await File.ReadAllTextAsync(Repository.PathOf("docs", "cli.md"));
        foreach (var field in typeof(ExitCodes).GetFields())
            Assert.Contains($"| {field.GetRawConstantValue()} | ", text, StringComparison.Ordinal);
        foreach (var code in new[] { ExitCodes.Refused, ExitCodes.Usage, ExitCodes.NotAllowed, ExitCodes.NotFound, ExitCodes.Conflict, ExitCodes.Unreachable, ExitCodes.Differs })
            Assert.Contains($"`{ExitCodes.Word(code)}`", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_call_in_the_documentation_is_one_that_is_understood()
    {
        var wrong = new List<string>();
        var calls = 0;
        foreach (var page in Repository.Pages())
        {
            foreach (Match block in Block().Matches(await File.ReadAllTextAsync(page)))
            {
                foreach (Match call in Call().Matches(block.Groups["text"].Value))
                {
                    calls++;
                    var errors = Verbs.Create().Parse(CommandLineParser.SplitCommandLine(call.Groups["call"].Value).ToArray()).Errors;
                    wrong.AddRange(errors.Select(error => $"{Path.GetFileName(page)}: {call.Groups["call"].Value}: {error.Message}"));
                }
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(calls > 30, $"{calls} calls");
    }

    [Theory]
    [InlineData("flags", "tog")]
    [InlineData("flags", "toggle", "checkout", "sideways")]
    [InlineData("keys", "create", "--kind", "server")]
    [InlineData("export")]
    [InlineData("aa", "price", "--replays", "1")]
    public async Task A_call_that_is_wrong_says_so_on_standard_error_with_exit_code_2(params string[] arguments)
    {
        var (exitCode, output, error) = await VerbRun.RunAsync(arguments);
        Assert.Equal(2, exitCode);
        Assert.Equal("", output);
        Assert.NotEqual("", error.Trim());
    }

    [Fact]
    public async Task Verbs_on_the_servers_own_machine_answer_in_JSON_and_with_the_same_exit_codes()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Sqlite);
        var before = await JsonAsync(0, "migrate", "--dry-run");
        Assert.False(before.GetProperty("applied").GetBoolean());
        Assert.Contains("CREATE TABLE environments", before.GetProperty("migrations")[0].Text("sql"), StringComparison.Ordinal);
        var after = await JsonAsync(0, "migrate");
        Assert.Equal(before.GetProperty("migrations").GetArrayLength(), after.GetProperty("migrations").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, after.GetProperty("migrations")[0].GetProperty("sql").ValueKind);

        // The first start makes the environments.
        await (await TurnoutHost.StartAsync(place)).DisposeAsync();
        Assert.True((await JsonAsync(0, "cohort", "add", "user", "robot")).GetProperty("changed").GetBoolean());
        Assert.False((await JsonAsync(0, "cohort", "add", "user", "robot")).GetProperty("changed").GetBoolean());
        Assert.Equal("robot", (await JsonAsync(0, "cohort", "list")).Text("id"));
        Assert.Equal("unknown_environment", (await JsonAsync(4, "cohort", "add", "user", "robot", "--environment", "nowhere")).Text("code"));
        Assert.StartsWith("http://127.0.0.1:5080/sign-in?token=", (await JsonAsync(0, "sign-in-link")).Text("address"), StringComparison.Ordinal);

        var chain = await JsonAsync(0, "audit", "verify");
        Assert.True(chain.GetProperty("intact").GetBoolean());
        Assert.Equal(chain.Text("head"), (await JsonAsync(0, "audit", "verify", "--contains", chain.Text("head"))).Text("head"));
        Assert.False((await JsonAsync(1, "audit", "verify", "--contains", "0000")).GetProperty("intact").GetBoolean());
        Assert.Equal("unknown_environment", (await JsonAsync(4, "analyze", "--environment", "nowhere")).Text("code"));
        Assert.Equal("unknown_metric", (await JsonAsync(4, "plan", "nothing")).Text("code"));
        Assert.Equal("unknown_metric", (await JsonAsync(4, "aa", "nothing")).Text("code"));

        var folder = Path.Combine(place.Folder, "moved");
        Assert.True((await JsonAsync(0, "export", folder)).GetProperty("complete").GetBoolean());
        var refused = await JsonAsync(1, "import", folder);
        Assert.Equal("refused", refused.Text("code"));
        Assert.Contains("not empty", refused.Text("detail"), StringComparison.Ordinal);

        async Task<JsonElement> JsonAsync(int expected, params string[] arguments)
        {
            var (exitCode, output, error) = await VerbRun.RunAsync([.. arguments, "--data", place.Folder, "--json"]);
            Assert.True(exitCode == expected, $"{string.Join(' ', arguments)}: {exitCode}, expected {expected}: {output}{error}");
            // What is said on the way to standard error is for people; the last line is the answer.
            return JsonElement.Parse(output.Length > 0 ? output : error.TrimEnd().Split('\n')[^1]);
        }
    }

    [Fact]
    public async Task The_statistics_are_verified_in_JSON()
    {
        var (exitCode, output, _) = await VerbRun.RunAsync("verify-statistics", "--replicates", "10", "--only", "D", "--json");
        var lines = output.TrimEnd().Split('\n').Select(line => JsonElement.Parse(line)).ToList();
        Assert.Equal(exitCode == 0 ? 0 : 1, Math.Min(1, lines[^1].GetProperty("failed").GetInt32()));
        Assert.Equal(lines.Count - 1, lines[..^1].Count(line => line.Text("check") == "D"));
    }

    [Fact]
    public async Task A_server_that_is_away_is_exit_code_6_of_every_verb_that_needs_it()
    {
        foreach (var call in new[] { "generate --typescript --url http://127.0.0.1:1", $"sync {typeof(VerbsTests).Assembly.Location} --url http://127.0.0.1:1" })
        {
            var (exitCode, _, error) = await VerbRun.RunAsync([.. call.Split(' '), "--json"]);
            Assert.Equal(6, exitCode);
            Assert.Equal("unreachable", JsonElement.Parse(error).Text("code"));
        }
    }

    [GeneratedRegex(@"^```(sh|console)[^\n]*\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    // Up to a comment, a pipe or a redirection; `./run.sh` with a verb is the same.
    [GeneratedRegex(@"(?:^|\s)(?:turnout|\./run\.sh) (?<call>[a-z][^#<>|;\n]*)", RegexOptions.Multiline)]
    private static partial Regex Call();
}
