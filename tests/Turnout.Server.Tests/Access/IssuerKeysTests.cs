using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Turnout.Server.Tests.Access;

public class IssuerKeysTests
{
    readonly ManualClock clock = new();

    [Theory, InlineData("RS256"), InlineData("ES256")]
    public async Task An_end_user_of_an_issuer_comes_in_beside_those_of_the_shared_secret(string algorithm)
    {
        await using var issuer = await LocalIssuer.StartAsync(clock.GetUtcNow());
        await using var host = await StartAsync(issuer);
        Assert.Equal("u1", await MeAsync(host, issuer.Sign(Claims(issuer), algorithm)));
        Assert.Equal("u2", await MeAsync(host, Harness.EndUserToken(new { sub = "u2", iss = issuer.Address, aud = "shop" })));
        for (var i = 0; i < 5; i++) await MeAsync(host, issuer.Sign(Claims(issuer), algorithm));
        Assert.Equal(1, issuer.Read);
    }

    [Fact]
    public async Task Keys_that_the_issuer_changes_are_read_again_and_old_ones_refused()
    {
        await using var issuer = await LocalIssuer.StartAsync(clock.GetUtcNow());
        await using var host = await StartAsync(issuer);
        var old = issuer.Sign(Claims(issuer));
        await MeAsync(host, old);
        issuer.Rotate("k2");
        // At most once in half a minute: nobody makes us ask the issuer by sending unknown names of keys.
        await RefusedAsync(host, issuer.Sign(Claims(issuer)), 401, "invalid_token");
        Assert.Equal(1, issuer.Read);
        clock.Advance(TimeSpan.FromSeconds(30));
        await MeAsync(host, issuer.Sign(Claims(issuer)));
        await RefusedAsync(host, old, 401, "invalid_token");
        for (var i = 0; i < 5; i++) await RefusedAsync(host, issuer.Sign(Claims(issuer), keyId: $"unknown{i}"), 401, "invalid_token");
        Assert.Equal(2, issuer.Read);
    }

    [Fact]
    public async Task While_the_issuer_is_away_its_keys_stand_for_a_day()
    {
        await using var issuer = await LocalIssuer.StartAsync(clock.GetUtcNow());
        issuer.Down = true;
        await using var host = await StartAsync(issuer);
        await RefusedAsync(host, issuer.Sign(Claims(issuer)), 503, "issuer_unavailable");
        issuer.Down = false;
        clock.Advance(TimeSpan.FromSeconds(30));
        await MeAsync(host, issuer.Sign(Claims(issuer)));
        issuer.Down = true;
        clock.Advance(TimeSpan.FromHours(23));
        await MeAsync(host, issuer.Sign(Claims(issuer)));
        clock.Advance(TimeSpan.FromHours(2));
        await RefusedAsync(host, issuer.Sign(Claims(issuer)), 503, "issuer_unavailable");
    }

