using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Metrics;
using Turnout.Statistics;
using Turnout.Statistics.Comparisons;
using Turnout.Statistics.Health;

namespace Turnout.Server.Analysis;

/// <summary>From what was counted to what is told. Pure.</summary>
internal static class ResultsReport
{
    const double Significance = 1.96;

    public static ResultsBody Of(Experiment experiment, AnalysisPlan plan, Tally tally, IReadOnlyDictionary<string, long> assignments, DateTimeOffset asOf)
    {
        var weights = experiment.Definition.Variants.Select(arm => arm.Weight).ToArray();
        var total = weights.Sum();
        var ratio = SampleRatioOf(weights, tally.Units.Units);
        return new ResultsBody(
            experiment.Key, experiment.Status, asOf, ratio, tally.Units.MultiplyExposed, tally.Units.UnknownVariants,
            [.. plan.Arms.Select((arm, i) => new VariantBody(arm, weights[i] / total, assignments.GetValueOrDefault(arm), tally.Units.Exposures[i], tally.Units.Units[i]))],
            [.. plan.Metrics.Select((metric, i) => MetricOf(metric, plan.Arms, experiment.Control, tally.Metrics[i], ratio.Mismatch))]);
    }

    static SampleRatioBody SampleRatioOf(double[] weights, long[] units) =>
        SampleRatio.Check(weights, units).TryGet(out var check, out _) ? new(check.PValue, check.IsMismatch) : new(null, false);

    static MetricResultBody MetricOf(MetricDefinition metric, IReadOnlyList<string> arms, string controlKey, ArmTotals[] totals, bool mismatch)
    {
        var control = Math.Max(0, arms.ToList().IndexOf(controlKey));
        return new MetricResultBody(
            metric.Key, metric.Type, metric.Goal, metric.WindowDays,
            [.. arms.Select((arm, i) => new MetricVariantBody(arm, totals[i].Units, Finite(totals[i].Total), MeanOf(metric.Type, totals[i]), totals[i].Immature, totals[i].Steps))],
            [.. Enumerable.Range(0, arms.Count).Where(i => i != control).Select(i => ComparisonOf(metric, arms[i], arms[control], totals[i], totals[control], mismatch))]);
    }

    static double? MeanOf(MetricType type, ArmTotals totals) => totals.Units == 0 ? null : type switch
    {
        MetricType.Proportion or MetricType.Retention or MetricType.Funnel => totals.Successes.Rate,
        MetricType.Quantile => totals.Quantile is { IsOk: true } quantile ? quantile.Value.Mean : null,
        MetricType.Ratio => totals.Joint.MeanX == 0 ? null : Finite(totals.Joint.MeanY / totals.Joint.MeanX),
        _ => Finite(totals.Moments.Mean),
    };

    static ComparisonBody ComparisonOf(MetricDefinition metric, string variant, string control, ArmTotals treatment, ArmTotals baseline, bool mismatch)
    {
        double? exact = null;
        Computed<Comparison> computed;
        if (metric.Type.IsRate())
        {
            computed = TwoProportions.Compare(baseline.Successes, treatment.Successes).Select(proportions =>
            {
                exact = proportions.Exact?.FisherPValue;
                return proportions.Test;
            });
        }
        else if (metric.Type == MetricType.Quantile)
        {
            computed = baseline.Quantile!.Value.Then(below => treatment.Quantile!.Value.Then(above => QuantileMetric.Effect(below, above))).Select(effect => FixedHorizon.Test(effect));
        }
        else
        {
            computed = metric.Type == MetricType.Ratio ? RatioMetric.Compare(baseline.Joint, treatment.Joint) : Welch.Compare(baseline.Moments, treatment.Moments);
        }
        if (!computed.TryGet(out var test, out var reason))
            return new ComparisonBody(variant, control, reason.Code, reason.ToString(), null, null, null, null, null, null, false, mismatch ? Verdicts.Mismatch : Verdicts.NotComputable, null);
        var significant = metric.Type.IsRate() ? Math.Abs(test.Statistic) > Significance : test.IsSignificant;
        return new ComparisonBody(
            variant, control, "ok", null, test.Difference, test.Lift.IsOk ? test.Lift.Value : null, test.Statistic, test.PValue, Ends(test.Interval),
            test.LiftInterval.IsOk ? Ends(test.LiftInterval.Value) : null, significant,
            mismatch ? Verdicts.Mismatch : Verdicts.Of(exact is { } p ? p <= test.Alpha : significant, test.Difference, metric.Goal), exact);
    }

    static double[] Ends(Interval interval) => [interval.Lower!.Value, interval.Upper!.Value];

    static double? Finite(double value) => double.IsFinite(value) ? value : null;
}

/// <summary>What a comparison comes to, in a word.</summary>
internal static class Verdicts
{
    public const string Better = "better", Worse = "worse", Inconclusive = "inconclusive", Mismatch = "sample_ratio_mismatch", NotComputable = "not_computable";

    public static string Of(bool significant, double difference, MetricGoal goal) =>
        !significant || difference == 0 ? Inconclusive : difference > 0 == (goal == MetricGoal.Increase) ? Better : Worse;
}
