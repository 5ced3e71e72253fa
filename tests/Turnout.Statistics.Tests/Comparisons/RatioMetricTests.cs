using Turnout.Statistics.Comparisons;

namespace Turnout.Statistics.Tests.Comparisons;

public class RatioMetricTests
{
    [Fact]
    public void Variance_is_that_of_the_linearised_values()
    {
        double[] clicks = [1, 0, 3, 2, 5, 1], views = [4, 2, 7, 3, 9, 6];
        var arm = RatioMetric.ToArm(JointMoments.Of(clicks, views), "arm").Value;

        var ratio = clicks.Sum() / views.Sum();
        var linear = clicks.Zip(views, (y, x) => (y - ratio * x) / views.Average()).ToArray();
        Close.To(ratio, arm.Mean, 1e-15);
        Close.To(Moments.Of(linear).Variance, arm.Variance, 1e-12);
    }

    [Fact]
    public void A_denominator_of_one_makes_it_welch()
    {
        double[] a = [1, 5, 2, 4], b = [3, 8, 8, 1, 9], one = [1, 1, 1, 1, 1];

        var ratio = RatioMetric.Compare(JointMoments.Of(a, one.AsSpan(0, 4)), JointMoments.Of(b, one)).Value;

        Assert.Equal(Welch.Compare(Moments.Of(a), Moments.Of(b)).Value.PValue, ratio.PValue, 1e-14);
    }

    [Fact]
    public void Ratios_that_cannot_vary_or_be_formed_are_refused()
    {
        double[] y = [1, 2, 3], none = [0, 0, 0];
        var same = JointMoments.Of(y, y);

        Assert.Equal("zero_variance", RatioMetric.Compare(same, same).Reason!.Code);
        Assert.Equal("zero_denominator", RatioMetric.Compare(same, JointMoments.Of(y, none)).Reason!.Code);
        Assert.Equal("insufficient_data", RatioMetric.Compare(same, JointMoments.Of([1], [1])).Reason!.Code);
    }
}
