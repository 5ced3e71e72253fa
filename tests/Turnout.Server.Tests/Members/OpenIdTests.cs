using System.Net;
using System.Text.Json;
using Turnout.Server.Features.Members;
using Turnout.Server.Tests.Access;

namespace Turnout.Server.Tests.Members;

public class OpenIdTests
{
    const string Start = "/api/v1/session/openid";

    readonly ManualClock clock = new();

    [Fact]
    public async Task An_invited_member_signs_in_at_the_provider_and_is_bound_to_it()
    {
        await using var issuer = await LocalIssuer.StartAsync(clock.GetUtcNow());
        await using var host = await StartAsync(issuer);
        var (id, _) = await host.InviteAsync("ada@example.org", new { production = "editor" });
        SayWho(issuer, "42", "Ada@example.org");
        var (page, cookie) = await SignInAsync(host, issuer, "/flags?environment=production");
        Assert.Equal("/flags?environment=production", page);
        using var browser = host.BrowserOf(cookie!);
        Assert.Equal("member:ada@example.org", (await browser.GetAsync<JsonElement>("/api/v1/session")).Text("actor"));
        Assert.Equal(["provider"], (await host.Admin.GetAsync<JsonElement>($"/api/v1/members/{id}")).GetProperty("signs_in").EnumerateArray().Select(way => way.GetString()));

        // From now on by the provider's name for her, whatever her address; and nobody else gets in by the address.
        SayWho(issuer, "42", "ada@married.example");
        Assert.NotNull((await SignInAsync(host, issuer)).Cookie);
        SayWho(issuer, "43", "ada@example.org");
        Assert.Equal("/sign-in?problem=not_a_member", (await SignInAsync(host, issuer)).Page);
    }

    [Fact]
    public async Task Strangers_unverified_addresses_and_disabled_members_stay_out()
    {
        await using var issuer = await LocalIssuer.StartAsync(clock.GetUtcNow());
        await using var host = await StartAsync(issuer);
        SayWho(issuer, "1", "eve@example.org");
        Assert.Equal(("/sign-in?problem=not_a_member", null), await SignInAsync(host, issuer));
        var (id, _) = await host.InviteAsync("ada@example.org");
        SayWho(issuer, "2", "ada@example.org");
        issuer.Claims["email_verified"] = false;
        Assert.Equal("/sign-in?problem=not_a_member", (await SignInAsync(host, issuer)).Page);
        await host.Admin.SendAsync<JsonElement>(HttpMethod.Patch, $"/api/v1/members/{id}", new { disabled = true }, HttpStatusCode.OK);
        SayWho(issuer, "2", "ada@example.org");
        Assert.Equal("/sign-in?problem=not_a_member", (await SignInAsync(host, issuer)).Page);
    }

    [Fact]
    public async Task Where_that_is_configured_strangers_become_members()
    {
        await using var issuer = await LocalIssuer.StartAsync(clock.GetUtcNow());
        await using var host = await StartAsync(issuer, new() { ["Turnout:OpenId:NewMemberRoles:development"] = "viewer" });
        SayWho(issuer, "1", "eve@example.org");
        using var browser = host.BrowserOf((await SignInAsync(host, issuer)).Cookie!);
        await browser.GetAsync<JsonElement>("/api/v1/environments/development/flags");
        await browser.ProblemAsync(HttpMethod.Get, "/api/v1/environments/production/flags", null, 403, "forbidden");
    }

    [Theory]
    [InlineData("aud", "another client")]
    [InlineData("iss", "https://other.example")]
    [InlineData("nonce", "of another question")]
    [InlineData("azp", "another client")]
    [InlineData("exp", 1)]
    [InlineData("exp", null)]
    [InlineData("sub", "")]
    public async Task An_identity_token_that_is_not_the_answer_to_our_question_is_refused(string claim, object? value)
    {
        await using var issuer = await LocalIssuer.StartAsync(clock.GetUtcNow());
        await using var host = await StartAsync(issuer);
        await host.InviteAsync("ada@example.org");
        SayWho(issuer, "42", "ada@example.org");
        issuer.Claims[claim] = value;
        Assert.Equal(("/sign-in?problem=sign_in_refused", null), await SignInAsync(host, issuer));
    }

