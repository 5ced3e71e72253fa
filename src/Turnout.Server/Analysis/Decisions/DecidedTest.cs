using Turnout.Server.Features.Experiments;
using Turnout.Statistics;
using Turnout.Statistics.Comparisons;
using Turnout.Statistics.Sequential;

namespace Turnout.Server.Analysis.Decisions;

/// <summary>What the declared method says of one effect.</summary>
/// <param name="Effect">The effect that decides.</param>
/// <param name="PValue">By the declared method, before any correction.</param>
/// <param name="Interval">Of the difference, or why nothing bounds it yet.</param>
/// <param name="LiftInterval">Of the lift (Fieller); it excludes 0 exactly when <paramref name="Interval"/> does.</param>
internal sealed record DecidedTest(Effect Effect, double PValue, Computed<Interval> Interval, Computed<Interval> LiftInterval);

/// <summary>Applies an experiment's method of decision. Pure.</summary>
internal static class DecisionMethods
{
    /// <summary>Where the always-valid test of an experiment is sharpest.</summary>
    public static Tuning TuningOf(DecisionRule rule) => Tuning.ForUnits(rule.PlannedUnits, rule.Alpha);

    /// <param name="rule">How the experiment decides.</param>
    /// <param name="effect">The effect.</param>
    /// <param name="proportions">The test of the plain rates where the effect is theirs: a fixed horizon then takes its pooled z, or Fisher's test where counts are small.</param>
    /// <param name="alpha">The level of the interval: the rule's own, or a corrected one.</param>
    public static DecidedTest Test(DecisionRule rule, Effect effect, ProportionComparison? proportions, double alpha)
    {
        if (rule.Method == DecisionMethod.AlwaysValid)
        {
            var sequential = AlwaysValid.Test(effect, TuningOf(rule), alpha);
            return new(effect, sequential.PValue, sequential.Interval, sequential.LiftInterval);
        }
        var once = FixedHorizon.Test(effect, alpha);
        return new(effect, proportions?.DecidingPValue ?? once.PValue, once.Interval, once.LiftInterval);
    }

    /// <summary>Whether a guardrail is at worst its margin worse, by the declared method.</summary>
    public static Computed<NonInferiorityResult> TestMargin(DecisionRule rule, Effect effect, Margin margin, bool lowerIsBetter) =>
        rule.Method == DecisionMethod.AlwaysValid
            ? NonInferiority.TestAlways(effect, margin, TuningOf(rule), lowerIsBetter, rule.Alpha)
            : NonInferiority.Test(effect, margin, lowerIsBetter, rule.Alpha);
}
