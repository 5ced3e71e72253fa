namespace Turnout.Statistics.Comparisons;

/// <summary>CUPED for a ratio: post and pre ratio are linearised inside each arm, then adjusted as any mean.</summary>
/// <remarks>Source: Deng, Xu, Kohavi and Walker (2013), appendix B; linearisation by Deng, Knoblich and Lu (2018).</remarks>
public static class RatioCuped
{
    /// <summary>The adjusted effect of two arms.</summary>
    /// <param name="control">By unit, in this order: numerator, denominator, pre-period numerator, pre-period denominator.</param>
    /// <param name="treatment">The treatment's.</param>
    /// <returns>
    /// The effect; without a pre-period denominator, or with a constant pre-period, the plain ratio's; or a reason as
    /// <see cref="RatioMetric.Compare"/> gives.
    /// </returns>
    public static Computed<Effect> Effect(MomentMatrix control, MomentMatrix treatment)
    {
        ArgumentNullException.ThrowIfNull(control);
        ArgumentNullException.ThrowIfNull(treatment);
        if (control.Variables != 4 || treatment.Variables != 4)
            throw new ArgumentException("A ratio with its pre-period has four variables.", nameof(control));
        var preDenominator = control.Mean(3) * control.Count + treatment.Mean(3) * treatment.Count;
        if (control.Mean(3) == 0 || treatment.Mean(3) == 0 || preDenominator == 0)
            return RatioMetric.Effect(Post(control), Post(treatment));
        if (!Linearised.Of(control, "control").TryGet(out var c, out var reason)
            || !Linearised.Of(treatment, "treatment").TryGet(out var t, out reason))
            return reason;
        // Linearised deviations have mean 0 in each arm; the ratios stand in as their levels.
        var preRatio = (control.Mean(2) * control.Count + treatment.Mean(2) * treatment.Count) / preDenominator;
        return Cuped.Adjust(c.Moments, t.Moments)
            .Then(arms => arms.Effect(0, 1).Select(effect => effect with
            {
                Difference = t.Ratio - c.Ratio - arms.Theta * (t.PreRatio - preRatio - (c.PreRatio - preRatio)),
            }));
    }

    private static JointMoments Post(MomentMatrix arm) => new(
        arm.Count, arm.Mean(0), arm.Mean(1), arm.Comoment(0, 0), arm.Comoment(1, 1), arm.Comoment(0, 1));

    private readonly record struct Linearised(double Ratio, double PreRatio, JointMoments Moments)
    {
        public static Computed<Linearised> Of(MomentMatrix arm, string subject)
        {
            if (arm.Count < 2)
                return NotComputable.TooFewUnits(subject, 2);
            if (arm.Mean(1) == 0)
                return NotComputable.NoDenominator(subject);
            double ratio = arm.Mean(0) / arm.Mean(1), pre = arm.Mean(2) / arm.Mean(3);
            double[] y = [1 / arm.Mean(1), -ratio / arm.Mean(1), 0, 0];
            double[] x = [0, 0, 1 / arm.Mean(3), -pre / arm.Mean(3)];
            double n1 = arm.Count - 1;
            var yy = arm.Quadratic(y, y);
            var noise = 1e-14 * (arm.Covariance(0, 0) + ratio * ratio * arm.Covariance(1, 1)) / (arm.Mean(1) * arm.Mean(1));
            var xx = Math.Max(0, arm.Quadratic(x, x));
            return new Linearised(ratio, pre, new(arm.Count, ratio, pre, yy <= noise ? 0 : yy * n1, xx * n1, arm.Quadratic(y, x) * n1));
        }
    }
}
