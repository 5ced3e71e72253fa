using System.Net;
using Microsoft.Extensions.Options;

namespace Turnout.Server.Outbound;

/// <summary>Section <c>Turnout:Outbound</c>: where this server's own requests (webhooks, sinks) may go.</summary>
public sealed class OutboundOptions
{
    /// <summary>Whether this server sends by itself. Default: true; false for those of several servers that have no way out.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Networks in CIDR form (<c>10.1.0.0/16</c>, <c>::1/128</c>) that may be called although they would be refused: loopback, link-local and the like.
    /// Default: none.
    /// </summary>
    public IList<string> AllowedNetworks { get; } = [];

    /// <summary>Whether private networks (10/8, 172.16/12, 192.168/16, 100.64/10, fc00::/7) are refused too. Default: false, as receivers often live there.</summary>
    public bool BlockPrivateNetworks { get; set; }

    /// <summary>How long a receiver may take to answer, 1 second to 2 minutes. Default: 10 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    internal sealed class Validation : IValidateOptions<OutboundOptions>
    {
        public ValidateOptionsResult Validate(string? name, OutboundOptions options)
        {
            foreach (var network in options.AllowedNetworks)
                if (!IPNetwork.TryParse(network, out _))
                    return ValidateOptionsResult.Fail($"Turnout:Outbound:AllowedNetworks: '{network}' is no network such as 127.0.0.0/8.");
            return options.Timeout < TimeSpan.FromSeconds(1) || options.Timeout > TimeSpan.FromMinutes(2)
                ? ValidateOptionsResult.Fail("Turnout:Outbound:Timeout must be 00:00:01 to 00:02:00.")
                : ValidateOptionsResult.Success;
        }
    }
}
