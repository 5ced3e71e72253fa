using Turnout.Statistics.Health;

namespace Turnout.Statistics.Tests.Health;

public class SampleRatioTests
{
    [Fact]
    public void Cookie_cats_arms_agree_with_R()
    {
        var check = SampleRatio.Check([1, 1], [44700, 45489]).Value;

        // chisq.test(c(44700, 45489)), R 4.2.
        Close.To(6.90240494960583, check.ChiSquare, 1e-12);
        Close.To(0.00860798781083626, check.PValue, 1e-12);
        Assert.Equal(1, check.DegreesOfFreedom);
        Assert.False(check.IsMismatch);
    }

    [Fact]
    public void Units_in_an_arm_of_weight_zero_are_a_certain_mismatch()
    {
        var check = SampleRatio.Check([1, 1, 0], [500, 500, 1]).Value;

        Assert.Equal(1, check.DegreesOfFreedom);
        // The chance of such a unit is 0: no chi-square of the others may make it look well.
        Assert.Equal(double.Epsilon, check.PValue);
        Assert.Equal(0, check.ChiSquare);
        Assert.Equal(1, check.UnexpectedUnits);
        Assert.True(check.IsMismatch);
    }

    [Fact]
    public void An_arm_of_weight_zero_without_units_is_ignored() =>
        Assert.Equal(SampleRatio.Check([1, 1], [480, 520]).Value, SampleRatio.Check([1, 0, 1], [480, 0, 520]).Value);

    [Fact]
    public void Small_counts_are_tested_exactly()
    {
        // binom.test(0, 6) and, in R, sum of dmultinom(x, prob = c(.5, .3, .2)) over all x no likelier than (0, 0, 4): 0.0016.
        Close.To(2 * Math.Pow(0.5, 6), SampleRatio.Check([1, 1], [0, 6]).Value.PValue, 1e-9);
        var three = SampleRatio.Check([5, 3, 2], [0, 0, 4]).Value;
        Assert.True(three.IsExact);
        Close.To(0.0016, three.PValue, 1e-9);
    }

    [Fact]
    public void No_units_give_no_verdict()
    {
        Assert.Equal("insufficient_data", SampleRatio.Check([1, 1], [0, 0]).Reason!.Code);
        Assert.Equal("invalid_input", SampleRatio.Check([1, -1], [5, 5]).Reason!.Code);
        Assert.Equal("invalid_input", SampleRatio.Check([1, 0], [5, 5]).Reason!.Code);
        Assert.Equal("invalid_input", SampleRatio.Check([1], [5, 5]).Reason!.Code);
    }

    [Fact]
    public void Periods_add_their_chi_squares_and_degrees()
    {
        var check = SampleRatio.CheckPeriods([([1, 1], [480, 520]), ([9, 1], [900, 100]), ([1, 1], [0, 0])]).Value;

        Close.To(1.6, check.ChiSquare, 1e-12);
        Assert.Equal(2, check.DegreesOfFreedom);
        // Chi-square with two degrees is exponential: exp(-x/2).
        Close.To(Math.Exp(-0.8), check.PValue, 1e-12);
    }
}
