using Turnout.Statistics.Distributions;

namespace Turnout.Statistics.Health;

/// <summary>The sample-ratio check that may be looked at every day.</summary>
/// <param name="PValue">Valid over all looks together; the smallest positive number where a unit sits in an arm of weight 0.</param>
/// <param name="LogPValue">Its natural logarithm, at most 0.</param>
/// <param name="Threshold">The level below which a mismatch is called.</param>
/// <param name="UnexpectedUnits">Units seen in arms of weight 0; any makes a mismatch certain.</param>
public sealed record SequentialSampleRatioCheck(double PValue, double LogPValue, double Threshold, long UnexpectedUnits)
{
    /// <summary>The verdict: a p-value below the threshold.</summary>
    public bool IsMismatch => PValue < Threshold;

    /// <summary>This look after earlier ones: the smallest p-value so far.</summary>
    public SequentialSampleRatioCheck After(SequentialSampleRatioCheck? earlier)
    {
        var log = Math.Min(LogPValue, earlier?.LogPValue ?? 0);
        return this with { LogPValue = log, PValue = Level.PValue(log), UnexpectedUnits = Math.Max(UnexpectedUnits, earlier?.UnexpectedUnits ?? 0) };
    }
}

/// <summary>
/// The always-valid sample-ratio check: a Dirichlet mixture against the asked-for shares. Daily chi-square tests at 0.001 raise a false
/// alarm in 0.9 % of four-week experiments; this one stays below 0.1 % for ever.
/// </summary>
/// <remarks>Source: Lindon and Malek (2022), NeurIPS, "Anytime-Valid Inference for Multinomial Count Data", arXiv 2011.03567.</remarks>
public static class SequentialSampleRatio
{
    /// <summary>How tightly the mixture sits around the shares: sharpest for mismatches of about 1/√concentration.</summary>
    public const double DefaultConcentration = 10_000;

    /// <summary>Tests the counts of one look. Combine looks by <see cref="SequentialSampleRatioCheck.After"/>.</summary>
    /// <param name="weights">One for each arm, 0 or more, at least two above 0.</param>
    /// <param name="counts">Units seen in each arm so far; 0 or more.</param>
    /// <param name="threshold">The level of the verdict; between 0 and 1.</param>
    /// <param name="concentration">Of the mixture; above 0, fixed before the start.</param>
    /// <returns>The check; with no units its p-value is 1. <c>invalid_input</c> for weights or counts that make no sense.</returns>
    public static Computed<SequentialSampleRatioCheck> Check(
        ReadOnlySpan<double> weights,
        ReadOnlySpan<long> counts,
        double threshold = SampleRatio.DefaultThreshold,
        double concentration = DefaultConcentration)
    {
        Level.Check(threshold);
        if (concentration is not (> 0 and < 1e15))
            throw new ArgumentOutOfRangeException(nameof(concentration), concentration, "A concentration lies above 0.");
        if (!Split.Of(weights, counts).TryGet(out var split, out var reason))
            return reason;
        // ln of [Γ(k)/Γ(k+n)]·∏ Γ(kθ+c)/Γ(kθ) over ∏ θ^c, as rising factorials that do not cancel.
        var log = -LogRising(concentration, split.Total);
        for (var i = 0; i < split.Arms; i++)
            log += LogRising(concentration * split.Shares[i], split.Counts[i]) - split.Counts[i] * Math.Log(split.Shares[i]);
        var p = split.Unexpected > 0 ? Math.Log(double.Epsilon) : Math.Min(0, -log);
        return new SequentialSampleRatioCheck(Level.PValue(p), p, threshold, split.Unexpected);
    }

    /// <summary>ln of Γ(a+n)/Γ(a).</summary>
    private static double LogRising(double a, double n)
    {
        if (n == 0)
            return 0;
        if (a < 15)
            return Special.LogGamma(a + n) - Special.LogGamma(a);
        return Special.StirlingError(a + n) - Special.StirlingError(a) + n * Math.Log(a + n) + (a - 0.5) * Special.Log1p(n / a) - n;
    }
}
