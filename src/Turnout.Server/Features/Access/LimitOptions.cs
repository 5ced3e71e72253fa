using Microsoft.Extensions.Options;

namespace Turnout.Server.Features.Access;

/// <summary>
/// Section <c>Turnout:Limits</c>: how many requests this server takes, of each caller; 0 is no limit. Limits a second allow ten seconds' worth at once.
/// </summary>
public sealed class LimitOptions
{
    /// <summary>For each server key, in a second. Default: 0.</summary>
    public int ServerKeyPerSecond { get; set; }

    /// <summary>For each client key, in a second, from everywhere together. Default: 0: its users are many.</summary>
    public int ClientKeyPerSecond { get; set; }

    /// <summary>For each address that comes with a client key or end-user tokens, in a second. Default: 1,000.</summary>
    public int AddressPerSecond { get; set; } = 1_000;

    /// <summary>For each operator's token or session, in a second. Default: 200.</summary>
    public int OperatorPerSecond { get; set; } = 200;

    /// <summary>For each address: requests in a minute that come with nothing valid. Default: 300.</summary>
    public int RefusedPerMinute { get; set; } = 300;

    /// <summary>For each address: sign-ins tried in a minute, successful or not. Default: 20.</summary>
    public int SignInsPerMinute { get; set; } = 20;

    /// <summary>For each address: links to shared results opened in a minute. Default: 120.</summary>
    public int SharedPerMinute { get; set; } = 120;

    internal sealed class Validation : IValidateOptions<LimitOptions>
    {
        public ValidateOptionsResult Validate(string? name, LimitOptions options)
        {
            foreach (var (key, value) in new[]
            {
                (nameof(ServerKeyPerSecond), options.ServerKeyPerSecond), (nameof(ClientKeyPerSecond), options.ClientKeyPerSecond),
                (nameof(AddressPerSecond), options.AddressPerSecond), (nameof(OperatorPerSecond), options.OperatorPerSecond),
                (nameof(RefusedPerMinute), options.RefusedPerMinute), (nameof(SignInsPerMinute), options.SignInsPerMinute),
                (nameof(SharedPerMinute), options.SharedPerMinute),
            })
            {
                if (value is < 0 or > 10_000_000) return ValidateOptionsResult.Fail($"Turnout:Limits:{key} must be 0 (no limit) to 10000000.");
            }
            return ValidateOptionsResult.Success;
        }
    }
}
