using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Billing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Turnout.Client;

namespace Turnout.EndToEnd.Tests;

/// <summary>The billing sample next to a real Turnout: page, who-am-I, charge, conversion, results.</summary>
public sealed partial class BillingTests
{
    private static async Task<WebApplication> StartAsync(RealServer server)
    {
        using var setup = new BillingSetup(server.Url, RealServer.AdminToken);
        var key = await setup.RunAsync();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "billing" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.Configure<TurnoutOptions>(options => (options.ServerUrl, options.Key, options.CacheFolder) = (server.Url, key, ""));
        var app = BillingApplication.Build(builder);
        await app.StartAsync();
        Assert.True(await app.Services.GetRequiredService<Flags>().WaitUntilReadyAsync(TimeSpan.FromSeconds(20)));
        return app;
    }

    private static async Task<HttpClient> SignedInAsync(WebApplication app, string user, string team, bool synthetic = false, string plan = "free")
    {
        var client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(app.Urls.First()) };
        var page = await client.PostAsync($"/sign-in?user={user}&team={team}&synthetic={synthetic}&plan={plan}", null);
        page.EnsureSuccessStatusCode();
        return client;
    }

    [Fact]
    public async Task Page_me_charge_and_conversion_agree_and_reach_the_results()
    {
        await using var server = await RealServer.StartAsync();
        await using var app = await StartAsync(server);
        var shown = new Dictionary<string, int>();
        for (var i = 0; i < 12; i++)
        {
            using var client = await SignedInAsync(app, $"user-{i}", $"team-{i}");
            var page = await client.GetStringAsync("/billing");
            var variant = Assert.Single(Variant().Matches(page)).Groups[1].Value;
            var me = await client.GetFromJsonAsync<JsonElement>("/auth/me");
            Assert.Equal(($"team-{i}", variant), (me.GetProperty("team_id").GetString(), me.GetProperty("experiments").GetProperty("upgrade_button").GetString()));
            Assert.Contains($"\"upgrade_button\":\"{variant}\"", page, StringComparison.Ordinal);
            shown[variant] = shown.GetValueOrDefault(variant) + 1;

            Assert.Equal(HttpStatusCode.OK, (await client.PostAsync("/billing/charge", null)).StatusCode);
            var conversion = new { experiment = "upgrade_button", variant, action_taken = "upgrade_clicked" };
            Assert.Equal(HttpStatusCode.Created, (await client.PostAsJsonAsync("/api/v1/experiments/converted", conversion)).StatusCode);
            var other = conversion with { variant = variant == "control" ? "urgent" : "control" };
            Assert.Equal(HttpStatusCode.Conflict, (await client.PostAsJsonAsync("/api/v1/experiments/converted", other)).StatusCode);
        }

        using var anyone = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        Assert.Equal("Healthy", await anyone.GetStringAsync("/health"));
        Assert.True(await app.Services.GetRequiredService<Flags>().FlushAsync());
        var results = await server.GetAsync("/api/v1/environments/production/experiments/upgrade_button/results");
        var variants = results.GetProperty("variants").EnumerateArray().ToDictionary(v => v.GetProperty("key").GetString()!, v => v.GetProperty("units").GetInt32());
        foreach (var (variant, units) in shown) Assert.Equal(units, variants[variant]);
    }

    [Fact]
    public async Task Kill_switch_stops_charges_at_once()
    {
        await using var server = await RealServer.StartAsync();
        await using var app = await StartAsync(server);
        using var client = await SignedInAsync(app, "u", "t");
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync("/billing/charge", null)).StatusCode);

        var watch = Stopwatch.StartNew();
        await server.PostAsync("/api/v1/environments/production/flags/billing.charging/toggle", new { enabled = false });
        HttpStatusCode status;
        do status = (await client.PostAsync("/billing/charge", null)).StatusCode;
        while (status == HttpStatusCode.OK && watch.Elapsed < TimeSpan.FromSeconds(10));
        Assert.Equal(HttpStatusCode.NotFound, status);
        // Milliseconds as a rule; a test machine that runs everything at once gets what polling could never keep.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"It took {watch.ElapsedMilliseconds} ms.");
    }

    [Fact]
    public async Task Synthetic_team_uses_everything_but_is_never_charged()
    {
        await using var server = await RealServer.StartAsync();
        await using var app = await StartAsync(server);
        using var client = await SignedInAsync(app, "probe", "probe-team", synthetic: true, plan: "pro");
        var page = await client.GetStringAsync("/billing");
        Assert.Contains("data-variant", page, StringComparison.Ordinal);
        Assert.Contains("You are on the pro plan.", page, StringComparison.Ordinal);
        var refused = await client.PostAsync("/billing/charge", null);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("synthetic_test_cohort", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, app.Services.GetRequiredService<Charges>().Count);
    }

    [GeneratedRegex("<button[^>]* data-variant=\"(\\w+)\"")]
    private static partial Regex Variant();
}
