using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Turnout.Server.Tests.Documentation;

/// <summary>
/// Every call by curl and every verb that the documentation shows is run, in a real shell, against a server on which the things are that its guides speak of; so is every
/// experiment of the five examples. The quick start has a test of its own (<c>sdks/js/e2e</c>), which follows it in a browser too; so have completions and moving house.
/// </summary>
public sealed partial class DocumentedCallsTests
{
    [Fact]
    public async Task Every_call_in_the_documentation_works()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Sqlite);
        await using var host = await TurnoutHost.StartAsync(place);
        // One guide wants everything reviewed from then on, and another makes what a third makes as well.
        await SetUpAsync(host, "production");
        await SetUpAsync(host, "development");
        var variables = new Dictionary<string, string>
        {
            ["TURNOUT"] = host.Address.ToString().TrimEnd('/'),
            ["TURNOUT_ADMIN_TOKEN"] = TurnoutHost.AdminToken,
            ["KEY"] = TurnoutHost.AdminToken,
            ["TURNOUT_SERVER"] = host.Address.ToString(),
            ["TURNOUT_TOKEN"] = TurnoutHost.AdminToken,
            ["TURNOUT_DLL"] = DocumentedShell.Program,
            ["TURNOUT_DATA"] = place.Folder,
            ["TURNOUT_PROFILE"] = Path.Combine(place.Folder, "profile.json"),
            ["auth"] = $"Authorization: Bearer {TurnoutHost.AdminToken}",
            ["json"] = "Content-Type: application/json",
            ["key"] = await host.CreateKeyAsync("server"),
            ["server_key"] = await host.CreateKeyAsync("server"),
        };
        var revision = (await host.Admin.GetAsync<JsonElement>("/api/v1/environments/production/flags/checkout.new/revisions")).GetProperty("items")[1].GetProperty("version").ToString();
        var pages = 0;
        foreach (var page in Repository.Pages().Where(page => Path.GetFileName(page) != "quick-start.md"))
        {
            var text = await File.ReadAllTextAsync(page);
            var calls = DocumentedShell.Blocks(text).Where(block => Call().IsMatch(block) && !HasTestOfItsOwn().IsMatch(block)).ToList();
            if (calls.Count == 0) continue;
            pages++;
            var name = Path.GetFileName(page);
            var environment = name is "approvals.md" or "cli.md" ? "development" : "production";
            variables["TURNOUT_ENVIRONMENT"] = environment;
            variables["api"] = $"{variables["TURNOUT"]}/api/v1/environments/{environment}";
            var script = string.Join('\n', calls).Replace("http://127.0.0.1:5080", variables["TURNOUT"], StringComparison.Ordinal)
                .Replace("https://flags.example.com", variables["TURNOUT"], StringComparison.Ordinal).Replace("TURNOUT_ADMIN_TOKEN=… ", "", StringComparison.Ordinal)
                .Replace("bin/Release/net10.0/MyApplication.dll", $"{typeof(DocumentedCallsTests).Assembly.Location} --url {variables["TURNOUT"]}", StringComparison.Ordinal)
                // The guides' own revision, and a moment at which the flag was there.
                .Replace("/revisions/118", $"/revisions/{revision}", StringComparison.Ordinal)
                .Replace("2026-05-03T14:00:00Z", host.Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
            var (exitCode, said) = await DocumentedShell.RunAsync(WithoutDemo(script), variables, new()
            {
                ["token.txt"] = TurnoutHost.AdminToken, ["turnout.yaml"] = Yaml().Match(text).Groups["text"].Value.Replace("environment: production", $"environment: {environment}", StringComparison.Ordinal), ["src/turnout.ts"] = "",
            });
            Assert.True(exitCode == 0, $"{name}: {said}");
        }
        Assert.True(pages > 15, $"{pages} pages");

        foreach (Match block in Json().Matches(await File.ReadAllTextAsync(Repository.PathOf("docs", "guides", "five-examples.md"))))
        {
            var experiment = JsonElement.Parse(block.Groups["text"].Value);
            await host.Admin.PostAsync<JsonElement>("/api/v1/environments/staging/experiments", experiment.GetRawText(), HttpStatusCode.Created);
        }
    }

    static async Task SetUpAsync(TurnoutHost host, string environment)
    {
        if (environment == "development")
        {
            await host.Admin.PostAsync<JsonElement>("/api/v1/environments", new { key = "staging" }, HttpStatusCode.Created);
            await MetricsAsync("staging");
        }
        var api = $"/api/v1/environments/{environment}";
        await MetricsAsync(environment);
        foreach (var flag in new[] { "checkout.new", "checkout.new_ui", "new-onboarding" })
        {
            await host.Admin.PutAsync<string>($"{api}/flags/{flag}", new { enabled = true, rollout = 10 }, HttpStatusCode.Created);
            // A ramp only ever adds: its guide begins with a flag that nobody has.
            await host.Admin.PutAsync<string>($"{api}/flags/{flag}", new { enabled = true, rollout = flag == "checkout.new" ? 0 : 20 });
        }
        if (environment == "development")
            await host.Admin.PostAsync<string>($"{api}/experiments", new { key = "price", metrics = new[] { "orders" }, variants = new[] { new { key = "a", weight = 1 }, new { key = "b", weight = 1 } } }, HttpStatusCode.Created);
        await host.Admin.PostAsync<string>($"{api}/experiments", new { key = "checkout-copy", metrics = new[] { "orders" }, variants = new[] { new { key = "control", weight = 1 }, new { key = "short", weight = 1 } } }, HttpStatusCode.Created);

        async Task MetricsAsync(string where)
        {
            foreach (var metric in new[] { "upgrades", "refunds", "week-2", "orders", "errors", "revenue", "signups", "invites", "weekly-active-members" })
                await host.Admin.PutAsync<string>($"/api/v1/environments/{where}/metrics/{metric}", new { @event = metric, type = "proportion" }, HttpStatusCode.Created);
        }
    }

    /// <summary>The demo takes seconds, and a test of its own (<c>CookieCatsTests</c>) loads it.</summary>
    static string WithoutDemo(string script) => script.Contains("./run.sh demo", StringComparison.Ordinal) ? script[..script.IndexOf("./run.sh demo", StringComparison.Ordinal)] : script;

    [GeneratedRegex(@"(?:^|\s|\()(?:curl|turnout) ")]
    private static partial Regex Call();

    // CompletionTests; MovingHouseTests beside this one.
    [GeneratedRegex(@"turnout completion|turnout import")]
    private static partial Regex HasTestOfItsOwn();

    [GeneratedRegex(@"^```yaml\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Yaml();

    [GeneratedRegex(@"^```json\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Json();
}
