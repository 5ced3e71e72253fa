namespace Turnout.Statistics.Health;

/// <summary>The sample-ratio check of an experiment that is looked at every day.</summary>
/// <param name="PValue">Valid over the looks of all days together; the smallest positive number where a unit sits in an arm of weight 0.</param>
/// <param name="Threshold">The level below which a mismatch is called.</param>
/// <param name="Day">Which day's look this is, counted from 1.</param>
/// <param name="UnexpectedUnits">Units seen in arms of weight 0; any makes a mismatch certain.</param>
public sealed record DailySampleRatioCheck(double PValue, double Threshold, int Day, long UnexpectedUnits)
{
    /// <summary>The verdict: a p-value below the threshold.</summary>
    public bool IsMismatch => PValue < Threshold;
}

/// <summary>
/// The sample-ratio check for a look on each day, valid at all of them at once. Half of the error goes to the Dirichlet mixture, which never tires and is sharp in
/// large samples; half is spent on the chi-square test, 6/(π²d²) of it on day d, which is sharp in the first days of a small one.
/// </summary>
/// <remarks>
/// Source: <see cref="SequentialSampleRatio"/> for the mixture; Σ 1/d² = π²/6 for the spending, after Robbins (1970). A look uses the counts of its day alone, and
/// needs no memory of earlier ones.
/// </remarks>
public static class DailySampleRatio
{
    /// <summary>Tests the counts of one day's look.</summary>
    /// <param name="weights">One for each arm, 0 or more, at least two above 0.</param>
    /// <param name="counts">Units seen in each arm so far; 0 or more.</param>
    /// <param name="day">Which day it is, the first being 1.</param>
    /// <param name="threshold">The level of the verdict; between 0 and 1.</param>
    /// <returns>The check; with no units its p-value is 1. <c>invalid_input</c> for weights or counts that make no sense.</returns>
    public static Computed<DailySampleRatioCheck> Check(
        ReadOnlySpan<double> weights, ReadOnlySpan<long> counts, int day, double threshold = SampleRatio.DefaultThreshold)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(day, 1);
        if (!SequentialSampleRatio.Check(weights, counts, threshold).TryGet(out var mixture, out var reason))
            return reason;
        if (mixture.UnexpectedUnits > 0)
            return new DailySampleRatioCheck(double.Epsilon, threshold, day, mixture.UnexpectedUnits);
        var spent = 6 / (Math.PI * Math.PI * day * day);
        var chi = SampleRatio.Check(weights, counts, threshold) is { IsOk: true, Value: var check } ? check.PValue / spent : 1;
        return new DailySampleRatioCheck(Math.Min(1, 2 * Math.Min(mixture.PValue, chi)), threshold, day, 0);
    }
}
