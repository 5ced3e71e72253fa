namespace Turnout.Statistics.Health;

/// <summary>The sample-ratio check of an experiment that is looked at every day.</summary>
/// <param name="PValue">Valid over all days together; the smallest positive number where a unit sits in an arm of weight 0.</param>
/// <param name="Threshold">The level below which a mismatch is called.</param>
/// <param name="Day">The day that gave the p-value, counted from 1; 0 while no unit was seen.</param>
/// <param name="UnexpectedUnits">Units seen in arms of weight 0; any makes a mismatch certain.</param>
public sealed record DailySampleRatioCheck(double PValue, double Threshold, int Day, long UnexpectedUnits)
{
    /// <summary>The verdict: a p-value below the threshold.</summary>
    public bool IsMismatch => PValue < Threshold;
}

/// <summary>
/// The sample-ratio check over daily counts, valid at every day at once. Half of the error goes to the Dirichlet mixture, which never tires and is sharp in large
/// samples; half is spent on the chi-square test of day d, 6/(π²d²) of it on that day, which is sharp in the first days of a small one.
/// </summary>
/// <remarks>
/// Source: <see cref="SequentialSampleRatio"/> for the mixture; Σ 1/d² = π²/6 for the spending, as in Robbins (1970). The smallest p-value over
/// days is the running one, so that what was a mismatch once stays one.
/// </remarks>
public static class DailySampleRatio
{
    /// <summary>Tests the counts of all days so far.</summary>
    /// <param name="weights">One for each arm, 0 or more, at least two above 0.</param>
    /// <param name="days">For each day on which units came, the first to the last: units seen in each arm so far.</param>
    /// <param name="threshold">The level of the verdict; between 0 and 1.</param>
    /// <returns>The check, its p-value 1 without days; <c>invalid_input</c> for weights or counts that make no sense.</returns>
    public static Computed<DailySampleRatioCheck> Check(double[] weights, IReadOnlyList<long[]> days, double threshold = SampleRatio.DefaultThreshold)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(days);
        var best = new DailySampleRatioCheck(1, Level.Check(threshold), 0, 0);
        for (var d = 1; d <= days.Count; d++)
        {
            if (!SequentialSampleRatio.Check(weights, days[d - 1], threshold).TryGet(out var mixture, out var reason))
                return reason;
            var spent = 6 / (Math.PI * Math.PI * d * d);
            var chi = SampleRatio.Check(weights, days[d - 1], threshold) is { IsOk: true, Value: var check } ? check.PValue / spent : 1;
            var p = Math.Min(1, 2 * Math.Min(mixture.PValue, chi));
            best = best with { UnexpectedUnits = Math.Max(best.UnexpectedUnits, mixture.UnexpectedUnits) };
            if (p < best.PValue)
                best = best with { PValue = p, Day = d };
        }

        return best.UnexpectedUnits > 0 ? best with { PValue = double.Epsilon } : best;
    }
}
