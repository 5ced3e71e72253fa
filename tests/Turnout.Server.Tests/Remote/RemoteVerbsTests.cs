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
        Assert.True(JsonElement.Parse((await RunAsync("flags", "delete", "checkout", "--json")).Output).GetProperty("deleted").GetBoolean());
        Assert.Matches(@"at +actor +kind +target +environment\n\S+ +admin\S* +flag\.deleted +checkout +production\n", (await RunAsync("audit", "list", "--target", "checkout")).Output);
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
    public async Task What_was_collected_comes_out_in_a_stream_or_page_by_page_into_a_file_that_goes_on()
    {
        await host.RunExperimentAsync(new { key = "price", variants = new[] { new { key = "a", weight = 1 }, new { key = "b", weight = 1 } } });
        using var server = host.Client(await host.CreateKeyAsync("server"));
        await server.SendEventsAsync([.. Enumerable.Range(0, 50).Select(i => (object)new { id = $"{i}", @event = "experiment_viewed", user_id = $"u{i}", properties = new { experiment_slug = "price", variant = i % 2 == 0 ? "a" : "b" } })]);
        var events = await host.Admin.GetAsync<string>("/api/v1/environments/production/events/export");
        Assert.Equal(events, (await RunAsync("export", "events")).Output);
        foreach (var what in new[] { "exposures", "assignments", "units" })
            Assert.Equal(51, (await RunAsync("export", what, "price", "--format", "csv")).Output.TrimEnd().Split('\n').Length);
        Assert.Equal(4, (await RunAsync("export", "units", "nothing")).ExitCode);

        var file = Path.Combine(folder, "events.csv");
        var first = JsonElement.Parse((await RunAsync("export", "events", "--format", "csv", "-o", file, "--json")).Output);
        Assert.Equal(await host.Admin.GetAsync<string>("/api/v1/environments/production/events/export?format=csv"), await File.ReadAllTextAsync(file));
        Assert.Equal(new FileInfo(file).Length, first.GetProperty("bytes").GetInt64());
        // A page that broke off is taken away, and what came since is added.
        await File.AppendAllTextAsync(file, "half a li");
        await server.SendEventsAsync(new { id = "later", @event = "buy", user_id = "u1" });
        Assert.Equal(0, (await RunAsync("export", "events", "--format", "csv", "-o", file)).ExitCode);
        Assert.Equal(await host.Admin.GetAsync<string>("/api/v1/environments/production/events/export?format=csv"), await File.ReadAllTextAsync(file));

        Assert.Equal(2, (await RunAsync("export", "events", "-o", file)).ExitCode);
        File.Delete(file + ".next");
        var (exitCode, _, error) = await RunAsync("export", "events", "--format", "csv", "-o", file);
        Assert.Equal(2, exitCode);
        Assert.Contains("is there already", error, StringComparison.Ordinal);
        // What does not grow at its end is whole, and that is all.
        Assert.Equal(0, (await RunAsync("export", "units", "price", "-o", Path.Combine(folder, "units"))).ExitCode);
        Assert.False(File.Exists(Path.Combine(folder, "units.next")));
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
        // The guide's own file, and what the guide says of it.
        var guide = await File.ReadAllTextAsync(Repository.PathOf("docs", "cli.md"));
        var yaml = guide.Split("```yaml\n")[1].Split("```")[0];
        var shown = guide.Split("$ turnout apply -f turnout.yaml --plan\n")[1].Split("```")[0];
        var file = Write("turnout.yaml", yaml);
        var (exitCode, output, _) = await RunAsync("apply", "-f", file, "--check");
        Assert.Equal(10, exitCode);
        Assert.Contains("+ segment insiders\n", output, StringComparison.Ordinal);
        Assert.Contains("production: 4 to add, 0 to change, 0 unchanged.", output, StringComparison.Ordinal);
        Assert.Equal(4, (await RunAsync("flags", "get", "checkout.new_ui")).ExitCode);

        Assert.Contains("Done: 4 changed.", (await RunAsync("apply", "-f", file, "--yes")).Output, StringComparison.Ordinal);
        (exitCode, output, _) = await RunAsync("apply", "-f", file, "--check");
        Assert.True(exitCode == 0, output);
        Assert.Contains("0 to add, 0 to change, 4 unchanged", output, StringComparison.Ordinal);

        // Somebody changes two things; the file names one of them.
        await RunAsync("flags", "rollout", "checkout.new_ui", "70");
        var flag = await host.Admin.GetAsync<JsonElement>("/api/v1/environments/production/flags/checkout.new_ui");
        Assert.Equal(70, flag.GetProperty("rollout").GetInt32());
        (exitCode, output, _) = await RunAsync("apply", "-f", file, "--plan");
        Assert.Equal(0, exitCode);
        Assert.Equal(shown, output);
        var plan = JsonElement.Parse((await RunAsync("apply", "-f", file, "--plan", "--json")).Output);
        Assert.Equal("rollout", plan.GetProperty("steps")[0].GetProperty("changed")[0].GetString());
        Assert.False(plan.GetProperty("applied").GetBoolean());
        Assert.True(JsonElement.Parse((await RunAsync("apply", "-f", file, "--yes", "--json")).Output).GetProperty("applied").GetBoolean());
        Assert.Equal(20, (await host.Admin.GetAsync<JsonElement>("/api/v1/environments/production/flags/checkout.new_ui")).GetProperty("rollout").GetInt32());
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

    string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    static Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) => VerbRun.RunAsync(arguments);
}
