using Turnout.Statistics.Multiplicity;

namespace Turnout.Server.Features.Experiments;

/// <summary>A metric's part in a decision, said or by default.</summary>
/// <param name="Use">Its role and margin.</param>
/// <param name="Family">The family it is corrected in.</param>
/// <param name="Correction">That family's rule.</param>
internal sealed record MetricPart(MetricUse Use, string Family, Correction Correction)
{
    public MetricRole Role => Use.Role;
}

/// <summary>Who plays which part. Pure.</summary>
internal static class Roles
{
    /// <summary>The parts of the experiment's metrics, in their order.</summary>
    public static IReadOnlyList<MetricPart> Of(Experiment experiment) => Of(experiment, experiment.Metrics);

    /// <summary>The parts of metrics, in their order.</summary>
    /// <param name="experiment">Whose decision it is.</param>
    /// <param name="metrics">Keys; also such as the decision does not name.</param>
    public static IReadOnlyList<MetricPart> Of(Experiment experiment, IReadOnlyList<string> metrics)
    {
        var decision = experiment.Decision;
        var declared = decision.Roles.ToDictionary(use => use.Metric, StringComparer.Ordinal);
        var hasPrimary = metrics.Any(key => declared.TryGetValue(key, out var use) && use.Role == MetricRole.Primary);
        var parts = new List<MetricPart>(metrics.Count);
        foreach (var key in metrics)
        {
            // From the launch on every role is said: a metric without one came later.
            var isLate = experiment.StartedAt is not null && decision.Roles.Count > 0 && !declared.ContainsKey(key);
            if (!declared.TryGetValue(key, out var use))
            {
                use = new MetricUse(key, hasPrimary ? MetricRole.Secondary : MetricRole.Primary);
                hasPrimary = true;
            }
            var family = decision.Families.FirstOrDefault(family => family.Metrics.Contains(key));
            parts.Add(family is not null ? new(use, family.Name, family.Correction)
                : isLate ? new(use, "added_later", Correction.BenjaminiHochberg)
                : use.Role switch
                {
                    MetricRole.Primary => new(use, "primary", Correction.Holm),
                    MetricRole.Secondary => new(use, "secondary", Correction.BenjaminiHochberg),
                    _ => new(use, "guardrail", Correction.None),
                });
        }
        return parts;
    }
}
