using Turnout.Statistics.Multiplicity;

namespace Turnout.Statistics.Tests.Multiplicity;

/// <summary>Golden values: p.adjust of R 4.2 on the ten p-values of Benjamini and Hochberg's kind below.</summary>
public class AdjustmentTests
{
    private static readonly double?[] P = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216];

    [Theory]
    [InlineData(Correction.Holm, 0.010, 0.072, 0.312, 0.312, 0.312, 0.312, 0.312, 0.615, 0.615, 0.615)]
    [InlineData(Correction.Hochberg, 0.010, 0.072, 0.216, 0.216, 0.216, 0.216, 0.216, 0.216, 0.216, 0.216)]
    [InlineData(Correction.Hommel, 0.010, 0.072, 0.185, 0.185, 0.185, 0.216, 0.216, 0.216, 0.216, 0.216)]
    [InlineData(Correction.BenjaminiHochberg, 0.01, 0.04, 0.084, 0.084, 0.084, 0.1, 0.105714285714286, 0.216, 0.216, 0.216)]
    [InlineData(Correction.BenjaminiYekutieli, 0.0292896825396825, 0.1171587301587302, 0.2460333333333333, 0.2460333333333333, 0.2460333333333333,
        0.2928968253968254, 0.3096337868480725, 0.6326571428571428, 0.6326571428571428, 0.6326571428571428)]
    public void Adjusted_p_values_agree_with_R(Correction correction, params double[] expected)
    {
        var adjusted = Adjustment.Adjust(P, correction);

        for (var i = 0; i < P.Length; i++)
            Close.To(expected[i], adjusted[i]!.Value, 1e-13);
    }

    [Fact]
    public void Undefined_tests_leave_the_family_and_order_is_kept()
    {
        var adjusted = Adjustment.Adjust([0.04, null, 0.01, 0.04], Correction.Holm);

        Assert.Equal([0.08, null, 0.03, 0.08], adjusted);
    }

    [Fact]
    public void Bonferroni_intervals_share_alpha_and_false_discovery_intervals_share_what_was_found()
    {
        Close.To(0.005, Adjustment.IntervalAlpha(P, Correction.Holm), 1e-15);
        Close.To(0.01, Adjustment.IntervalAlpha(P, Correction.BenjaminiHochberg), 1e-15);
    }

    [Fact]
    public void Preferential_levels_sum_to_alpha()
    {
        var levels = Adjustment.PreferentialLevels(4, 0.5);

        Close.To(0.05, levels.Sum(), 1e-15);
        Assert.Equal(0.025, levels[0]);
    }
}
