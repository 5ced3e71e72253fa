using Turnout.Statistics.Bayes;
using Turnout.Statistics.Comparisons;
using Turnout.Statistics.Health;
using Turnout.Statistics.Multiplicity;
using Turnout.Statistics.Planning;
using Turnout.Statistics.Sequential;

namespace Turnout.Statistics.Inspection.Verification;

/// <summary>Checks M to P, and R: health, beliefs, plans, families, bandits.</summary>
internal static class DecisionChecks
{
    public static IEnumerable<CheckRow> M(Trial trial)
    {
        double[] weights = [1, 1];
        var r = trial.Replicates(50_000);
        var once = trial.Count(r, dice => Mismatch(dice.Binomial(100_000, 0.5), 100_000));
        yield return trial.Frequency("SRM false alarms, one look", once, r, 50_000, 0.001, 0.0004, 0.0016);
        var daily = trial.Count(r, dice => Watch(dice, 28, 10_000, 0.5, Mismatch));
        yield return trial.Frequency("SRM false alarms, 28 daily looks by chi-square", daily, r, 50_000, 0.009, 0.0075, 0.011);
        var few = trial.Replicates(20_000);
        var sequential = trial.Count(few, dice => Watch(dice, 100, 2_000, 0.5, (control, all) =>
            SequentialSampleRatio.Check(weights, [control, all - control]).Value.IsMismatch));
        yield return trial.Frequency("SRM false alarms, sequential, 100 looks", sequential, few, 20_000, 0.0003, 0, 0.0016) with { Expected = "<= 0.001" };
        var found = trial.Count(few, dice => Mismatch(dice.Binomial(100_000, 0.51), 100_000));
        yield return trial.Frequency("SRM power, 51/49 at 100,000", found, few, 20_000, 0.999, 0.997, 1);

        bool Mismatch(long control, long all) => SampleRatio.Check(weights, [control, all - control]).Value.IsMismatch;

        static bool Watch(Dice dice, int looks, long step, double share, Func<long, long, bool> verdict)
        {
            long control = 0;
            for (var look = 1; look <= looks; look++)
            {
                control += dice.Binomial(step, share);
                if (verdict(control, look * step))
                    return true;
            }

            return false;
        }
    }

    public static IEnumerable<CheckRow> N(Trial trial)
    {
        var r = trial.Replicates(20_000);
        var flat = trial.Count(r, 2, (dice, hit) =>
        {
            var sum = 0.0;
            for (var look = 1; look <= 100 && !hit[1]; look++)
            {
                sum += dice.Normal();
                var chance = GaussianEffect.Update(Known(sum / look, 1 / Math.Sqrt(look)), GaussianPrior.Flat).Value.ChanceToWin;
                hit[0] |= look == 1 && chance is > 0.95 or < 0.05 && look == 1;
                hit[1] |= chance is > 0.95 or < 0.05;
            }
        });
        yield return trial.Frequency("flat prior: chance above .95 or below .05, one look", flat[0], r, 20_000, 0.10, 0.0915, 0.1085);
        yield return trial.Report("the same at any of 100 looks (why a flat prior must not be peeked at)", (double)flat[1] / r, r, "about 0.59");
        var prior = new GaussianPrior(0, 0.05);
        var matched = trial.Count(r, 3, (dice, hit) =>
        {
            var truth = 0.05 * dice.Normal();
            var posterior = GaussianEffect.Update(Known(truth + 0.03 * dice.Normal(), 0.03), prior).Value;
            hit[0] = posterior.CredibleInterval.Contains(truth);
            hit[1] = posterior.ChanceToWin is > 0.90 and < 0.95;
            hit[2] = hit[1] && truth > 0;
        });
        yield return trial.Frequency("prior that holds, N(0,.05), se .03: interval covers", matched[0], r, 20_000, 0.95, 0.944, 0.956);
        yield return trial.Report("the same: a chance of .90 to .95 was right", (double)matched[2] / Math.Max(1, matched[1]), r, "about 0.93");
    }

    public static IEnumerable<CheckRow> O(Trial trial)
    {
        var r = trial.Replicates(20_000);
        var rates = Planner.SampleSize(PlannedMetric.Proportion(0.10).Value, 0.02, new Design()).Value.Control;
        var means = Planner.SampleSize(PlannedMetric.OfMean(0, 1).Value, 0.1, new Design()).Value.Control;
        yield return new(trial.Check, "units an arm planned for .10 to .12", 1, "3841", 3841, 3841, rates);
        yield return new(trial.Check, "units an arm planned for .1 sd", 1, "1571", 1571, 1571, means);
        var found = trial.Count(r, dice =>
            TwoProportions.Compare(new(rates, dice.Binomial(rates, 0.10)), new(rates, dice.Binomial(rates, 0.12))).Value.IsSignificant);
        yield return trial.Frequency("power as planned, .10 to .12", found, r, 20_000, 0.80, 0.789, 0.811);
        var tuning = Tuning.ForUnits(5000);
        var both = trial.Count(r, 2, (dice, hit) =>
        {
            var effect = Welch.Effect(dice.NormalSample(means, 0, 1), dice.NormalSample(means, 0.1, 1)).Value;
            hit[0] = FixedHorizon.Test(effect).IsSignificant;
            hit[1] = AlwaysValid.Test(effect, tuning).IsSignificant;
        });
        yield return trial.Frequency("power as planned, .1 sd", both[0], r, 20_000, 0.80, 0.789, 0.811);
        yield return trial.Report("always-valid at the same units, one look", (double)both[1] / r, r, "about 0.40");
    }

