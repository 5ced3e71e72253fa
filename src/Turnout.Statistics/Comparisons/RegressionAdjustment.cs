namespace Turnout.Statistics.Comparisons;

/// <summary>CUPED with several covariates: one slope for each, fitted together within arms (analysis of covariance).</summary>
/// <remarks>Source: Deng, Xu, Kohavi and Walker (2013), section 3.3; Lin (2013), Annals of Applied Statistics 7, for why it is safe.</remarks>
public static class RegressionAdjustment
{
    /// <summary>The adjusted effect of two arms.</summary>
    /// <param name="control">By unit: the outcome first, then its covariates, all from before exposure.</param>
    /// <param name="treatment">The treatment's, with the same covariates.</param>
    /// <returns>
    /// The effect, a covariate that repeats others being left out; or <c>insufficient_data</c> where an arm has fewer than two units more than
    /// covariates, <c>zero_variance</c> where nothing varies.
    /// </returns>
    public static Computed<Effect> Effect(MomentMatrix control, MomentMatrix treatment)
    {
        if (Refuse(control, treatment) is { } refused)
            return refused;
        var weights = new Fit(control.Variables - 1, (i, j) => control.Comoment(i, j) + treatment.Comoment(i, j)).Weights;
        if (!Adjusted(control, weights, "control").TryGet(out var c, out var reason)
            || !Adjusted(treatment, weights, "treatment").TryGet(out var t, out reason))
            return reason;
        return Between(c, t, control, weights);
    }

    /// <summary>
    /// The same with slopes of each arm's own, both arms brought to the covariates' common mean: what regression on treatment, centred covariates and their products
    /// gives. Never worse than the plain difference in large samples, also where the treatment changes a slope or the arms are of different size.
    /// </summary>
    /// <remarks>
    /// Source: Lin (2013), Annals of Applied Statistics 7, 295–318. His sandwich errors (HC2) weigh every unit's own residual; from moments it is each arm's residual variance,
    /// over its degrees of freedom, and the two differ in the order of 1/n only.
    /// </remarks>
    /// <param name="control">As for <see cref="Effect"/>.</param>
    /// <param name="treatment">As for <see cref="Effect"/>.</param>
    /// <returns>As for <see cref="Effect"/>.</returns>
    public static Computed<Effect> InteractedEffect(MomentMatrix control, MomentMatrix treatment)
    {
        if (Refuse(control, treatment) is { } refused)
            return refused;
        Fit ofControl = new(control.Variables - 1, control.Comoment), ofTreatment = new(control.Variables - 1, treatment.Comoment);
        if (!Brought(control, treatment, ofControl, "control").TryGet(out var c, out var reason)
            || !Brought(treatment, control, ofTreatment, "treatment").TryGet(out var t, out reason))
            return reason;
        return Between(c, t, control, ofControl.Weights);
    }

    private static NotComputable? Refuse(MomentMatrix control, MomentMatrix treatment)
    {
        ArgumentNullException.ThrowIfNull(control);
        ArgumentNullException.ThrowIfNull(treatment);
        if (control.Variables != treatment.Variables)
            throw new ArgumentException("Both arms must have the same covariates.", nameof(treatment));
        var covariates = control.Variables - 1;
        return control.Count < covariates + 2 ? NotComputable.TooFewUnits("control", covariates + 2)
            : treatment.Count < covariates + 2 ? NotComputable.TooFewUnits("treatment", covariates + 2)
            : null;
    }

    private static Computed<Effect> Between(Arm c, Arm t, MomentMatrix control, double[] weights)
    {
        double[] outcome = new double[weights.Length];
        outcome[0] = 1;
        return Welch.Between(c, t).Select(effect => effect with
        {
            Baseline = control.Mean(0),
            BaselineVariance = control.Covariance(0, 0) / control.Count,
            BaselineCovariance = -control.Quadratic(weights, outcome) / control.Count,
        });
    }

    /// <summary>An arm's mean where the covariates have the mean of both arms, by the arm's own regression.</summary>
    private static Computed<Arm> Brought(MomentMatrix arm, MomentMatrix other, Fit fit, string subject)
    {
        double n = arm.Count, all = n + other.Count;
        var away = Enumerable.Range(1, arm.Variables - 1).Select(i => (arm.Mean(i) - other.Mean(i)) * (other.Count / all)).ToArray();
        var mean = arm.Mean(0) - away.Zip(fit.Slopes, (d, slope) => d * slope).Sum();
        var residual = Math.Max(0, arm.Quadratic(fit.Weights, fit.Weights)) * ((n - 1) / (n - 1 - fit.Rank));
        return Arm.Of(subject, arm.Count, mean, residual * (1 + n * fit.Distance(away)));
    }

    private static Computed<Arm> Adjusted(MomentMatrix arm, double[] weights, string subject)
    {
        var mean = 0.0;
        for (var i = 0; i < weights.Length; i++)
            mean += weights[i] * arm.Mean(i);
        return Arm.Of(subject, arm.Count, mean, Math.Max(0, arm.Quadratic(weights, weights)));
    }

    /// <summary>Least squares from co-moments, by Cholesky; a covariate that repeats others, or has no variance of its own, gets slope 0.</summary>
    private sealed class Fit
    {
        private readonly double[,] _l;
        private readonly int _k;

        /// <param name="k">How many covariates.</param>
        /// <param name="comoment">Of two variables; 0 is the outcome.</param>
        public Fit(int k, Func<int, int, double> comoment)
        {
            _k = k;
            _l = new double[k, k];
            for (var i = 0; i < k; i++)
            {
                for (var j = 0; j <= i; j++)
                {
                    var sum = comoment(i + 1, j + 1);
                    for (var m = 0; m < j; m++)
                        sum -= _l[i, m] * _l[j, m];
                    if (i != j)
                        _l[i, j] = _l[j, j] > 0 ? sum / _l[j, j] : 0;
                    else
                        _l[i, i] = sum > 1e-10 * comoment(i + 1, i + 1) ? Math.Sqrt(sum) : 0;
                }

                if (_l[i, i] > 0)
                    Rank++;
            }

            var z = Forward(i => comoment(i + 1, 0));
            Slopes = new double[k];
            for (var i = k - 1; i >= 0; i--)
            {
                var sum = z[i];
                for (var m = i + 1; m < k; m++)
                    sum -= _l[m, i] * Slopes[m];
                Slopes[i] = _l[i, i] > 0 ? sum / _l[i, i] : 0;
            }
        }

        /// <summary>How many covariates tell something.</summary>
        public int Rank { get; }

        public double[] Slopes { get; }

        /// <summary>The weights whose sum over a unit's variables is its residual, but for a constant.</summary>
        public double[] Weights => [1, .. Slopes.Select(slope => -slope)];

        /// <summary>d' S⁻¹ d, S being the covariates' co-moments.</summary>
        public double Distance(double[] d) => Forward(i => d[i]).Sum(z => z * z);

        private double[] Forward(Func<int, double> right)
        {
            var z = new double[_k];
            for (var i = 0; i < _k; i++)
            {
                var sum = right(i);
                for (var m = 0; m < i; m++)
                    sum -= _l[i, m] * z[m];
                z[i] = _l[i, i] > 0 ? sum / _l[i, i] : 0;
            }

            return z;
        }
    }
}
