namespace Turnout.Statistics;

/// <summary>
/// Count, mean and sum of squared deviations of one variable: all that tests of a mean need, mergeable in any order.
/// Central moments are kept because raw sums of squares lose every digit once mean²/variance passes 10¹⁵.
/// </summary>
/// <param name="Count">How many values; 0 or more.</param>
/// <param name="Mean">Their mean; 0 for none.</param>
/// <param name="M2">Sum of squared deviations from the mean; 0 or more.</param>
/// <remarks>Source: Chan, Golub and LeVeque (1983), The American Statistician 37(3), 242–247. Merging costs a few nanoseconds.</remarks>
public readonly record struct Moments(long Count, double Mean, double M2)
{
    /// <summary>Unbiased variance (n−1); 0 below two values.</summary>
    public double Variance => Count < 2 ? 0 : M2 / (Count - 1);

    /// <summary>The sum of the values.</summary>
    public double Sum => Mean * Count;

    /// <summary>The moments of values held in memory, one pass.</summary>
    public static Moments Of(ReadOnlySpan<double> values)
    {
        var all = default(Moments);
        foreach (var value in values)
            all = all.Add(value);
        return all;
    }

    /// <summary>
    /// From raw sums, as a database gives them. A variance that is negative by rounding alone (within 10⁻¹² of the sum of squares) becomes 0;
    /// a more negative one is refused as <c>invalid_input</c>.
    /// </summary>
    public static Computed<Moments> FromSums(long count, double sum, double sumOfSquares)
    {
        if (count < 0 || !double.IsFinite(sum) || !double.IsFinite(sumOfSquares) || sumOfSquares < 0)
            return NotComputable.Invalid("moments", "count and sum of squares must be 0 or more, and every sum finite");
        if (count == 0)
            return sum == 0 && sumOfSquares == 0 ? default(Moments) : NotComputable.Invalid("moments", "no values must sum to 0");
        var mean = sum / count;
        var m2 = sumOfSquares - sum * mean;
        if (m2 < -1e-12 * sumOfSquares)
            return NotComputable.Invalid("moments", "the sum of squares must be at least the squared sum over the count");
        return new Moments(count, mean, Math.Max(0, m2));
    }

    /// <summary>From count, mean and unbiased variance, as reports give them.</summary>
    public static Moments FromVariance(long count, double mean, double variance) => new(count, mean, variance * Math.Max(0, count - 1));

    /// <summary>These values and one more.</summary>
    public Moments Add(double value)
    {
        var count = Count + 1;
        var delta = value - Mean;
        var mean = Mean + delta / count;
        return new(count, mean, M2 + delta * (value - mean));
    }

    /// <summary>These values and <paramref name="other"/>'s, as if observed together.</summary>
    public Moments Merge(Moments other)
    {
        if (Count == 0)
            return other;
        if (other.Count == 0)
            return this;
        var count = Count + other.Count;
        var delta = other.Mean - Mean;
        var share = (double)other.Count / count;
        return new(count, Mean + delta * share, M2 + other.M2 + delta * delta * Count * share);
    }

    /// <summary>The arm that a test of the mean sees, or why there is none.</summary>
    /// <param name="subject">Whose values these are, for the reason.</param>
    public Computed<Arm> ToArm(string subject)
    {
        if (Count < 2)
            return NotComputable.TooFewUnits(subject, 2);
        return Arm.Of(subject, Count, Mean, Variance);
    }
}
