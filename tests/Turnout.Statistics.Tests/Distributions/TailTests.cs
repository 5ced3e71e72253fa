using Turnout.Statistics.Distributions;

namespace Turnout.Statistics.Tests.Distributions;

/// <summary>
/// Golden values from mpmath 1.3.0 at 40 to 340 digits (betainc, gammainc, erfc, quad, and the plain power series where those do not
/// converge). An error of 1e-10 in a tail is one of 1e-10 in its logarithm, whatever the tail's size.
/// </summary>
public class TailTests
{
    [Theory]
    [InlineData(0.1, 0.46017216272297101853)]
    [InlineData(1.96, 0.024997895148220434137)]
    [InlineData(8, 6.2209605742717841235e-16)]
    [InlineData(20, 2.7536241186062336951e-89)]
    [InlineData(37, 5.7255712225245768227e-300)]
    public void Normal_upper_tail_is_right_to_1e_300(double z, double expected) => Close.To(expected, Normal.Above(z), 1e-12);

    [Fact]
    public void Normal_log_tail_goes_on_where_doubles_end()
    {
        Close.To(-5005.5242086942050886, Normal.LogAbove(100), 1e-15);
        Close.To(-203.91715537109726394, Normal.LogAbove(20), 1e-14);
        Close.To(Normal.LogAbove(29.999999999), Normal.LogAbove(30.000000001), 1e-9);
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e-20)]
    [InlineData(0.00135)]
    [InlineData(0.025)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.999999)]
    public void Normal_quantile_undoes_the_tail(double tail) => Close.To(tail, Normal.Above(Normal.Quantile(tail)), 1e-12);

    [Fact]
    public void Normal_quantile_of_a_two_sided_5_percent_is_the_textbook_number() =>
        Close.To(1.9599639845400542355, Normal.Quantile(0.025), 1e-15);

    [Theory]
    [InlineData(1, 2, -1.9133603645040102603)]
    [InlineData(1, 1e150, -346.53249383495625278)]
    [InlineData(5, 50, -17.314140361404830473)]
    [InlineData(30, 8, -19.581303156737295024)]
    [InlineData(200, 40, -223.23353129570190601)]
    [InlineData(999, 54, -686.45061384707065139)]
    [InlineData(1000, 1.5, -2.7035848942746087945)]
    [InlineData(1000, 54, -686.76134151090169941)]
    [InlineData(1001, 3, -6.5832682344500869154)]
    [InlineData(1e5, 2, -3.7831250047718968502)]
    [InlineData(1e6, 37, -688.56178872603976514)]
    [InlineData(1e6, 0.5, -1.1759115833002604629)]
    [InlineData(1e8, 30, -454.31921447099133814)]
    public void Student_tail_is_right_to_1e_300(double df, double t, double expectedLog) =>
        Assert.Equal(expectedLog, StudentT.LogAbove(t, df), 1e-11);

    /// <summary>The integral over ln S by mpmath's quad at 60 digits. 1e-10: the error that is promised; 1e-13 beside it where next to nothing is missing.</summary>
    [Theory]
    [InlineData(2, 10, 0, -3.305141551232453202472)]
    [InlineData(2, 10, 1.5, -1.076324729146115488954)]
    [InlineData(50, 5, 1, -15.20977690992417821259)]
    [InlineData(8, 30, -2, -30.16125515200211068013)]
    [InlineData(40, 200, 3, -185.591778168549314388)]
    [InlineData(54, 1000, 2, -633.4010115669136490415)]
    [InlineData(37, 1e6, 1, -652.0593987428597753334)]
    [InlineData(1.96, 1e6, 2.8, -0.2237115651725162801773)]
    [InlineData(3, 1, 2, -0.7441398080127245709943)]
    [InlineData(1e4, 1, 3, -8.337392079290740306351)]
    [InlineData(-1, 20, -40, -742.0348550564493192936)]
    [InlineData(0, 5, 10, -7.619853024160526065973e-24)]
    [InlineData(-3, 5, 1, -0.001434625582221452594921)]
    [InlineData(60, 99, 10, -105.8288507673231345089)]
    public void Noncentral_t_tail_is_right_to_1e_300(double t, double df, double shift, double expectedLog) =>
        Assert.Equal(expectedLog, NoncentralT.LogAbove(t, df, shift), 1e-10);

    [Fact]
    public void Noncentral_t_without_a_shift_is_Students()
    {
        foreach (var df in (double[])[0.5, 3, 61, 1e5, 1e10])
            foreach (var t in (double[])[-2, 0.1, 3, 30])
                Assert.Equal(StudentT.LogAbove(t, df), NoncentralT.LogAbove(t, df, 0), 1e-10);
    }

    [Theory]
    [InlineData(700, 2.5, -690.4559202771591183429)]
    [InlineData(0.1, 0.5, -0.4235463234759657384148)]
    [InlineData(1100, 300, -414.9687551071156545581)]
    public void Gamma_tail_is_right_to_1e_300(double x, double shape, double expectedLog) => Assert.Equal(expectedLog, UpperTail.LogGamma(x, shape), 1e-10);

    [Theory]
    [InlineData(1, 12.7062047361747)]
    [InlineData(2, 4.30265272974946)]
    [InlineData(3, 3.18244630528371)]
    [InlineData(5, 2.57058183563632)]
    [InlineData(10, 2.22813885198627)]
    [InlineData(30, 2.04227245630124)]
    [InlineData(100, 1.98397151852355)]
    [InlineData(999, 1.96234146113345)]
    [InlineData(1001, 1.96233670528088)]
    [InlineData(1e5, 1.95998770753461)]
    public void Student_quantile_agrees_with_R(double df, double expected) => Close.To(expected, StudentT.Quantile(0.025, df), 5e-14);

    [Theory]
    [InlineData(0.3)]
    [InlineData(2.5)]
    [InlineData(40)]
    [InlineData(2e7)]
    public void Student_quantile_undoes_the_tail(double df)
    {
        foreach (var tail in new[] { 1e-250, 1e-30, 1e-5, 0.2, 0.499 })
        {
            var t = StudentT.Quantile(tail, df);
            if (t < 1e300)
                Close.To(tail, StudentT.Above(t, df), 1e-11);
        }
    }

    [Theory]
    [InlineData(0.5, 0.5, 1e-5, -6.2080437711017912633, -0.0020152009937178415523)]
    [InlineData(2, 3, 0.999, -3.9970000079880045213e-9, -19.337721757217224686)]
    [InlineData(1000, 2000, 0.3, -10.108342387613253729, -0.000040739108986739627261)]
    [InlineData(1e6, 9e6, 0.1005, -7.0877467161778714813e-8, -16.462313300900350673)]
    [InlineData(1e6, 9e6, 0.103, 0, -495.68298831648172542)]
    [InlineData(3, 1e7, 1e-4, 0, -986.92563985771016445)]
    [InlineData(50, 50, 0.999999, 0, -624.68488146599502469)]
    public void Beta_tails_are_right_on_both_sides(double a, double b, double x, double logBelow, double logAbove)
    {
        // x is a rounded decimal: its own rounding, times the steepness of the log tail, is the tolerance.
        Close.To(logAbove, Beta.LogAbove(a, b, x, 1 - x), 1e-10);
        if (logBelow != 0)
            Close.To(logBelow, Beta.LogBelow(a, b, x, 1 - x), 1e-10);
    }

    [Theory]
    [InlineData(0.5, 1e7, 1e-9)]
    [InlineData(30, 70, 0.025)]
    [InlineData(30, 70, 0.975)]
    [InlineData(1e5, 9e5, 1e-12)]
    [InlineData(2, 1, 0.5)]
    public void Beta_quantile_undoes_the_cdf(double a, double b, double below) =>
        Close.To(below, Beta.Below(a, b, Beta.Quantile(a, b, below)), 1e-9);

    [Theory]
    [InlineData(0.5, 3, -4.2470847467855897372, -0.014409194045103478358)]
    [InlineData(2, 700, -693.44749211296540991, -6.9116332571755993706e-302)]
    [InlineData(1000, 1100, -6.8501250144362652883, -0.0010598847333686435803)]
    [InlineData(1000, 2500, -588.48874151535453478, -2.645982074544255554e-256)]
    [InlineData(0.5, 1e-8, -0.00011284428301004562366, -9.0895581376742708426)]
    [InlineData(10, 1, -1.1142548454653975e-7, -16.009909825202021882)]
    public void Gamma_tails_are_right_on_both_sides(double a, double x, double logAbove, double logBelow)
    {
        Close.To(logAbove, Gamma.LogAbove(a, x), 1e-12);
        // A log that is itself a tail near 1 carries the other tail's relative error: 1e-10 is what is promised.
        Close.To(logBelow, Gamma.LogBelow(a, x), 1e-10);
    }

    [Theory]
    [InlineData(1, 0.001)]
    [InlineData(3, 1e-40)]
    [InlineData(500, 0.999)]
    public void Chi_square_quantile_undoes_the_tail(double df, double tail) =>
        Close.To(tail, Gamma.ChiSquareAbove(df, Gamma.ChiSquareQuantile(df, tail)), 1e-10);
}
