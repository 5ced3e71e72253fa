using Microsoft.Extensions.Options;
using Turnout.Server.Features.Access;

namespace Turnout.Server.Features.Members;

/// <summary>Section <c>Turnout:OpenId</c>: an OpenID Connect provider at which members sign in.</summary>
public sealed class OpenIdOptions
{
    /// <summary>The provider's address, such as <c>https://login.example</c>; null: no provider.</summary>
    public string? Authority { get; set; }

    /// <summary>Turnout's name there.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Turnout's secret there; <c>TURNOUT_OPENID_SECRET</c>. Null for a public client: PKCE is used either way.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>What the sign-in page calls the provider. Default: <c>OpenID Connect</c>.</summary>
    public string Name { get; set; } = "OpenID Connect";

    /// <summary>What is asked of the provider. Default: <c>openid email profile</c>.</summary>
    public string Scopes { get; set; } = "openid email profile";

    /// <summary>The algorithms that identity tokens may be signed with. Default, where none is named: <c>RS256</c> and <c>ES256</c>.</summary>
    public IList<string> Algorithms { get; } = [];

    /// <summary>
    /// The roles of those who sign in without an invitation, from environment (or <c>*</c>) to role. Empty, the default: they are refused.
    /// </summary>
    public IDictionary<string, string> NewMemberRoles { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    internal IReadOnlyCollection<string> PinnedAlgorithms => Algorithms.Count > 0 ? [.. Algorithms] : ["RS256", "ES256"];

    internal sealed class Validation : IValidateOptions<OpenIdOptions>
    {
        public ValidateOptionsResult Validate(string? name, OpenIdOptions options) =>
            options.Authority is null ? ValidateOptionsResult.Success
            : !IssuerKeys.IsFit(options.Authority) ? ValidateOptionsResult.Fail("Turnout:OpenId:Authority must be an https address.")
            : options.ClientId.Length == 0 ? ValidateOptionsResult.Fail("Turnout:OpenId:ClientId is needed beside Turnout:OpenId:Authority.")
            : options.Algorithms.FirstOrDefault(algorithm => !WebKey.Algorithms.Contains(algorithm)) is { } unknown
                ? ValidateOptionsResult.Fail($"Turnout:OpenId:Algorithms: '{unknown}' is none of {string.Join(", ", WebKey.Algorithms.Order())}.")
            : MemberRoles.Read(options.NewMemberRoles.AsReadOnly()).Problem is { } wrong ? ValidateOptionsResult.Fail($"Turnout:OpenId:NewMemberRoles: {wrong.Detail}")
            : ValidateOptionsResult.Success;
    }
}
