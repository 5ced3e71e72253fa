using Turnout.Server.Features.Experiments;

namespace Turnout.Server.Analysis.Decisions;

/// <summary>
/// The verdict of a treatment over all metrics, and of the experiment over all treatments. A treatment wins when a primary metric wins, none loses, no guardrail is
/// harmed, and every guardrail with a margin has been shown to be within it. Pure.
/// </summary>
internal static class VariantVerdicts
{
    public static IReadOnlyList<VariantOutcome> Of(IReadOnlyList<string> arms, int control, IReadOnlyList<MetricOutcome> metrics, Health health) =>
        [.. Enumerable.Range(0, arms.Count).Where(arm => arm != control).Select(arm => Of(arm, arms[arm], metrics, health))];

    /// <summary>The experiment wins when a treatment does, and loses when all do.</summary>
    public static (Verdict Verdict, IReadOnlyList<Fact> Facts) Together(
        Experiment experiment, IReadOnlyList<VariantOutcome> variants, IReadOnlyList<MetricOutcome> metrics, Health health, DateTimeOffset asOf)
    {
        if (health.Faults.Count > 0) return (Verdict.Unhealthy, health.Faults);
        var facts = new List<Fact>();
        var unfinished = ComparisonVerdicts.Unfinished(experiment, asOf);
        if (unfinished is not null) facts.Add(unfinished);
        foreach (var variant in variants) facts.AddRange(variant.Facts.Where(fact => fact.Code != unfinished?.Code).Select(fact => fact with { Text = $"{variant.Variant}: {fact.Text}" }));
        if (metrics.All(metric => metric.Part.Role != MetricRole.Primary)) facts.Add(new(FactCodes.NoPrimary, "No metric is primary: nothing can win."));
        facts.Add(MethodFact(experiment.Decision));
        Verdict[] order = [Verdict.Win, Verdict.Unhealthy, Verdict.NotEnoughData, Verdict.NoDifferenceShown, Verdict.Loss];
        return (order.FirstOrDefault(verdict => variants.Any(variant => variant.Verdict == verdict), Verdict.NotEnoughData), facts);
    }

    static VariantOutcome Of(int arm, string name, IReadOnlyList<MetricOutcome> metrics, Health health)
    {
        if (health.Faults.Count > 0) return new(name, Verdict.Unhealthy, health.Faults);
        var facts = new List<Fact>();
        var primary = Of(MetricRole.Primary);
        var guardrails = Of(MetricRole.Guardrail);
        foreach (var (metric, comparison) in primary) facts.AddRange(comparison.Facts.Select(fact => fact with { Text = $"{metric.Metric.Key}: {fact.Text}" }));
        var harmed = guardrails.Where(one => one.Comparison.Verdict == Verdict.Loss).ToList();
        foreach (var (metric, comparison) in harmed) facts.Add(new(FactCodes.GuardrailHarmed, $"The guardrail '{metric.Metric.Key}' is worse. {comparison.Facts[0].Text}"));
        var open = guardrails.Where(one => one.Comparison.NonInferiority is { } margin && !(margin.IsOk && margin.Value.IsShown)).ToList();
        foreach (var (metric, comparison) in open)
            facts.AddRange(comparison.Facts.Where(fact => fact.Code == FactCodes.MarginOpen).Select(fact => fact with { Text = $"{metric.Metric.Key}: {fact.Text}" }));

        var verdict = harmed.Count > 0 || Any(Verdict.Loss) ? Verdict.Loss
            : Any(Verdict.Unhealthy) ? Verdict.Unhealthy
            : Any(Verdict.Win) ? open.Count == 0 ? Verdict.Win : Verdict.NotEnoughData
            : Any(Verdict.NotEnoughData) ? Verdict.NotEnoughData
            : Verdict.NoDifferenceShown;
        return new(name, verdict, facts);

        List<(MetricOutcome Metric, ComparisonOutcome Comparison)> Of(MetricRole role) =>
            [.. metrics.Where(metric => metric.Part.Role == role).Select(metric => (metric, metric.Comparisons.First(comparison => comparison.Arm == arm)))];

        bool Any(Verdict wanted) => primary.Any(one => one.Comparison.Verdict == wanted);
    }

    static Fact MethodFact(DecisionRule rule) => new(FactCodes.Method, rule.Method == DecisionMethod.AlwaysValid
        ? $"Decided by an always-valid test at {Words.Share(rule.Alpha)}, sharpest near {Words.Count((long)rule.PlannedUnits, "unit")} of a comparison: it may be looked at every day."
        : $"Decided by one look at the planned end at {Words.Share(rule.Alpha)}.");
}
