using Turnout.Statistics.Comparisons;

namespace Turnout.Statistics.Tests.Comparisons;

/// <summary>CUPED, ratio CUPED, several covariates, strata, quantiles, caps, guardrails.</summary>
public class AdjustedEffectTests
{
    private static readonly double[] Yc = [3.1, 4.2, 5.0, 2.2, 6.1, 4.9], Xc = [2.9, 4.0, 4.4, 2.5, 5.1, 5.2], Wc = [1, 0, 1, 1, 0, 2];
    private static readonly double[] Yt = [5.5, 6.3, 4.1, 7.7, 6.0], Xt = [4.6, 5.0, 3.9, 6.2, 4.8], Wt = [1, 3, 0, 2, 2];

    [Fact]
    public void Cuped_estimate_is_the_analysis_of_covariance()
    {
        // coef(lm(y ~ g + x)) in R 4.2: the slope pooled within arms is exactly ANCOVA's.
        var arms = Cuped.Adjust(JointMoments.Of(Yc, Xc), JointMoments.Of(Yt, Xt)).Value;

        Close.To(1.295166329718802, arms.Theta, 1e-12);
        Close.To(0.525936408748392, arms.Effect(0, 1).Value.Difference, 1e-12);
    }

    [Fact]
    public void Several_covariates_agree_with_regression()
    {
        // coef(lm(y ~ g + x + w)) in R 4.2.
        var effect = RegressionAdjustment.Effect(Of(Yc, Xc, Wc), Of(Yt, Xt, Wt)).Value;

        Close.To(0.52376795325388614, effect.Difference, 1e-12);
    }

    [Fact]
    public void One_covariate_by_regression_is_cuped_and_a_copy_of_it_changes_nothing()
    {
        var cuped = Cuped.Effect(JointMoments.Of(Yc, Xc), JointMoments.Of(Yt, Xt)).Value;
        var one = RegressionAdjustment.Effect(Of(Yc, Xc), Of(Yt, Xt)).Value;
        var twice = RegressionAdjustment.Effect(Of(Yc, Xc, Xc), Of(Yt, Xt, Xt)).Value;

        Close.To(cuped.Difference, one.Difference, 1e-12);
        Close.To(cuped.StandardError, one.StandardError, 1e-12);
        Close.To(cuped.BaselineCovariance, one.BaselineCovariance, 1e-12);
        Close.To(cuped.Difference, twice.Difference, 1e-9);
    }

    [Fact]
    public void Slopes_of_each_arms_own_agree_with_the_interacted_regression()
    {
        // R 4.2, 60 and 35 units, seed 5: coef(lm(y ~ t * (x1 + x2))) with centred covariates; the error from summary(lm) of each arm at the common mean.
        // 1e-12: moments with 16 digits were handed over. HC2's error of the same data is 0.3573, 2 % more.
        var control = MomentMatrix.FromCovariances(60, [7.847149277534212, 5.17002025616236, 1.192347190722868],
        [
            [5.420718870481378, 4.311981119905227, 0.08586013911589668], [4.311981119905227, 4.123195861307877, -0.1719554001979915],
            [0.08586013911589668, -0.1719554001979915, 1.165518095133062],
        ]).Value;
        var treatment = MomentMatrix.FromCovariances(35, [11.18372591547253, 5.584512379121696, 1.009665831395638],
        [
            [16.06802343355002, 7.993631174133386, -0.9621589957102602], [7.993631174133386, 5.29612032497517, -0.142971512964582],
            [-0.9621589957102602, -0.142971512964582, 1.060505418853772],
        ]).Value;
        var effect = RegressionAdjustment.InteractedEffect(control, treatment).Value;
        Close.To(2.719226890991488, effect.Difference, 1e-12);
        Close.To(0.3506097363361476, effect.StandardError, 1e-12);
        Assert.True(effect.StandardError < RegressionAdjustment.Effect(control, treatment).Value.StandardError);
        Close.To(-RegressionAdjustment.InteractedEffect(treatment, control).Value.Difference, effect.Difference, 1e-12);
        Assert.Equal("insufficient_data", RegressionAdjustment.InteractedEffect(Of([1, 2, 3], [1, 2, 2], [0, 1, 0]), treatment).Reason!.Code);
    }

