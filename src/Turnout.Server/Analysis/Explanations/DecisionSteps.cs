using System.Globalization;
using Turnout.Server.Analysis.Decisions;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Metrics;
using Turnout.Statistics.Multiplicity;

namespace Turnout.Server.Analysis.Explanations;

/// <summary>From the effect to p-value, intervals and margin, by the declared method. Symbols: <c>p</c>, <c>low</c>, <c>high</c>, <c>lift</c>, <c>lift_low</c>, <c>lift_high</c>, <c>p_adjusted</c>.</summary>
internal static class DecisionSteps
{
    const string Howard = "Howard, Ramdas, McAuliffe and Sekhon (2021); Waudby-Smith et al. (2021)";
    const string Lindon = "t mixture: Lindon, Ham, Tingley and Bojinov (2022)";
    const string Fieller = "Fieller (1954)";

    public static void Write(Derivation to, DecisionRule rule, MetricOutcome outcome, ComparisonOutcome comparison, bool hasDf, IReadOnlyList<FamilyPValue> family)
    {
        to.Given("alpha", "level of the decision", rule.Alpha, "the experiment's decision");
        if (rule.Method == DecisionMethod.AlwaysValid) AlwaysValid(to, rule, hasDf);
        else FixedHorizon(to, outcome, comparison, hasDf);
        to.Step("low", "lower end of the interval", "d - k * se");
        to.Step("high", "upper end of the interval", "d + k * se");
        Lift(to, comparison);
        if (comparison.AdjustedPValue is { } adjusted) Correct(to, outcome.Part.Correction, comparison, family, adjusted);
        if (outcome.Part.Use.Tolerated is not null && comparison.NonInferiority is { IsOk: true }) Margin(to, rule, outcome, hasDf);
    }

    static void AlwaysValid(Derivation to, DecisionRule rule, bool hasDf)
    {
        to.Given("planned", "units of the comparison for which the test is sharpest", rule.PlannedUnits, "the experiment's decision");
        to.Step("units", "units of the comparison", "n_c + n_t");
        to.Step("rho2", "mixing variance", "(-2 * ln(alpha) + ln(1 - 2 * ln(alpha))) / planned", Howard);
        to.Step("s", "weight of the data against the mixture", "units * rho2");
        to.Step("z", "difference in standard errors", "d / se");
        if (!hasDf)
        {
            to.Step("p", "always-valid p-value", "min(1, sqrt(1 + s) * exp(-s / (1 + s) * z^2 / 2))", Howard);
            to.Step("k", "standard errors that the interval reaches", "sqrt(2 * (1 + s) / s * ln(sqrt(1 + s) / alpha))", Howard);
            return;
        }
        to.Step("e", "logarithm of the evidence", "(df + 1) / 2 * (ln(1 + z^2 / df) - ln(1 + z^2 / df / (1 + s)))", Lindon);
        to.Step("p", "always-valid p-value", "min(1, sqrt(1 + s) * exp(-e))", Lindon);
        to.Step("g", "growth that alpha asks for", "2 * ln(sqrt(1 + s) / alpha) / (df + 1)");
        to.Step("k", "standard errors that the interval reaches", "sqrt(df * (exp(g) - 1) / (1 - exp(g) / (1 + s)))", Lindon);
    }

    static void FixedHorizon(Derivation to, MetricOutcome outcome, ComparisonOutcome comparison, bool hasDf)
    {
        to.Step("z", "difference in standard errors", "d / se");
        if (comparison.Proportions is { Exact: { } exact } && !outcome.Effects.IsAdjusted) to.Given("p", "Fisher's exact p-value", exact.FisherPValue, "Fisher (1935), over all tables with these margins");
        else if (comparison.Proportions is not null && !outcome.Effects.IsAdjusted) to.Step("p", "p-value, from the pooled z", "2 * tail(abs(d / sqrt(p_all * (1 - p_all) * (1 / n_c + 1 / n_t))))");
        else to.Step("p", "p-value", hasDf ? "2 * t_tail(abs(z), df)" : "2 * tail(abs(z))", hasDf ? "Welch (1947)" : null);
        to.Step("k", "standard errors that the interval reaches", hasDf ? "t_above(alpha / 2, df)" : "z_above(alpha / 2)");
    }

    static void Lift(Derivation to, ComparisonOutcome comparison)
    {
        if (to["b"] == 0) return;
        to.Step("lift", "relative change", "d / abs(b)");
        if (comparison.Decided is not { IsOk: true, Value.LiftInterval.IsOk: true }) return;
        to.Step("f_a", "of the quadratic whose roots are the ends", "1 - k^2 * vb / b^2", Fieller);
        to.Step("f_b", "the same", "d / abs(b) - k^2 * cb * (b / abs(b)) / b^2", Fieller);
        to.Step("f_c", "the same", "(d^2 - k^2 * se^2) / b^2", Fieller);
        to.Step("lift_low", "lower end of the lift's interval", "(f_b - sqrt(max(0, f_b^2 - f_a * f_c))) / f_a", Fieller);
        to.Step("lift_high", "upper end of the lift's interval", "(f_b + sqrt(max(0, f_b^2 - f_a * f_c))) / f_a", Fieller);
    }

