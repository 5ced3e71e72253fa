using System.CommandLine;
using System.Net;
using System.Text.Json;

namespace Turnout.Server.Tests.Remote;

/// <summary>The verbs that speak to a server, in this process, against a real one.</summary>
public sealed class RemoteVerbsTests : IAsyncLifetime
{
    readonly string folder = Directory.CreateTempSubdirectory("turnout-test-").FullName;
    TurnoutHost host = null!;

    string ProfileFile => Path.Combine(folder, "profile.json");

    public async ValueTask InitializeAsync()
    {
        host = await TurnoutHost.StartAsync();
        // Only these tests look at it, one after the other.
        Environment.SetEnvironmentVariable("TURNOUT_PROFILE", ProfileFile);
        await File.WriteAllTextAsync(Path.Combine(folder, "token"), TurnoutHost.AdminToken + "\n");
        Assert.Equal(0, (await RunAsync("login", "--server", host.Address.ToString(), "--token-file", Path.Combine(folder, "token"))).ExitCode);
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_login_is_kept_where_only_its_owner_reads_it_and_is_checked_first()
    {
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(ProfileFile));
        await File.WriteAllTextAsync(Path.Combine(folder, "wrong"), new string('x', 40));
        var (exitCode, _, error) = await RunAsync("login", "--server", host.Address.ToString(), "--token-file", Path.Combine(folder, "wrong"));
        Assert.Equal(3, exitCode);
        Assert.Contains("(unauthenticated)", error, StringComparison.Ordinal);
        Assert.Equal(6, (await RunAsync("login", "--server", "http://127.0.0.1:1", "--token-file", Path.Combine(folder, "token"))).ExitCode);
        Assert.Equal(0, (await RunAsync("flags", "list")).ExitCode);
        Assert.Equal(0, (await RunAsync("logout")).ExitCode);
        Assert.Equal(3, (await RunAsync("flags", "list")).ExitCode);
        await File.WriteAllTextAsync(ProfileFile, "{");
        Assert.Equal(2, (await RunAsync("flags", "list")).ExitCode);
    }

    [Fact]
    public async Task Flags_are_made_read_switched_rolled_out_and_asked()
    {
        Assert.Equal(0, (await RunAsync("flags", "set", "checkout", "-f", Write("flag.yaml", "description: New checkout\nenabled: true\nrollout: 5\ntags: [shop]\nallow: [vip]\n"))).ExitCode);
        var (_, table, _) = await RunAsync("flags", "list");
        Assert.Matches(@"key +type +enabled +rollout +critical +tags +description\ncheckout +boolean +yes +5 +no +shop +New checkout\n", table);
        Assert.Contains("rollout 5 → 40", (await RunAsync("flags", "rollout", "checkout", "40")).Output, StringComparison.Ordinal);
        // What was not meant stays.
        var flag = JsonElement.Parse((await RunAsync("flags", "get", "checkout")).Output);
        Assert.Equal(("New checkout", "vip", 40), (flag.Text("description"), flag.GetProperty("allow")[0].GetString(), flag.GetProperty("rollout").GetInt32()));

        var (_, words, _) = await RunAsync("flags", "evaluate", "checkout", "--user", "vip", "-a", "age=31", "--trace");
        Assert.Matches(@"value +true\n", words);
        Assert.Matches(@"allow +yes +decided", words);
        var json = JsonElement.Parse((await RunAsync("flags", "evaluate", "checkout", "--context", """{"user_id":"vip"}""", "--json")).Output);
        Assert.True(json.GetProperty("value").GetBoolean());

        Assert.Contains("checkout is off in production", (await RunAsync("flags", "toggle", "checkout", "off")).Output, StringComparison.Ordinal);
        Assert.False((await host.Admin.GetAsync<JsonElement>("/api/v1/environments/production/flags/checkout")).GetProperty("enabled").GetBoolean());
        Assert.Equal(0, (await RunAsync("flags", "delete", "checkout")).ExitCode);
        var (exitCode, _, error) = await RunAsync("flags", "get", "checkout");
        Assert.Equal((4, "turnout: There is no flag 'checkout' in this environment. (unknown_flag)\n"), (exitCode, error));
        Assert.Equal("unknown_flag", JsonElement.Parse((await RunAsync("flags", "get", "checkout", "--json")).Error).Text("code"));
        Assert.Equal(4, (await RunAsync("flags", "rollout", "checkout", "1")).ExitCode);
    }

