using Turnout.Server.Analysis.Decisions;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Metrics;
using Turnout.Server.Hosting;

namespace Turnout.Server.Analysis.Explanations;

/// <summary>How the numbers of a metric came about.</summary>
/// <param name="AsOf">When it was counted.</param>
/// <param name="Decision">How the experiment decides.</param>
/// <param name="Counting">What became of events before any statistics: in words.</param>
/// <param name="Comparisons">A treatment each.</param>
internal sealed record ExplanationBody(
    string Experiment, string Metric, MetricType Type, DateTimeOffset AsOf, DecisionRule Decision, IReadOnlyList<string> Counting, IReadOnlyList<ExplainedComparisonBody> Comparisons);

/// <summary>A treatment against the control, step by step.</summary>
/// <param name="Decided">To the numbers of the declared method.</param>
/// <param name="OneLook">To those of the test for one look, which always stands beside.</param>
/// <param name="Reason">Why there are no steps; null where there are.</param>
internal sealed record ExplainedComparisonBody(
    string Variant, string Control, Verdict Verdict, IReadOnlyList<Fact> Facts, IReadOnlyList<StepBody> Decided, IReadOnlyList<StepBody> OneLook, string? Reason);

/// <summary>Explains a metric's numbers. Pure.</summary>
internal static class Explanation
{
    public static Result<ExplanationBody> Of(Counted counted, string metric, string? variant)
    {
        var (experiment, plan) = (counted.Experiment, counted.Plan);
        var outcome = Decider.Of(experiment, plan, counted.Tally, counted.AsOf);
        if (outcome.Metrics.FirstOrDefault(one => one.Metric.Key == metric) is not { } explained)
            return Problem.NotFound("unknown_metric", $"The experiment '{experiment.Key}' has no metric '{metric}'.");
        var control = plan.Arms[explained.Effects.Control];
        if (variant is not null && (variant == control || !plan.Arms.Contains(variant)))
            return Problem.Invalid("unknown_variant", "variant", $"'{variant}' is no treatment of the experiment '{experiment.Key}'.");
        List<FamilyPValue> family = [.. outcome.Metrics.Where(one => one.Part.Family == explained.Part.Family && one.Part.Correction == explained.Part.Correction)
            .SelectMany(one => one.Comparisons.Where(comparison => comparison.Decided.IsOk)
                .Select(comparison => new FamilyPValue($"{one.Metric.Key}, {plan.Arms[comparison.Arm]}", comparison.Decided.Value.PValue, comparison)))];
        return new ExplanationBody(
            experiment.Key, metric, explained.Metric.Type, counted.AsOf, experiment.Decision, Counting(explained, counted),
            [.. explained.Comparisons.Where(comparison => variant is null || plan.Arms[comparison.Arm] == variant).Select(comparison => new ExplainedComparisonBody(
                plan.Arms[comparison.Arm], control, comparison.Verdict, comparison.Facts, Decided(experiment.Decision, explained, comparison, family), OneLook(explained, comparison),
                (comparison.Decided.IsOk ? comparison.Decided.Value.Interval.Reason : comparison.Decided.Reason)?.ToString()))]);
    }

    static IReadOnlyList<StepBody> Decided(DecisionRule rule, MetricOutcome outcome, ComparisonOutcome comparison, IReadOnlyList<FamilyPValue> family)
    {
        // While nothing bounds the effect there is no interval to lead to.
        if (comparison.Decided is not { IsOk: true, Value.Interval.IsOk: true }) return [];
        var to = new Derivation();
        var hasDf = EffectSteps.Write(to, outcome.Metric, outcome.Effects, comparison.Arm, outcome.Effects.IsAdjusted);
        DecisionSteps.Write(to, rule, outcome, comparison, hasDf, family);
        return to.Steps;
    }

    static IReadOnlyList<StepBody> OneLook(MetricOutcome outcome, ComparisonOutcome comparison)
    {
        if (!comparison.OneLook.IsOk) return [];
        var to = new Derivation();
        var hasDf = EffectSteps.Write(to, outcome.Metric, outcome.Effects, comparison.Arm, adjusted: false);
        to.Given("alpha", "level of the test for one look", Decider.OneLookAlpha, "fixed");
        var isRate = outcome.Metric.Type.IsRate();
        to.Step("z", isRate ? "pooled z" : hasDf ? "Welch's t" : "difference in standard errors", isRate ? "d / sqrt(p_all * (1 - p_all) * (1 / n_c + 1 / n_t))" : "d / se");
        to.Step("p", "p-value", hasDf ? "2 * t_tail(abs(z), df)" : "2 * tail(abs(z))");
        to.Step("k", "standard errors that the interval reaches", hasDf ? "t_above(alpha / 2, df)" : "z_above(alpha / 2)");
        to.Step("low", "lower end of the interval", "d - k * se");
        to.Step("high", "upper end of the interval", "d + k * se");
        return to.Steps;
    }

    static List<string> Counting(MetricOutcome outcome, Counted counted)
    {
        var metric = outcome.Metric;
        var lines = new List<string>
        {
            $"Units with an exposure to one variant alone; {counted.Tally.Units.MultiplyExposed} that met two are left out.",
            $"Events '{string.Join("', '", metric.Events)}' from {metric.DelayDays} to {metric.DelayDays + metric.WindowDays} days after each unit's first exposure, by their own timestamps.",
        };
        if (outcome.Effects.Totals[0].Cap is { } cap) lines.Add($"A unit's number above {Derivation.Short(cap)} counts as {Derivation.Short(cap)}.");
        if (outcome.Effects.IsAdjusted) lines.Add($"The pre-period is the {metric.PrePeriodDays} days before each unit's first exposure; units without a past count as 0.");
        var immature = outcome.Effects.Totals.Sum(arm => arm.Immature);
        if (immature > 0) lines.Add($"The window of {immature} units is still open{(metric.MatureOnly ? "; they are left out" : "")}.");
        return lines;
    }
}