    [Fact]
    public async Task Only_pinned_algorithms_and_the_issuer_s_own_keys_are_taken()
    {
        await using var issuer = await LocalIssuer.StartAsync(clock.GetUtcNow());
        await using var other = await LocalIssuer.StartAsync(clock.GetUtcNow());
        await using var host = await StartAsync(issuer);
        await MeAsync(host, issuer.Sign(Claims(issuer)));
        foreach (var algorithm in new[] { "RS512", "PS256" }) await RefusedAsync(host, issuer.Sign(Claims(issuer), algorithm), 401, "invalid_token");
        await RefusedAsync(host, other.Sign(Claims(issuer)), 401, "invalid_token");
        await RefusedAsync(host, other.Sign(Claims(issuer), keyId: "k1"), 401, "invalid_token");
        // An elliptic key's name under an RSA algorithm, and the other way round.
        await RefusedAsync(host, issuer.Sign(Claims(issuer), "RS256", "k1-ec"), 401, "invalid_token");
        await RefusedAsync(host, issuer.Sign(Claims(issuer), "ES256", "k1"), 401, "invalid_token");
        // Key confusion: the public key as if it were the shared secret; and no signature at all.
        var signed = $"{Encode("""{"alg":"HS256","kid":"k1"}""")}.{Encode(JsonSerializer.Serialize(Claims(issuer)))}";
        await RefusedAsync(host, $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(issuer.PublicKeyText, Encoding.ASCII.GetBytes(signed)))}", 401, "invalid_token");
        await RefusedAsync(host, $"{Encode("""{"alg":"none","kid":"k1"}""")}.{Encode(JsonSerializer.Serialize(Claims(issuer)))}.", 401, "invalid_token");
    }

    [Fact]
    public async Task A_token_for_another_audience_or_from_another_issuer_or_past_its_end_is_refused()
    {
        await using var issuer = await LocalIssuer.StartAsync(clock.GetUtcNow());
        await using var host = await StartAsync(issuer);
        await MeAsync(host, issuer.Sign(new { iss = issuer.Address, aud = new[] { "other", "shop" }, sub = "u1" }));
        await RefusedAsync(host, issuer.Sign(new { iss = issuer.Address, aud = "other", sub = "u1" }), 401, "invalid_token");
        await RefusedAsync(host, issuer.Sign(new { iss = "https://other.example", aud = "shop", sub = "u1" }), 401, "invalid_token");
        await RefusedAsync(host, issuer.Sign(new { aud = "shop", sub = "u1" }), 401, "invalid_token");
        await RefusedAsync(host, issuer.Sign(new { iss = issuer.Address, aud = "shop", sub = "u1", exp = clock.GetUtcNow().ToUnixTimeSeconds() - 31 }), 401, "expired_token");
    }

    [Fact]
    public async Task An_issuer_that_calls_itself_by_another_name_is_not_believed()
    {
        await using var issuer = await LocalIssuer.StartAsync(clock.GetUtcNow());
        await using var host = await StartAsync(issuer, issuer.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
        await RefusedAsync(host, issuer.Sign(Claims(issuer)), 503, "issuer_unavailable");
    }

    [Theory]
    [InlineData("Turnout:Jwt:Authority", "http://login.example", "Turnout:Jwt:Authority")]
    [InlineData("Turnout:Jwt:KeysAddress", "https://login.example/keys", "Turnout:Jwt:Issuer")]
    [InlineData("Turnout:Jwt:Authority", "https://login.example", "Turnout:Jwt:Audience")]
    [InlineData("Turnout:Jwt:Algorithms:0", "HS256", "Turnout:Jwt:Algorithms")]
    [InlineData("Turnout:Jwt:Algorithms:0", "none", "Turnout:Jwt:Algorithms")]
    [InlineData("Turnout:OpenId:Authority", "https://login.example", "Turnout:OpenId:ClientId")]
    [InlineData("Turnout:Limits:AddressPerSecond", "-1", "Turnout:Limits:AddressPerSecond")]
    [InlineData("Turnout:Members:PasswordRounds", "1000", "Turnout:Members:PasswordRounds")]
    public async Task A_setting_that_would_open_a_door_stops_the_start(string key, string value, string named)
    {
        var failure = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => TurnoutHost.StartAsync(settings: new() { [key] = value }));
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
    }

    Task<TurnoutHost> StartAsync(LocalIssuer issuer, string? authority = null) =>
        TurnoutHost.StartAsync(settings: new() { ["Turnout:Jwt:Authority"] = authority ?? issuer.Address, ["Turnout:Jwt:Audience"] = "shop" }, clock: clock);

    static object Claims(LocalIssuer issuer) => new { iss = issuer.Address, aud = "shop", sub = "u1" };

    static async Task<string> MeAsync(TurnoutHost host, string token)
    {
        using var client = host.Client(token);
        return (await client.GetAsync<JsonElement>("/auth/me")).Text("user_id");
    }

    static async Task RefusedAsync(TurnoutHost host, string token, int status, string code)
    {
        using var client = host.Client(token);
        await client.ProblemAsync(HttpMethod.Get, "/auth/me", null, status, code);
    }

    static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
