namespace Turnout.Statistics.Multiplicity;

/// <summary>How the p-values of a family are corrected for their number.</summary>
public enum Correction
{
    /// <summary>None: each hypothesis stands alone.</summary>
    None,

    /// <summary>Times the size of the family. Family-wise.</summary>
    Bonferroni,

    /// <summary>Holm (1979): step-down Bonferroni, never worse than it. Family-wise.</summary>
    Holm,

    /// <summary>Hochberg (1988): step-up; needs independence or positive dependence. Family-wise.</summary>
    Hochberg,

    /// <summary>Hommel (1988): a little stronger than Hochberg under the same condition. Family-wise.</summary>
    Hommel,

    /// <summary>Benjamini and Hochberg (1995): the share of false ones among those found. False discovery rate.</summary>
    BenjaminiHochberg,

    /// <summary>Benjamini and Yekutieli (2001): the same under any dependence. False discovery rate.</summary>
    BenjaminiYekutieli,
}

/// <summary>
/// p-values corrected within a declared family: goal metrics times treatment arms (times segments), guardrails apart. With sequential
/// tests hand in the always-valid p-values.
/// </summary>
public static class Adjustment
{
    /// <summary>Adjusted p-values in the order given, comparable with the unadjusted level.</summary>
    /// <param name="pValues">Each of [0, 1], or null where it could not be computed: such a test leaves the family and its size.</param>
    /// <param name="correction">The rule.</param>
    /// <returns>For each its adjusted p-value; null stays null.</returns>
    public static double?[] Adjust(IReadOnlyList<double?> pValues, Correction correction)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        foreach (var p in pValues)
        {
            if (p is not null and not (>= 0 and <= 1))
                throw new ArgumentOutOfRangeException(nameof(pValues), p, "A p-value lies between 0 and 1.");
        }

        var order = Enumerable.Range(0, pValues.Count).Where(i => pValues[i] is not null).OrderBy(i => pValues[i]).ToArray();
        var sorted = Array.ConvertAll(order, i => pValues[i]!.Value);
        var adjusted = Sorted(sorted, correction);
        var result = new double?[pValues.Count];
        for (var i = 0; i < order.Length; i++)
            result[order[i]] = Math.Min(1, adjusted[i]);
        return result;
    }

    /// <summary>
    /// The level at which to build the intervals that go with the corrected verdicts: α/m for the family-wise rules (simultaneous cover),
    /// α·R/m for the false-discovery rules with R found (cover among the found; Benjamini and Yekutieli 2005, JASA 100).
    /// </summary>
    /// <param name="pValues">As for <see cref="Adjust"/>.</param>
    /// <param name="correction">The rule.</param>
    /// <param name="alpha">The level of the family; between 0 and 1.</param>
    public static double IntervalAlpha(IReadOnlyList<double?> pValues, Correction correction, double alpha = 0.05)
    {
        Level.Check(alpha);
        var adjusted = Adjust(pValues, correction);
        var size = Math.Max(1, adjusted.Count(p => p is not null));
        return correction switch
        {
            Correction.None => alpha,
            Correction.BenjaminiHochberg => alpha * Math.Max(1, adjusted.Count(p => p <= alpha)) / size,
            Correction.BenjaminiYekutieli => alpha * Math.Max(1, adjusted.Count(p => p <= alpha)) / (size * Harmonic(size)),
            _ => alpha / size,
        };
    }

    /// <summary>
    /// Levels that favour the first hypothesis: gamma·α to it, the rest shared by the others equally. With gamma = 1/m plain Bonferroni.
    /// </summary>
    /// <param name="count">Hypotheses in the family, the primary one first; 1 or more.</param>
    /// <param name="gamma">The primary's share of α; between 0 and 1.</param>
    /// <param name="alpha">The level of the family; between 0 and 1.</param>
    public static double[] PreferentialLevels(int count, double gamma, double alpha = 0.05)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Level.Check(alpha);
        if (gamma is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(gamma), gamma, "The share lies between 0 and 1.");
        var levels = new double[count];
        Array.Fill(levels, count == 1 ? alpha : alpha * (1 - gamma) / (count - 1));
        levels[0] = count == 1 ? alpha : alpha * gamma;
        return levels;
    }

    private static double[] Sorted(double[] p, Correction correction)
    {
        var m = p.Length;
        return correction switch
        {
            Correction.None => p,
            Correction.Bonferroni => Array.ConvertAll(p, x => x * m),
            Correction.Holm => StepDown(p, i => m - i),
            Correction.Hochberg => StepUp(p, i => m - i),
            Correction.Hommel => Hommel(p),
            Correction.BenjaminiHochberg => StepUp(p, i => (double)m / (i + 1)),
            Correction.BenjaminiYekutieli => StepUp(p, i => Harmonic(m) * m / (i + 1)),
            _ => throw new ArgumentOutOfRangeException(nameof(correction), correction, "No such correction."),
        };
    }

    private static double[] StepDown(double[] p, Func<int, double> factor)
    {
        var result = new double[p.Length];
        var highest = 0.0;
        for (var i = 0; i < p.Length; i++)
            result[i] = highest = Math.Max(highest, p[i] * factor(i));
        return result;
    }

    private static double[] StepUp(double[] p, Func<int, double> factor)
    {
        var result = new double[p.Length];
        var lowest = 1.0;
        for (var i = p.Length - 1; i >= 0; i--)
            result[i] = lowest = Math.Min(lowest, p[i] * factor(i));
        return result;
    }

    /// <summary>Wright (1992), Biometrics 48, 1005–1013, appendix.</summary>
    private static double[] Hommel(double[] p)
    {
        var n = p.Length;
        var result = (double[])p.Clone();
        for (var m = n; m > 1; m--)
        {
            var least = double.MaxValue;
            for (var i = n - m + 1; i <= n; i++)
                least = Math.Min(least, m * p[i - 1] / (m + i - n));
            for (var i = 1; i <= n; i++)
                result[i - 1] = Math.Max(result[i - 1], i > n - m ? least : Math.Min(least, m * p[i - 1]));
        }

        return result;
    }

    private static double Harmonic(int m)
    {
        var sum = 0.0;
        for (var i = 1; i <= m; i++)
            sum += 1.0 / i;
        return sum;
    }
}
