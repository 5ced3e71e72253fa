using System.Text;
using Microsoft.Extensions.Options;

namespace Turnout.Server.Features.Access;

/// <summary>Section <c>Turnout:Jwt</c>: end-user tokens of the application's own identity provider.</summary>
public sealed class JwtOptions
{
    /// <summary>The shared secret, 32 bytes or more; <c>TURNOUT_JWT_SECRET</c>. Null: HS256 is refused.</summary>
    public string? Secret { get; set; }

    /// <summary>Stands for any audience.</summary>
    internal const string AnyAudience = "*";

    /// <summary>
    /// The address of an issuer that publishes its keys, such as <c>https://login.example</c>: what it says at <c>/.well-known/openid-configuration</c>
    /// names them. Null: none. Needs <see cref="Audience"/>.
    /// </summary>
    public string? Authority { get; set; }

    /// <summary>Where the issuer's keys are (a JSON Web Key Set), for an issuer that does not describe itself. Needs <see cref="Issuer"/> and <see cref="Audience"/>.</summary>
    public string? KeysAddress { get; set; }

    /// <summary>The algorithms that published keys may sign with. Default, where none is named: <c>RS256</c> and <c>ES256</c>.</summary>
    public IList<string> Algorithms { get; } = [];

    internal IReadOnlyCollection<string> PinnedAlgorithms => Algorithms.Count > 0 ? [.. Algorithms] : ["RS256", "ES256"];

    /// <summary>What <c>iss</c> must be; null: <see cref="Authority"/>, or anything.</summary>
    public string? Issuer { get; set; }

    /// <summary>What <c>aud</c> must be or hold; null or <c>*</c>: anything.</summary>
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
            : Published(options) is { } wrong ? ValidateOptionsResult.Fail(wrong)
            : options.ClockSkew < TimeSpan.Zero ? ValidateOptionsResult.Fail("Turnout:Jwt:ClockSkew cannot be negative.")
            : Hosting.Keys.Check(options.Environment) is { } problem ? ValidateOptionsResult.Fail($"Turnout:Jwt:Environment: {problem.Detail}")
            : ValidateOptionsResult.Success;

        static string? Published(JwtOptions options)
        {
            foreach (var (key, address) in new[] { ("Authority", options.Authority), ("KeysAddress", options.KeysAddress) })
            {
                if (address is not null && !IssuerKeys.IsFit(address)) return $"Turnout:Jwt:{key} must be an https address.";
            }
            if (options.Algorithms.FirstOrDefault(algorithm => !WebKey.Algorithms.Contains(algorithm)) is { } unknown)
                return $"Turnout:Jwt:Algorithms: '{unknown}' is none of {string.Join(", ", WebKey.Algorithms.Order())}.";
            if (options.Authority is null && options.KeysAddress is null) return null;
            if (options.Authority is null && options.Issuer is null) return "Turnout:Jwt:Issuer is needed beside Turnout:Jwt:KeysAddress.";
            return options.Audience is null ? "Turnout:Jwt:Audience is needed where an issuer's keys are trusted: it signs for others too. '*' takes any." : null;
        }
    }
}
