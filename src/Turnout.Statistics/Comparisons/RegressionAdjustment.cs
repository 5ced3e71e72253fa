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
        ArgumentNullException.ThrowIfNull(control);
        ArgumentNullException.ThrowIfNull(treatment);
        if (control.Variables != treatment.Variables)
            throw new ArgumentException("Both arms must have the same covariates.", nameof(treatment));
        var covariates = control.Variables - 1;
        if (control.Count < covariates + 2)
            return NotComputable.TooFewUnits("control", covariates + 2);
        if (treatment.Count < covariates + 2)
            return NotComputable.TooFewUnits("treatment", covariates + 2);
        var slopes = Slopes(control, treatment);
        var weights = new double[covariates + 1];
        weights[0] = 1;
        for (var i = 0; i < covariates; i++)
            weights[i + 1] = -slopes[i];
        if (!Adjusted(control, weights, "control").TryGet(out var c, out var reason)
            || !Adjusted(treatment, weights, "treatment").TryGet(out var t, out reason))
            return reason;
        double[] outcome = new double[covariates + 1];
        outcome[0] = 1;
        return Welch.Between(c, t).Select(effect => effect with
        {
            Baseline = control.Mean(0),
            BaselineVariance = control.Covariance(0, 0) / control.Count,
            BaselineCovariance = -control.Quadratic(weights, outcome) / control.Count,
        });
    }

    private static Computed<Arm> Adjusted(MomentMatrix arm, double[] weights, string subject)
    {
        var mean = 0.0;
        for (var i = 0; i < weights.Length; i++)
            mean += weights[i] * arm.Mean(i);
        return Arm.Of(subject, arm.Count, mean, Math.Max(0, arm.Quadratic(weights, weights)));
    }

    /// <summary>Least squares on the co-moments of both arms, by Cholesky; a covariate without variance of its own gets slope 0.</summary>
    private static double[] Slopes(MomentMatrix control, MomentMatrix treatment)
    {
        var k = control.Variables - 1;
        var l = new double[k, k];
        var z = new double[k];
        for (var i = 0; i < k; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = Pooled(i + 1, j + 1);
                for (var m = 0; m < j; m++)
                    sum -= l[i, m] * l[j, m];
                if (i != j)
                    l[i, j] = l[j, j] > 0 ? sum / l[j, j] : 0;
                else
                    l[i, i] = sum > 1e-10 * Pooled(i + 1, i + 1) ? Math.Sqrt(sum) : 0;
            }

            var right = Pooled(i + 1, 0);
            for (var m = 0; m < i; m++)
                right -= l[i, m] * z[m];
            z[i] = l[i, i] > 0 ? right / l[i, i] : 0;
        }

        var slopes = new double[k];
        for (var i = k - 1; i >= 0; i--)
        {
            var sum = z[i];
            for (var m = i + 1; m < k; m++)
                sum -= l[m, i] * slopes[m];
            slopes[i] = l[i, i] > 0 ? sum / l[i, i] : 0;
        }

        return slopes;

        double Pooled(int i, int j) => control.Comoment(i, j) + treatment.Comoment(i, j);
    }
}
