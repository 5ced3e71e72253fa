using System.Globalization;
using Turnout.Server.Analysis;
using Turnout.Server.Analysis.Decisions;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Metrics;
using Turnout.Statistics;
using Turnout.Statistics.Health;
using Turnout.Statistics.Sequential;

namespace Turnout.Server.Features.Guardrails;

/// <summary>
/// Whether an experiment hurts. It is asked every minute for weeks, so it hears nothing but tests that hold over all looks together, whatever method the experiment
/// itself decides by. Pure.
/// </summary>
internal static class GuardrailWatch
{
    // A gross mismatch is found among the first hundreds of units, a fine one among a hundred thousand; each test has its share of the level.
    static readonly double[] Concentrations = [100, SequentialSampleRatio.DefaultConcentration];

    /// <returns>Why it is to be paused; null while there is no clear reason to.</returns>
    public static Trip? Look(Counted counted, GuardrailPolicy policy)
    {
        var units = counted.Tally.Units.Units;
        if (policy.SampleRatio && units.Sum() >= policy.MinimumUnits && Mismatch(counted, units) is { } mismatch) return mismatch;
        return policy.Metrics ? Harm(counted, policy) : null;
    }

    static Trip? Mismatch(Counted counted, long[] units)
    {
        double[] weights = [.. counted.Experiment.Definition.Variants.Select(arm => arm.Weight)];
        foreach (var concentration in Concentrations)
        {
            if (SequentialSampleRatio.Check(weights, units, SampleRatio.DefaultThreshold / Concentrations.Length, concentration) is not { IsOk: true, Value: { IsMismatch: true } check }) continue;
            var p = Math.Min(1, check.PValue * Concentrations.Length);
            return new Trip("sample_ratio", Invariant($"Units do not arrive in the shares asked for: {string.Join(" : ", units)} ({Said(p)}). Assignment or logging is broken."), p);
        }
        return null;
    }

    static Trip? Harm(Counted counted, GuardrailPolicy policy)
    {
        var always = counted.Experiment with { Decision = counted.Experiment.Decision with { Method = DecisionMethod.AlwaysValid, PlannedEnd = null } };
        // Several guardrails against several treatments: each may err by its share of the level.
        var outcome = Decider.Of(always, counted.Plan, counted.Tally, counted.AsOf);
        var guardrails = outcome.Metrics.Where(metric => metric.Part.Role == MetricRole.Guardrail).ToList();
        var alpha = always.Decision.Alpha / Math.Max(1, guardrails.Sum(metric => metric.Comparisons.Count));
        foreach (var metric in guardrails)
        {
            foreach (var comparison in metric.Comparisons)
            {
                var totals = metric.Effects.Totals;
                if (Math.Min(totals[metric.Effects.Control].Units, totals[comparison.Arm].Units) < policy.MinimumUnits) continue;
                if (comparison.Decided.IsOk && Worse(metric, always.Decision, comparison.Decided.Value.Effect, alpha) is { } p)
                    return new Trip("metric", Invariant($"'{metric.Metric.Key}' is clearly worse with '{counted.Plan.Arms[comparison.Arm]}' ({comparison.Decided.Value.Effect.Difference:+0.#####;-0.#####}, {Said(p)})."), p,
                        metric.Metric.Key, counted.Plan.Arms[comparison.Arm]);
            }
        }
        return null;
    }

    /// <returns>The p-value of the harm where it is beyond doubt and, where a margin is declared, not within it.</returns>
    static double? Worse(MetricOutcome metric, DecisionRule rule, Effect effect, double alpha)
    {
        var lowerIsBetter = metric.Metric.Goal == MetricGoal.Decrease;
        var test = AlwaysValid.Test(effect, DecisionMethods.TuningOf(rule), alpha, lowerIsBetter ? Alternative.Greater : Alternative.Less);
        if (!test.IsSignificant) return null;
        return metric.Part.Use.Tolerated is { } margin && DecisionMethods.TestMargin(rule, effect, margin, lowerIsBetter) is { IsOk: true, Value: { IsShown: true } } ? null : test.PValue;
    }

    // A p-value is never 0.
    static string Said(double p) => p < 0.00001 ? "p < 0.00001" : Invariant($"p = {p:0.#####}");

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
