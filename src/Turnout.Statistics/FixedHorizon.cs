using Turnout.Statistics.Distributions;

namespace Turnout.Statistics;

/// <summary>
/// The test for one look at a planned end. Looking more often and stopping at the first success breaks its promise: use the
/// always-valid test for that.
/// </summary>
public static class FixedHorizon
{
    /// <summary>Tests an effect against 0.</summary>
    /// <param name="effect">From any of the comparisons.</param>
    /// <param name="alpha">The error allowed; between 0 and 1.</param>
    /// <param name="alternative">What is looked for.</param>
    /// <returns>p-value, interval and lift; each exists for every effect, except the lift's parts.</returns>
    public static Comparison Test(Effect effect, double alpha = 0.05, Alternative alternative = Alternative.TwoSided) =>
        Test(effect, effect.Difference / effect.StandardError, alpha, alternative);

    /// <summary>The number of standard errors an interval reaches.</summary>
    public static double Multiplier(double? degreesOfFreedom, double alpha = 0.05, Alternative alternative = Alternative.TwoSided)
    {
        var tail = Level.Check(alpha) / (alternative == Alternative.TwoSided ? 2 : 1);
        return degreesOfFreedom is { } df ? StudentT.Quantile(tail, df) : Normal.Quantile(tail);
    }

    /// <summary>Tests with a statistic of its own, as the pooled z of two proportions, beside the effect's interval.</summary>
    internal static Comparison Test(Effect effect, double statistic, double alpha, Alternative alternative)
    {
        var multiplier = Multiplier(effect.DegreesOfFreedom, alpha, alternative);
        var log = LogPValue(statistic, effect.DegreesOfFreedom, alternative);
        return new(
            effect, statistic, Level.PValue(log), log, effect.IntervalAt(multiplier, alternative), effect.Lift,
            effect.LiftIntervalAt(multiplier, alternative), alpha, alternative);
    }

    internal static double LogPValue(double statistic, double? degreesOfFreedom, Alternative alternative)
    {
        var x = alternative switch
        {
            Alternative.Greater => statistic,
            Alternative.Less => -statistic,
            _ => Math.Abs(statistic),
        };
        var log = degreesOfFreedom is { } df ? StudentT.LogAbove(x, df) : Normal.LogAbove(x);
        return alternative == Alternative.TwoSided ? Math.Min(0, log + 0.69314718055994530942) : log;
    }
}
