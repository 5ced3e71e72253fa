namespace Turnout.Statistics;

/// <summary>What every method reduces an arm to: units, mean and the variance of one unit's value.</summary>
/// <param name="Units">How many units.</param>
/// <param name="Mean">The mean, rate or ratio.</param>
/// <param name="Variance">The variance of one unit's (linearised) value; 0 or more.</param>
public readonly record struct Arm(long Units, double Mean, double Variance)
{
    /// <summary>The squared standard error of the mean.</summary>
    public double SquaredError => Variance / Units;

    /// <summary>The standard error of the mean.</summary>
    public double StandardError => Math.Sqrt(SquaredError);

    /// <summary>An arm whose numbers can be worked with, or the reason why they cannot.</summary>
    public static Computed<Arm> Of(string subject, long units, double mean, double variance)
    {
        if (units < 1)
            return NotComputable.TooFewUnits(subject, 1);
        if (!double.IsFinite(mean) || !double.IsFinite(variance) || variance > 1e300 || Math.Abs(mean) > 1e150)
            return NotComputable.Overflow(subject);
        if (variance < 0)
            return NotComputable.Invalid(subject, "a variance must be 0 or more");
        return new Arm(units, mean, variance);
    }
}
