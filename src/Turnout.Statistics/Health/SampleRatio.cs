using Turnout.Statistics.Distributions;

namespace Turnout.Statistics.Health;

/// <summary>Whether units arrived in the shares that were asked for. A mismatch means that assignment or logging is broken.</summary>
/// <param name="ChiSquare">Σ(O−E)²/E over the arms with a weight.</param>
/// <param name="DegreesOfFreedom">Arms with a weight, minus 1.</param>
/// <param name="PValue">
/// The chi-square test's, above 0; the exact multinomial test's where an expected count is below 5; the smallest positive number where a unit
/// sits in an arm of weight 0, which chance cannot do.
/// </param>
/// <param name="IsExact">True where the exact test gave the p-value.</param>
/// <param name="Threshold">The level below which a mismatch is called.</param>
/// <param name="UnexpectedUnits">Units seen in arms of weight 0; any makes a mismatch certain.</param>
public sealed record SampleRatioCheck(
    double ChiSquare, int DegreesOfFreedom, double PValue, bool IsExact, double Threshold, long UnexpectedUnits)
{
    /// <summary>The verdict: a p-value below the threshold.</summary>
    public bool IsMismatch => PValue < Threshold;
}

/// <summary>The sample-ratio check for one look. For daily looks use the sequential one.</summary>
/// <remarks>Source: Pearson (1900); use in experiments: Fabijan et al. (2019), KDD.</remarks>
public static class SampleRatio
{
    /// <summary>The level customary in experimentation: an alarm is rare enough to be believed.</summary>
    public const double DefaultThreshold = 0.001;

    /// <summary>Tests the counts against the weights.</summary>
    /// <param name="weights">One for each arm, 0 or more, at least two above 0; only their proportions matter.</param>
    /// <param name="counts">Units seen in each arm; 0 or more.</param>
    /// <param name="threshold">The level of the verdict; between 0 and 1.</param>
    /// <returns>The check, or <c>insufficient_data</c> where no unit was seen, <c>invalid_input</c> for weights or counts that make no sense.</returns>
    public static Computed<SampleRatioCheck> Check(
        ReadOnlySpan<double> weights, ReadOnlySpan<long> counts, double threshold = DefaultThreshold)
    {
        Level.Check(threshold);
        if (!Split.Of(weights, counts).TryGet(out var split, out var reason))
            return reason;
        if (split.Total == 0)
            return split.Unexpected > 0
                ? new SampleRatioCheck(0, split.Arms - 1, double.Epsilon, true, threshold, split.Unexpected)
                : NotComputable.TooFewUnits("counts", 1);
        var chi2 = 0.0;
        var least = double.MaxValue;
        for (var i = 0; i < split.Arms; i++)
        {
            var expected = split.Total * split.Shares[i];
            var gap = split.Counts[i] - expected;
            chi2 += gap * gap / expected;
            least = Math.Min(least, expected);
        }

        if (!double.IsFinite(chi2))
            return NotComputable.Overflow("weights");
        var exact = least < 5 ? ExactMultinomial.PValue(split.Counts, split.Shares) : null;
        var p = split.Unexpected > 0 ? double.Epsilon : exact ?? Level.PValue(Gamma.LogAbove((split.Arms - 1) / 2.0, chi2 / 2));
        return new SampleRatioCheck(chi2, split.Arms - 1, p, exact is not null, threshold, split.Unexpected);
    }

    /// <summary>
    /// Tests several periods of constant weights together, as after a ramp-up or a change of weights: the sum of their chi-squares on the
    /// sum of their degrees of freedom. Periods without units count nothing.
    /// </summary>
    public static Computed<SampleRatioCheck> CheckPeriods(
        IReadOnlyList<(double[] Weights, long[] Counts)> periods, double threshold = DefaultThreshold)
    {
        ArgumentNullException.ThrowIfNull(periods);
        Level.Check(threshold);
        double chi2 = 0;
        int df = 0;
        long unexpected = 0;
        foreach (var (weights, counts) in periods)
        {
            if (!Check(weights, counts, threshold).TryGet(out var one, out var reason))
            {
                if (reason.Code == "insufficient_data")
                    continue;
                return reason;
            }

            chi2 += one.ChiSquare;
            df += one.DegreesOfFreedom;
            unexpected += one.UnexpectedUnits;
        }

        if (df == 0)
            return NotComputable.TooFewUnits("counts", 1);
        var p = unexpected > 0 ? double.Epsilon : Level.PValue(Gamma.LogAbove(df / 2.0, chi2 / 2));
        return new SampleRatioCheck(chi2, df, p, false, threshold, unexpected);
    }
}
