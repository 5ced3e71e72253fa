namespace Turnout.Statistics.Planning;

/// <summary>What is known of a metric before the experiment, from its own past.</summary>
public sealed record PlannedMetric
{
    private PlannedMetric()
    {
    }

    /// <summary>The mean, or the rate.</summary>
    public double Mean { get; private init; }

    /// <summary>The variance of one unit's value.</summary>
    public double Variance { get; private init; }

    /// <summary>True for a rate, whose variance follows its mean.</summary>
    public bool IsProportion { get; private init; }

    /// <summary>A rate; refused as <c>invalid_input</c> outside (0, 1).</summary>
    public static Computed<PlannedMetric> Proportion(double rate) => rate is > 0 and < 1
        ? new PlannedMetric { Mean = rate, Variance = rate * (1 - rate), IsProportion = true }
        : NotComputable.Invalid("rate", "a rate to plan with lies between 0 and 1, both excluded");

    /// <summary>A mean (or a ratio with its linearised variance); refused as <c>zero_variance</c> or <c>invalid_input</c>.</summary>
    public static Computed<PlannedMetric> OfMean(double mean, double variance)
    {
        if (!double.IsFinite(mean) || !double.IsFinite(variance) || variance < 0)
            return NotComputable.Invalid("metric", "mean and variance must be finite, the variance 0 or more");
        return variance == 0 ? NotComputable.NoVariance("metric") : new PlannedMetric { Mean = mean, Variance = variance };
    }

    /// <summary>The variance under the effect; null where the effect leaves the range of a rate.</summary>
    internal double? VarianceAt(double effect)
    {
        if (!IsProportion)
            return Variance;
        var rate = Mean + effect;
        return rate is > 0 and < 1 ? rate * (1 - rate) : null;
    }
}
