using Turnout.Statistics.Sequential;

namespace Turnout.Statistics.Tests.Sequential;

public class NonInferiorityAlwaysTests
{
    static readonly Effect Flat = new(0, 0.004, null, 20_000, 0.2, 8e-6, -8e-6);

    static readonly Tuning Tuning = Tuning.ForUnits(20_000);

    [Fact]
    public void It_is_the_always_valid_test_of_the_effect_moved_by_the_margin()
    {
        var result = NonInferiority.TestAlways(Flat, new Margin(0.02), Tuning).Value;
        var moved = AlwaysValid.Test(Flat with { Difference = 0.02 }, Tuning, 0.05, Alternative.Greater);
        Assert.Equal(moved.PValue, result.PValue);
        Close.To(5, result.Statistic, 1e-12);
        Assert.True(result.IsShown);
        // The bound and the verdict say the same: the margin is ruled out when the bound lies inside it.
        Assert.True(result.Bound > -0.02);
        Assert.False(NonInferiority.TestAlways(Flat, new Margin(-result.Bound * 0.999), Tuning).Value.IsShown);
        Assert.True(NonInferiority.TestAlways(Flat, new Margin(-result.Bound * 1.001), Tuning).Value.IsShown);
    }

    [Fact]
    public void A_metric_that_should_fall_is_its_mirror_image()
    {
        var up = NonInferiority.TestAlways(Flat with { Difference = 0.001 }, new Margin(0.02), Tuning).Value;
        var down = NonInferiority.TestAlways(Flat with { Difference = -0.001 }, new Margin(0.02), Tuning, lowerIsBetter: true).Value;
        Close.To(up.PValue, down.PValue, 1e-12);
        Close.To(-up.Bound, down.Bound, 1e-12);
    }

    [Fact]
    public void It_asks_for_more_evidence_than_one_look_does()
    {
        var once = NonInferiority.Test(Flat, new Margin(0.1, IsRelative: true)).Value;
        var always = NonInferiority.TestAlways(Flat, new Margin(0.1, IsRelative: true), Tuning).Value;
        Assert.Equal(once.Statistic, always.Statistic);
        Assert.True(always.PValue > once.PValue);
        Assert.True(always.Bound < once.Bound);
        Assert.Equal("zero_baseline", NonInferiority.TestAlways(Flat with { Baseline = 0 }, new Margin(0.1, true), Tuning).Reason!.Code);
    }
}
