using Turnout.Statistics.Distributions;

namespace Turnout.Statistics.Comparisons;

/// <summary>
/// Barnard's exact test of two proportions: right for every count like Fisher's, and sharper, because it does not hold fixed how many succeeded in all.
/// </summary>
/// <remarks>
/// Source: Barnard (1947), Biometrika 34, 123–138; tables ordered by the pooled z: Suissa and Shuster (1985), JRSS A 148, 317–327. The p-value is the largest chance, over
/// all common rates, of a table at least as extreme; found on a grid even in arcsin √p and refined around its peaks. Costs some 1,000 × units steps.
/// </remarks>
public static class BarnardExact
{
    /// <summary>The most units of an arm; beyond, the z-test serves.</summary>
    public const int MaxUnits = 5_000;

    private const int Grid = 1_024, Peaks = 6;

    // Around a peak the chance changes with the square of the angle.
    private const double Precision = 1e-8;

    /// <summary>The p-value.</summary>
    /// <param name="control">The control.</param>
    /// <param name="treatment">The treatment.</param>
    /// <param name="alternative">What is looked for.</param>
    /// <returns>
    /// The p-value, or <c>insufficient_data</c> for an arm without units, <c>zero_variance</c> where no unit or every unit of both succeeded, <c>invalid_input</c> above
    /// <see cref="MaxUnits"/>.
    /// </returns>
    public static Computed<double> PValue(Successes control, Successes treatment, Alternative alternative = Alternative.TwoSided)
    {
        if (!control.ToArm("control").TryGet(out _, out var reason) || !treatment.ToArm("treatment").TryGet(out _, out reason))
            return reason;
        if (control.Count + treatment.Count is var all && (all == 0 || all == control.Units + treatment.Units))
            return NotComputable.NoVariance("both arms");
        if (control.Units > MaxUnits || treatment.Units > MaxUnits)
            return NotComputable.Invalid(control.Units > MaxUnits ? "control" : "treatment", $"an arm may have at most {MaxUnits} units");
        var extreme = new Region((int)control.Units, (int)treatment.Units, TwoProportions.PooledZ(control, treatment), alternative);
        return Math.Min(1, extreme.LargestChance());
    }

    /// <summary>All tables that are at least as extreme as the one observed.</summary>
    private sealed class Region
    {
        private readonly int _control, _treatment;

        // By the control's successes: from which number of the treatment's on a table is extreme, and up to which; n + 1 and −1 for none.
        private readonly int[] _from, _to;

        public Region(int control, int treatment, double z, Alternative alternative)
        {
            (_control, _treatment) = (control, treatment);
            _from = new int[control + 1];
            _to = new int[control + 1];
            // Equal z that round apart are equal.
            var high = alternative switch { Alternative.Greater => z, Alternative.Less => double.PositiveInfinity, _ => Math.Abs(z) };
            var low = alternative switch { Alternative.Less => z, Alternative.Greater => double.NegativeInfinity, _ => -Math.Abs(z) };
            high -= 1e-9 * Math.Abs(high);
            low += 1e-9 * Math.Abs(low);
            int from = 0, to = -1;
            for (var x = 0; x <= control; x++)
            {
                // z grows with the treatment's successes and falls with the control's: both bounds only move up.
                while (from <= treatment && !(Z(x, from) >= high))
                    from++;
                while (to < treatment && Z(x, to + 1) <= low)
                    to++;
                (_from[x], _to[x]) = (from, to);
            }
        }

        public double LargestChance()
        {
            var chances = new double[Grid];
            for (var i = 0; i < Grid; i++)
                chances[i] = ChanceAt(Angle(i));
            var best = chances.Max();
            foreach (var peak in Enumerable.Range(0, Grid).Where(i => (i == 0 || chances[i] >= chances[i - 1]) && (i == Grid - 1 || chances[i] >= chances[i + 1]))
                .OrderByDescending(i => chances[i]).Take(Peaks))
                best = Math.Max(best, Refine(Angle(Math.Max(0, peak - 1)), Angle(Math.Min(Grid - 1, peak + 1))));
            return best;
        }

        private static double Angle(int step) => (step + 0.5) / Grid * (Math.PI / 2);

        /// <summary>Golden section between two angles.</summary>
        private double Refine(double low, double high)
        {
            const double golden = 0.6180339887498949;
            double a = high - golden * (high - low), b = low + golden * (high - low), atA = ChanceAt(a), atB = ChanceAt(b);
            while (high - low > Precision)
            {
                if (atA >= atB)
                {
                    (high, b, atB) = (b, a, atA);
                    a = high - golden * (high - low);
                    atA = ChanceAt(a);
                }
                else
                {
                    (low, a, atA) = (a, b, atB);
                    b = low + golden * (high - low);
                    atB = ChanceAt(b);
                }
            }

            return Math.Max(atA, atB);
        }

        /// <summary>The chance of an extreme table where both rates are sin² of the angle.</summary>
        private double ChanceAt(double angle)
        {
            double p = Math.Pow(Math.Sin(angle), 2), q = Math.Pow(Math.Cos(angle), 2);
            double[] above = new double[_treatment + 2], below = new double[_treatment + 2];
            // above[k] = P(T ≥ k), below[k] = P(T < k), each summed from its own end.
            for (var k = _treatment; k >= 0; k--)
                above[k] = above[k + 1] + Math.Exp(Special.LogBinomial(k, _treatment, p, q));
            for (var k = 0; k <= _treatment; k++)
                below[k + 1] = below[k] + Math.Exp(Special.LogBinomial(k, _treatment, p, q));
            var chance = 0.0;
            for (var x = 0; x <= _control; x++)
                chance += Math.Exp(Special.LogBinomial(x, _control, p, q)) * (above[_from[x]] + below[_to[x] + 1]);
            return chance;
        }

        private double Z(int control, int treatment)
        {
            double nc = _control, nt = _treatment, p = (control + treatment) / (nc + nt), variance = p * (1 - p) * (1 / nc + 1 / nt);
            return variance > 0 ? (treatment / nt - control / nc) / Math.Sqrt(variance) : 0;
        }
    }
}
