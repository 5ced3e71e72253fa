namespace Turnout.Statistics.Tests;

public class MomentsTests
{
    [Fact]
    public void Variance_survives_a_mean_that_dwarfs_it()
    {
        // NIST StRD NumAcc4: 1001 values around 10,000,000.2, standard deviation 0.1 exactly.
        var values = new double[1001];
        values[0] = 10000000.2;
        for (var i = 1; i < 1001; i++)
            values[i] = i % 2 == 1 ? 10000000.1 : 10000000.3;

        // The decimals themselves are rounded at 1e-9 of an ulp, which leaves 1e-8 of the variance.
        Close.To(0.01, Moments.Of(values).Variance, 2e-8);
    }

    [Fact]
    public void Merging_in_any_order_equals_one_pass()
    {
        var random = new Random(7);
        var y = Enumerable.Range(0, 1000).Select(_ => random.NextDouble() * 1e6 + 1e9).ToArray();
        var x = Enumerable.Range(0, 1000).Select(i => y[i] / 3 + random.NextDouble()).ToArray();
        var whole = JointMoments.Of(y, x);
        foreach (var cut in new[] { 0, 1, 17, 500, 999, 1000 })
        {
            var left = JointMoments.Of(y.AsSpan(0, cut), x.AsSpan(0, cut));
            var right = JointMoments.Of(y.AsSpan(cut), x.AsSpan(cut));
            Same(whole, left.Merge(right));
            Same(whole, right.Merge(left));
        }

        static void Same(JointMoments a, JointMoments b)
        {
            Assert.Equal(a.Count, b.Count);
            Close.To(a.MeanY, b.MeanY, 1e-14);
            Close.To(a.M2Y, b.M2Y, 1e-10);
            Close.To(a.M2X, b.M2X, 1e-10);
            Close.To(a.Cross, b.Cross, 1e-10);
        }
    }

    [Fact]
    public void Sums_give_the_same_moments_as_values()
    {
        double[] values = [1, 2, 4, 8];

        Assert.Equal(Moments.Of(values), Moments.FromSums(4, 15, 85).Value);
    }

    [Fact]
    public void Rounding_below_zero_is_forgiven_and_nonsense_is_not()
    {
        Assert.Equal(0, Moments.FromSums(10, 10, 10 - 1e-13).Value.M2);
        Assert.Equal("invalid_input", Moments.FromSums(10, 10, 9).Reason!.Code);
        Assert.Equal("invalid_input", Moments.FromSums(-1, 0, 0).Reason!.Code);
        Assert.Equal("invalid_input", Moments.FromSums(2, double.NaN, 1).Reason!.Code);
        Assert.Equal("invalid_input", JointMoments.FromSums(2, 1, 1, 1, 1, 40).Reason!.Code);
    }

    [Fact]
    public void Nothing_computed_has_a_reason_and_no_value()
    {
        var nothing = default(Computed<double>);

        Assert.False(nothing.IsOk);
        Assert.Equal("not_computed", nothing.Reason!.Code);
        Assert.Throws<InvalidOperationException>(() => nothing.Value);
    }
}
