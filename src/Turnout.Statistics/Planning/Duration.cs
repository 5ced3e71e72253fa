using Turnout.Statistics.Distributions;

namespace Turnout.Statistics.Planning;

/// <summary>How long until enough units have come.</summary>
/// <param name="Days">At the mean daily traffic, rounded up.</param>
/// <param name="Earliest">Days with luck: the lower end of the band.</param>
/// <param name="Latest">Days without: the upper end; null where the traffic's mean cannot be told from 0.</param>
public sealed record DurationPlan(long Days, long Earliest, long? Latest);

/// <summary>Days from traffic, with an honest band: the mean is uncertain, and days vary.</summary>
public static class Duration
{
    /// <summary>Days until so many units have been seen.</summary>
    /// <param name="units">Units still needed; 0 or more.</param>
    /// <param name="dailyUnits">New units of each past day; at least two days, with a mean above 0.</param>
    /// <param name="confidence">Of the band; between 0 and 1.</param>
    /// <returns>The plan, or <c>insufficient_data</c> without two days of traffic.</returns>
    /// <remarks>
    /// Units after t days vary by s²·t from day to day and s²·t²/m from not knowing the mean of m days. New units usually thin out over
    /// weeks: hand in a stretch as long as the experiment may be.
    /// </remarks>
    public static Computed<DurationPlan> Until(long units, Moments dailyUnits, double confidence = 0.9)
    {
        Level.Check(confidence);
        ArgumentOutOfRangeException.ThrowIfNegative(units);
        if (dailyUnits.Count < 2 || !(dailyUnits.Mean > 0))
            return NotComputable.TooFewUnits("daily_units", 2);
        var z = Normal.Quantile((1 - confidence) / 2);
        double mean = dailyUnits.Mean, variance = dailyUnits.Variance, m = dailyUnits.Count;
        var earliest = Solve(t => mean * t + z * Math.Sqrt(variance * (t + t * t / m)), units);
        var latest = Solve(t => mean * t - z * Math.Sqrt(variance * (t + t * t / m)), units);
        var days = Math.Ceiling(units / mean);
        return days > 1e9 ? NotComputable.Overflow("days") : new DurationPlan((long)days, earliest ?? 0, latest);
    }

    /// <summary>The first whole day on which a rising (in the end) curve reaches the target; null where it does not within 10⁹ days.</summary>
    private static long? Solve(Func<double, double> units, long target)
    {
        if (target == 0)
            return 0;
        double high = 1;
        while (units(high) < target)
        {
            high *= 2;
            if (high > 1e9)
                return null;
        }

        double low = high / 2;
        if (high == 1)
            return 1;
        while (high - low > 1)
        {
            var middle = Math.Floor((low + high) / 2);
            if (units(middle) < target)
                low = middle;
            else
                high = middle;
        }

        return (long)high;
    }
}
