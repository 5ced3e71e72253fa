using Turnout.Statistics.Distributions;

namespace Turnout.Statistics.Sequential;

/// <summary>What is known of a bounded mean after some values.</summary>
/// <param name="Count">Values seen.</param>
/// <param name="Estimate">The sequence's centre: a weighted mean of the values.</param>
/// <param name="Interval">Holds the mean at every count at once.</param>
public sealed record BoundedMeanResult(long Count, double Estimate, Interval Interval);

/// <summary>
/// A confidence sequence for the mean of values between two known bounds, valid at every count from the first on, and not only for many
/// values: no normal distribution is assumed. Wider than the always-valid test of means; for audits and small, skewed data.
/// </summary>
/// <remarks>
/// Source: the predictable plug-in empirical Bernstein sequence of Waudby-Smith and Ramdas (2024), JRSS B 86, 1–27, theorem 2. Values must
/// come in the order observed. Not thread-safe.
/// </remarks>
public sealed class BoundedMean
{
    private readonly double _low;
    private readonly double _width;
    private readonly double _alpha;
    private double _sum = 0.5;
    private double _squares = 0.25;
    private double _weights;
    private double _weighted;
    private double _penalty;
    private double _lower;
    private double _upper = 1;

    /// <summary>No values yet.</summary>
    /// <param name="low">The least a value can be.</param>
    /// <param name="high">The most; above <paramref name="low"/>.</param>
    /// <param name="alpha">The error allowed over all counts together; between 0 and 1.</param>
    public BoundedMean(double low, double high, double alpha = 0.05)
    {
        if (!(high > low) || !double.IsFinite(high - low))
            throw new ArgumentOutOfRangeException(nameof(high), high, "The upper bound lies above the lower one.");
        (_low, _width, _alpha) = (low, high - low, Level.Check(alpha));
    }

    /// <summary>Values seen.</summary>
    public long Count { get; private set; }

    /// <summary>Takes the next value; false for one outside the bounds, which changes nothing.</summary>
    public bool Add(double value)
    {
        var x = (value - _low) / _width;
        if (!(x >= 0 && x <= 1))
            return false;
        Count++;
        // The weight is chosen before the value is looked at: that makes the whole valid.
        var t = Count;
        double mean = _sum / t, variance = _squares / t;
        var weight = Math.Min(0.5, Math.Sqrt(2 * Math.Log(2 / _alpha) / (variance * t * Special.Log1p(t))));
        _weights += weight;
        _weighted += weight * x;
        _penalty += (x - mean) * (x - mean) * (-Special.Log1p(-weight) - weight);
        _sum += x;
        var updated = _sum / (t + 1);
        _squares += (x - updated) * (x - updated);
        var half = (Math.Log(2 / _alpha) + _penalty) / _weights;
        _lower = Math.Max(_lower, _weighted / _weights - half);
        _upper = Math.Min(_upper, _weighted / _weights + half);
        return true;
    }

    /// <summary>What is known now; <c>insufficient_data</c> before the first value.</summary>
    public Computed<BoundedMeanResult> Current => Count == 0
        ? NotComputable.TooFewUnits("values", 1)
        : new BoundedMeanResult(
            Count, _low + _width * _weighted / _weights, new(_low + _width * Math.Min(_lower, _upper), _low + _width * Math.Max(_lower, _upper)));
}
