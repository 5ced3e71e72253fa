namespace Turnout.Statistics.Comparisons;

/// <summary>
/// A ratio of sums whose numerator and denominator both vary by unit: clicks per view, revenue per order. Treating the events as
/// independent would claim far too much; the delta method counts units.
/// </summary>
/// <remarks>Source: Deng, Knoblich and Lu (2018), KDD, "Applying the Delta Method in Metric Analytics".</remarks>
public static class RatioMetric
{
    /// <summary>
    /// R = ΣY/ΣX; the variance of one unit is var((Y − R·X)/mean X), from the moments alone; then as <see cref="Welch"/>.
    /// </summary>
    /// <param name="control">By unit: Y the numerator, X the denominator.</param>
    /// <param name="treatment">The treatment's.</param>
    /// <param name="alpha">The error allowed; between 0 and 1.</param>
    /// <param name="alternative">What is looked for.</param>
    /// <returns>
    /// The comparison, or <c>insufficient_data</c> below two units, <c>zero_denominator</c>, or <c>zero_variance</c> where both arms have one and
    /// the same ratio in every unit.
    /// </returns>
    public static Computed<Comparison> Compare(
        JointMoments control, JointMoments treatment, double alpha = 0.05, Alternative alternative = Alternative.TwoSided)
    {
        Level.Check(alpha);
        return Effect(control, treatment).Select(effect => FixedHorizon.Test(effect, alpha, alternative));
    }

    /// <summary>The difference of two ratios, for any other rule of decision. Refuses as <see cref="Compare"/> does.</summary>
    public static Computed<Effect> Effect(JointMoments control, JointMoments treatment)
    {
        if (!ToArm(control, "control").TryGet(out var c, out var reason) || !ToArm(treatment, "treatment").TryGet(out var t, out reason))
            return reason;
        return Welch.Between(c, t);
    }

    /// <summary>The arm of a ratio: its value and the variance of one unit's linearised value.</summary>
    public static Computed<Arm> ToArm(JointMoments arm, string subject)
    {
        if (arm.Count < 2)
            return NotComputable.TooFewUnits(subject, 2);
        if (arm.MeanX == 0)
            return NotComputable.NoDenominator(subject);
        var ratio = arm.MeanY / arm.MeanX;
        var (y, x, covariance) = (arm.Y.Variance, arm.X.Variance, arm.Covariance);
        var variance = y + ratio * ratio * x - 2 * ratio * covariance;
        // Y = R·X in every unit leaves only rounding: that is no variance.
        var noise = 1e-14 * (y + ratio * ratio * x);
        return Arm.Of(subject, arm.Count, ratio, variance <= noise ? 0 : variance / arm.MeanX / arm.MeanX);
    }
}
