using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Access;

/// <summary>
/// Checks end-user tokens: JSON Web Tokens (RFC 7519) signed with HS256, and with nothing else, whatever their header says. Thread-safe.
/// </summary>
internal sealed class EndUserTokens
{
    const int MaxUserIdBytes = 512;
    const int MaxLength = 8192;

    static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    // The claims that speak of the token, not of its user.
    static readonly HashSet<string> OfTheToken = ["iss", "aud", "exp", "nbf", "iat", "jti"];

    readonly JwtOptions options;
    readonly TimeProvider clock;
    readonly byte[]? secret;
    readonly Dictionary<string, string> names;

    public EndUserTokens(IOptions<JwtOptions> options, TimeProvider clock)
    {
        this.options = options.Value;
        this.clock = clock;
        secret = options.Value.Secret is { } text ? Encoding.UTF8.GetBytes(text) : null;
        names = new Dictionary<string, string>(options.Value.Claims, StringComparer.Ordinal);
        if (!names.ContainsValue("user_id")) names["sub"] = "user_id";
        if (!names.ContainsValue("team_id")) names["team_id"] = "team_id";
    }

    /// <returns>Whether the text has a token's form, three parts with dots between.</returns>
    public static bool LooksLikeToken(ReadOnlySpan<char> text) => text.Count('.') == 2;

    /// <returns>The end user, or 401 <c>invalid_token</c> or <c>expired_token</c>.</returns>
    public Result<Caller> Check(ReadOnlySpan<char> token)
    {
        if (secret is null) return Invalid("end-user tokens are not configured on this server");
        if (token.Length > MaxLength) return Invalid($"it is longer than {MaxLength} characters");
        var firstDot = token.IndexOf('.');
        var lastDot = token.LastIndexOf('.');
        if (firstDot <= 0 || token.Count('.') != 2) return Invalid("it is not a JSON Web Token");

        if (!Base64Url.IsValid(token[(lastDot + 1)..]) || !Base64Url.IsValid(token[..firstDot]) || !Base64Url.IsValid(token[(firstDot + 1)..lastDot]))
            return Invalid("it is not a JSON Web Token");
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(token[..lastDot].ToString()), expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, Base64Url.DecodeFromChars(token[(lastDot + 1)..])))
            return Invalid("its signature is not ours");
        try
        {
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(token[..firstDot]), Strict);
            if (header.RootElement.ValueKind != JsonValueKind.Object
                || !header.RootElement.TryGetProperty("alg", out var algorithm) || algorithm.ValueKind != JsonValueKind.String || algorithm.GetString() != "HS256")
                return Invalid("it is not signed with HS256");
            if (header.RootElement.TryGetProperty("crit", out _)) return Invalid("it asks for extensions that this server does not know");
            using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(token[(firstDot + 1)..lastDot]), Strict);
            ElementConverter.Check(payload.RootElement);
            return payload.RootElement.ValueKind == JsonValueKind.Object ? Check(payload.RootElement) : Invalid("it holds no claims");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return Invalid("it does not hold valid JSON");
        }
    }

    Result<Caller> Check(JsonElement claims)
    {
        var now = clock.GetUtcNow();
        DateTimeOffset? ends = null;
        if (claims.TryGetProperty("exp", out var exp))
        {
            if (!TryInstant(exp, out var expires)) return Invalid("its 'exp' is not a time");
            ends = expires < DateTimeOffset.MaxValue - options.ClockSkew ? expires + options.ClockSkew : null;
            if (now - options.ClockSkew >= expires) return new Problem("expired_token", 401, "The end-user token has expired.");
        }
        if (claims.TryGetProperty("nbf", out var nbf))
        {
            if (!TryInstant(nbf, out var starts)) return Invalid("its 'nbf' is not a time");
            if (now + options.ClockSkew < starts) return Invalid("it is not valid yet");
        }
        if (options.Issuer is { } issuer && !Holds(claims, "iss", issuer)) return Invalid("it comes from another issuer");
        if (options.Audience is { } audience && !Holds(claims, "aud", audience)) return Invalid("it is meant for another audience");

        var context = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var claim in claims.EnumerateObject())
        {
            if (names.TryGetValue(claim.Name, out var name)) context[name] = claim.Value.Clone();
            // A claim may not pass for what another one is mapped to.
            else if (!OfTheToken.Contains(claim.Name) && !names.ContainsValue(claim.Name)) context[claim.Name] = claim.Value.Clone();
        }
        if (!context.TryGetValue("user_id", out var user) || user.ValueKind is not (JsonValueKind.String or JsonValueKind.Number) || !IsUserId(user.ToString()))
            return Invalid("it does not say who the user is, in 1 to 512 bytes without control characters");
        return new Caller
        {
            Kind = CallerKind.EndUser,
            Actor = $"user:{user}",
            Environment = options.Environment,
            Rights = Rights.EndUser,
            ExpiresAt = ends,
            Claims = context,
        };
    }

    static bool IsUserId(string text) => text.Length > 0 && Encoding.UTF8.GetByteCount(text) <= MaxUserIdBytes && !text.Any(char.IsControl);

    static bool TryInstant(JsonElement value, out DateTimeOffset instant)
    {
        instant = default;
        // Later than the year 9999 is "never" to those who write such tokens, and an error to .NET.
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var seconds) || seconds is not (>= 0 and < 253_402_300_800)) return false;
        instant = DateTimeOffset.UnixEpoch.AddSeconds(seconds);
        return true;
    }

    static bool Holds(JsonElement claims, string name, string wanted) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind switch
        {
            JsonValueKind.String => value.ValueEquals(wanted),
            JsonValueKind.Array => value.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.String && item.ValueEquals(wanted)),
            _ => false,
        };

    static Problem Invalid(string why) => new("invalid_token", 401, $"The end-user token is refused: {why}.");
}
