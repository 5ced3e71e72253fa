using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Metrics;
using Turnout.Statistics;
using Turnout.Statistics.Comparisons;
using Turnout.Statistics.Multiplicity;

namespace Turnout.Server.Analysis.Decisions;

/// <summary>From what was counted to what is decided. Pure.</summary>
internal static class Decider
{
    /// <summary>The level of the test that stands beside every method.</summary>
    public const double OneLookAlpha = 0.05;

    public static ExperimentOutcome Of(Experiment experiment, AnalysisPlan plan, Tally tally, DateTimeOffset asOf)
    {
        var health = Health.Of(experiment, tally, asOf);
        var metrics = Metrics(experiment, plan, tally.Metrics, health, asOf);
        var variants = VariantVerdicts.Of(plan.Arms, ControlOf(experiment, plan), metrics, health);
        var (verdict, facts) = VariantVerdicts.Together(experiment, variants, metrics, health, asOf);
        return new ExperimentOutcome(health, metrics, variants, verdict, facts);
    }

    /// <summary>The control's index.</summary>
    public static int ControlOf(Experiment experiment, AnalysisPlan plan) => Math.Max(0, plan.Arms.ToList().IndexOf(experiment.Control));

    /// <summary>Every metric's comparisons, corrected within their families.</summary>
    public static IReadOnlyList<MetricOutcome> Metrics(Experiment experiment, AnalysisPlan plan, IReadOnlyList<ArmTotals[]> totals, Health health, DateTimeOffset asOf)
    {
        var control = ControlOf(experiment, plan);
        var parts = Roles.Of(experiment, [.. plan.Metrics.Select(metric => metric.Key)]);
        var drafts = plan.Metrics.Select((metric, i) => Draft(experiment.Decision, metric, totals[i], control)).ToList();
        var adjusted = Families.Adjust(parts, [.. drafts.Select(draft => draft.Comparisons.Select(one => one.Decided is { IsOk: true, Value: var test } ? test.PValue : (double?)null).ToArray())],
            experiment.Decision.Alpha);
        return [.. plan.Metrics.Select((metric, i) => new MetricOutcome(metric, parts[i], drafts[i].Effects,
            [.. drafts[i].Comparisons.Select((one, k) => Finish(experiment, metric, parts[i], drafts[i].Effects, one, adjusted[i][k], health, plan.Arms, asOf))]))];
    }

    static (MetricEffects Effects, IReadOnlyList<ComparisonOutcome> Comparisons) Draft(DecisionRule rule, MetricDefinition metric, ArmTotals[] totals, int control)
    {
        var effects = MetricEffects.Of(metric.Type, totals, control);
        return (effects, [.. Enumerable.Range(0, totals.Length).Where(arm => arm != control).Select(arm =>
        {
            var proportions = metric.Type.IsRate() && TwoProportions.Compare(totals[control].Successes, totals[arm].Successes, OneLookAlpha) is { IsOk: true, Value: var rates } ? rates : null;
            var oneLook = proportions is not null ? proportions.Test : effects.Plain[arm].Select(effect => FixedHorizon.Test(effect, OneLookAlpha));
            var decided = effects.Deciding[arm].Select(effect => DecisionMethods.Test(rule, effect, effects.IsAdjusted ? null : proportions, rule.Alpha));
            return new ComparisonOutcome(arm, oneLook, proportions, decided, null, null, null, Verdict.NotEnoughData, []);
        })]);
    }

    static ComparisonOutcome Finish(
        Experiment experiment, MetricDefinition metric, MetricPart part, MetricEffects effects, ComparisonOutcome draft, AdjustedTest adjusted, Health health,
        IReadOnlyList<string> arms, DateTimeOffset asOf)
    {
        var rule = experiment.Decision;
        var whole = draft with
        {
            AdjustedPValue = adjusted.PValue,
            AdjustedInterval = draft.Decided is { IsOk: true, Value: var test }
                && DecisionMethods.Test(rule, test.Effect, null, adjusted.IntervalAlpha).Interval is { IsOk: true, Value: var interval } ? interval : null,
            NonInferiority = part.Use.Tolerated is { } margin
                ? draft.Decided.Then(decided => DecisionMethods.TestMargin(rule, decided.Effect, margin, metric.Goal == MetricGoal.Decrease))
                : (Computed<NonInferiorityResult>?)null,
        };
        var (verdict, facts) = ComparisonVerdicts.Of(experiment, metric, part, effects, whole, health, arms, asOf);
        return whole with { Verdict = verdict, Facts = facts };
    }
}
