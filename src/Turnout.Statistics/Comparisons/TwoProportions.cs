namespace Turnout.Statistics.Comparisons;

/// <summary>The comparison of two proportions.</summary>
/// <param name="Test">The pooled z-test with the unpooled (Wald) interval, and the lift with Fieller's interval.</param>
/// <param name="Control">The control's rate.</param>
/// <param name="Treatment">The treatment's rate.</param>
/// <param name="Exact">
/// Present where the normal approximation is thin: a success or failure count below 5 in an arm. Its Fisher p-value then decides.
/// </param>
public sealed record ProportionComparison(Comparison Test, Arm Control, Arm Treatment, ExactProportions? Exact)
{
    /// <summary>The p-value that decides: Fisher's where counts are small, else the pooled z's.</summary>
    public double DecidingPValue => Exact?.FisherPValue ?? Test.PValue;

    /// <summary>The verdict: <see cref="DecidingPValue"/> is at most alpha.</summary>
    public bool IsSignificant => DecidingPValue <= Test.Alpha;
}

/// <summary>What stands in for z and Wald's interval where counts are small.</summary>
/// <param name="FisherPValue">Fisher's exact test.</param>
/// <param name="NewcombeInterval">Newcombe's interval of the difference.</param>
public sealed record ExactProportions(double FisherPValue, Interval NewcombeInterval);

/// <summary>Two independent proportions: conversion, retention, any yes or no for each unit.</summary>
public static class TwoProportions
{
    /// <summary>
    /// z = (pt−pc)/√(p(1−p)(1/nt+1/nc)) with the pooled p decides; the interval of the difference is pt−pc ± z·√(pt(1−pt)/nt + pc(1−pc)/nc).
    /// The two may differ about 0 in a hair's breadth: the p-value decides. <see cref="ScoreInterval"/> never differs from it.
    /// </summary>
    /// <param name="control">The control.</param>
    /// <param name="treatment">The treatment.</param>
    /// <param name="alpha">The error allowed; between 0 and 1.</param>
    /// <param name="alternative">What is looked for.</param>
    /// <returns>
    /// The comparison, or <c>insufficient_data</c> for an arm without units, <c>zero_variance</c> where no unit or every unit of both succeeded.
    /// </returns>
    public static Computed<ProportionComparison> Compare(
        Successes control, Successes treatment, double alpha = 0.05, Alternative alternative = Alternative.TwoSided)
    {
        Level.Check(alpha);
        if (!Effect(control, treatment).TryGet(out var effect, out var reason))
            return reason;
        var test = FixedHorizon.Test(effect, PooledZ(control, treatment), alpha, alternative);
        var thin = Math.Min(Math.Min(control.Count, control.Failures), Math.Min(treatment.Count, treatment.Failures)) < 5;
        var exact = thin
            ? new ExactProportions(FisherExact.PValue(control, treatment, alternative), NewcombeInterval(control, treatment, alpha, alternative))
            : null;
        return new ProportionComparison(test, control.ToArm("control").Value, treatment.ToArm("treatment").Value, exact);
    }

    /// <summary>The difference of two rates with its unpooled error, for any other rule of decision. Refuses as <see cref="Compare"/> does.</summary>
    public static Computed<Effect> Effect(Successes control, Successes treatment)
    {
        if (!control.ToArm("control").TryGet(out var c, out var reason) || !treatment.ToArm("treatment").TryGet(out var t, out reason))
            return reason;
        if (control.Count + treatment.Count is var all && (all == 0 || all == control.Units + treatment.Units))
            return NotComputable.NoVariance("both arms");
        var effect = Statistics.Effect.Between(c, t, null);
        // All of one arm and none of the other: the rates differ, but the unpooled error is 0. The pooled error then stands in.
        if (effect.IsOk)
            return effect;
        var pooled = (double)all / (c.Units + t.Units);
        var variance = pooled * (1 - pooled);
        return Statistics.Effect.Between(c with { Variance = variance }, t with { Variance = variance }, null);
    }

    /// <summary>Wilson's interval of one arm's rate: inside 0 and 1, useful from the first unit on.</summary>
    /// <remarks>Source: Wilson (1927), JASA 22(158), 209–212.</remarks>
    public static Computed<Interval> WilsonInterval(Successes arm, double alpha = 0.05)
    {
        var z = FixedHorizon.Multiplier(null, alpha);
        return arm.ToArm("arm").Select(_ => Wilson(arm, z));
    }

    /// <summary>Newcombe's interval of the difference, from Wilson's of each arm: holds its level for small counts and rates near 0 or 1.</summary>
    /// <remarks>Source: Newcombe (1998), Statistics in Medicine 17, 873–890, method 10. Both arms need units.</remarks>
    public static Interval NewcombeInterval(
        Successes control, Successes treatment, double alpha = 0.05, Alternative alternative = Alternative.TwoSided)
    {
        var z = FixedHorizon.Multiplier(null, alpha, alternative);
        Interval c = Wilson(control, z), t = Wilson(treatment, z);
        double pc = control.Rate, pt = treatment.Rate, d = pt - pc;
        var lower = d - Hypot(pt - t.Lower!.Value, c.Upper!.Value - pc);
        var upper = d + Hypot(t.Upper!.Value - pt, pc - c.Lower!.Value);
        return new(alternative == Alternative.Less ? null : lower, alternative == Alternative.Greater ? null : upper);
    }

    /// <summary>
    /// The score interval of the difference: every difference that the z-test with the matching pooled error does not reject. It excludes
    /// 0 exactly when the two-sided test of <see cref="Compare"/> is significant.
    /// </summary>
    /// <remarks>
    /// Source: Mee (1984), Biometrics 40, 1175–1176; the restricted estimate in closed form by Miettinen and Nurminen (1985), Statistics in
    /// Medicine 4, 213–226. About 10 µs. Both arms need units.
    /// </remarks>
    public static Interval ScoreInterval(Successes control, Successes treatment, double alpha = 0.05) =>
        RestrictedScore.Interval(control, treatment, FixedHorizon.Multiplier(null, alpha));

    /// <summary>The pooled z; the arms are known to vary together.</summary>
    internal static double PooledZ(Successes control, Successes treatment)
    {
        double nc = control.Units, nt = treatment.Units;
        var p = (control.Count + treatment.Count) / (nc + nt);
        var q = (control.Failures + treatment.Failures) / (nc + nt);
        return (treatment.Rate - control.Rate) / Math.Sqrt(p * q * (1 / nt + 1 / nc));
    }

    private static Interval Wilson(Successes arm, double z)
    {
        double n = arm.Units, z2 = z * z, p = arm.Rate;
        var centre = (arm.Count + z2 / 2) / (n + z2);
        var half = z / (n + z2) * Math.Sqrt(arm.Count * ((double)arm.Failures / n) + z2 / 4);
        // At a rate of 0 or 1 the end is exact; rounding must not put it beyond the rate.
        return new(arm.Count == 0 ? 0 : Math.Min(p, centre - half), arm.Failures == 0 ? 1 : Math.Max(p, centre + half));
    }

    private static double Hypot(double a, double b) => Math.Sqrt(a * a + b * b);
}