    [Fact]
    public async Task Experiments_are_created_steered_and_read_in_three_forms()
    {
        var file = Write("price.yaml", "key: price\nunit: user\ncontrol: a\nvariants:\n  - {key: a, weight: 1}\n  - {key: b, weight: 1}\nmetrics: [bought]\n");
        await host.Admin.PutAsync<string>("/api/v1/environments/production/metrics/bought", new { key = "bought", @event = "bought", type = "proportion" }, HttpStatusCode.Created);
        Assert.Contains("price is a draft", (await RunAsync("experiments", "create", "-f", file)).Output, StringComparison.Ordinal);
        Assert.Equal(5, (await RunAsync("experiments", "create", "-f", file)).ExitCode);
        foreach (var (verb, status) in new[] { ("launch", "running"), ("pause", "paused"), ("resume", "running") })
            Assert.Equal($"price is {status}.\n", (await RunAsync("experiments", verb, "price")).Output);
        Assert.Matches("price +running +user", (await RunAsync("experiments", "list")).Output);
        using (var server = host.Client(await host.CreateKeyAsync("server")))
        {
            await server.SendEventsAsync(new { id = "1", @event = "experiment_viewed", user_id = "u1", properties = new { experiment_slug = "price", variant = "a" } });
        }
        var (_, table, _) = await RunAsync("experiments", "results", "price");
        Assert.Contains("variant  assignments  exposures  units\n", table, StringComparison.Ordinal);
        Assert.Contains("bought (proportion)", table, StringComparison.Ordinal);
        Assert.Equal("price", JsonElement.Parse((await RunAsync("experiments", "results", "price", "--format", "json")).Output).Text("experiment"));
        Assert.Contains("bought,", (await RunAsync("experiments", "results", "price", "--format", "csv")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("experiments", "conclude", "price", "--winner", "b")).ExitCode);
        Assert.Equal(5, (await RunAsync("experiments", "launch", "price")).ExitCode);
    }

