using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Turnout.Server.Tests.Documentation;

/// <summary>
/// Every call by curl that the documentation shows is made, in a real shell, against a server on which the things are that its guides speak of; so is every experiment of the
/// five examples. The quick start has a test of its own (<c>sdks/js/e2e</c>), which follows it in a browser too.
/// </summary>
public sealed partial class DocumentedCallsTests
{
    const string Programs = """
        curl() { command curl --silent --show-error --fail-with-body --max-time 60 "${@/#-sf/-s}"; }
        turnout() { dotnet "$TURNOUT_DLL" "$@"; }

        """;

    [Fact]
    public async Task Every_call_in_the_documentation_works()
    {
        await using var host = await TurnoutHost.StartAsync();
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
            ["TURNOUT_DLL"] = Path.Combine(AppContext.BaseDirectory, "turnout.dll"),
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
            var calls = Block().Matches(text).Select(block => block.Groups["text"].Value).Where(block => block.Contains("curl ", StringComparison.Ordinal)).ToList();
            if (calls.Count == 0) continue;
            pages++;
            var name = Path.GetFileName(page);
            var environment = name == "approvals.md" ? "development" : "production";
            variables["api"] = $"{variables["TURNOUT"]}/api/v1/environments/{environment}";
            var script = string.Join('\n', calls).Replace("http://127.0.0.1:5080", variables["TURNOUT"], StringComparison.Ordinal)
                // The guides' own revision, and a moment at which the flag was there.
                .Replace("/revisions/118", $"/revisions/{revision}", StringComparison.Ordinal)
                .Replace("2026-05-03T14:00:00Z", host.Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
            var (exitCode, said) = await RunAsync(WithoutDemo(script), variables);
            Assert.True(exitCode == 0, $"{name}: {said}");
        }
        Assert.True(pages > 10, $"{pages} pages");

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
        await host.Admin.PostAsync<string>($"{api}/experiments", new { key = "checkout-copy", metrics = new[] { "orders" }, variants = new[] { new { key = "control", weight = 1 }, new { key = "short", weight = 1 } } }, HttpStatusCode.Created);

        async Task MetricsAsync(string where)
        {
            foreach (var metric in new[] { "upgrades", "refunds", "week-2", "orders", "errors", "revenue", "signups", "invites", "weekly-active-members" })
                await host.Admin.PutAsync<string>($"/api/v1/environments/{where}/metrics/{metric}", new { @event = metric, type = "proportion" }, HttpStatusCode.Created);
        }
    }

    /// <summary>The demo takes seconds, and a test of its own (<c>CookieCatsTests</c>) loads it.</summary>
    static string WithoutDemo(string script) => script.Contains("./run.sh demo", StringComparison.Ordinal) ? script[..script.IndexOf("./run.sh demo", StringComparison.Ordinal)] : script;

    static async Task<(int ExitCode, string Said)> RunAsync(string script, Dictionary<string, string> variables)
    {
        var folder = Directory.CreateTempSubdirectory("turnout-test-").FullName;
        try
        {
            // What a reader would see to be refused fails here.
            var start = new ProcessStartInfo("bash", ["--norc", "-euo", "pipefail", "-c", Programs + script])
            {
                WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
            };
            foreach (var (name, value) in variables) start.Environment[name] = value;
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, output + await errors);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [GeneratedRegex(@"^[ \t]*```sh[^\n]*\n(?<text>.*?)^[ \t]*```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^```json\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Json();
}
