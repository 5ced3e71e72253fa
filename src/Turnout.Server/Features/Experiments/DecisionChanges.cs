using Turnout.Engine.Checks;
using Turnout.Engine.Definitions;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Hosting;
using Turnout.Statistics.Multiplicity;

namespace Turnout.Server.Features.Experiments;

/// <summary>What is a sound decision, and what becomes of it at the launch. Pure.</summary>
internal static class DecisionChanges
{
    const int MaxFamilies = 20;

    /// <summary>Names of families that metrics belong to without a declaration.</summary>
    public static readonly IReadOnlyList<string> OwnNames = ["primary", "secondary", "guardrail", "added_later"];

    /// <summary>Everything that is wrong with the decision of an experiment that has not been launched.</summary>
    public static void Check(Experiment experiment, List<DefinitionError> errors)
    {
        var decision = experiment.Decision;
        if (decision.Alpha is not (> 0 and <= 0.5)) errors.Add(new("decision.alpha", "invalid_alpha", "'alpha' lies above 0 and is at most 0.5."));
        if (decision.PlannedUnits is not (>= 2 and <= 1e12)) errors.Add(new("decision.planned_units", "invalid_units", "'planned_units' is 2 to 1000000000000."));
        if (decision.MinimumUnits is not (>= 1 and <= 1_000_000_000)) errors.Add(new("decision.minimum_units", "invalid_units", "'minimum_units' is 1 to 1000000000."));
        if (decision.Method == DecisionMethod.AlwaysValid && decision.PlannedEnd is not null)
            errors.Add(new("decision.planned_end", "unexpected_member", "Only a fixed horizon has a planned end: an always-valid decision may be taken at any time."));
        if ((experiment.StartAt ?? experiment.StartedAt) is { } start && decision.PlannedEnd <= start)
            errors.Add(new("decision.planned_end", "invalid_schedule", "A fixed horizon ends after the experiment starts."));
        CheckRoles(decision.Roles, experiment, errors);
        CheckFamilies(decision, experiment, errors);
    }

    /// <summary>The decision as it stands from the launch on: every role said, a fixed horizon with its end.</summary>
    /// <returns>409 <c>planned_end_required</c> or <c>invalid_schedule</c> where a fixed horizon has no end ahead.</returns>
    public static Result<DecisionRule> Fix(Experiment experiment, DateTimeOffset now)
    {
        var decision = experiment.Decision with { Roles = [.. Roles.Of(experiment).Select(role => role.Use)] };
        if (decision.Method == DecisionMethod.AlwaysValid) return decision;
        if ((decision.PlannedEnd ?? experiment.StopAt) is not { } end)
            return Problem.Conflict("planned_end_required", "The experiment decides by a fixed horizon: give 'decision.planned_end' or 'stop_at' before launching it, or decide by 'always_valid'.");
        if (end <= now) return Problem.Conflict("invalid_schedule", "The planned end of the experiment's fixed horizon has passed; set another one before launching it.");
        return decision with { PlannedEnd = end };
    }

    static void CheckRoles(IReadOnlyList<MetricUse> roles, Experiment experiment, List<DefinitionError> errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < roles.Count; i++)
        {
            var (use, member) = (roles[i], $"decision.roles[{i}]");
            if (!seen.Add(use.Metric)) errors.Add(new($"{member}.metric", "duplicate_metric", $"'{use.Metric}' has a role already."));
            // A live experiment may lose a metric; what was declared of it stays on record.
            else if (experiment.Status == ExperimentStatus.Draft && !experiment.Metrics.Contains(use.Metric))
                errors.Add(new($"{member}.metric", "unknown_metric", $"'{use.Metric}' is not among the experiment's metrics."));
            if (use.Margin is not null && use.RelativeMargin is not null)
                errors.Add(new($"{member}.relative_margin", "conflicting_members", "Give 'margin' or 'relative_margin', not both."));
            if (use.Tolerated is null) continue;
            if (use.Role != MetricRole.Guardrail) errors.Add(new($"{member}.margin", "unexpected_member", "Only a guardrail has a margin."));
            if (use.Margin is not (null or (> 0 and <= 1e100)) || use.RelativeMargin is not (null or (> 0 and <= 10)))
                errors.Add(new($"{member}.margin", "invalid_margin", "A margin lies above 0; a relative one is at most 10."));
        }
    }

    static void CheckFamilies(DecisionRule decision, Experiment experiment, List<DefinitionError> errors)
    {
        if (decision.Families.Count > MaxFamilies)
        {
            errors.Add(new("decision.families", "too_many_families", $"An experiment has at most {MaxFamilies} families."));
            return;
        }
        var guardrails = decision.Roles.Where(use => use.Role == MetricRole.Guardrail).Select(use => use.Metric).ToHashSet(StringComparer.Ordinal);
        var names = new HashSet<string>(OwnNames, StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < decision.Families.Count; i++)
        {
            var (family, member) = (decision.Families[i], $"decision.families[{i}]");
            if (Keys.Check(family.Name) is { } wrong) errors.Add(new($"{member}.name", "invalid_name", wrong.Detail));
            else if (!names.Add(family.Name))
                errors.Add(new($"{member}.name", "name_taken", $"'{family.Name}' is another family's name; {string.Join(", ", OwnNames)} are those of metrics in no declared one."));
            if (family.Metrics.Count == 0) errors.Add(new($"{member}.metrics", "missing_member", "A family has metrics."));
            for (var k = 0; k < family.Metrics.Count && k < ExperimentChanges.MaxMetrics; k++)
            {
                var key = family.Metrics[k];
                if (!taken.Add(key)) errors.Add(new($"{member}.metrics[{k}]", "duplicate_metric", $"'{key}' is in a family already."));
                else if (experiment.Status == ExperimentStatus.Draft && !experiment.Metrics.Contains(key))
                    errors.Add(new($"{member}.metrics[{k}]", "unknown_metric", $"'{key}' is not among the experiment's metrics."));
            }
            if (family.Metrics.Any(guardrails.Contains) && !family.Metrics.All(guardrails.Contains))
                errors.Add(new($"{member}.metrics", "mixed_family", "Guardrails are corrected apart from metrics that are to improve."));
        }
    }
}