    [Fact]
    public async Task A_code_comes_in_only_by_the_browser_that_asked_and_only_once()
    {
        await using var issuer = await LocalIssuer.StartAsync(clock.GetUtcNow());
        await using var host = await StartAsync(issuer);
        await host.InviteAsync("ada@example.org");
        SayWho(issuer, "42", "ada@example.org");
        using var asked = await host.Anonymous.GetAsync(Start);
        var back = issuer.Agree(asked.Headers.Location!);
        Assert.Equal("/sign-in?problem=sign_in_refused", (await ComeBackAsync(host, back, null)).Page);
        using var otherAsked = await host.Anonymous.GetAsync(Start);
        Assert.Equal("/sign-in?problem=sign_in_refused", (await ComeBackAsync(host, back, otherAsked)).Page);
        Assert.NotNull((await ComeBackAsync(host, back, asked)).Cookie);
        Assert.Equal("/sign-in?problem=sign_in_refused", (await ComeBackAsync(host, back, asked)).Page);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/a\nb")]
    [InlineData("")]
    public void Only_our_own_pages_are_gone_back_to(string page) => Assert.False(OpenIdEndpoints.IsOurs(page));

    [Fact]
    public async Task The_sign_in_page_learns_how_one_can_sign_in()
    {
        await using var issuer = await LocalIssuer.StartAsync(clock.GetUtcNow());
        await using var with = await StartAsync(issuer);
        Assert.Equal(Start, (await with.Anonymous.GetAsync<JsonElement>("/api/v1/session/methods")).GetProperty("provider").Text("address"));
        await using var without = await TurnoutHost.StartAsync();
        Assert.Equal(JsonValueKind.Null, (await without.Anonymous.GetAsync<JsonElement>("/api/v1/session/methods")).GetProperty("provider").ValueKind);
        await without.Anonymous.ProblemAsync(HttpMethod.Get, Start, null, 404, "no_provider");
    }

    [Fact]
    public async Task A_provider_that_is_away_is_said_so()
    {
        await using var issuer = await LocalIssuer.StartAsync(clock.GetUtcNow());
        issuer.Down = true;
        await using var host = await StartAsync(issuer);
        using var asked = await host.Anonymous.GetAsync(Start);
        Assert.Equal("/sign-in?problem=issuer_unavailable", asked.Headers.Location!.OriginalString);
    }

    Task<TurnoutHost> StartAsync(LocalIssuer issuer, Dictionary<string, string?>? more = null) => TurnoutHost.StartAsync(settings: new(more ?? [])
    {
        ["Turnout:OpenId:Authority"] = issuer.Address, ["Turnout:OpenId:ClientId"] = LocalIssuer.Client, ["TURNOUT_OPENID_SECRET"] = LocalIssuer.Secret,
    }, clock: clock);

    static void SayWho(LocalIssuer issuer, string subject, string email)
    {
        issuer.Claims["sub"] = subject;
        issuer.Claims["email"] = email;
        issuer.Claims["email_verified"] = true;
    }

    /// <returns>The page the browser ends on, and its session's cookie; null when it has none.</returns>
    static async Task<(string Page, string? Cookie)> SignInAsync(TurnoutHost host, LocalIssuer issuer, string from = "/")
    {
        using var asked = await host.Anonymous.GetAsync($"{Start}?from={Uri.EscapeDataString(from)}");
        Assert.Equal(HttpStatusCode.Found, asked.StatusCode);
        Assert.StartsWith($"{issuer.Address}/authorize?", asked.Headers.Location!.OriginalString, StringComparison.Ordinal);
        return await ComeBackAsync(host, issuer.Agree(asked.Headers.Location), asked);
    }

    static async Task<(string Page, string? Cookie)> ComeBackAsync(TurnoutHost host, string back, HttpResponseMessage? asked)
    {
        using var browser = host.Client(null);
        if (asked is not null) browser.DefaultRequestHeaders.Add("Cookie", asked.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        using var answer = await browser.GetAsync(back);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        var cookies = answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [];
        return (answer.Headers.Location!.OriginalString, cookies.SingleOrDefault(cookie => cookie.StartsWith("turnout_session=", StringComparison.Ordinal)));
    }
}
