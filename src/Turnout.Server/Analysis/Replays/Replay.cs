using Turnout.Server.Analysis.Decisions;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Metrics;
using Turnout.Statistics;
using Turnout.Statistics.Comparisons;
using Turnout.Statistics.Distributions;
using Turnout.Statistics.Sequential;

namespace Turnout.Server.Analysis.Replays;

/// <summary>What a method did over the replays, where nothing was to be found.</summary>
/// <param name="What">The method and how often it looked.</param>
/// <param name="FalsePositives">The share of replays in which it called a difference.</param>
/// <param name="Low">The least that four standard errors around the promise allow.</param>
/// <param name="High">The most.</param>
internal sealed record ReplayRate(string What, double FalsePositives, double Low, double High)
{
    public bool IsKept => FalsePositives >= Low && FalsePositives <= High;
}

/// <summary>What replaying a metric's units told.</summary>
/// <param name="Units">In both arms together.</param>
/// <param name="Looks">Days on which one could have looked.</param>
/// <param name="Rates">By method.</param>
/// <param name="Coverage">The share of replays whose interval for one look held the truth, 0, at the last day; the plain numbers.</param>
/// <param name="DecidedCoverage">The same of the declared method's interval.</param>
/// <param name="VarianceReduction">What CUPED takes off on average; 0 where it is not used.</param>
/// <param name="ErrorRatio">The mean standard error told, over the standard deviation that the differences really had: 1 is right.</param>
/// <param name="DetectableEffect">The smallest effect that one look finds with 80 % power, from the differences' real spread.</param>
/// <param name="DecidedDetectableEffect">The same by the declared method.</param>
/// <param name="Mean">Of all units: what the effects are shares of.</param>
internal sealed record ReplayReport(
    int Replays, int Units, int Looks, IReadOnlyList<ReplayRate> Rates, double Coverage, double DecidedCoverage, double VarianceReduction, double ErrorRatio,
    double DetectableEffect, double DecidedDetectableEffect, double Mean);

/// <summary>
/// Deals real units to two variants at random, many times, so that there is nothing to be found, and counts how often the tests find it nevertheless. The same
/// seed deals the same. Pure.
/// </summary>
internal static class Replay
{
    const double Power = 0.8;

    /// <param name="units">At least 4.</param>
    /// <param name="rule">The declared method.</param>
    /// <param name="controlShare">Of the units, above 0 and below 1.</param>
    /// <param name="replays">How often, 1 or more.</param>
    /// <param name="seed">Of the dealing.</param>
    /// <param name="cancellation">Gives up between two replays.</param>
    /// <returns>The report, or why there is none: no variance, too few units.</returns>
    public static Computed<ReplayReport> Run(ReplayUnits units, DecisionRule rule, double controlShare, int replays, ulong seed, CancellationToken cancellation)
    {
        var type = units.Metric.Type;
        int once = 0, onceCuped = 0, peeked = 0, decided = 0, decidedAtEnd = 0, covered = 0, decidedCovered = 0, looks = 0, computed = 0;
        double reductions = 0;
        Moments differences = default, decidedDifferences = default, errors = default;
        Computed<Effect> last = default;
        var dice = seed;
        for (var replay = 0; replay < replays; replay++)
        {
            cancellation.ThrowIfCancellationRequested();
            var hands = units.Deal();
            bool anyPeek = false, anyDecided = false;
            looks = 0;
            MetricEffects? effects = null;
            for (var i = 0; i < units.Count; i++)
            {
                hands.Add(i, toTreatment: !(Uniform(ref dice) < controlShare));
                if (i + 1 < units.Count && units.Days[i + 1] == units.Days[i]) continue;
                var totals = hands.Totals();
                effects = MetricEffects.Of(type, totals, 0);
                if (totals.Min(arm => arm.Units) < rule.MinimumUnits) continue;
                looks++;
                if (effects.Plain[1].TryGet(out var plain, out _)) anyPeek |= FixedHorizon.Test(plain, rule.Alpha).IsSignificant;
                if (effects.Deciding[1].TryGet(out var effect, out _)) anyDecided |= AlwaysValid.Test(effect, DecisionMethods.TuningOf(rule), rule.Alpha).IsSignificant;
            }
            last = effects?.Plain[1] ?? last;
            if (effects is null || !effects.Plain[1].TryGet(out var end, out _) || !effects.Deciding[1].TryGet(out var adjusted, out _)) continue;
            computed++;
            var test = FixedHorizon.Test(end, rule.Alpha);
            var final = DecisionMethods.Test(rule, adjusted, null, rule.Alpha);
            once += Count(OneLook(type, effects.Totals, test));
            onceCuped += Count(FixedHorizon.Test(adjusted, rule.Alpha).IsSignificant);
            peeked += Count(anyPeek);
            decided += Count(anyDecided);
            decidedAtEnd += Count(final.PValue <= rule.Alpha);
            covered += Count(test.Interval.Contains(0));
            decidedCovered += Count(!final.Interval.IsOk || final.Interval.Value.Contains(0));
            reductions += effects.VarianceReduction ?? 0;
            differences = differences.Add(end.Difference);
            decidedDifferences = decidedDifferences.Add(adjusted.Difference);
            errors = errors.Add(end.StandardError);
        }
        if (computed < 2 || differences.Variance == 0) return last.Reason ?? new NotComputable("insufficient_data", "two replays must give a difference", "units");

        var band = 4 * Math.Sqrt(rule.Alpha * (1 - rule.Alpha) / computed);
        var rates = new List<ReplayRate> { new($"one look at the end ({(type.IsRate() ? "pooled z" : type == MetricType.Quantile ? "normal" : "Welch")})", Share(once), Math.Max(0, rule.Alpha - band), rule.Alpha + band) };
        if (reductions > 0) rates.Add(new("one look at the end, with CUPED", Share(onceCuped), Math.Max(0, rule.Alpha - band), rule.Alpha + band));
        if (rule.Method == DecisionMethod.AlwaysValid) rates.Add(new($"declared: always-valid, {looks} looks", Share(decided), 0, rule.Alpha + band));
        else rates.Add(new("declared: fixed horizon at the end", Share(decidedAtEnd), Math.Max(0, rule.Alpha - band), rule.Alpha + band));
        rates.Add(new($"for contrast: one-look test, looked at {looks} times", Share(peeked), 0, 1));
        var reach = rule.Method == DecisionMethod.AlwaysValid ? AlwaysValid.Multiplier(DecisionMethods.TuningOf(rule), units.Count, rule.Alpha) : FixedHorizon.Multiplier(null, rule.Alpha);
        var power = Tables.NormalQuantile(1 - Power);
        return new ReplayReport(
            computed, units.Count, looks, rates, Share(covered), Share(decidedCovered), reductions / computed, errors.Mean / Math.Sqrt(differences.Variance),
            (FixedHorizon.Multiplier(null, rule.Alpha) + power) * Math.Sqrt(differences.Variance), (reach + power) * Math.Sqrt(decidedDifferences.Variance), units.Mean);

        double Share(int count) => (double)count / computed;
    }

    /// <summary>The one-look verdict of the results: the pooled z for rates.</summary>
    static bool OneLook(MetricType type, ArmTotals[] totals, Comparison welch) =>
        type.IsRate() && TwoProportions.Compare(totals[0].Successes, totals[1].Successes, welch.Alpha) is { IsOk: true, Value: var rates } ? rates.Test.IsSignificant : welch.IsSignificant;

    static int Count(bool happened) => happened ? 1 : 0;

    /// <summary>SplitMix64 (Steele, Lea and Flood 2014): the same numbers on every machine.</summary>
    static double Uniform(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
