using Turnout.Statistics.Comparisons;

namespace Turnout.Statistics.Tests.Comparisons;

/// <summary>Golden values: R 4.2 (prop.test without correction, fisher.test) unless said otherwise; the commands stand beside them.</summary>
public class TwoProportionsTests
{
    // Cookie Cats: gate at level 30 (control) against level 40, the public data set behind many A/B tutorials.
    private static readonly Successes Gate30Day7 = new(44700, 8502), Gate40Day7 = new(45489, 8279);

    [Fact]
    public void Cookie_cats_seven_day_retention_gives_the_published_z()
    {
        var result = TwoProportions.Compare(Gate30Day7, Gate40Day7).Value;

        // p <- sum(x)/sum(n); z <- diff(x/n)/sqrt(p*(1-p)*sum(1/n)); 2*pnorm(-abs(z)). R prints 15 digits.
        Close.To(-3.16435891274819, result.Test.Statistic, 1e-12);
        Close.To(0.00155424997561433, result.Test.PValue, 1e-12);
        Close.To(-0.0132815524188855, result.Test.Interval.Lower!.Value, 1e-12);
        Close.To(-0.00312104421152628, result.Test.Interval.Upper!.Value, 1e-12);
        Assert.True(result.IsSignificant);
        Assert.Null(result.Exact);
    }

    [Fact]
    public void Cookie_cats_one_day_retention_gives_the_published_p_value()
    {
        var result = TwoProportions.Compare(new(44700, 20034), new(45489, 20119)).Value;

        Close.To(0.0744096552969191, result.Test.PValue, 1e-12);
        Assert.False(result.IsSignificant);
    }

    [Fact]
    public void A_huge_difference_keeps_a_p_value_above_zero_and_its_logarithm()
    {
        var result = TwoProportions.Compare(new(1_000_000, 100_000), new(1_000_000, 200_000)).Value.Test;

        Assert.True(result.PValue > 0);
        Assert.InRange(result.LogPValue, -20000, -15000);
    }

    [Theory]
    [InlineData(4, 1, 4, 3, 0.485714285714286)]
    [InlineData(10, 9, 14, 3, 0.00275945618522009)]
    [InlineData(1000, 2, 1000, 14, 0.00404122155981041)]
    [InlineData(50000, 0, 50000, 9, 0.00390484388359459)]
    public void Fisher_decides_where_counts_are_small(long nc, long xc, long nt, long xt, double expected)
    {
        var result = TwoProportions.Compare(new(nc, xc), new(nt, xt)).Value;

        Close.To(expected, result.Exact!.FisherPValue, 1e-9);
        Assert.Equal(result.Exact.FisherPValue, result.DecidingPValue);
    }

    [Fact]
    public void Fisher_one_sided_gives_the_lady_tasting_tea() =>
        Close.To(0.242857142857143, FisherExact.PValue(new(4, 1), new(4, 3), Alternative.Greater), 1e-12);

    [Theory]
    // Newcombe (1998), Statistics in Medicine 17, table II, method 10: four printed digits.
    [InlineData(56, 70, 48, 80, 0.0524, 0.3339)]
    [InlineData(9, 10, 3, 10, 0.1705, 0.8090)]
    [InlineData(6, 7, 2, 7, 0.0582, 0.8062)]
    [InlineData(5, 56, 0, 29, -0.0381, 0.1926)]
    [InlineData(0, 10, 0, 20, -0.1611, 0.2775)]
    [InlineData(0, 10, 0, 10, -0.2775, 0.2775)]
    [InlineData(10, 10, 0, 20, 0.6791, 1.0000)]
    [InlineData(10, 10, 0, 10, 0.6075, 1.0000)]
    public void Newcombe_interval_gives_the_papers_table(long xt, long nt, long xc, long nc, double lower, double upper)
    {
        var interval = TwoProportions.NewcombeInterval(new(nc, xc), new(nt, xt));

        Assert.Equal(lower, interval.Lower!.Value, 5e-5);
        Assert.Equal(upper, interval.Upper!.Value, 5e-5);
    }

