using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Metrics;
using Turnout.Statistics;
using Turnout.Statistics.Multiplicity;

namespace Turnout.Server.Analysis.Decisions;

/// <summary>The verdict of one treatment in one metric, with its reasons. Pure.</summary>
internal static class ComparisonVerdicts
{
    public static (Verdict Verdict, IReadOnlyList<Fact> Facts) Of(
        Experiment experiment, MetricDefinition metric, MetricPart part, MetricEffects effects, ComparisonOutcome comparison, Health health, IReadOnlyList<string> arms,
        DateTimeOffset asOf)
    {
        if (health.Faults.Count > 0) return (Verdict.Unhealthy, health.Faults);
        var rule = experiment.Decision;
        int control = effects.Control, treatment = comparison.Arm;
        if (IsSilent(rule, metric, effects, control, treatment, health))
            return (Verdict.Unhealthy, [new(FactCodes.NoEvents, $"No event of '{metric.Key}' has arrived for any unit whose window is over: it is not sent, or not under this name.")]);
        if (TooEarly(rule, effects, control, treatment, arms) is { } early) return (Verdict.NotEnoughData, [early]);
        if (!comparison.Decided.TryGet(out var test, out var reason))
            return (Verdict.NotEnoughData, [new(FactCodes.NotComputable, $"The test cannot be computed: {reason}.")]);

        var facts = new List<Fact> { EffectFact(rule, test) };
        if (comparison.AdjustedPValue is { } adjusted && adjusted != test.PValue)
            facts.Add(new(FactCodes.Correction, $"p = {Words.P(adjusted)} after {Name(part.Correction)} correction in the family '{part.Family}'; this one decides."));
        if (effects.VarianceReduction is { } reduction) facts.Add(new(FactCodes.Cuped, $"What units did before their first exposure takes {Words.Share(reduction)} off the variance (CUPED)."));
        if (effects.Totals[control].Immature + effects.Totals[treatment].Immature is > 0 and var immature)
            facts.Add(new(FactCodes.Immature, $"The window of {Words.Count(immature, "unit")} is still open; their numbers may grow."));

        if (Unfinished(experiment, asOf) is { } unfinished)
        {
            facts.Insert(0, unfinished);
            return (Verdict.NotEnoughData, facts);
        }
        var verdict = Direction(comparison.AdjustedPValue ?? test.PValue, test.Effect.Difference, rule.Alpha, metric.Goal);
        if (comparison.NonInferiority is { } margin) verdict = WithMargin(verdict, margin, part, metric, facts);
        return (verdict, facts);
    }

    /// <summary>Why a fixed horizon is not over yet; null where it is, and for always-valid decisions.</summary>
    public static Fact? Unfinished(Experiment experiment, DateTimeOffset asOf)
    {
        if (experiment.Decision is not { Method: DecisionMethod.FixedHorizon, PlannedEnd: { } end }) return null;
        if (experiment.StoppedAt < end)
            return new(FactCodes.StoppedEarly, $"It was stopped before its planned end ({Words.Day(end)}): the one look that its error rate allows did not take place.");
        return asOf < end ? new(FactCodes.PlannedEnd, $"It decides at its planned end, {Words.Day(end)}; what is seen before does not.") : null;
    }

    static Fact? TooEarly(DecisionRule rule, MetricEffects effects, int control, int treatment, IReadOnlyList<string> arms)
    {
        var least = effects.Totals[control].Units <= effects.Totals[treatment].Units ? control : treatment;
        var units = effects.Totals[least].Units;
        return units >= rule.MinimumUnits ? null
            : new(FactCodes.MinimumUnits, $"'{arms[least]}' has {Words.Count(units, "unit")} of the {rule.MinimumUnits} that each variant needs before there is a verdict.");
    }

    /// <summary>Whether units enough have had their whole window, and nothing of the metric was ever seen.</summary>
    static bool IsSilent(DecisionRule rule, MetricDefinition metric, MetricEffects effects, int control, int treatment, Health health)
    {
        var valued = metric.Type is MetricType.Mean or MetricType.Quantile;
        return (valued ? effects.Totals.All(arm => arm.Units == 0) : effects.Totals.All(arm => arm.Total == 0)) && Mature(control) && Mature(treatment);

        bool Mature(int arm) => health.Units[arm] - effects.Totals[arm].Immature >= rule.MinimumUnits;
    }

    static Verdict Direction(double p, double difference, double alpha, MetricGoal goal) =>
        p > alpha || difference == 0 ? Verdict.NoDifferenceShown : difference > 0 == (goal == MetricGoal.Increase) ? Verdict.Win : Verdict.Loss;

    /// <summary>A guardrail with a margin: a harm that is ruled out beyond the margin is none.</summary>
    static Verdict WithMargin(Verdict verdict, Computed<NonInferiorityResult> margin, MetricPart part, MetricDefinition metric, List<Fact> facts)
    {
        var tolerated = part.Use.RelativeMargin is { } share ? Words.Share(share) : Words.Plain(part.Use.Margin!.Value);
        if (margin is { IsOk: true, Value: { IsShown: true } shown })
        {
            facts.Add(new(FactCodes.WithinMargin, $"Harm of {tolerated} or more is ruled out (p = {Words.P(shown.PValue)})."));
            return verdict == Verdict.Loss ? Verdict.NoDifferenceShown : verdict;
        }
        facts.Add(new(FactCodes.MarginOpen, margin is { IsOk: true, Value: var open }
            ? $"Harm of {tolerated} or more is not ruled out: '{metric.Key}' may differ by {Words.Number(open.Bound)}."
            : $"Harm of {tolerated} or more is not ruled out: {margin.Reason}."));
        return verdict;
    }

    static Fact EffectFact(DecisionRule rule, DecidedTest test)
    {
        var level = $"{Math.Round((1 - rule.Alpha) * 100, 2)} %";
        var kind = rule.Method == DecisionMethod.AlwaysValid ? "always-valid " : "";
        var what = test.Effect.Lift is { IsOk: true, Value: var lift }
            ? test.LiftInterval is { IsOk: true, Value: var lifts }
                ? $"{Words.Change(lift)} against the control ({level} {kind}interval {Words.Between(lifts, Words.Change)})"
                : $"{Words.Change(lift)} against the control"
            : test.Interval is { IsOk: true, Value: var interval }
                ? $"{Words.Number(test.Effect.Difference)} against the control ({level} {kind}interval {Words.Between(interval, Words.Number)})"
                : $"{Words.Number(test.Effect.Difference)} against the control";
        return new(FactCodes.Effect, $"{what}, p = {Words.P(test.PValue)}.");
    }

    static string Name(Correction correction) => correction switch
    {
        Correction.BenjaminiHochberg => "Benjamini-Hochberg",
        Correction.BenjaminiYekutieli => "Benjamini-Yekutieli",
        _ => correction.ToString(),
    };
}