    static void Correct(Derivation to, Correction correction, ComparisonOutcome comparison, IReadOnlyList<FamilyPValue> family, double adjusted)
    {
        var sorted = family.OrderBy(one => one.PValue).ToList();
        var rank = sorted.FindIndex(one => ReferenceEquals(one.Comparison, comparison)) + 1;
        var m = sorted.Count;
        if (correction == Correction.Hommel)
        {
            to.Given("p_adjusted", $"p-value after Hommel's correction over {m} tests", adjusted, "Wright (1992), appendix");
            return;
        }
        if (m > 1)
            for (var i = 0; i < m; i++) to.Given($"p_{i + 1}", $"{Ordinal(i + 1)} smallest p-value of the family: {sorted[i].Name}", sorted[i].PValue, "computed as here");
        var down = string.Join(", ", Enumerable.Range(1, rank).Select(i => $"{m - i + 1} * p_{i}"));
        var harmonic = string.Join(" + ", Enumerable.Range(1, m).Select(i => $"1 / {i}"));
        to.Step("p_adjusted", $"p-value after correction for {m} tests; it decides", m == 1 ? "p" : correction switch
        {
            Correction.None => "p",
            Correction.Bonferroni => $"min(1, {m} * p)",
            Correction.Holm => $"min(1, max({down}))",
            Correction.Hochberg => $"min(1, {Up(i => $"{m - i + 1} * p_{i}")})",
            Correction.BenjaminiYekutieli => $"min(1, ({harmonic}) * min({Up(i => $"{m} / {i} * p_{i}")}))",
            _ => $"min(1, {Up(i => $"{m} / {i} * p_{i}")})",
        }, Sources(correction));

        string Up(Func<int, string> term) => string.Join(", ", Enumerable.Range(rank, m - rank + 1).Select(term));
    }

    static void Margin(Derivation to, DecisionRule rule, MetricOutcome outcome, bool hasDf)
    {
        var (use, sign) = (outcome.Part.Use, outcome.Metric.Goal == MetricGoal.Decrease ? "-" : "");
        to.Given("margin", "harm that is tolerated", use.Margin ?? use.RelativeMargin!.Value, "the experiment's decision");
        if (use.RelativeMargin is null)
        {
            to.Step("moved", "how far the treatment lies inside the margin", $"{sign}d + margin");
            to.Step("z_margin", "in standard errors", "moved / se");
        }
        else
        {
            to.Step("w", "share of the control's mean that is given away", $"{sign}margin * b / abs(b)");
            to.Step("moved", "how far the treatment lies inside the margin", $"{sign}(d + w * b)");
            to.Step("z_margin", "in its standard errors, which take along the control's", "moved / sqrt(se^2 + w^2 * vb + 2 * w * cb)");
        }
        if (rule.Method == DecisionMethod.FixedHorizon)
        {
            to.Step("p_margin", "p-value of a harm of the margin or more", hasDf ? "t_tail(z_margin, df)" : "tail(z_margin)", "Wellek (2010)");
            return;
        }
        var evidence = hasDf ? "(df + 1) / 2 * (ln(1 + z_margin^2 / df) - ln(1 + z_margin^2 / df / (1 + s)))" : "s / (1 + s) * z_margin^2 / 2";
        to.Step("e_margin", "logarithm of the evidence", evidence);
        if (to["z_margin"] > 0) to.Step("p_margin", "always-valid p-value of a harm of the margin or more", "min(1, sqrt(1 + s) / 2 / (exp(e_margin) - 1))", Howard + ", one-sided");
        else to.Given("p_margin", "always-valid p-value of a harm of the margin or more", 1, "the treatment lies outside the margin");
    }

    static string Ordinal(int place) => place.ToString(CultureInfo.InvariantCulture) + (place % 100 is 11 or 12 or 13 ? "th" : (place % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" });

    static string? Sources(Correction correction) => correction switch
    {
        Correction.Holm => "Holm (1979)",
        Correction.Hochberg => "Hochberg (1988)",
        Correction.BenjaminiHochberg => "Benjamini and Hochberg (1995)",
        Correction.BenjaminiYekutieli => "Benjamini and Yekutieli (2001)",
        _ => null,
    };
}

/// <summary>One of the p-values that are corrected together.</summary>
/// <param name="Name">Metric and variant.</param>
/// <param name="PValue">Before correction.</param>
/// <param name="Comparison">Whose it is.</param>
internal sealed record FamilyPValue(string Name, double PValue, ComparisonOutcome Comparison);
