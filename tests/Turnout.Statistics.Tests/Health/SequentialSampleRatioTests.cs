using Turnout.Statistics.Health;

namespace Turnout.Statistics.Tests.Health;

/// <summary>Golden values: the formula of Lindon and Malek with mpmath's loggamma at 40 digits.</summary>
public class SequentialSampleRatioTests
{
    [Theory]
    [InlineData(10_000, 1, 1, 44700, 45489, -1.9545372374382537128)]
    [InlineData(50, 1, 3, 3, 90, -8.9022946424243188365)]
    public void P_value_is_the_inverse_bayes_factor(double concentration, double a, double b, long x, long y, double expected)
    {
        var check = SequentialSampleRatio.Check([a, b], [x, y], 0.001, concentration).Value;

        Assert.Equal(expected, check.LogPValue, 1e-9);
    }

    [Fact]
    public void Smallest_p_value_stays()
    {
        var bad = SequentialSampleRatio.Check([1, 1], [400, 600]).Value;
        var later = SequentialSampleRatio.Check([1, 1], [10_000, 10_000]).Value.After(bad);

        Assert.Equal(bad.PValue, later.PValue);
        Assert.Equal(1, SequentialSampleRatio.Check([1, 1], [0, 0]).Value.PValue);
        Assert.True(SequentialSampleRatio.Check([1, 1, 0], [50, 50, 1]).Value.IsMismatch);
    }

    [Fact]
    public void Multiple_exposure_alarms_from_one_percent_on()
    {
        Assert.True(MultipleExposure.Check(10_000, 100).Value.IsAlarm);
        Assert.False(MultipleExposure.Check(10_000, 99).Value.IsAlarm);
        Assert.Equal("insufficient_data", MultipleExposure.Check(0, 0).Reason!.Code);
    }
}
