using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Access;

/// <summary>
/// Reads JSON Web Tokens (RFC 7519, compact form): signed with HS256 by a shared secret, or with a pinned algorithm by a key that an issuer publishes.
/// The header only chooses among what is configured; a public key is never taken for a shared secret.
/// </summary>
internal static class WebToken
{
    const int MaxLength = 8192;

    static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>The signature may be good: the issuer's keys have to be read again to know. Compared by reference.</summary>
    public static readonly Problem UnknownSigner = Invalid("the key that signed it is not among its issuer's");

    public static Problem Invalid(string why) => new("invalid_token", 401, $"The end-user token is refused: {why}.");

    /// <returns>Whether the text has a token's form, three parts with dots between.</returns>
    public static bool HasForm(ReadOnlySpan<char> text) => text.Count('.') == 2;

    /// <summary>Checks the signature.</summary>
    /// <param name="token">What came.</param>
    /// <param name="secret">The shared secret for HS256; null: HS256 is refused.</param>
    /// <param name="keys">The issuer's keys; null: other algorithms are refused.</param>
    /// <returns>The claims, an object; 401 <c>invalid_token</c>, or <see cref="UnknownSigner"/>.</returns>
    public static Result<JsonElement> Read(ReadOnlySpan<char> token, byte[]? secret, IssuerKeys? keys)
    {
        if (secret is null && keys is null) return Invalid("end-user tokens are not configured on this server");
        if (token.Length > MaxLength) return Invalid($"it is longer than {MaxLength} characters");
        var firstDot = token.IndexOf('.');
        var lastDot = token.LastIndexOf('.');
        if (firstDot <= 0 || !HasForm(token)) return Invalid("it is not a JSON Web Token");
        if (!Base64Url.IsValid(token[(lastDot + 1)..]) || !Base64Url.IsValid(token[..firstDot]) || !Base64Url.IsValid(token[(firstDot + 1)..lastDot]))
            return Invalid("it is not a JSON Web Token");
        try
        {
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(token[..firstDot]), Strict);
            if (header.RootElement.ValueKind != JsonValueKind.Object || Text(header.RootElement, "alg") is not { } algorithm) return Invalid("its header names no algorithm");
            if (header.RootElement.TryGetProperty("crit", out _)) return Invalid("it asks for extensions that this server does not know");
            var signed = Encoding.ASCII.GetBytes(token[..lastDot].ToString());
            var signature = Base64Url.DecodeFromChars(token[(lastDot + 1)..]);
            if (algorithm == "HS256" && secret is not null)
            {
                if (!CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(secret, signed), signature)) return Invalid("its signature is not ours");
            }
            else if (keys is not null && keys.Allows(algorithm))
            {
                if (keys.Verify(algorithm, Text(header.RootElement, "kid"), signed, signature) is { } problem) return problem;
            }
            else
            {
                return Invalid("it is signed with an algorithm that is not allowed here");
            }
            using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(token[(firstDot + 1)..lastDot]), Strict);
            ElementConverter.Check(payload.RootElement);
            return payload.RootElement.ValueKind == JsonValueKind.Object ? payload.RootElement.Clone() : Invalid("it holds no claims");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return Invalid("it does not hold valid JSON");
        }
    }

    /// <summary>Checks <c>exp</c> and <c>nbf</c>.</summary>
    /// <returns>When the token ends, the skew included; null for never.</returns>
    public static Result<DateTimeOffset?> CheckTimes(JsonElement claims, DateTimeOffset now, TimeSpan skew)
    {
        DateTimeOffset? ends = null;
        if (claims.TryGetProperty("exp", out var exp))
        {
            if (!TryInstant(exp, out var expires)) return Invalid("its 'exp' is not a time");
            ends = expires < DateTimeOffset.MaxValue - skew ? expires + skew : null;
            if (ends <= now) return new Problem("expired_token", 401, "The end-user token has expired.");
        }
        if (claims.TryGetProperty("nbf", out var nbf))
        {
            if (!TryInstant(nbf, out var starts)) return Invalid("its 'nbf' is not a time");
            if (now + skew < starts) return Invalid("it is not valid yet");
        }
        return ends;
    }

    /// <summary>Whether a claim is a text, or holds it among others.</summary>
    public static bool Holds(JsonElement claims, string name, string wanted) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind switch
        {
            JsonValueKind.String => value.ValueEquals(wanted),
            JsonValueKind.Array => value.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.String && item.ValueEquals(wanted)),
            _ => false,
        };

    /// <returns>A member that is a text; null when it is missing or none.</returns>
    public static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    static bool TryInstant(JsonElement value, out DateTimeOffset instant)
    {
        instant = default;
        // Later than the year 9999 is "never" to those who write such tokens, and an error to .NET.
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var seconds) || seconds is not (>= 0 and < 253_402_300_800)) return false;
        instant = DateTimeOffset.UnixEpoch.AddSeconds(seconds);
        return true;
    }
}
