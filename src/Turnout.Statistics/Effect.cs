namespace Turnout.Statistics;

/// <summary>
/// The difference between two arms, treatment minus control, with all that any rule of decision needs: fixed horizon, always-valid, group
/// sequential, Bayesian, non-inferiority. What made it (means, ratios, CUPED, strata, quantiles) no longer matters.
/// </summary>
/// <param name="Difference">Treatment minus control.</param>
/// <param name="StandardError">Its standard error; above 0.</param>
/// <param name="DegreesOfFreedom">Of Student's t; null where the normal distribution serves.</param>
/// <param name="Units">Units in both arms together.</param>
/// <param name="Baseline">What a relative change divides by: the control's (unadjusted) mean.</param>
/// <param name="BaselineVariance">The squared standard error of <paramref name="Baseline"/>.</param>
/// <param name="BaselineCovariance">The covariance of <paramref name="Difference"/> and <paramref name="Baseline"/>; minus the baseline's variance for independent arms.</param>
public readonly record struct Effect(
    double Difference,
    double StandardError,
    double? DegreesOfFreedom,
    long Units,
    double Baseline,
    double BaselineVariance,
    double BaselineCovariance)
{
    /// <summary>Relative change on the baseline's absolute value, so that up stays up for negative baselines; refused at a baseline of 0.</summary>
    public Computed<double> Lift => Baseline == 0
        ? NotComputable.NoBaseline("control")
        : Finite(Difference / Math.Abs(Baseline), "lift");

    /// <summary>The effect of two independent arms; refused where neither varies.</summary>
    /// <param name="control">The control.</param>
    /// <param name="treatment">The treatment.</param>
    /// <param name="degreesOfFreedom">Of Student's t; null for the normal distribution.</param>
    public static Computed<Effect> Between(Arm control, Arm treatment, double? degreesOfFreedom)
    {
        var variance = control.SquaredError + treatment.SquaredError;
        if (!(variance > 0))
            return NotComputable.NoVariance("both arms");
        var (difference, error) = (treatment.Mean - control.Mean, Math.Sqrt(variance));
        if (!double.IsFinite(difference / error))
            return NotComputable.Overflow("difference");
        return new Effect(
            difference, error, degreesOfFreedom, control.Units + treatment.Units, control.Mean, control.SquaredError, -control.SquaredError);
    }

    /// <summary>The interval of the difference at so many standard errors.</summary>
    /// <param name="multiplier">How many standard errors the interval reaches; above 0.</param>
    /// <param name="alternative">A one-sided alternative leaves the other side open.</param>
    public Interval IntervalAt(double multiplier, Alternative alternative = Alternative.TwoSided) =>
        Interval.Around(Difference, multiplier * StandardError, alternative);

    /// <summary>
    /// Fieller's interval of the lift at so many standard errors. It excludes 0 exactly when <see cref="IntervalAt"/> does, so that the
    /// absolute and the relative claim never contradict each other.
    /// </summary>
    /// <remarks>
    /// Source: Fieller (1954), JRSS B 16(2), 175–185, with covariance. Refused as <c>unbounded_interval</c> where the baseline cannot be told
    /// from 0 at this multiplier, as <c>zero_baseline</c> where it is 0.
    /// </remarks>
    public Computed<Interval> LiftIntervalAt(double multiplier, Alternative alternative = Alternative.TwoSided)
    {
        if (Baseline == 0)
            return NotComputable.NoBaseline("control");
        // In units of |baseline|: r is the ratio of treatment to control, the v are relative variances.
        var scale = Math.Abs(Baseline);
        var d = Difference / scale;
        var sign = Math.Sign(Baseline);
        var m2 = multiplier * multiplier;
        double vd = Square(StandardError / scale), vb = BaselineVariance / scale / scale, cov = BaselineCovariance / scale / scale * sign;
        // The lifts L with (d - L)² <= m² var(d - L b), b having relative mean 1: a quadratic in L.
        var a = 1 - m2 * vb;
        var b = d - m2 * cov;
        var c = d * d - m2 * vd;
        if (!(a > 0))
            return NotComputable.Unbounded("control");
        var root = Math.Sqrt(Math.Max(0, b * b - a * c));
        // The root farther from 0 first, the other from the product of both: no cancellation.
        var far = b >= 0 ? (b + root) / a : (b - root) / a;
        var near = far == 0 ? 0 : c / a / far;
        var (lower, upper) = far < near ? (far, near) : (near, far);
        if (!double.IsFinite(lower) || !double.IsFinite(upper))
            return NotComputable.Overflow("lift");
        return alternative switch
        {
            Alternative.Greater => new Interval(lower, null),
            Alternative.Less => new Interval(null, upper),
            _ => new Interval(lower, upper),
        };
    }

    /// <summary>
    /// The interval of the lift from the delta method at so many standard errors; symmetric, good for large baselines, shown by most engines.
    /// </summary>
    /// <remarks>Refused as <c>zero_baseline</c> where the baseline is 0.</remarks>
    public Computed<Interval> DeltaLiftIntervalAt(double multiplier, Alternative alternative = Alternative.TwoSided)
    {
        if (!Lift.TryGet(out var lift, out var reason))
            return reason;
        return RelativeError.Then<Interval>(error => Interval.Around(lift, multiplier * error, alternative));
    }

    /// <summary>
    /// The interval of the lift on the logarithmic scale at so many standard errors: never below −100 %, better than the delta method for rare
    /// events.
    /// </summary>
    /// <remarks>Refused as <c>zero_baseline</c> unless both means lie above 0. Source: Katz et al. (1978), Biometrics 34, 469–474.</remarks>
    public Computed<Interval> LogLiftIntervalAt(double multiplier)
    {
        var treatment = Baseline + Difference;
        if (!(Baseline > 0))
            return NotComputable.NoBaseline("control");
        if (!(treatment > 0))
            return NotComputable.NoBaseline("treatment");
        double together = BaselineVariance + BaselineCovariance, vt = StandardError * StandardError + BaselineVariance + 2 * BaselineCovariance;
        var variance = vt / treatment / treatment + BaselineVariance / Baseline / Baseline - 2 * together / treatment / Baseline;
        double log = Math.Log(treatment / Baseline), half = multiplier * Math.Sqrt(Math.Max(0, variance));
        return new Interval(Distributions.Special.Expm1(log - half), Distributions.Special.Expm1(log + half));
    }

    /// <summary>The standard error of the lift by the delta method; refused at a baseline of 0.</summary>
    public Computed<double> RelativeError
    {
        get
        {
            if (Baseline == 0)
                return NotComputable.NoBaseline("control");
            var scale = Math.Abs(Baseline);
            var signed = Difference / Baseline;
            var variance = Square(StandardError / scale) + signed * signed * (BaselineVariance / scale / scale)
                - 2 * signed * (BaselineCovariance / scale / scale);
            return Finite(Math.Sqrt(Math.Max(0, variance)), "lift");
        }
    }

    internal static Computed<double> Finite(double value, string subject) =>
        double.IsFinite(value) ? value : NotComputable.Overflow(subject);

    private static double Square(double x) => x * x;
}
