using Turnout.Server.Analysis.Decisions;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Metrics;
using Turnout.Statistics;

namespace Turnout.Server.Analysis;

/// <summary>From what was decided to what is told. Pure.</summary>
internal static class ResultsReport
{
    const double Significance = 1.96;

    public static ResultsBody Of(Counted counted) => Of(counted, Decider.Of(counted.Experiment, counted.Plan, counted.Tally, counted.AsOf));

    public static ResultsBody Of(Counted counted, ExperimentOutcome outcome)
    {
        var (experiment, plan, tally) = (counted.Experiment, counted.Plan, counted.Tally);
        var weights = experiment.Definition.Variants.Select(arm => arm.Weight).ToArray();
        var traffic = Traffic.Of(experiment, tally);
        return new ResultsBody(
            experiment.Key, experiment.Status, counted.AsOf, outcome.Verdict, outcome.Facts,
            [.. outcome.Variants.Select(variant => new VariantVerdictBody(variant.Variant, variant.Verdict, variant.Facts))],
            experiment.Decision, SampleRatioOf(outcome.Health), tally.Units.MultiplyExposed, tally.Units.UnknownVariants,
            [.. plan.Arms.Select((arm, i) => new VariantBody(arm, weights[i] / weights.Sum(), counted.Assignments.GetValueOrDefault(arm), tally.Units.Exposures[i], tally.Units.Units[i]))],
            [.. outcome.Metrics.Select(metric => MetricOf(experiment.Decision, metric, plan.Arms, traffic))]);
    }

    static SampleRatioBody SampleRatioOf(Health health) => new(
        health.OneLook?.PValue, health.IsMismatch, health.OneLook?.ChiSquare, health.OneLook?.DegreesOfFreedom, health.OneLook is null ? null : health.Daily?.PValue);

    static MetricResultBody MetricOf(DecisionRule rule, MetricOutcome outcome, IReadOnlyList<string> arms, Traffic? traffic)
    {
        var (metric, totals) = (outcome.Metric, outcome.Effects.Totals);
        return new MetricResultBody(
            metric.Key, metric.Type, metric.Goal, metric.WindowDays, outcome.Part.Role, outcome.Part.Family, outcome.Part.Correction, totals[0].Cap,
            [.. arms.Select((arm, i) => new MetricVariantBody(arm, totals[i].Units, Finite(totals[i].Total), MeanOf(metric.Type, totals[i]), totals[i].Immature, totals[i].Steps))],
            [.. outcome.Comparisons.Select(comparison => ComparisonOf(rule, outcome, comparison, arms, traffic))]);
    }

    /// <summary>The rate, mean, ratio or quantile of an arm; null where there is none.</summary>
    public static double? MeanOf(MetricType type, ArmTotals totals) => totals.Units == 0 ? null : type switch
    {
        MetricType.Ratio => totals.Joint.MeanX == 0 ? null : Finite(totals.Joint.MeanY / totals.Joint.MeanX),
        MetricType.Quantile => totals.Quantile is { IsOk: true, Value.Arm: var arm } ? Finite(arm.Mean) : null,
        _ when type.IsRate() => totals.Successes.Rate,
        _ => Finite(totals.Moments.Mean),
    };

    static ComparisonBody ComparisonOf(DecisionRule rule, MetricOutcome outcome, ComparisonOutcome comparison, IReadOnlyList<string> arms, Traffic? traffic)
    {
        var (variant, control) = (arms[comparison.Arm], arms[outcome.Effects.Control]);
        var decided = comparison.Decided is { IsOk: true, Value: var test } ? DecidedOf(rule, outcome.Effects, comparison, test) : null;
        var whole = decided is not null ? traffic?.Scale(outcome.Metric.Type, decided) : null;
        var margin = MarginOf(outcome.Part.Use, comparison.NonInferiority);
        if (!comparison.OneLook.TryGet(out var once, out var reason))
        {
            return new ComparisonBody(variant, control, reason.Code, reason.ToString(), null, null, null, null, null, null, false, comparison.Verdict, comparison.Facts,
                decided, null, null, margin, whole, null) { NotComputable = Missing(("difference", reason)) };
        }
        var isRate = outcome.Metric.Type.IsRate();
        var significant = isRate ? Math.Abs(once.Statistic) > Significance : once.IsSignificant;
        double? lift = once.Lift.IsOk ? once.Lift.Value : null;
        double[] interval = Ends(once.Interval)!;
        var lifts = once.LiftInterval.IsOk ? Ends(once.LiftInterval.Value) : null;
        return new ComparisonBody(
            variant, control, "ok", null, once.Difference, lift, once.Statistic, once.PValue, interval, lifts, significant, comparison.Verdict, comparison.Facts, decided,
            isRate ? new ZTestBody(once.Statistic, once.PValue, interval, lift, lifts, significant) : null,
            isRate ? null : new WelchBody(once.Statistic, once.Effect.DegreesOfFreedom, once.PValue, interval, lift, lifts, significant),
            margin, whole, comparison.Proportions?.Exact?.FisherPValue) { NotComputable = Missing(("lift", once.Lift.Reason), ("lift_interval", once.LiftInterval.Reason)) };
    }

    static DecidedBody DecidedOf(DecisionRule rule, MetricEffects effects, ComparisonOutcome comparison, DecidedTest test) => new(
        rule.Method, rule.Alpha, test.Effect.Difference, test.Effect.StandardError, test.PValue, comparison.AdjustedPValue,
        test.Interval.IsOk ? Ends(test.Interval.Value) : null, comparison.AdjustedInterval is { } adjusted ? Ends(adjusted) : null,
        test.Effect.Lift.IsOk ? test.Effect.Lift.Value : null, test.LiftInterval.IsOk ? Ends(test.LiftInterval.Value) : null,
        effects.VarianceReduction is { } reduction
            ? new CupedBody(reduction, effects.Cuped?.Theta, effects.Cuped?.Arms[effects.Control].Mean, effects.Cuped?.Arms[comparison.Arm].Mean)
            : null)
    {
        NotComputable = Missing(("confidence_interval", test.Interval.Reason), ("lift", test.Effect.Lift.Reason), ("lift_interval", test.LiftInterval.Reason)),
    };

    static NonInferiorityBody? MarginOf(MetricUse use, Computed<NonInferiorityResult>? result) => result is not { } computed ? null
        : computed.TryGet(out var shown, out var reason) ? new(use.Margin, use.RelativeMargin, shown.Bound, shown.PValue, shown.IsShown)
        : new(use.Margin, use.RelativeMargin, null, null, false) { NotComputable = Missing(("bound", reason)) };

    /// <summary>The reasons of what is not there; null where all is.</summary>
    public static IReadOnlyDictionary<string, NotComputable>? Missing(params ReadOnlySpan<(string Name, NotComputable? Reason)> parts)
    {
        Dictionary<string, NotComputable>? missing = null;
        foreach (var (name, reason) in parts)
            if (reason is not null) (missing ??= [])[name] = reason;
        return missing;
    }

    static double[]? Ends(Interval interval) => interval is { Lower: { } lower, Upper: { } upper } ? [lower, upper] : null;

    static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
