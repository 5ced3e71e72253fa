using Turnout.Statistics.Distributions;

namespace Turnout.Statistics.Comparisons;

/// <summary>Fisher's exact test of two proportions: right for every count, conservative for small ones.</summary>
/// <remarks>Source: Fisher (1935), JRSS 98(1), 39–82; two-sided by the rule of probabilities, as R's fisher.test.</remarks>
public static class FisherExact
{
    /// <summary>The p-value given both margins. Cost grows with the width of the tail, not with the counts.</summary>
    /// <param name="control">The control; at least one unit.</param>
    /// <param name="treatment">The treatment; at least one unit.</param>
    /// <param name="alternative">What is looked for.</param>
    public static double PValue(Successes control, Successes treatment, Alternative alternative = Alternative.TwoSided)
    {
        var table = new Table(control, treatment);
        var log = alternative switch
        {
            Alternative.Greater => table.LogUpper(treatment.Count),
            Alternative.Less => table.LogLower(treatment.Count),
            _ => table.LogTwoSided(treatment.Count),
        };
        return Level.PValue(log);
    }

    /// <summary>The hypergeometric distribution of the treatment's successes, given all margins.</summary>
    private readonly struct Table(Successes control, Successes treatment)
    {
        private readonly double _nt = treatment.Units;
        private readonly double _n = (double)control.Units + treatment.Units;
        private readonly double _x = (double)control.Count + treatment.Count;

        private double Lowest => Math.Max(0, _x - (_n - _nt));

        private double Highest => Math.Min(_x, _nt);

        public double LogTwoSided(long observed)
        {
            var mode = Math.Clamp(Math.Floor((_nt + 1) * (_x + 1) / (_n + 2)), Lowest, Highest);
            // Equal probabilities count even when they round apart: R allows 1e-7.
            var limit = LogChance(observed) + 1e-7;
            if (LogChance(mode) <= limit)
                return 0;
            var lower = LogChance(Lowest) <= limit ? LogLower(LastAtMost(limit, Lowest, mode)) : double.NegativeInfinity;
            var upper = LogChance(Highest) <= limit ? LogUpper(LastAtMost(limit, Highest, mode)) : double.NegativeInfinity;
            return Special.LogSum(lower, upper);
        }

        public double LogUpper(double from) => LogTail(from, 1);

        public double LogLower(double to) => LogTail(to, -1);

        /// <summary>The count closest to the mode whose chance is at most the limit, between an end that is and the mode that is not.</summary>
        private double LastAtMost(double limit, double end, double mode)
        {
            double below = end, above = mode;
            while (Math.Abs(below - above) > 1)
            {
                var middle = Math.Floor((below + above) / 2);
                if (LogChance(middle) <= limit)
                    below = middle;
                else
                    above = middle;
            }

            return below;
        }

        private double LogTail(double start, int direction)
        {
            var k = start;
            double log = LogChance(k), sum = 1, term = 1;
            while (direction > 0 ? k < Highest : k > Lowest)
            {
                var up = (_x - k) * (_nt - k) / ((k + 1) * (_n - _nt - _x + k + 1));
                var down = k * (_n - _nt - _x + k) / ((_x - k + 1) * (_nt - k + 1));
                term *= direction > 0 ? up : down;
                k += direction;
                sum += term;
                if (term < sum * 1e-17 && term < 1)
                    break;
            }

            return Math.Min(0, log + Math.Log(sum));
        }

        /// <summary>ln of the chance of k, by three binomials at the common rate: Loader (2000).</summary>
        private double LogChance(double k)
        {
            double p = _x / _n, q = (_n - _x) / _n;
            if (_x == 0 || _x == _n)
                return 0;
            return Special.LogBinomial(k, _nt, p, q) + Special.LogBinomial(_x - k, _n - _nt, p, q) - Special.LogBinomial(_x, _n, p, q);
        }
    }
}
