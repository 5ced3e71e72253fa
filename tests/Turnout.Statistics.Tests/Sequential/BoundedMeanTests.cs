using Turnout.Statistics.Inspection.Verification;
using Turnout.Statistics.Sequential;

namespace Turnout.Statistics.Tests.Sequential;

public class BoundedMeanTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.02)]
    public void Sequence_holds_the_mean_at_every_count(double rate)
    {
        // 400 streams of 500 tosses watched after each one: at most 5 % may ever miss; four standard errors allow 0.094.
        var missed = 0;
        for (ulong r = 0; r < 400; r++)
        {
            var dice = new Dice(7, 1, r);
            var mean = new BoundedMean(0, 1);
            var ever = false;
            for (var i = 0; i < 500; i++)
            {
                mean.Add(dice.Uniform() < rate ? 1 : 0);
                ever |= !mean.Current.Value.Interval.Contains(rate);
            }

            missed += ever ? 1 : 0;
        }

        Assert.InRange(missed, 0, 37);
    }

    [Fact]
    public void Sequence_narrows_and_scales_with_its_bounds()
    {
        BoundedMean unit = new(0, 1), cents = new(0, 100);
        for (var i = 0; i < 2000; i++)
        {
            unit.Add(i % 4 == 0 ? 1 : 0);
            cents.Add(i % 4 == 0 ? 100 : 0);
        }

        var interval = unit.Current.Value.Interval;
        Assert.InRange(interval.Width!.Value, 0.02, 0.1);
        Close.To(interval.Lower!.Value * 100, cents.Current.Value.Interval.Lower!.Value, 1e-12);
    }

    [Fact]
    public void Values_outside_the_bounds_are_refused_and_change_nothing()
    {
        var mean = new BoundedMean(0, 1);

        Assert.False(mean.Add(1.01));
        Assert.False(mean.Add(double.NaN));
        Assert.Equal("insufficient_data", mean.Current.Reason!.Code);
    }
}
