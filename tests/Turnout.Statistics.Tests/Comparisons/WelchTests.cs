using Turnout.Statistics.Comparisons;

namespace Turnout.Statistics.Tests.Comparisons;

public class WelchTests
{
    // Student's sleep data (1908), as R's data set `sleep`.
    private static readonly double[] Drug1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    private static readonly double[] Drug2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

    [Fact]
    public void Sleep_data_agree_with_R()
    {
        var result = Welch.Compare(Moments.Of(Drug1), Moments.Of(Drug2)).Value;

        // t.test(extra ~ group, data = sleep); R takes group 1 minus group 2, hence the signs. 15 digits printed.
        Close.To(1.86081346748685, result.Statistic, 1e-13);
        Close.To(17.7764735161785, result.Effect.DegreesOfFreedom!.Value, 1e-13);
        Close.To(0.0793941401873582, result.PValue, 1e-13);
        Close.To(-0.20548323071171, result.Interval.Lower!.Value, 1e-12);
        Close.To(3.36548323071171, result.Interval.Upper!.Value, 1e-12);
    }

    [Fact]
    public void One_constant_arm_is_no_obstacle()
    {
        var result = Welch.Compare(new(20, 5, 0), Moments.FromVariance(10, 6, 4)).Value;

        Close.To(9, result.Effect.DegreesOfFreedom!.Value, 1e-15);
        Close.To(1 / Math.Sqrt(0.4), result.Statistic, 1e-15);
    }

    [Fact]
    public void Two_constant_arms_or_single_units_are_refused()
    {
        Assert.Equal("zero_variance", Welch.Compare(new(20, 5, 0), new(20, 6, 0)).Reason!.Code);
        Assert.Equal("insufficient_data", Welch.Compare(new(1, 5, 0), new(20, 6, 3)).Reason!.Code);
        Assert.Equal("treatment", Welch.Compare(new(20, 6, 3), new(1, 5, 0)).Reason!.Subject);
        Assert.Equal("out_of_range", Welch.Compare(new(20, double.NaN, 3), new(20, 5, 0)).Reason!.Code);
    }

    [Fact]
    public void Lift_keeps_its_direction_on_a_negative_baseline()
    {
        var result = Welch.Compare(Moments.FromVariance(100, -10, 1), Moments.FromVariance(100, -8, 1)).Value;

        Close.To(0.2, result.Lift.Value, 1e-15);
        Assert.True(result.LiftInterval.Value.Lower > 0.15 && result.LiftInterval.Value.Upper < 0.25);
    }

    [Fact]
    public void Fieller_says_unbounded_where_the_baseline_may_be_zero()
    {
        var result = Welch.Compare(Moments.FromVariance(10, 0.1, 4), Moments.FromVariance(10, 3, 4)).Value;

        Close.To(29, result.Lift.Value, 1e-12);
        Assert.Equal("unbounded_interval", result.LiftInterval.Reason!.Code);
    }

    [Fact]
    public void Fieller_without_covariance_is_the_textbook_formula()
    {
        // g = z² vc/mc²; ((r ∓ z/|mc| √((1−g)vt + r² vc))/(1−g)) − 1 with the t quantile in place of z.
        double mc = 4, mt = 5, vc = 0.09, vt = 0.16;
        var effect = Welch.Effect(Moments.FromVariance(100, mc, 9), Moments.FromVariance(100, mt, 16)).Value;
        var z = 1.97;
        double g = z * z * vc / (mc * mc), r = mt / mc, half = z / mc * Math.Sqrt((1 - g) * vt + r * r * vc);

        var interval = effect.LiftIntervalAt(z).Value;

        Close.To((r - half) / (1 - g) - 1, interval.Lower!.Value, 1e-12);
        Close.To((r + half) / (1 - g) - 1, interval.Upper!.Value, 1e-12);
    }

    [Fact]
    public void Lift_interval_excludes_zero_exactly_when_the_difference_does()
    {
        for (var i = 0; i < 400; i++)
        {
            var effect = Welch.Effect(Moments.FromVariance(30, 2, 1), Moments.FromVariance(30, 1 + i * 0.005, 2)).Value;
            Assert.Equal(effect.IntervalAt(2).Contains(0), effect.LiftIntervalAt(2).Value.Contains(0));
        }
    }

    [Fact]
    public void One_sided_interval_is_open_on_the_other_side_and_matches_its_p_value()
    {
        var control = Moments.FromVariance(50, 10, 4);
        for (var mean = 10.2; mean < 11.2; mean += 0.01)
        {
            var result = Welch.Compare(control, Moments.FromVariance(60, mean, 5), 0.05, Alternative.Greater).Value;
            Assert.Null(result.Interval.Upper);
            Assert.Equal(result.IsSignificant, result.Interval.Lower > 0);
        }
    }
}