    public static IEnumerable<CheckRow> P(Trial trial)
    {
        var r = trial.Replicates(20_000);
        var mixed = trial.Mean(r, 3, (dice, result) =>
        {
            var p = Family(dice, 6);
            var found = Adjustment.Adjust(p, Correction.BenjaminiHochberg);
            var total = found.Count(x => x <= 0.05);
            result[0] = total == 0 ? 0 : (double)found.Skip(6).Count(x => x <= 0.05) / total;
            result[1] = found.Take(6).Count(x => x <= 0.05) / 6.0;
            result[2] = Adjustment.Adjust(p, Correction.Holm).Skip(6).Any(x => x <= 0.05) ? 1 : 0;
        });
        // The band of a proportion covers that of a mean of shares, whose spread is smaller.
        yield return trial.Frequency("20 metrics, 6 with z=3: BH false discoveries", (long)Math.Round(mixed[0] * r), r, 20_000, 0.035, 0.030, 0.040);
        yield return trial.Report("the same: share of the six found", mixed[1], r, "about 0.68");
        yield return trial.Frequency("the same: Holm, any false one", (long)Math.Round(mixed[2] * r), r, 20_000, 0.041, 0.030, 0.056) with { Expected = "<= 0.05" };
        var none = trial.Count(r, 2, (dice, hit) =>
        {
            var p = Family(dice, 0);
            hit[0] = Adjustment.Adjust(p, Correction.BenjaminiHochberg).Any(x => x <= 0.05);
            hit[1] = Adjustment.Adjust(p, Correction.Holm).Any(x => x <= 0.05);
        });
        yield return trial.Frequency("20 metrics, no effect: BH finds any", none[0], r, 20_000, 0.05, 0.044, 0.056);
        yield return trial.Frequency("the same: Holm", none[1], r, 20_000, 0.05, 0.044, 0.056);

        static double?[] Family(Dice dice, int real)
        {
            var p = new double?[20];
            for (var i = 0; i < 20; i++)
                p[i] = FixedHorizon.Test(Known(dice.Normal() + (i < real ? 3 : 0), 1)).PValue;
            return p;
        }
    }

    public static IEnumerable<CheckRow> R(Trial trial)
    {
        var r = trial.Replicates(400);
        var equal = trial.Mean(r, 5, (dice, result) => Array.Copy(Live(dice, [0.10, 0.10, 0.10, 0.10, 0.10]).Weights, result, 5));
        var wider = 4 * 0.25 * (1 / Math.Sqrt(r) - 1 / Math.Sqrt(400));
        for (var k = 0; k < 5; k++)
            yield return new(trial.Check, $"bandit, 5 equal arms, 28 days of 2000: weight of arm {k + 1}", r, "0.2", 0.17 - wider, 0.23 + wider, equal[k]);
        var better = trial.Mean(r, 3, (dice, result) =>
        {
            var (weights, conversions) = Live(dice, [0.10, 0.10, 0.12, 0.10, 0.10]);
            result[0] = weights.Max() == weights[2] ? 1 : 0;
            result[1] = weights[2];
            result[2] = conversions;
        });
        yield return trial.Frequency("one arm at .12: it has the most weight", (long)Math.Round(better[0] * r), r, 400, 0.995, 0.98, 1);
        yield return trial.Report("its weight, on average", better[1], r, "about 0.945");
        yield return trial.Report("conversions (uniform 5,824, oracle 6,720)", better[2], r, "about 6,543");

        static (double[] Weights, double Conversions) Live(Dice dice, double[] rates)
        {
            var arms = new Successes[rates.Length];
            var weights = rates.Select(_ => 1.0 / rates.Length).ToArray();
            for (var day = 0; day < 28; day++)
            {
                long left = 2000;
                var share = 1.0;
                for (var k = 0; k < arms.Length; k++)
                {
                    var units = k == arms.Length - 1 ? left : dice.Binomial(left, Math.Min(1, weights[k] / share));
                    left -= units;
                    share -= weights[k];
                    arms[k] = new(arms[k].Units + units, arms[k].Count + dice.Binomial(units, rates[k]));
                }

                var standings = BestArm.OfRates(arms, BetaPrior.Uniform).Value;
                weights = Bandit.Weights(standings.Select(s => s.ChanceBest).ToList());
            }

            return (weights, arms.Sum(arm => arm.Count));
        }
    }

    private static Effect Known(double difference, double error) => new(difference, error, null, 1000, 0, 0, 0);
}
