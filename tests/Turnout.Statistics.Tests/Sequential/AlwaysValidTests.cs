using Turnout.Statistics.Comparisons;
using Turnout.Statistics.Sequential;

namespace Turnout.Statistics.Tests.Sequential;

/// <summary>Golden values: the formulas of Waudby-Smith et al. and Lindon et al. at 40 digits in mpmath 1.3.0.</summary>
public class AlwaysValidTests
{
    private static readonly Effect Rates = TwoProportions.Effect(new(5000, 500), new(5000, 580)).Value;

    [Fact]
    public void P_value_and_interval_follow_the_papers_formula()
    {
        var test = AlwaysValid.Test(Rates, Tuning.ForUnits(10_000));

        Close.To(0.156155923592952231, test.PValue, 1e-12);
        Close.To(-0.00283512872616899182, test.Interval.Value.Lower!.Value, 1e-12);
        Close.To(0.0348351287261689918, test.Interval.Value.Upper!.Value, 1e-12);
    }

    [Fact]
    public void At_its_tuning_it_costs_1_55_times_the_fixed_width() =>
        Close.To(1.55, AlwaysValid.Multiplier(Tuning.ForUnits(10_000), 10_000) / 1.959963984540054, 0.002);

    [Fact]
    public void Mixture_t_follows_the_papers_formula()
    {
        var effect = new Effect(3, 1, 18, 20, 10, 0.5, -0.5);

        Close.To(0.106495174273142041, AlwaysValid.Test(effect, Tuning.ForUnits(20)).PValue, 1e-12);
    }

    [Fact]
    public void One_sided_p_value_has_its_closed_form() =>
        Close.To(0.082381365744950991, AlwaysValid.Test(Rates, Tuning.ForUnits(10_000), 0.05, Alternative.Greater).PValue, 1e-12);

    [Theory]
    [InlineData(null, Alternative.TwoSided)]
    [InlineData(30.0, Alternative.TwoSided)]
    [InlineData(null, Alternative.Greater)]
    [InlineData(30.0, Alternative.Less)]
    public void Interval_excludes_zero_exactly_when_the_p_value_is_below_alpha(double? df, Alternative alternative)
    {
        var tuning = Tuning.ForUnits(40);
        for (var difference = -8.0; difference <= 8; difference += 0.037)
        {
            var test = AlwaysValid.Test(new Effect(difference, 1, df, 40, 100, 0.5, -0.5), tuning, 0.05, alternative);
            Assert.Equal(test.IsSignificant, !test.Interval.Value.Contains(0));
            Assert.Equal(test.IsSignificant, !test.LiftInterval.Value.Contains(0));
        }
    }

    [Fact]
    public void Tau_and_rho_are_one_test_stated_twice()
    {
        var v = Rates.StandardError * Rates.StandardError;
        var rho = Tuning.FromRhoSquared(0.0004);
        var tau = Tuning.FromTauSquared(0.0004 * 10_000 * v);

        Close.To(AlwaysValid.Test(Rates, rho).LogPValue, AlwaysValid.Test(Rates, tau).LogPValue, 1e-12);
    }

    [Fact]
    public void Huge_effects_do_not_overflow()
    {
        var test = AlwaysValid.Test(new Effect(1e6, 1, null, 1_000_000, 1, 0.5, -0.5), Tuning.ForUnits(100));

        Assert.True(test.PValue > 0);
        Assert.True(test.LogPValue < -1e11);
    }

    [Fact]
    public void Looks_accumulate_the_smallest_p_value_and_the_common_interval()
    {
        var tuning = Tuning.ForUnits(1000);
        var first = AlwaysValid.Test(new Effect(0.5, 0.1, null, 400, 1, 0.005, -0.005), tuning);
        var second = AlwaysValid.Test(new Effect(0.1, 0.08, null, 800, 1, 0.003, -0.003), tuning).After(first);

        Assert.Equal(first.PValue, second.PValue);
        Assert.True(second.IsSignificant);
        Assert.True(second.Interval.Value.Width <= first.Interval.Value.Width);
    }

    [Fact]
    public void Few_units_leave_the_effect_unbounded_and_say_so()
    {
        var test = AlwaysValid.Test(new Effect(3, 1, 1, 4, 1, 0.5, -0.5), Tuning.ForUnits(100_000));

        Assert.Equal("insufficient_data", test.Interval.Reason!.Code);
        Assert.InRange(test.PValue, 0.01, 1);
    }
}