    [Fact]
    public async Task A_key_is_printed_once_works_and_is_revoked()
    {
        var key = (await RunAsync("keys", "create", "--kind", "server", "--name", "shop")).Output.Trim();
        using var client = host.Client(key);
        await client.PostAsync<string>("/api/v1/evaluate", new { context = new { } });
        var listed = JsonElement.Parse((await RunAsync("keys", "list", "--json")).Output);
        Assert.DoesNotContain(key, listed.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("keys", "delete", listed[0].Text("id"))).ExitCode);
        await client.ProblemAsync(HttpMethod.Post, "/api/v1/evaluate", new { context = new { } }, 401, "unauthenticated");
    }

    [Fact]
    public async Task A_file_in_git_is_planned_applied_and_then_matches()
    {
        const string yaml = """
            environment: production
            segments:
              insiders:
                if: {attribute: email, op: ends_with, value: "@example.com"}
            metrics:
              bought: {event: bought, type: proportion}
            experiments:
              price:
                unit: user
                control: a
                variants: [{key: a, weight: 1}, {key: b, weight: 1}]
                metrics: [bought]
            flags:
              checkout:
                description: New checkout
                enabled: true
                rollout: 20
                rules:
                  - name: insiders
                    if: {segment: insiders}
                    serve: true
            """;
        var file = Write("turnout.yaml", yaml);
        var (exitCode, output, _) = await RunAsync("apply", "-f", file, "--check");
        Assert.Equal(10, exitCode);
        Assert.Contains("+ segment insiders\n", output, StringComparison.Ordinal);
        Assert.Contains("production: 4 to add, 0 to change, 0 unchanged.", output, StringComparison.Ordinal);
        Assert.Equal(4, (await RunAsync("flags", "get", "checkout")).ExitCode);

        Assert.Contains("Done: 4 changed.", (await RunAsync("apply", "-f", file, "--yes")).Output, StringComparison.Ordinal);
        (exitCode, output, _) = await RunAsync("apply", "-f", file, "--check");
        Assert.True(exitCode == 0, output);
        Assert.Contains("0 to add, 0 to change, 4 unchanged", output, StringComparison.Ordinal);

        // Somebody changes two things; the file names one of them.
        await RunAsync("flags", "rollout", "checkout", "70");
        var flag = await host.Admin.GetAsync<JsonElement>("/api/v1/environments/production/flags/checkout");
        Assert.Equal(70, flag.GetProperty("rollout").GetInt32());
        (exitCode, output, _) = await RunAsync("apply", "-f", file, "--plan");
        Assert.Equal(0, exitCode);
        Assert.Contains("~ flag checkout\n    rollout: 70 → 20\n", output, StringComparison.Ordinal);
        var plan = JsonElement.Parse((await RunAsync("apply", "-f", file, "--plan", "--json")).Output);
        Assert.Equal("rollout", plan.GetProperty("steps")[0].GetProperty("changed")[0].GetString());
        await RunAsync("apply", "-f", file, "--yes");
        Assert.Equal(20, (await host.Admin.GetAsync<JsonElement>("/api/v1/environments/production/flags/checkout")).GetProperty("rollout").GetInt32());
    }

    [Theory]
    [InlineData("environment: development\nflags: {}\n", 2, "--environment development")]
    [InlineData("flag: {}\n", 2, "not 'flag'")]
    [InlineData("flags: [a]\n", 2, "must be an object")]
    [InlineData("flags:\n  a: {enabled: true}\n  a: {enabled: false}\n", 2, "turnout.yaml, line")]
    [InlineData("- a\n", 2, "must hold one object")]
    [InlineData("flags:\n  a: {enabld: true}\n", 1, "(unknown_member)")]
    [InlineData("flags:\n  a: {rules: [{if: {segment: nobody}, serve: true}]}\n", 1, "flag a: ")]
    public async Task A_file_that_is_wrong_is_said_to_be_in_one_line(string yaml, int expected, string message)
    {
        var (exitCode, _, error) = await RunAsync("apply", "-f", Write("turnout.yaml", yaml), "--yes");
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Equal(expected, exitCode);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("pwsh")]
    public async Task Shells_get_a_script_that_asks_the_program(string shell)
    {
        Assert.Contains("[suggest:", (await RunAsync("completion", shell)).Output, StringComparison.Ordinal);
        var suggested = (await RunAsync("[suggest:14]", "turnout flags ")).Output.Split('\n');
        Assert.Contains("toggle", suggested);
    }

    [Fact]
    public async Task Every_verb_is_in_the_documentation()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "Turnout.slnx"))) root = root.Parent;
        var text = await File.ReadAllTextAsync(Path.Combine(root.FullName, "docs", "cli.md"));
        var verbs = Verbs.Create().Subcommands.SelectMany(verb => verb.Subcommands.Count == 0 ? [verb.Name] : verb.Subcommands.Select(part => $"{verb.Name} {part.Name}"))
            // The calculator has one for each method; docs/statistics lists them.
            .Where(verb => !verb.StartsWith("stats ", StringComparison.Ordinal)).ToList();
        Assert.True(verbs.Count > 30);
        Assert.DoesNotContain(verbs, verb => !text.Contains($"`turnout {verb}", StringComparison.Ordinal));
    }

    string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exitCode = await Verbs.Create().Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return (exitCode, output.ToString(), error.ToString());
    }
}
