namespace Turnout.Statistics.Comparisons;

/// <summary>How many of an arm's units succeeded.</summary>
/// <param name="Units">Units observed; 0 or more.</param>
/// <param name="Count">Those that succeeded; 0 to <paramref name="Units"/>.</param>
public readonly record struct Successes(long Units, long Count)
{
    /// <summary>The share that succeeded; 0 for no units.</summary>
    public double Rate => Units == 0 ? 0 : (double)Count / Units;

    /// <summary>Units that did not succeed.</summary>
    public long Failures => Units - Count;

    internal Computed<Arm> ToArm(string subject)
    {
        if (Units < 0 || Count < 0 || Count > Units || Units > 1L << 52)
            return NotComputable.Invalid(subject, "successes must lie between 0 and the number of units, units below 2^52");
        return Units == 0
            ? NotComputable.TooFewUnits(subject, 1)
            : new Arm(Units, Rate, Rate * ((double)Failures / Units));
    }
}
