using Turnout.Server.Analysis.Decisions;
using Turnout.Server.Features.Metrics;
using Turnout.Statistics;
using Turnout.Statistics.Comparisons;
using Turnout.Statistics.Health;
using Turnout.Statistics.Multiplicity;

namespace Turnout.Server.Analysis.Breakdowns;

/// <summary>Results by day and by dimension. Pure.</summary>
internal static class Breakdown
{
    // Of many values the one that looks best is shown around first: family-wise, then.
    const Correction ByDimension = Correction.Holm;

    public static ResultsByDayBody ByDay(Counted counted)
    {
        var (experiment, plan, tally) = (counted.Experiment, counted.Plan, counted.Tally);
        double[] weights = [.. experiment.Definition.Variants.Select(arm => arm.Weight)];
        return new ResultsByDayBody(experiment.Key, counted.AsOf, experiment.Decision.Method, experiment.Decision.Alpha, [.. tally.Cumulative().Select((day, i) => new DayBody(
            day.Day, tally.Days[i].Units, day.Units,
            DailySampleRatio.Check(weights, day.Units, i + 1) is { IsOk: true, Value: var ratio } ? ratio.PValue : null,
            [.. Metrics(counted, day.Metrics).Select(part => Body(counted, part, _ => experiment.Decision.Alpha, (_, p) => p))]))]);
    }

    public static ResultsBySliceBody BySlice(Counted counted)
    {
        var (experiment, plan, tally) = (counted.Experiment, counted.Plan, counted.Tally);
        var alpha = experiment.Decision.Alpha;
        List<List<Part>> slices = [.. tally.Slices.Select(slice => Metrics(counted, slice.Metrics).ToList())];
        // By metric: the family of all values and treatments.
        var families = plan.Metrics.Select((_, metric) =>
        {
            var tests = slices.SelectMany(parts => parts[metric].Tests).ToList();
            double?[] p = [.. tests.Select(test => test?.PValue)];
            return (Adjusted: Adjustment.Adjust(p, ByDimension), Level: Adjustment.IntervalAlpha(p, ByDimension, alpha));
        }).ToList();
        return new ResultsBySliceBody(experiment.Key, counted.AsOf, plan.Dimension!, experiment.Decision.Method, alpha, ByDimension, [.. tally.Slices.Select((slice, s) => new SliceBody(
            slice.Value, slice.IsOther, slice.Units, [.. slices[s].Select((part, metric) =>
                Body(counted, part, _ => families[metric].Level, (treatment, _) => families[metric].Adjusted[s * part.Tests.Count + treatment]))]))]);
    }

    static IEnumerable<Part> Metrics(Counted counted, IReadOnlyList<ArmTotals[]> metrics)
    {
        var control = Decider.ControlOf(counted.Experiment, counted.Plan);
        return counted.Plan.Metrics.Select((metric, i) =>
        {
            var effects = MetricEffects.Of(metric.Type, metrics[i], control);
            return new Part(metric, effects, [.. Enumerable.Range(0, metrics[i].Length).Where(arm => arm != control).Select(arm =>
                effects.Deciding[arm].TryGet(out var effect, out _)
                    ? DecisionMethods.Test(counted.Experiment.Decision, effect, RatesOf(metric.Type, effects, arm), counted.Experiment.Decision.Alpha)
                    : null)]);
        });
    }

    static ProportionComparison? RatesOf(MetricType type, MetricEffects effects, int arm) =>
        type.IsRate() && !effects.IsAdjusted && TwoProportions.Compare(effects.Totals[effects.Control].Successes, effects.Totals[arm].Successes) is { IsOk: true, Value: var rates } ? rates : null;

    static PartMetricBody Body(Counted counted, Part part, Func<int, double> level, Func<int, double?, double?> adjust)
    {
        var (arms, control, rule) = (counted.Plan.Arms, part.Effects.Control, counted.Experiment.Decision);
        List<string> treatments = [.. arms.Where((_, arm) => arm != control)];
        return new PartMetricBody(part.Metric.Key,
            [.. arms.Select((arm, i) => new PartVariantBody(arm, part.Effects.Totals[i].Units, Finite(part.Effects.Totals[i].Total), ResultsReport.MeanOf(part.Metric.Type, part.Effects.Totals[i])))],
            [.. treatments.Select((variant, i) =>
            {
                var reason = part.Effects.Deciding[arms.ToList().IndexOf(variant)].Reason;
                if (part.Tests[i] is not { } test)
                    return new PartComparisonBody(variant, null, null, null, null, null, null, false) { NotComputable = ResultsReport.Missing(("difference", reason)) };
                var wide = DecisionMethods.Test(rule, test.Effect, null, level(i));
                var adjusted = adjust(i, test.PValue);
                return new PartComparisonBody(
                    variant, test.Effect.Difference, test.Effect.Lift.IsOk ? test.Effect.Lift.Value : null, Ends(wide.Interval), Ends(wide.LiftInterval), test.PValue, adjusted, adjusted <= rule.Alpha)
                {
                    NotComputable = ResultsReport.Missing(("confidence_interval", wide.Interval.Reason), ("lift", test.Effect.Lift.Reason), ("lift_interval", wide.LiftInterval.Reason)),
                };
            })]);
    }

    static double[]? Ends(Computed<Interval> interval) => interval is { IsOk: true, Value: { Lower: { } lower, Upper: { } upper } } ? [lower, upper] : null;

    static double? Finite(double value) => double.IsFinite(value) ? value : null;

    sealed record Part(MetricDefinition Metric, MetricEffects Effects, IReadOnlyList<DecidedTest?> Tests);
}
