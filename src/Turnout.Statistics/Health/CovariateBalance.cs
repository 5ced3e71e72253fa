using Turnout.Statistics.Comparisons;

namespace Turnout.Statistics.Health;

/// <summary>Whether arms differed before the experiment began. A difference there that chance cannot explain is no effect of the treatment.</summary>
/// <param name="Comparison">Welch's test of the pre-period.</param>
/// <param name="Threshold">The level below which it is called unbalanced.</param>
public sealed record BalanceCheck(Comparison Comparison, double Threshold)
{
    /// <summary>The verdict: the p-value is below the threshold.</summary>
    public bool IsUnbalanced => Comparison.PValue < Threshold;
}

/// <summary>The pre-period balance check, at the level of the sample-ratio check.</summary>
public static class CovariateBalance
{
    /// <summary>Compares the pre-period of two arms; refuses as <see cref="Welch.Compare"/> does.</summary>
    public static Computed<BalanceCheck> Check(Moments control, Moments treatment, double threshold = SampleRatio.DefaultThreshold) =>
        Welch.Compare(control, treatment, Level.Check(threshold)).Select(test => new BalanceCheck(test, threshold));
}
