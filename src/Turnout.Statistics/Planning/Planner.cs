using Turnout.Statistics.Distributions;

namespace Turnout.Statistics.Planning;

/// <summary>How many units an experiment needs.</summary>
/// <param name="Control">Units in the control.</param>
/// <param name="Treatment">Units in each treatment arm.</param>
/// <param name="Total">Units in all arms.</param>
/// <param name="Effect">The absolute effect planned for.</param>
/// <param name="Power">The power with these units.</param>
public sealed record SamplePlan(long Control, long Treatment, long Total, double Effect, double Power);

/// <summary>
/// Sample size, smallest detectable effect and power, all from one power function turned around: they cannot contradict each other.
/// Plan for the smallest effect that would matter, never for the one observed.
/// </summary>
/// <remarks>
/// Rates: pooled error under no effect, unpooled under the effect (as R's power.prop.test, both tails counted). Means: noncentral t (as
/// power.t.test, strict). Always-valid: the chance to be outside the sequence at the end, which stopping earlier can only raise.
/// </remarks>
public static class Planner
{
    private const double MostUnits = 1e13;

    /// <summary>The power of a design with so many control units.</summary>
    /// <param name="metric">What is known of it.</param>
    /// <param name="effect">The absolute effect; not 0.</param>
    /// <param name="controlUnits">2 or more.</param>
    /// <param name="design">How it will decide.</param>
    public static Computed<double> Power(PlannedMetric metric, double effect, double controlUnits, Design design)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(design);
        if (design.Fault() is { } fault)
            return fault;
        if (!(Math.Abs(effect) > 0) || double.IsInfinity(effect))
            return NotComputable.Invalid("effect", "the effect to find must not be 0");
        if (!(controlUnits >= 2))
            return NotComputable.TooFewUnits("control", 2);
        return PowerAt(metric, effect, controlUnits, design);
    }

    /// <summary>The fewest units that reach the design's power for an absolute effect.</summary>
    /// <returns>The plan, or <c>invalid_input</c> for an effect of 0, beyond a rate's range, or against a one-sided alternative; <c>out_of_range</c> beyond 10¹³ units.</returns>
    public static Computed<SamplePlan> SampleSize(PlannedMetric metric, double effect, Design design)
    {
        if (Power(metric, effect, 2, design) is { IsOk: false, Reason: { } reason })
            return reason;
        if (Against(effect, design.Alternative))
            return NotComputable.Invalid("effect", "the effect must lie in the direction that is looked for");
        if (PowerAt(metric, effect, MostUnits, design) is var most && (!most.IsOk || most.Value < design.Power))
            return NotComputable.Overflow("units");
        double low = 1, high = 2;
        while (PowerAt(metric, effect, high, design).Value < design.Power)
            (low, high) = (high, Math.Min(MostUnits, high * 2));
        while (high - low > 1)
        {
            var middle = Math.Floor((low + high) / 2);
            if (PowerAt(metric, effect, middle, design).Value < design.Power)
                low = middle;
            else
                high = middle;
        }

        var treatment = (long)Math.Ceiling(high * design.TreatmentPerControl);
        return new SamplePlan(
            (long)high, treatment, (long)high + treatment * design.Comparisons, effect, PowerAt(metric, effect, high, design).Value);
    }

    /// <summary>The smallest absolute effect, upwards (or downwards), that so many control units find with the design's power.</summary>
    /// <param name="metric">What is known of it.</param>
    /// <param name="controlUnits">2 or more.</param>
    /// <param name="design">How it will decide; a one-sided alternative fixes the direction.</param>
    /// <param name="downwards">True to look for a decrease under a two-sided alternative.</param>
    /// <returns>The effect (negative downwards), or <c>out_of_range</c> where even the largest possible would be missed.</returns>
    public static Computed<double> DetectableEffect(PlannedMetric metric, double controlUnits, Design design, bool downwards = false)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(design);
        var sign = design.Alternative == Alternative.Less || (downwards && design.Alternative == Alternative.TwoSided) ? -1 : 1;
        var room = !metric.IsProportion ? double.PositiveInfinity : sign > 0 ? 1 - metric.Mean : metric.Mean;
        var scale = Math.Sqrt(metric.Variance);
        if (Power(metric, sign * Math.Min(scale, room / 2), controlUnits, design) is { IsOk: false, Reason: { } reason })
            return reason;
        double low = 0, high = Math.Min(room * (1 - 1e-12), scale * 1e-6);
        while (PowerAt(metric, sign * high, controlUnits, design) is var power && power.Value < design.Power)
        {
            if (high >= room * (1 - 1e-12) || high > scale * 1e9)
                return NotComputable.Overflow("effect");
            (low, high) = (high, Math.Min(room * (1 - 1e-12), high * 2));
        }

        for (var i = 0; i < 200 && high - low > 1e-14 * high; i++)
        {
            var middle = (low + high) / 2;
            if (PowerAt(metric, sign * middle, controlUnits, design).Value < design.Power)
                low = middle;
            else
                high = middle;
        }

        return sign * high;
    }

    /// <summary>How many more units a running experiment needs, from its present error: not from its present estimate.</summary>
    /// <param name="now">The effect as it stands; only its error and units are used.</param>
    /// <param name="effect">The absolute effect worth finding; not 0.</param>
    /// <param name="design">How it will decide, at a fixed horizon.</param>
    /// <returns>Units in both arms together, 0 or more; or a reason.</returns>
    public static Computed<long> ExtraUnits(Effect now, double effect, Design design)
    {
        ArgumentNullException.ThrowIfNull(design);
        if (design.Fault() is { } fault)
            return fault;
        if (!(Math.Abs(effect) > 0))
            return NotComputable.Invalid("effect", "the effect to find must not be 0");
        var tail = design.LevelOfEach / (design.Alternative == Alternative.TwoSided ? 2 : 1);
        var needed = Math.Abs(effect) / (Normal.Quantile(tail) + Normal.Quantile(1 - design.Power));
        var growth = now.StandardError / needed;
        var extra = Math.Ceiling(now.Units * (growth * growth - 1));
        return extra > MostUnits ? NotComputable.Overflow("units") : (long)Math.Max(0, extra);
    }

    private static bool Against(double effect, Alternative alternative) =>
        (alternative == Alternative.Greater && effect < 0) || (alternative == Alternative.Less && effect > 0);

    private static Computed<double> PowerAt(PlannedMetric metric, double effect, double control, Design design)
    {
        if (metric.VarianceAt(effect) is not { } varianceT)
            return NotComputable.Invalid("effect", "the rate with the effect must stay between 0 and 1");
        var k = design.TreatmentPerControl;
        var explained = 1 - design.CovariateCorrelation * design.CovariateCorrelation;
        var treatment = control * k;
        var error = Math.Sqrt(explained * (metric.Variance / control + varianceT / treatment));
        var drift = effect / error;
        if (design.Alternative == Alternative.Less)
            drift = -drift;
        var twoSided = design.Alternative == Alternative.TwoSided;
        if (design.Looks is { Count: > 0 } looks)
            return Sequential.GroupSequential.StoppingChances(looks, drift)[^1];
        if (design.AlwaysValid is { } tuning)
        {
            var reach = Sequential.AlwaysValid.Multiplier(tuning, control + treatment, design.LevelOfEach);
            return Tails(reach, drift, twoSided);
        }

        var tail = design.LevelOfEach / (twoSided ? 2 : 1);
        if (metric.IsProportion)
        {
            var pooled = metric.Mean + effect * k / (1 + k);
            var nullError = Math.Sqrt(explained * pooled * (1 - pooled) * (1 / control + 1 / treatment));
            return Tails(Normal.Quantile(tail) * nullError / error, drift, twoSided);
        }

        var df = Math.Max(1, control + treatment - 2);
        var critical = StudentT.Quantile(tail, df);
        return NoncentralT.Above(critical, df, drift) + (twoSided ? NoncentralT.Above(critical, df, -drift) : 0);
    }

    private static double Tails(double reach, double drift, bool twoSided) =>
        Normal.Above(reach - drift) + (twoSided ? Normal.Above(reach + drift) : 0);
}
