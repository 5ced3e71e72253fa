using System.Net;
using System.Text.Json;
using Turnout.Server.Features.Access;

namespace Turnout.Server.Tests.Access;

public class SessionTests
{
    static readonly Dictionary<string, string?> NoAdminToken = new() { ["TURNOUT_ADMIN_TOKEN"] = "" };

    [Fact]
    public async Task The_first_start_prints_an_address_that_signs_in_once()
    {
        await using var host = await TurnoutHost.StartAsync(settings: NoAdminToken);
        var token = Announced(host);
        using var signIn = await host.Anonymous.PostAsync("/api/v1/session", HttpClientExtensions.Content(new { token }));
        Assert.Equal("admin", (await signIn.ReadAsync<JsonElement>()).GetProperty("actor").GetString());
        var cookie = signIn.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);

        using var browser = Browser(host, cookie);
        Assert.Contains("flags_write", (await browser.GetAsync<string>("/api/v1/session")), StringComparison.Ordinal);
        await browser.PostAsync<JsonElement>("/api/v1/environments", new { key = "staging" }, HttpStatusCode.Created);

        await host.Anonymous.ProblemAsync(HttpMethod.Post, "/api/v1/session", new { token }, 401, "invalid_sign_in");
    }

    [Fact]
    public async Task Each_start_prints_a_new_address_until_one_was_used()
    {
        await using var database = await TestDatabase.CreateAsync(Store.Sqlite);
        string first;
        await using (var host = await TurnoutHost.StartAsync(database, NoAdminToken)) first = Announced(host);
        await using (var host = await TurnoutHost.StartAsync(database, NoAdminToken))
        {
            await host.Anonymous.ProblemAsync(HttpMethod.Post, "/api/v1/session", new { token = first }, 401, "invalid_sign_in");
            await host.Anonymous.PostAsync<JsonElement>("/api/v1/session", new { token = Announced(host) });
        }
        await using (var host = await TurnoutHost.StartAsync(database, NoAdminToken)) Assert.Equal("", host.Announced.ToString());
    }

    [Fact]
    public async Task With_an_admin_token_no_address_is_printed()
    {
        await using var host = await TurnoutHost.StartAsync();
        Assert.Equal("", host.Announced.ToString());
    }

    [Fact]
    public async Task An_address_ends_after_a_day()
    {
        await using var host = await TurnoutHost.StartAsync(settings: NoAdminToken);
        host.Clock.Advance(TimeSpan.FromHours(24));
        await host.Anonymous.ProblemAsync(HttpMethod.Post, "/api/v1/session", new { token = Announced(host) }, 401, "invalid_sign_in");
    }

    [Fact]
    public async Task Of_two_who_use_an_address_at_once_one_gets_in()
    {
        await using var host = await TurnoutHost.StartAsync(settings: NoAdminToken);
        var token = Announced(host);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.Anonymous.PostAsync("/api/v1/session", HttpClientExtensions.Content(new { token }))));
        Assert.Equal(1, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        Assert.Equal(7, answers.Count(answer => answer.StatusCode == HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task An_admin_token_signs_a_browser_in()
    {
        await using var host = await TurnoutHost.StartAsync();
        using var browser = await SignInAsync(host);
        await browser.GetAsync<JsonElement>("/api/v1/audit");
        using var server = host.Client(await host.CreateKeyAsync("server"));
        await server.ProblemAsync(HttpMethod.Post, "/api/v1/session", new { }, 401, "unauthenticated");
        await host.Anonymous.ProblemAsync(HttpMethod.Post, "/api/v1/session", new { }, 401, "unauthenticated");
    }

    [Fact]
    public async Task Signing_out_ends_the_session_at_once()
    {
        await using var host = await TurnoutHost.StartAsync();
        using var browser = await SignInAsync(host);
        await browser.SendAsync<string>(HttpMethod.Delete, "/api/v1/session", null, HttpStatusCode.NoContent);
        await browser.ProblemAsync(HttpMethod.Get, "/api/v1/session", null, 401, "unauthenticated");
    }

    [Fact]
    public async Task A_session_ends_by_itself()
    {
        await using var host = await TurnoutHost.StartAsync();
        using var browser = await SignInAsync(host);
        host.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMilliseconds(1));
        await browser.GetAsync<JsonElement>("/api/v1/session");
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await browser.ProblemAsync(HttpMethod.Get, "/api/v1/session", null, 401, "unauthenticated");
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", false)]
    [InlineData("Sec-Fetch-Site", "same-site", false)]
    [InlineData("Sec-Fetch-Site", "same-origin", true)]
    [InlineData("Origin", "https://evil.example", false)]
    [InlineData("Origin", "null", false)]
    public async Task Another_page_may_not_act_with_the_operators_cookie(string header, string value, bool allowed)
    {
        await using var host = await TurnoutHost.StartAsync();
        using var browser = await SignInAsync(host);
        browser.DefaultRequestHeaders.Add(header, value);
        if (allowed) await browser.PostAsync<JsonElement>("/api/v1/environments", new { key = "staging" }, HttpStatusCode.Created);
        else await browser.ProblemAsync(HttpMethod.Post, "/api/v1/environments", new { key = "staging" }, 403, "forbidden");
    }

    [Theory]
    [InlineData("http://0.0.0.0:5080", "http://localhost:5080/sign-in?token=t")]
    [InlineData("http://[::]:5080", "http://localhost:5080/sign-in?token=t")]
    [InlineData("http://*:80", "http://localhost/sign-in?token=t")]
    [InlineData("https://flags.example/", "https://flags.example/sign-in?token=t")]
    public void The_printed_address_is_one_that_a_browser_can_open(string server, string address) =>
        Assert.Equal(address, FirstSignIn.SignInAddress(server, "t"));

    static string Announced(TurnoutHost host)
    {
        var line = host.Announced.ToString().Trim();
        Assert.StartsWith($"Sign in once at {host.Address}sign-in?token=turnout_signin_", line, StringComparison.Ordinal);
        return line.Split("token=")[1].Split(' ')[0];
    }

    static async Task<HttpClient> SignInAsync(TurnoutHost host)
    {
        using var answer = await host.Admin.PostAsync("/api/v1/session", HttpClientExtensions.Content(new { }));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return Browser(host, answer.Headers.GetValues("Set-Cookie").Single());
    }

    static HttpClient Browser(TurnoutHost host, string setCookie)
    {
        var browser = host.Client(null);
        browser.DefaultRequestHeaders.Add("Cookie", setCookie.Split(';')[0]);
        return browser;
    }
}