    [Theory]
    // The same table, method 5 (Mee).
    [InlineData(56, 70, 48, 80, 0.0533, 0.3377)]
    [InlineData(9, 10, 3, 10, 0.1821, 0.8370)]
    [InlineData(6, 7, 2, 7, 0.0544, 0.8478)]
    [InlineData(5, 56, 0, 29, -0.0313, 0.1926)]
    [InlineData(0, 10, 0, 20, -0.1611, 0.2775)]
    [InlineData(10, 10, 0, 20, 0.7225, 1.0000)]
    public void Score_interval_gives_the_papers_table(long xt, long nt, long xc, long nc, double lower, double upper)
    {
        var interval = TwoProportions.ScoreInterval(new(nc, xc), new(nt, xt));

        Assert.Equal(lower, interval.Lower!.Value, 6e-5);
        Assert.Equal(upper, interval.Upper!.Value, 6e-5);
    }

    [Theory]
    // mpmath at 40 digits: bisection on the likelihood's slope, then on z.
    [InlineData(10_000_000, 12, 10_000_000, 25, 1.13750978757508e-7, 2.60972285031809e-6)]
    [InlineData(45489, 8279, 44700, 8502, 0.0031214439635436, 0.0132822980744788)]
    [InlineData(70, 56, 80, 48, -0.337729463741141, -0.0533338492913251)]
    public void Score_interval_is_exact_also_for_rare_events(long nc, long xc, long nt, long xt, double lower, double upper)
    {
        var interval = TwoProportions.ScoreInterval(new(nc, xc), new(nt, xt));

        // Thirteen digits were kept of the golden values' bisection.
        Close.To(lower, interval.Lower!.Value, 1e-10);
        Close.To(upper, interval.Upper!.Value, 1e-10);
    }

    [Fact]
    public void Score_interval_never_contradicts_the_z_test()
    {
        for (var x = 100; x < 160; x++)
        {
            Successes control = new(1000, 100), treatment = new(1100, x);
            var test = TwoProportions.Compare(control, treatment).Value.Test;
            Assert.Equal(test.PValue > 0.05, TwoProportions.ScoreInterval(control, treatment).Contains(0));
        }
    }

    [Fact]
    public void No_success_anywhere_is_not_computable()
    {
        var result = TwoProportions.Compare(new(100, 0), new(100, 0));

        Assert.Equal("zero_variance", result.Reason!.Code);
        Assert.Equal("both arms", result.Reason.Subject);
        Assert.Equal("zero_variance", TwoProportions.Compare(new(100, 100), new(7, 7)).Reason!.Code);
    }

    [Fact]
    public void An_empty_arm_is_not_computable_and_named()
    {
        Assert.Equal(("insufficient_data", "treatment"), Named(TwoProportions.Compare(new(10, 1), new(0, 0)).Reason!));
        Assert.Equal(("invalid_input", "control"), Named(TwoProportions.Compare(new(10, 11), new(10, 1)).Reason!));

        static (string, string) Named(NotComputable reason) => (reason.Code, reason.Subject);
    }

    [Fact]
    public void A_control_without_successes_has_a_difference_but_no_lift()
    {
        var test = TwoProportions.Compare(new(1000, 0), new(1000, 30)).Value.Test;

        Assert.Equal(0.03, test.Difference, 1e-15);
        Assert.Equal("zero_baseline", test.Lift.Reason!.Code);
        Assert.Equal("zero_baseline", test.LiftInterval.Reason!.Code);
    }

    [Fact]
    public void All_against_none_is_still_compared()
    {
        var result = TwoProportions.Compare(new(50, 0), new(50, 50)).Value;

        Close.To(10, result.Test.Statistic, 1e-12);
        Assert.True(result.IsSignificant);
    }

    [Fact]
    public void Level_outside_0_and_1_is_the_callers_mistake() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TwoProportions.Compare(new(10, 1), new(10, 2), 1));
}
