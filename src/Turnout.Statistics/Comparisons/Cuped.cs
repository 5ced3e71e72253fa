namespace Turnout.Statistics.Comparisons;

/// <summary>Arms after a pre-period has explained part of their variance.</summary>
/// <param name="Theta">The slope of outcome on pre-period; 0 where it does not help.</param>
/// <param name="CovariateMean">The pre-period's mean over all arms, which the arms are centred on.</param>
/// <param name="Arms">Adjusted arms, in the order given.</param>
/// <param name="Unadjusted">The same arms by the outcome alone: what a lift divides by.</param>
/// <param name="VarianceReduction">The share of the outcome's within-arm variance that the pre-period explains; 0 to 1.</param>
public sealed record CupedArms(
    double Theta, double CovariateMean, IReadOnlyList<Arm> Arms, IReadOnlyList<Arm> Unadjusted, double VarianceReduction)
{
    internal IReadOnlyList<double> BaselineCovariances { get; init; } = [];

    /// <summary>The effect of one arm against another; the lift divides by the control's unadjusted mean.</summary>
    /// <param name="control">The control's index in <see cref="Arms"/>.</param>
    /// <param name="treatment">The treatment's index.</param>
    /// <returns>The effect, or <c>zero_variance</c> where neither arm varies.</returns>
    public Computed<Effect> Effect(int control, int treatment) =>
        Welch.Between(Arms[control], Arms[treatment]).Select(effect => effect with
        {
            Baseline = Unadjusted[control].Mean,
            BaselineVariance = Unadjusted[control].SquaredError,
            BaselineCovariance = -BaselineCovariances[control],
        });
}

/// <summary>
/// CUPED: the same question answered with fewer units, by taking from each unit's outcome what its own past predicts. The pre-period must
/// lie before exposure; units without a past count as 0 and stay in.
/// </summary>
/// <remarks>
/// Source: Deng, Xu, Kohavi and Walker (2013), WSDM. The slope is pooled within arms, so that the effect itself cannot bend it, and is one
/// for all arms, so that they stay comparable.
/// </remarks>
public static class Cuped
{
    /// <summary>Compares two arms after adjustment. For more than two use <see cref="Adjust"/>, which gives all of them one slope.</summary>
    /// <param name="control">By unit: Y the outcome, X the pre-period.</param>
    /// <param name="treatment">The treatment's.</param>
    /// <param name="alpha">The error allowed; between 0 and 1.</param>
    /// <param name="alternative">What is looked for.</param>
    /// <returns>The comparison, or a reason as <see cref="Welch.Compare"/> gives.</returns>
    public static Computed<Comparison> Compare(
        JointMoments control, JointMoments treatment, double alpha = 0.05, Alternative alternative = Alternative.TwoSided)
    {
        Level.Check(alpha);
        return Effect(control, treatment).Select(effect => FixedHorizon.Test(effect, alpha, alternative));
    }

    /// <summary>The adjusted effect of two arms, for any rule of decision.</summary>
    public static Computed<Effect> Effect(JointMoments control, JointMoments treatment) =>
        Adjust([control, treatment]).Then(arms => arms.Effect(0, 1));

    /// <summary>Adjusts all arms of a metric with one slope. A constant pre-period, or one that explains nothing, leaves them as they are.</summary>
    /// <param name="arms">Every arm of the experiment, control included; at least two.</param>
    /// <returns>The adjusted arms, or <c>insufficient_data</c> naming <c>control</c>, <c>treatment</c> or an arm's index.</returns>
    public static Computed<CupedArms> Adjust(params ReadOnlySpan<JointMoments> arms)
    {
        double cross = 0, m2x = 0, m2y = 0, weighted = 0;
        long units = 0;
        foreach (var arm in arms)
        {
            cross += arm.Cross;
            m2x += arm.M2X;
            m2y += arm.M2Y;
            units += arm.Count;
        }

        foreach (var arm in arms)
            weighted += arm.MeanX * ((double)arm.Count / Math.Max(1, units));
        var theta = m2x > 0 && m2y > 0 ? cross / m2x : 0;
        var reduction = theta == 0 ? 0 : Math.Clamp(cross / m2x * (cross / m2y), 0, 1);
        if (!double.IsFinite(theta) || !double.IsFinite(reduction))
            (theta, reduction) = (0, 0);
        if (theta != 0 && Noisier(arms, theta))
            (theta, reduction) = (0, 0);
        return Apply(arms, theta, weighted, reduction);
    }

    /// <summary>A slope pooled over arms may, with unequal arms, widen the errors that count: then it is not used.</summary>
    private static bool Noisier(ReadOnlySpan<JointMoments> arms, double theta)
    {
        double before = 0, after = 0;
        foreach (var arm in arms)
        {
            if (arm.Count < 2)
                continue;
            before += arm.Y.Variance / arm.Count;
            after += AdjustedVariance(arm, theta) / arm.Count;
        }

        return after > before;
    }

    private static Computed<CupedArms> Apply(ReadOnlySpan<JointMoments> arms, double theta, double centre, double reduction)
    {
        var adjusted = new Arm[arms.Length];
        var plain = new Arm[arms.Length];
        var covariances = new double[arms.Length];
        for (var i = 0; i < arms.Length; i++)
        {
            var arm = arms[i];
            var subject = arms.Length > 2 ? $"arm {i}" : i == 0 ? "control" : "treatment";
            if (!arm.Y.ToArm(subject).TryGet(out plain[i], out var reason))
                return reason;
            if (!Arm.Of(subject, arm.Count, arm.MeanY - theta * (arm.MeanX - centre), AdjustedVariance(arm, theta)).TryGet(out adjusted[i], out reason))
                return reason;
            covariances[i] = (arm.Y.Variance - theta * arm.Covariance) / arm.Count;
        }

        return new CupedArms(theta, centre, adjusted, plain, reduction) { BaselineCovariances = covariances };
    }

    private static double AdjustedVariance(JointMoments arm, double theta) =>
        Math.Max(0, arm.Y.Variance + theta * (theta * arm.X.Variance - 2 * arm.Covariance));
}
