namespace Turnout.Statistics.Health;

/// <summary>Checked weights and counts: the arms that should have units, and the units that should not be.</summary>
internal readonly record struct Split(double[] Shares, long[] Counts, long Total, long Unexpected)
{
    public int Arms => Shares.Length;

    public static Computed<Split> Of(ReadOnlySpan<double> weights, ReadOnlySpan<long> counts)
    {
        if (weights.Length != counts.Length)
            return NotComputable.Invalid("counts", "every arm needs a weight and a count");
        double weight = 0;
        long total = 0, unexpected = 0;
        var arms = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0) || weights[i] > 1e300 || counts[i] < 0 || counts[i] > 1L << 52)
                return NotComputable.Invalid("weights", "weights and counts must be 0 or more, and finite");
            if (weights[i] == 0)
            {
                unexpected += counts[i];
                continue;
            }

            arms++;
            weight += weights[i];
            total += counts[i];
        }

        if (arms < 2 || double.IsInfinity(weight))
            return NotComputable.Invalid("weights", "at least two arms must have a weight above 0");
        var shares = new double[arms];
        var seen = new long[arms];
        for (int i = 0, k = 0; i < weights.Length; i++)
        {
            if (weights[i] == 0)
                continue;
            shares[k] = weights[i] / weight;
            seen[k++] = counts[i];
        }

        return new Split(shares, seen, total, unexpected);
    }
}