    [Fact]
    public void A_constant_pre_period_leaves_the_plain_result()
    {
        double[] flat = [1, 1, 1, 1, 1, 1];
        var cuped = Cuped.Compare(JointMoments.Of(Yc, flat), JointMoments.Of(Yt, flat.AsSpan(0, 5))).Value;

        Assert.Equal(Welch.Compare(Moments.Of(Yc), Moments.Of(Yt)).Value.PValue, cuped.PValue, 1e-14);
    }

    [Fact]
    public void Three_arms_share_one_slope_and_the_lift_divides_by_the_unadjusted_control()
    {
        JointMoments control = JointMoments.Of(Yc, Xc), treatment = JointMoments.Of(Yt, Xt);
        var arms = Cuped.Adjust(control, treatment, JointMoments.Of(Yc, Xc)).Value;

        var effect = arms.Effect(0, 1).Value;

        Close.To(effect.Difference / control.MeanY, effect.Lift.Value, 1e-14);
        Close.To(0, arms.Effect(0, 2).Value.Difference, 1e-14);
        Assert.Equal("arm 1", Cuped.Adjust(control, JointMoments.Of([1], [1]), treatment).Reason!.Subject);
    }

    [Fact]
    public void Ratio_cuped_over_denominators_of_one_is_cuped()
    {
        double[] one = [1, 1, 1, 1, 1, 1];
        var ratio = RatioCuped.Effect(Of(Yc, one, Xc, one), Of(Yt, one[..5], Xt, one[..5])).Value;
        var cuped = Cuped.Effect(JointMoments.Of(Yc, Xc), JointMoments.Of(Yt, Xt)).Value;

        Close.To(cuped.Difference, ratio.Difference, 1e-10);
        Close.To(cuped.StandardError, ratio.StandardError, 1e-10);
    }

