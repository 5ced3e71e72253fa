using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Turnout.Server.Features.Access;
using Turnout.Server.Hosting;
using static Turnout.Server.Tests.Access.Tokens;

namespace Turnout.Server.Tests.Access;

public class EndUserTokensTests
{
    readonly ManualClock clock = new();

    [Fact]
    public void A_good_token_names_its_user_team_and_attributes()
    {
        var caller = Check(Sign(new { sub = "u1", team_id = "t1", plan = "pro", age = 41, tags = new[] { "a" }, iss = "us", iat = 1, exp = Now + 60 })).Value;
        Assert.Equal(CallerKind.EndUser, caller.Kind);
        Assert.Equal("user:u1", caller.Actor);
        Assert.Equal("production", caller.Environment);
        Assert.Equal(["age", "plan", "tags", "team_id", "user_id"], caller.Claims.Keys.Order());
        Assert.Equal("u1", caller.Claims["user_id"].GetString());
        Assert.Equal("t1", caller.Claims["team_id"].GetString());
        Assert.Equal(41, caller.Claims["age"].GetInt32());
    }

    [Fact]
    public void A_numeric_subject_is_a_user_too() => Assert.Equal("user:42", Check(Sign(new { sub = 42 })).Value.Actor);

    [Fact]
    public void The_mapping_of_claims_is_configurable()
    {
        var options = new JwtOptions { Secret = TurnoutHost.JwtSecret, Environment = "development", Claims = { ["uid"] = "user_id", ["org"] = "team_id" } };
        var caller = Check(Sign(new { uid = "u1", org = "o1", sub = "auth0|1" }), options).Value;
        Assert.Equal("u1", caller.Claims["user_id"].GetString());
        Assert.Equal("o1", caller.Claims["team_id"].GetString());
        Assert.Equal("auth0|1", caller.Claims["sub"].GetString());
        Assert.Equal("development", caller.Environment);
    }

    [Fact]
    public void A_claim_cannot_take_the_name_that_another_is_mapped_to()
    {
        // "user_id" would override what "sub", the identity provider's word, says.
        Assert.Equal("u1", Check(Sign("""{"alg":"HS256"}""", """{"sub":"u1","user_id":"admin"}""")).Value.Claims["user_id"].GetString());
        Assert.Equal("u1", Check(Sign("""{"alg":"HS256"}""", """{"user_id":"admin","sub":"u1"}""")).Value.Claims["user_id"].GetString());
    }

