using Turnout.Server.Features.Metrics;
using Turnout.Statistics;
using Turnout.Statistics.Comparisons;

namespace Turnout.Server.Analysis.Decisions;

/// <summary>What the data say of a metric before any rule of decision: every treatment's effect against the control, and what made it. Pure.</summary>
/// <param name="Totals">By arm.</param>
/// <param name="Control">The control's index.</param>
/// <param name="Plain">By arm, the control's own left out: from the outcome alone.</param>
/// <param name="Deciding">The same, after CUPED where a pre-period explains anything; else the plain ones.</param>
/// <param name="Cuped">How the arms were adjusted; null where they were not, and for ratios.</param>
/// <param name="VarianceReduction">The share of the variance that the pre-period took away; null where CUPED was not used.</param>
internal sealed record MetricEffects(
    ArmTotals[] Totals, int Control, IReadOnlyList<Computed<Effect>> Plain, IReadOnlyList<Computed<Effect>> Deciding, CupedArms? Cuped, double? VarianceReduction)
{
    public static MetricEffects Of(MetricType type, ArmTotals[] totals, int control)
    {
        Computed<Effect>[] plain = [.. totals.Select((treatment, i) => i == control ? default : PlainOf(type, totals[control], treatment))];
        if (type == MetricType.Ratio) return RatioOf(totals, control, plain);
        if (totals.Any(arm => arm.Covariate is null)
            || !Statistics.Comparisons.Cuped.Adjust([.. totals.Select(arm => arm.Covariate!.Value)]).TryGet(out var adjusted, out _) || adjusted.Theta == 0)
            return new(totals, control, plain, plain, null, null);
        return new(totals, control, plain, [.. totals.Select((_, i) => i == control ? default : adjusted.Effect(control, i))], adjusted, adjusted.VarianceReduction);
    }

    /// <summary>Whether the deciding effect is another than the plain one.</summary>
    public bool IsAdjusted => VarianceReduction is not null;

    static Computed<Effect> PlainOf(MetricType type, ArmTotals control, ArmTotals treatment)
    {
        if (type.IsRate()) return TwoProportions.Effect(control.Successes, treatment.Successes);
        if (type == MetricType.Ratio) return RatioMetric.Effect(control.Joint, treatment.Joint);
        if (type != MetricType.Quantile) return Welch.Effect(control.Moments, treatment.Moments);
        return QuantileOf(control).Then(c => QuantileOf(treatment).Then(t => QuantileMetric.Effect(c, t)));
    }

    static Computed<Arm> QuantileOf(ArmTotals arm) => arm.Quantile is { } quantile ? quantile.Select(known => known.Arm) : new NotComputable("insufficient_data", "a quantile needs the values themselves", "arm");

    static MetricEffects RatioOf(ArmTotals[] totals, int control, Computed<Effect>[] plain)
    {
        if (totals.Any(arm => arm.RatioCovariate is null)) return new(totals, control, plain, plain, null, null);
        Computed<Effect>[] adjusted = [.. totals.Select((arm, i) => i == control ? default : RatioCuped.Effect(totals[control].RatioCovariate!, arm.RatioCovariate!))];
        // Without history the adjusted ratio is the plain one.
        var before = Variance(plain);
        var reduction = before > 0 ? 1 - Variance(adjusted) / before : 0;
        return reduction > 0 ? new(totals, control, plain, adjusted, null, reduction) : new(totals, control, plain, plain, null, null);

        static double Variance(Computed<Effect>[] effects) => effects.Where(effect => effect.IsOk).Sum(effect => effect.Value.StandardError * effect.Value.StandardError);
    }
}