    [Fact]
    public void Moment_matrices_merge_as_if_observed_together()
    {
        var whole = Of([.. Yc, .. Yt], [.. Xc, .. Xt], [.. Wc, .. Wt]);
        var merged = Of(Yc, Xc, Wc).Merge(Of(Yt, Xt, Wt));

        Assert.Equal(11, merged.Count);
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 3; j++)
                Close.To(whole.Covariance(i, j), merged.Covariance(i, j), 1e-12);
        }
    }

    [Fact]
    public void Strata_remove_simpsons_paradox()
    {
        // Both strata say +1; the arms' different mixes say the opposite.
        Stratum[] strata =
        [
            new("low", Moments.FromVariance(100, 1, 1), Moments.FromVariance(900, 2, 1)),
            new("high", Moments.FromVariance(900, 10, 1), Moments.FromVariance(100, 11, 1)),
        ];

        var effect = Stratification.Effect(strata).Value;

        Close.To(1, effect.Difference, 1e-12);
        // Σ w²(s²/n): both strata have half the units.
        Close.To(Math.Sqrt(2 * 0.25 * (1.0 / 100 + 1.0 / 900)), effect.StandardError, 1e-12);
    }

    [Fact]
    public void Thin_strata_join_the_largest_and_sampled_shares_widen()
    {
        Stratum[] strata =
        [
            new("thin", Moments.FromVariance(1, 50, 0), Moments.FromVariance(900, 2, 1)),
            new("a", Moments.FromVariance(900, 10, 1), Moments.FromVariance(800, 11, 1)),
            new("b", Moments.FromVariance(600, 10, 1), Moments.FromVariance(600, 13, 1)),
        ];

        var fixedShares = Stratification.Effect(strata).Value;
        var sampled = Stratification.Effect(strata, sampledShares: true).Value;

        Assert.Equal(fixedShares.Difference, sampled.Difference);
        Assert.True(sampled.StandardError > fixedShares.StandardError);
        Assert.Equal("insufficient_data", Stratification.Effect([]).Reason!.Code);
    }

    [Fact]
    public void Quantiles_are_Rs_type_7()
    {
        double[] values = [1, 1.5, 2.38, 2.6, 3, 4, 5.35, 8.97, 9, 9.3];

        // quantile(x, c(.1, .25, .5, .9)) in R 4.2.
        Assert.Equal([1.45, 2.435, 3.5, 9.03], new[] { .1, .25, .5, .9 }.Select(q => Math.Round(QuantileMetric.At(values, q), 12)));
    }

    [Fact]
    public void Median_of_normals_has_the_textbook_error()
    {
        // The asymptotic variance of a median is π/2 σ²/n; order statistics of one sample estimate it within a few percent here.
        var values = Enumerable.Range(1, 4001).Select(i => Turnout.Statistics.Distributions.Normal.Quantile(1 - i / 4002.0)).ToArray();

        var arm = QuantileMetric.ToArm(values, 0.5, "arm").Value;

        Close.To(Math.PI / 2, arm.Variance, 0.01);
    }

    [Fact]
    public void Clustered_quantile_widens_by_the_size_of_equal_clusters()
    {
        // Every unit repeats its one value four times: the truth has a quarter of the rows, so twice the standard error.
        var single = Enumerable.Range(0, 1000).Select(i => (double)(i * 7919 % 1000)).ToArray();
        var values = single.SelectMany(v => new[] { v, v, v, v }).ToArray();
        var units = Enumerable.Range(0, 4000).Select(i => i / 4).ToArray();

        var naive = QuantileMetric.ToArm(values, 0.5, "arm").Value;
        var clustered = QuantileMetric.ToClusteredArm(values, units, 0.5, "arm").Value;

        Close.To(2, clustered.StandardError / naive.StandardError, 0.01);
    }

    [Fact]
    public void Too_few_or_tied_values_are_refused()
    {
        Assert.Equal("insufficient_data", QuantileMetric.ToArm(new double[380], 0.99, "control").Reason!.Code);
        Assert.Equal("zero_variance", QuantileMetric.ToArm(new double[400], 0.99, "control").Reason!.Code);
    }

    [Fact]
    public void Rank_interval_of_a_median_of_ten_is_the_second_to_the_ninth()
    {
        double[] values = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];

        // pbinom(0:9, 10, .5): 0.0107 lie outside on each side, one rank further in 0.0547 would.
        Assert.Equal(new Interval(2, 9), QuantileMetric.RankInterval(values, 0.5).Value);
        Assert.Null(QuantileMetric.RankInterval([1, 2, 3], 0.5).Value.Lower);
    }

    [Fact]
    public void Cap_comes_from_all_arms_together_and_keeps_every_unit()
    {
        var limit = Cap.AtPercentile([[1, 2, 3, 4, 100], [2, 3, 4, 5, 6]], 0.9).Value;
        var capped = Cap.Apply([1, 2, 3, 4, 100], limit);

        Close.To(15.4, limit, 1e-12);
        Assert.Equal(5, capped.Count);
        Close.To(5.08, capped.Mean, 1e-12);
        Assert.Equal(4, Cap.AtPercentile([[0, 0, 0, 4]], 0.5, ignoreZeros: true).Value);
        Assert.Equal("insufficient_data", Cap.AtPercentile([[0, 0]], 0.5, ignoreZeros: true).Reason!.Code);
    }

    [Fact]
    public void Non_inferiority_is_the_one_sided_test_shifted_by_the_margin()
    {
        var effect = Welch.Effect(Moments.FromVariance(400, 10, 4), Moments.FromVariance(400, 9.9, 4)).Value;

        var result = NonInferiority.Test(effect, new Margin(0.4)).Value;

        var shifted = Welch.Compare(Moments.FromVariance(400, 9.6, 4), Moments.FromVariance(400, 9.9, 4), 0.05, Alternative.Greater).Value;
        Close.To(shifted.PValue, result.PValue, 1e-9);
        Assert.Equal(result.IsShown, result.Bound > -0.4);
    }

    [Fact]
    public void Relative_margin_takes_the_baselines_error_along_and_directions_mirror()
    {
        var effect = Welch.Effect(Moments.FromVariance(100, 10, 4), Moments.FromVariance(100, 9.9, 4)).Value;
        var mirrored = Welch.Effect(Moments.FromVariance(100, -10, 4), Moments.FromVariance(100, -9.9, 4)).Value;

        var up = NonInferiority.Test(effect, new Margin(0.04, true)).Value;
        var down = NonInferiority.Test(mirrored, new Margin(0.04, true), lowerIsBetter: true).Value;

        // t − 0.96 c: variance vt + 0.96² vc.
        Close.To((9.9 - 9.6) / Math.Sqrt(0.04 + 0.96 * 0.96 * 0.04), up.Statistic, 1e-12);
        Close.To(up.PValue, down.PValue, 1e-12);
    }

    private static MomentMatrix Of(params double[][] variables)
    {
        var matrix = new MomentMatrix(variables.Length);
        for (var i = 0; i < variables[0].Length; i++)
            matrix.Add(variables.Select(values => values[i]).ToArray());
        return matrix;
    }
}
