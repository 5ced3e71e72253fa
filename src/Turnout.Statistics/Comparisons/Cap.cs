namespace Turnout.Statistics.Comparisons;

/// <summary>
/// Capping (winsorising): values above a limit count as the limit, so that a few extreme units do not drown the rest. The limit comes from
/// all arms together, unit by unit, before any sum; units are never dropped. It changes what is estimated: say so beside the result.
/// </summary>
public static class Cap
{
    /// <summary>The limit at a percentile of the units of all arms.</summary>
    /// <param name="arms">The values of each arm, one for each unit.</param>
    /// <param name="percentile">Between 0 and 1; 0.999 is customary.</param>
    /// <param name="ignoreZeros">True to take the percentile among values other than 0, for metrics most units do not have.</param>
    /// <returns>The limit, or <c>insufficient_data</c> where no value is left.</returns>
    public static Computed<double> AtPercentile(IReadOnlyList<double[]> arms, double percentile, bool ignoreZeros = false)
    {
        ArgumentNullException.ThrowIfNull(arms);
        if (percentile is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(percentile), percentile, "A percentile lies between 0 and 1.");
        var pooled = arms.SelectMany(arm => arm).Where(value => !ignoreZeros || value != 0).ToArray();
        if (pooled.Length == 0)
            return NotComputable.TooFewUnits("values", 1);
        Array.Sort(pooled);
        return Effect.Finite(QuantileMetric.At(pooled, percentile), "values");
    }

    /// <summary>The moments of values of which none counts for more than the limit.</summary>
    public static Moments Apply(ReadOnlySpan<double> values, double limit)
    {
        var all = default(Moments);
        foreach (var value in values)
            all = all.Add(Math.Min(value, limit));
        return all;
    }
}
