using System.Text;
using Microsoft.Extensions.Options;

namespace Turnout.Server.Features.Access;

/// <summary>Section <c>Turnout:Access</c>.</summary>
public sealed class AccessOptions
{
    /// <summary>The first admin token, 32 to 512 characters; <c>TURNOUT_ADMIN_TOKEN</c>. Null: the first start prints a one-time sign-in address.</summary>
    public string? AdminToken { get; set; }

    /// <summary>How long a sign-in address can be used. Default: 24 hours.</summary>
    public TimeSpan SignInLinkLife { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long a browser stays signed in. Default: 7 days.</summary>
    public TimeSpan SessionLife { get; set; } = TimeSpan.FromDays(7);

    internal sealed class Validation : IValidateOptions<AccessOptions>
    {
        public ValidateOptionsResult Validate(string? name, AccessOptions options) =>
            options.AdminToken is { Length: < 32 or > SecretHash.MaxSecretLength }
                ? ValidateOptionsResult.Fail($"TURNOUT_ADMIN_TOKEN (Turnout:Access:AdminToken) has {options.AdminToken.Length} characters; it needs 32 to {SecretHash.MaxSecretLength}.")
            : options.SignInLinkLife <= TimeSpan.Zero ? ValidateOptionsResult.Fail("Turnout:Access:SignInLinkLife must be more than nothing, such as 1.00:00:00.")
            : options.SessionLife <= TimeSpan.Zero ? ValidateOptionsResult.Fail("Turnout:Access:SessionLife must be more than nothing, such as 7.00:00:00.")
            : ValidateOptionsResult.Success;
    }
}

/// <summary>Section <c>Turnout:Jwt</c>: end-user tokens of the application's own identity provider, signed with HS256.</summary>
public sealed class JwtOptions
{
    /// <summary>The shared secret, 32 bytes or more; <c>TURNOUT_JWT_SECRET</c>. Null: end-user tokens are refused.</summary>
    public string? Secret { get; set; }

    /// <summary>What <c>iss</c> must be; null: anything.</summary>
    public string? Issuer { get; set; }

    /// <summary>What <c>aud</c> must be or hold; null: anything.</summary>
    public string? Audience { get; set; }

    /// <summary>The environment end users are in. Default: <c>production</c>.</summary>
    public string Environment { get; set; } = "production";

    /// <summary>How far the clocks may differ when <c>exp</c> and <c>nbf</c> are checked. Default: 30 seconds.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// From claim to its name in the evaluation context. Default: <c>sub</c> is <c>user_id</c>, <c>team_id</c> is <c>team_id</c>.
    /// A claim that is not listed keeps its name and is an attribute.
    /// </summary>
    public IDictionary<string, string> Claims { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    internal sealed class Validation : IValidateOptions<JwtOptions>
    {
        public ValidateOptionsResult Validate(string? name, JwtOptions options) =>
            options.Secret is not null && Encoding.UTF8.GetByteCount(options.Secret) < 32
                ? ValidateOptionsResult.Fail($"TURNOUT_JWT_SECRET (Turnout:Jwt:Secret) has {Encoding.UTF8.GetByteCount(options.Secret)} bytes; HS256 needs 32 or more.")
            : options.ClockSkew < TimeSpan.Zero ? ValidateOptionsResult.Fail("Turnout:Jwt:ClockSkew cannot be negative.")
            : Hosting.Keys.Check(options.Environment) is { } problem ? ValidateOptionsResult.Fail($"Turnout:Jwt:Environment: {problem.Detail}")
            : ValidateOptionsResult.Success;
    }
}
