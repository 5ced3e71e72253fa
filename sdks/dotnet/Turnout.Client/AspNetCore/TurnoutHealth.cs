using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Turnout.Client;
using Turnout.Client.Delivery;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Turnout to an application's health checks.</summary>
public static class TurnoutHealth
{
    /// <summary>
    /// Healthy: the ruleset was confirmed lately. Degraded: it is older than three poll intervals, or from disk, because the server cannot be asked; flags
    /// still answer. Unhealthy: there is none at all.
    /// </summary>
    public static IHealthChecksBuilder AddTurnout(this IHealthChecksBuilder builder, string name = "turnout") => builder.AddCheck<TurnoutHealthCheck>(name);
}

internal sealed class TurnoutHealthCheck(Flags flags, IOptions<TurnoutOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object>
        {
            ["origin"] = flags.Origin.ToString(),
            ["version"] = flags.Ruleset.Version,
            ["age_seconds"] = Math.Round(flags.Age.TotalSeconds),
        };
        if (flags.Problem is { } problem) data["problem"] = problem.Code;
        return Task.FromResult(Judge(data));
    }

    private HealthCheckResult Judge(Dictionary<string, object> data)
    {
        if (flags.Origin == RulesetOrigin.None) return HealthCheckResult.Unhealthy("There is no ruleset; every flag gives its fallback.", data: data);
        if (options.Value.Offline || flags.Origin == RulesetOrigin.Test) return HealthCheckResult.Healthy("Offline by configuration.", data);
        if (flags.Origin != RulesetOrigin.Server) return HealthCheckResult.Degraded("The server has not answered yet.", data: data);
        return flags.Age > options.Value.PollInterval * 3
            ? HealthCheckResult.Degraded("The server has not confirmed the ruleset lately.", data: data)
            : HealthCheckResult.Healthy(data: data);
    }
}
