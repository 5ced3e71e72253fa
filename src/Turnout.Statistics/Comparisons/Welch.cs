namespace Turnout.Statistics.Comparisons;

/// <summary>Two means with variances of their own: revenue, counts, durations.</summary>
/// <remarks>Source: Welch (1947), Biometrika 34, 28–35.</remarks>
public static class Welch
{
    /// <summary>
    /// t = (mt−mc)/√(vc+vt), v = variance/n; degrees of freedom (vc+vt)²/(vc²/(nc−1)+vt²/(nt−1)). One constant arm is no obstacle.
    /// </summary>
    /// <param name="control">The control's values, or their moments.</param>
    /// <param name="treatment">The treatment's.</param>
    /// <param name="alpha">The error allowed; between 0 and 1.</param>
    /// <param name="alternative">What is looked for.</param>
    /// <returns>
    /// The comparison, or <c>insufficient_data</c> for an arm below two units, <c>zero_variance</c> where both are constant.
    /// </returns>
    public static Computed<Comparison> Compare(
        Moments control, Moments treatment, double alpha = 0.05, Alternative alternative = Alternative.TwoSided)
    {
        Level.Check(alpha);
        return Effect(control, treatment).Select(effect => FixedHorizon.Test(effect, alpha, alternative));
    }

    /// <summary>The difference of two means, for any other rule of decision. Refuses as <see cref="Compare"/> does.</summary>
    public static Computed<Effect> Effect(Moments control, Moments treatment)
    {
        if (!control.ToArm("control").TryGet(out var c, out var reason) || !treatment.ToArm("treatment").TryGet(out var t, out reason))
            return reason;
        return Between(c, t);
    }

    /// <summary>The effect of two arms with Satterthwaite's degrees of freedom.</summary>
    internal static Computed<Effect> Between(Arm control, Arm treatment) =>
        Statistics.Effect.Between(control, treatment, DegreesOfFreedom(control, treatment));

    private static double DegreesOfFreedom(Arm control, Arm treatment)
    {
        // As shares of the whole, so that tiny variances do not underflow when squared.
        var whole = control.SquaredError + treatment.SquaredError;
        double c = control.SquaredError / whole, t = treatment.SquaredError / whole;
        return 1 / (c * c / (control.Units - 1) + t * t / (treatment.Units - 1));
    }
}