    [Theory]
    [InlineData("{\"alg\":\"none\"}")]
    [InlineData("{\"alg\":\"None\"}")]
    [InlineData("{\"alg\":\"HS384\"}")]
    [InlineData("{\"alg\":\"RS256\"}")]
    [InlineData("{\"alg\":\"ES256\"}")]
    [InlineData("{\"alg\":\"hs256\"}")]
    [InlineData("{\"alg\":1}")]
    [InlineData("{\"alg\":[\"HS256\"]}")]
    [InlineData("{\"alg\":\"HS256\",\"alg\":\"none\"}")]
    [InlineData("{\"alg\":\"HS256\",\"crit\":[\"exp\"]}")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\"HS256\"")]
    [InlineData("nonsense")]
    [InlineData("")]
    public void A_header_that_does_not_say_HS256_is_invalid_even_when_well_signed(string header) =>
        Refused("invalid_token", Sign(header, """{"sub":"u1"}"""));

    [Fact]
    public void An_unsigned_token_is_invalid()
    {
        Refused("invalid_token", $"{Encode("""{"alg":"none"}""")}.{Encode("""{"sub":"u1"}""")}.");
        Refused("invalid_token", $"{Encode("""{"alg":"HS256"}""")}.{Encode("""{"sub":"u1"}""")}.");
    }

    [Fact]
    public void A_token_signed_with_another_algorithm_or_key_is_invalid()
    {
        var signed = $"{Encode("""{"alg":"HS256"}""")}.{Encode("""{"sub":"u1"}""")}";
        var secret = Encoding.UTF8.GetBytes(TurnoutHost.JwtSecret);
        Refused("invalid_token", $"{signed}.{Encode(HMACSHA512.HashData(secret, Encoding.ASCII.GetBytes(signed)))}");
        Refused("invalid_token", $"{signed}.{Encode(HMACSHA256.HashData("another secret of 32 bytes or more"u8, Encoding.ASCII.GetBytes(signed)))}");
        // Key confusion: signed with a private key, presented as if the public one were the shared secret.
        using var rsa = RSA.Create(2048);
        Refused("invalid_token", $"{signed}.{Encode(rsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}");
        Refused("invalid_token", $"{signed}.{Encode(HMACSHA256.HashData(Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem()), Encoding.ASCII.GetBytes(signed)))}");
    }

    [Fact]
    public void A_token_whose_claims_were_changed_is_invalid()
    {
        var parts = Sign(new { sub = "u1" }).Split('.');
        Refused("invalid_token", $"{parts[0]}.{Encode("""{"sub":"admin"}""")}.{parts[2]}");
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a.b.c")]
    [InlineData("a.b")]
    [InlineData("a.b.c.d")]
    [InlineData("!.!.!")]
    [InlineData("ey J.ey J.x")]
    public void What_has_not_the_form_of_a_token_is_invalid(string token) => Refused("invalid_token", token);

    [Fact]
    public void A_huge_token_is_invalid() => Refused("invalid_token", Sign(new { sub = "u1", much = new string('a', 10_000) }));

    [Fact]
    public void A_token_ends_at_its_exp_and_the_skew()
    {
        var token = Sign(new { sub = "u1", exp = Now + 60 });
        clock.Advance(TimeSpan.FromSeconds(89));
        Assert.False(Check(token).Failed);
        clock.Advance(TimeSpan.FromSeconds(1));
        Refused("expired_token", token);
    }

    [Fact]
    public void A_token_starts_at_its_nbf_less_the_skew()
    {
        var token = Sign(new { sub = "u1", nbf = Now + 60 });
        clock.Advance(TimeSpan.FromSeconds(29));
        Refused("invalid_token", token);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(Check(token).Failed);
    }

    [Theory]
    [InlineData("{\"sub\":\"u1\",\"exp\":\"soon\"}")]
    [InlineData("{\"sub\":\"u1\",\"exp\":1e300}")]
    [InlineData("{\"sub\":\"u1\",\"exp\":-1}")]
    [InlineData("{\"sub\":\"u1\",\"exp\":null}")]
    [InlineData("{\"sub\":\"u1\",\"nbf\":{}}")]
    [InlineData("{\"sub\":\"\"}")]
    [InlineData("{\"sub\":null}")]
    [InlineData("{\"sub\":{}}")]
    [InlineData("{\"sub\":true}")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"sub\":\"\\ud800\"}")]
    [InlineData("{\"sub\":\"a\",\"sub\":\"b\"}")]
    [InlineData("{\"sub\":\"a\\u0000\"}")]
    [InlineData("{\"sub\":\"a\",\"deep\":[[[[[[[[[[[[]]]]]]]]]]]]}")]
    public void Claims_that_make_no_sense_are_invalid(string claims) => Refused("invalid_token", Sign("""{"alg":"HS256"}""", claims));

    [Fact]
    public void A_user_id_of_more_than_512_bytes_is_invalid()
    {
        Assert.False(Check(Sign(new { sub = new string('a', 512) })).Failed);
        Refused("invalid_token", Sign(new { sub = new string('a', 513) }));
        Refused("invalid_token", Sign(new { sub = new string('ä', 257) }));
    }

    [Fact]
    public void Issuer_and_audience_are_checked_where_configured()
    {
        var options = new JwtOptions { Secret = TurnoutHost.JwtSecret, Issuer = "https://id.example", Audience = "turnout" };
        Assert.False(Check(Sign(new { sub = "u1", iss = "https://id.example", aud = "turnout" }), options).Failed);
        Assert.False(Check(Sign(new { sub = "u1", iss = "https://id.example", aud = new[] { "other", "turnout" } }), options).Failed);
        Assert.Equal("invalid_token", Check(Sign(new { sub = "u1", iss = "https://id.example" }), options).Problem?.Code);
        Assert.Equal("invalid_token", Check(Sign(new { sub = "u1", iss = "https://evil.example", aud = "turnout" }), options).Problem?.Code);
        Assert.Equal("invalid_token", Check(Sign(new { sub = "u1", iss = "https://id.example", aud = 7 }), options).Problem?.Code);
    }

    [Fact]
    public void Without_a_secret_every_token_is_invalid() =>
        Assert.Equal("invalid_token", Check(Sign(new { sub = "u1" }), new JwtOptions()).Problem?.Code);

    [Fact]
    public void A_token_full_of_random_bytes_is_invalid_and_nothing_worse()
    {
        var random = new Random(17);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = new byte[random.Next(60)];
            random.NextBytes(bytes);
            Refused("invalid_token", Sign(Encode("""{"alg":"HS256"}"""u8.ToArray()), Encode(bytes), encoded: true));
        }
    }

    long Now => clock.GetUtcNow().ToUnixTimeSeconds();

    void Refused(string code, string token)
    {
        var result = Check(token);
        Assert.Equal((code, 401), (result.Problem?.Code, result.Problem?.Status));
        Assert.DoesNotContain(TurnoutHost.JwtSecret, result.Problem!.Detail, StringComparison.Ordinal);
    }

    Result<Caller> Check(string token) => Check(token, new JwtOptions { Secret = TurnoutHost.JwtSecret });

    Result<Caller> Check(string token, JwtOptions options) => new EndUserTokens(Options.Create(options), clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<EndUserTokens>.Instance).Check(token);
}

/// <summary>Makes tokens, good and bad.</summary>
internal static class Tokens
{
    public static string Sign(object claims) => Sign("""{"alg":"HS256","typ":"JWT"}""", JsonSerializer.Serialize(claims));

    public static string Sign(string header, string claims, bool encoded = false)
    {
        var signed = encoded ? $"{header}.{claims}" : $"{Encode(header)}.{Encode(claims)}";
        return $"{signed}.{Encode(HMACSHA256.HashData(Encoding.UTF8.GetBytes(TurnoutHost.JwtSecret), Encoding.ASCII.GetBytes(signed)))}";
    }

    public static string Encode(string text) => Encode(Encoding.UTF8.GetBytes(text));

    public static string Encode(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
