using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Access;

/// <summary>
/// Checks end-user tokens: JSON Web Tokens (RFC 7519) signed with HS256 by the shared secret, or by a key that the issuer publishes. Thread-safe.
/// </summary>
internal sealed class EndUserTokens : IDisposable
{
    const int MaxUserIdBytes = 512;

    // The claims that speak of the token, not of its user.
    static readonly HashSet<string> OfTheToken = ["iss", "aud", "exp", "nbf", "iat", "jti"];

    readonly JwtOptions options;
    readonly TimeProvider clock;
    readonly byte[]? secret;
    readonly IssuerKeys? keys;
    readonly Dictionary<string, string> names;

    public EndUserTokens(IOptions<JwtOptions> options, TimeProvider clock, ILogger<EndUserTokens> log)
    {
        this.options = options.Value;
        this.clock = clock;
        secret = options.Value.Secret is { } text ? Encoding.UTF8.GetBytes(text) : null;
        keys = options.Value.Authority is null && options.Value.KeysAddress is null
            ? null
            : new IssuerKeys(options.Value.Authority, options.Value.KeysAddress, options.Value.PinnedAlgorithms, IssuerKeys.CreateHttp(), clock, log);
        names = new Dictionary<string, string>(options.Value.Claims, StringComparer.Ordinal);
        if (!names.ContainsValue("user_id")) names["sub"] = "user_id";
        if (!names.ContainsValue("team_id")) names["team_id"] = "team_id";
    }

    /// <returns>The end user; 401 <c>invalid_token</c> or <c>expired_token</c>; <see cref="WebToken.UnknownSigner"/>: then <see cref="ReadKeysAsync"/> and check again.</returns>
    public Result<Caller> Check(ReadOnlySpan<char> token) =>
        WebToken.Read(token, secret, keys).TryGet(out var claims, out var problem) ? Check(claims) : problem;

    /// <summary>Reads the issuer's keys again unless that was just tried.</summary>
    /// <returns>Null, or 503 <c>issuer_unavailable</c>.</returns>
    public Task<Problem?> ReadKeysAsync(CancellationToken cancellation) => keys?.ReadAsync(cancellation) ?? Task.FromResult<Problem?>(null);

    public void Dispose() => keys?.Dispose();

    Result<Caller> Check(JsonElement claims)
    {
        if (!WebToken.CheckTimes(claims, clock.GetUtcNow(), options.ClockSkew).TryGet(out var ends, out var problem)) return problem;
        if ((options.Issuer ?? options.Authority) is { } issuer && !IsFrom(claims, issuer)) return Invalid("it comes from another issuer");
        if (options.Audience is { } audience && audience != JwtOptions.AnyAudience && !WebToken.Holds(claims, "aud", audience)) return Invalid("it is meant for another audience");

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

    // Issuers write their address with a slash at the end, or without, and not always the same way everywhere.
    static bool IsFrom(JsonElement claims, string issuer) => WebToken.Text(claims, "iss")?.TrimEnd('/') == issuer.TrimEnd('/');

    static Problem Invalid(string why) => WebToken.Invalid(why);
}
