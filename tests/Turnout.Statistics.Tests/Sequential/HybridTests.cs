using Turnout.Statistics.Comparisons;
using Turnout.Statistics.Sequential;

namespace Turnout.Statistics.Tests.Sequential;

public class HybridTests
{
    static readonly Tuning Sharpest = Tuning.ForUnits(10_000, 0.025);

    static Effect Of(double z) => new(0.01 * z, 0.01, null, 10_000, 0.5, 1e-5, -1e-5);

    [Fact]
    public void Before_the_end_it_is_the_sequence_at_half_the_error_and_at_the_end_the_one_look_at_the_other_half()
    {
        var before = Hybrid.Test(Of(3), Sharpest, isPlannedEnd: false);
        var sequence = AlwaysValid.Test(Of(3), Sharpest, 0.025);
        Assert.Equal(sequence.Interval.Value, before.Interval.Value);
        Close.To(Math.Min(1, 2 * sequence.PValue), before.PValue, 1e-12);
        var end = Hybrid.Test(Of(3), Sharpest, isPlannedEnd: true);
        Assert.Equal(FixedHorizon.Test(Of(3), 0.025).Interval, end.Interval.Value);
        // 2·2·P(Z > 3), R: 4 * pnorm(-3).
        Close.To(0.00539959212652038, end.PValue, 1e-9);
    }

    [Fact]
    public void Either_look_costs_10_to_15_percent_of_width()
    {
        var end = Hybrid.Test(Of(1), Sharpest, isPlannedEnd: true).Interval.Value;
        Assert.InRange((end.Upper!.Value - end.Lower!.Value) / (2 * 1.959963984540054 * 0.01), 1.10, 1.15);
        var before = Hybrid.Test(Of(1), Sharpest, isPlannedEnd: false).Interval.Value;
        var alone = AlwaysValid.Test(Of(1), Tuning.ForUnits(10_000)).Interval.Value;
        Assert.InRange((before.Upper!.Value - before.Lower!.Value) / (alone.Upper!.Value - alone.Lower!.Value), 1.05, 1.15);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_interval_excludes_0_exactly_when_the_p_value_is_at_most_alpha(bool isPlannedEnd)
    {
        for (var z = 0.05; z < 6; z += 0.05)
        {
            var test = Hybrid.Test(Of(z), Sharpest, isPlannedEnd, 0.05, 0.3);
            Assert.Equal(test.IsSignificant, !test.Interval.Value.Contains(0));
            Assert.Equal(test.PValue, Hybrid.Test(Of(-z), Sharpest, isPlannedEnd, 0.05, 0.3).PValue);
        }
    }
}
