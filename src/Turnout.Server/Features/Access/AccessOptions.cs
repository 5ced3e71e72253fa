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
