using Turnout.Statistics.Distributions;

namespace Turnout.Statistics.Comparisons;

/// <summary>A quantile over several values a unit, with what its error is made of.</summary>
/// <param name="Arm">The quantile, and the variance of one unit's part in it.</param>
/// <param name="Values">How many values there are.</param>
/// <param name="Lower">The quantile of the same values at ν − z√(ν(1−ν)/n).</param>
/// <param name="Upper">The same at ν + z√(ν(1−ν)/n).</param>
/// <param name="Below">By unit: Y how many of its values are at most the quantile, X how many it has.</param>
public sealed record ClusteredQuantile(Arm Arm, int Values, double Lower, double Upper, JointMoments Below);

/// <summary>A quantile of values: latency at p95, a median. Needs the values themselves, sorted or not.</summary>
/// <remarks>
/// Source: Deng, Knoblich and Lu (2018), KDD, section 5; Yao, Li and Lu (2024). Do not cap the values of a quantile.
/// </remarks>
public static class QuantileMetric
{
    private const double Z = 1.9599639845400542;

    /// <summary>The arm of a quantile over one value a unit.</summary>
    /// <param name="values">The values; any order.</param>
    /// <param name="quantile">Which quantile; between 0 and 1.</param>
    /// <param name="subject">Whose values, for the reason.</param>
    /// <returns>
    /// The quantile with a variance from the order statistics z√(ν(1−ν)/n) to both sides; <c>insufficient_data</c> below about 3.84·ν/(1−ν)
    /// values (p99: 381), <c>zero_variance</c> where ties make both sides equal.
    /// </returns>
    public static Computed<Arm> ToArm(ReadOnlySpan<double> values, double quantile, string subject) =>
        Build(Sorted(values), quantile, 1, values.Length, subject).Select(built => built.Arm);

    /// <summary>The arm of a quantile over several values a unit (page loads of a user), which are not independent.</summary>
    /// <param name="values">The values; any order.</param>
    /// <param name="units">For each value the index of its unit, 0 to count−1.</param>
    /// <param name="quantile">Which quantile; between 0 and 1.</param>
    /// <param name="subject">Whose values, for the reason.</param>
    /// <returns>As <see cref="ToArm"/>, widened by what clustering adds.</returns>
    public static Computed<Arm> ToClusteredArm(ReadOnlySpan<double> values, ReadOnlySpan<int> units, double quantile, string subject) =>
        OfClusters(values, units, quantile, subject).Select(clustered => clustered.Arm);

    /// <summary>The same with what its error is made of, for those who want to follow it. Values that are sorted already are not sorted again.</summary>
    public static Computed<ClusteredQuantile> OfClusters(ReadOnlySpan<double> values, ReadOnlySpan<int> units, double quantile, string subject)
    {
        if (values.Length != units.Length)
            throw new ArgumentException("Every value needs its unit.", nameof(units));
        if (values.Length == 0)
            return NotComputable.TooFewUnits(subject, Least(quantile));
        var sorted = Sorted(values);
        var q = At(sorted, Check(quantile));
        var count = 0;
        foreach (var unit in units)
            count = Math.Max(count, unit + 1);
        double[] rows = new double[count], below = new double[count];
        for (var i = 0; i < values.Length; i++)
        {
            rows[units[i]]++;
            if (values[i] <= q)
                below[units[i]]++;
        }

        // Rows at or below the quantile over rows is a ratio metric; its variance over the binomial's is the design effect.
        var moments = JointMoments.Of(below, rows);
        if (!RatioMetric.ToArm(moments, subject).TryGet(out var ratio, out var reason))
            return reason;
        var design = ratio.SquaredError / (quantile * (1 - quantile) / values.Length);
        return Build(sorted, quantile, design, count, subject)
            .Select(built => new ClusteredQuantile(built.Arm, sorted.Length, built.Lower, built.Upper, moments));
    }

    /// <summary>The difference of two quantiles, for any rule of decision; the normal distribution serves.</summary>
    public static Computed<Effect> Effect(Arm control, Arm treatment) => Statistics.Effect.Between(control, treatment, null);

    /// <summary>The exact interval of one quantile: the order statistics that the binomial distribution picks. Holds for ties and small n.</summary>
    /// <returns>An interval open on a side where even the extreme value does not suffice; <c>insufficient_data</c> without values.</returns>
    public static Computed<Interval> RankInterval(ReadOnlySpan<double> values, double quantile, double alpha = 0.05)
    {
        Check(quantile);
        Level.Check(alpha);
        if (values.Length == 0)
            return NotComputable.TooFewUnits("values", 1);
        var sorted = Sorted(values);
        var n = sorted.Length;
        // P(B < r) = P(Beta(r, n−r+1) > ν); the widest ranks that leave α/2 outside on each side.
        int low = 0, high = n + 1;
        while (low < n && Beta.Above(low + 1, n - low, quantile) <= alpha / 2)
            low++;
        while (high > 1 && Beta.Below(high - 1, n - high + 2, quantile) <= alpha / 2)
            high--;
        return new Interval(low == 0 ? null : sorted[low - 1], high == n + 1 ? null : sorted[high - 1]);
    }

    /// <summary>The quantile of sorted values by linear interpolation (R's type 7).</summary>
    internal static double At(double[] sorted, double quantile)
    {
        var position = Math.Clamp(quantile, 0, 1) * (sorted.Length - 1);
        var below = (int)Math.Floor(position);
        return below + 1 < sorted.Length ? sorted[below] + (position - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }

    private static Computed<(Arm Arm, double Lower, double Upper)> Build(double[] sorted, double quantile, double design, long units, string subject)
    {
        var n = sorted.Length;
        if (n < Least(Check(quantile)))
            return NotComputable.TooFewUnits(subject, Least(quantile));
        var step = Z * Math.Sqrt(quantile * (1 - quantile) / n);
        double lower = At(sorted, quantile - step), upper = At(sorted, quantile + step);
        if (!(upper > lower))
            return NotComputable.NoVariance(subject);
        var error = (upper - lower) / (2 * Z);
        return Arm.Of(subject, units, At(sorted, quantile), error * error * design * units).Select(arm => (arm, lower, upper));
    }

    private static long Least(double quantile) =>
        (long)Math.Floor(Z * Z * Math.Max(quantile / (1 - quantile), (1 - quantile) / quantile)) + 1;

    private static double Check(double quantile) => quantile is > 0 and < 1
        ? quantile
        : throw new ArgumentOutOfRangeException(nameof(quantile), quantile, "A quantile lies between 0 and 1.");

    private static double[] Sorted(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i] >= sorted[i - 1])
                continue;
            Array.Sort(sorted);
            break;
        }

        return sorted;
    }
}
