namespace Turnout.Statistics.Comparisons;

/// <summary>One stratum of an experiment.</summary>
/// <param name="Name">For the reason, where something fails.</param>
/// <param name="Control">The control's units in it.</param>
/// <param name="Treatment">The treatment's units in it.</param>
public sealed record Stratum(string Name, Moments Control, Moments Treatment)
{
    internal long Units => Control.Count + Treatment.Count;
}

/// <summary>
/// Post-stratification: differences within strata (country, platform, period of constant weights), averaged by the strata's share of all
/// units. Removes what strata explain, and is needed wherever the arms' weights changed over time.
/// </summary>
/// <remarks>Source: Miratrix, Sekhon and Yu (2013), JRSS B 75, 369–396.</remarks>
public static class Stratification
{
    /// <summary>The stratified effect.</summary>
    /// <param name="strata">At least one; those with fewer than <paramref name="least"/> units in an arm join the largest.</param>
    /// <param name="sampledShares">
    /// False when the shares are facts of the population (Miratrix); true to add the variance of having drawn them, as GrowthBook does.
    /// </param>
    /// <param name="least">Units an arm of a stratum needs to stand alone; 2 or more.</param>
    /// <returns>The effect, or <c>insufficient_data</c>, <c>zero_variance</c> naming the stratum or both arms.</returns>
    public static Computed<Effect> Effect(IReadOnlyList<Stratum> strata, bool sampledShares = false, long least = 5)
    {
        ArgumentNullException.ThrowIfNull(strata);
        ArgumentOutOfRangeException.ThrowIfLessThan(least, 2);
        if (strata.Count == 0)
            return NotComputable.TooFewUnits("strata", 1);
        double total = strata.Sum(s => s.Units);
        double difference = 0, square = 0, baseline = 0, baselineSquare = 0, vc = 0, vt = 0, cross = 0, satterthwaite = 0;
        foreach (var stratum in Merged(strata, least))
        {
            if (!stratum.Control.ToArm($"control in {stratum.Name}").TryGet(out var c, out var reason)
                || !stratum.Treatment.ToArm($"treatment in {stratum.Name}").TryGet(out var t, out reason))
                return reason;
            var w = stratum.Units / total;
            var d = t.Mean - c.Mean;
            difference += w * d;
            baseline += w * c.Mean;
            square += w * d * d;
            baselineSquare += w * c.Mean * c.Mean;
            cross += w * d * c.Mean;
            vc += w * w * c.SquaredError;
            vt += w * w * t.SquaredError;
            satterthwaite += Share(w * w * c.SquaredError, c.Units) + Share(w * w * t.SquaredError, t.Units);
        }

        var within = vc + vt;
        double between = 0, betweenBaseline = 0, betweenCross = 0;
        if (sampledShares)
        {
            between = Math.Max(0, square - difference * difference) / total;
            betweenBaseline = Math.Max(0, baselineSquare - baseline * baseline) / total;
            betweenCross = (cross - difference * baseline) / total;
        }

        if (!(within + between > 0))
            return NotComputable.NoVariance("both arms");
        double? df = within > 0 ? within * within / satterthwaite : null;
        return new Effect(
            difference, Math.Sqrt(within + between), df is > 0 and < double.PositiveInfinity ? df : null, (long)total, baseline,
            vc + betweenBaseline, betweenCross - vc);
    }

    private static double Share(double squaredError, long units) => squaredError * squaredError / (units - 1);

    private static List<Stratum> Merged(IReadOnlyList<Stratum> strata, long least)
    {
        var first = strata.MaxBy(s => s.Units)!;
        var largest = first;
        var merged = new List<Stratum>();
        foreach (var stratum in strata)
        {
            if (ReferenceEquals(stratum, first))
                continue;
            if (stratum.Control.Count < least || stratum.Treatment.Count < least)
                largest = largest with { Control = largest.Control.Merge(stratum.Control), Treatment = largest.Treatment.Merge(stratum.Treatment) };
            else
                merged.Add(stratum);
        }

        merged.Add(largest);
        return merged;
    }
}
