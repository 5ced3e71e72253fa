using Turnout.Statistics.Comparisons;
using Turnout.Statistics.Sequential;

namespace Turnout.Statistics.Inspection.Verification;

/// <summary>Checks G to K, and Q: more than one look.</summary>
internal static class RepeatedLookChecks
{
    public static IEnumerable<CheckRow> G(Trial trial)
    {
        foreach (var (looks, expected) in new[] { (5, 0.142), (10, 0.193), (28, 0.275), (100, 0.374) })
        {
            var r = trial.Replicates(20_000);
            var hits = trial.Count(r, dice => Watch(dice, looks, 500, 0, (control, treatment) => Welch.Compare(control, treatment).Value.IsSignificant) > 0);
            yield return trial.Frequency($"naive peeking, {looks} looks (proves the harness)", hits, r, 20_000, expected, expected - 0.014, expected + 0.014);
        }
    }

    public static IEnumerable<CheckRow> H(Trial trial)
    {
        foreach (var (looks, step, full, high) in new[] { (100, 250, 20_000, 0.0562), (1000, 50, 2_000, 0.0695) })
        {
            var r = trial.Replicates(full);
            var tuning = Tuning.ForUnits(5000);
            var hits = trial.Count(r, dice => Watch(dice, looks, step, 0, Sequentially(tuning)) > 0);
            yield return AtMost(trial, $"always-valid A/A, {looks} looks of {2 * step}, N*=5000", hits, r, full, 0.023, 0.005, high);
        }

        yield return HybridCheck(trial);
    }

    /// <summary>The hybrid: 27 daily looks at the sequence, and the planned end.</summary>
    private static CheckRow HybridCheck(Trial trial)
    {
        var r = trial.Replicates(20_000);
        var tuning = Tuning.ForUnits(5000, 0.025);
        var hits = trial.Count(r, dice =>
        {
            var look = 0;
            return Watch(dice, 28, 250, 0, (control, treatment) => Hybrid.Test(Welch.Effect(control, treatment).Value, tuning, ++look == 28).IsSignificant) > 0;
        });
        return AtMost(trial, "hybrid A/A, 27 daily looks and the planned end", hits, r, 20_000, 0.031, 0.020, 0.0562);
    }

    public static IEnumerable<CheckRow> I(Trial trial)
    {
        var r = trial.Replicates(20_000);
        var tuning = Tuning.ForUnits(5000);
        var hits = trial.Count(r, dice =>
        {
            long units = 0, control = 0, treatment = 0;
            for (var look = 0; look < 100; look++)
            {
                long more = look == 0 ? 50 : 250;
                units += more;
                control += dice.Binomial(more, 0.01);
                treatment += dice.Binomial(more, 0.01);
                if (TwoProportions.Effect(new(units, control), new(units, treatment)) is { IsOk: true } effect
                    && AlwaysValid.Test(effect.Value, tuning).IsSignificant)
                    return true;
            }

            return false;
        });
        yield return AtMost(trial, "always-valid A/A, Bernoulli(.01), from 50 an arm on", hits, r, 20_000, 0.017, 0.003, 0.0562);
    }

    public static IEnumerable<CheckRow> J(Trial trial)
    {
        var r = trial.Replicates(20_000);
        var tuning = Tuning.FromTauSquared(0.01);
        var hits = trial.Count(r, dice => Watch(dice, 100, 200, 0, Sequentially(tuning)) > 0);
        yield return AtMost(trial, "mSPRT A/A, tau2=.01, 100 looks of 200 an arm", hits, r, 20_000, 0.023, 0.005, 0.0562);
    }

    public static IEnumerable<CheckRow> K(Trial trial)
    {
        foreach (var (rule, name) in new[] { (SpendingRule.OBrienFleming, "O'Brien-Fleming"), (SpendingRule.Pocock, "Pocock"), (SpendingRule.Power, "t^3") })
        {
            var looks = new GroupSequential(0.05, rule).Plan(0.2, 0.4, 0.6, 0.8, 1).Value;
            var r = trial.Replicates(50_000);
            var hits = trial.Count(r, dice =>
            {
                var walk = 0.0;
                for (var i = 0; i < looks.Count; i++)
                {
                    walk += dice.Normal() * Math.Sqrt(0.2);
                    if (looks[i].Stops(walk / Math.Sqrt(looks[i].Information)))
                        return true;
                }

                return false;
            });
            yield return trial.Frequency($"group sequential, 5 looks, {name}", hits, r, 50_000, 0.05, 0.046, 0.054);
        }
    }

    public static IEnumerable<CheckRow> Q(Trial trial)
    {
        var r = trial.Replicates(10_000);
        var tuning = Tuning.ForUnits(5000);
        var means = trial.Mean(r, 3, (dice, result) =>
        {
            var estimate = 0.0;
            var look = Watch(dice, 60, 250, 0.1, (control, treatment) =>
            {
                estimate = treatment.Mean - control.Mean;
                return AlwaysValid.Test(Welch.Effect(control, treatment).Value, tuning).IsSignificant;
            });
            result[0] = look > 0 ? 1 : 0;
            result[1] = look > 0 ? look * 500 : 30_000;
            result[2] = estimate;
        });
        yield return new(trial.Check, "stop at first significance, effect .1 sd, looks of 500: power", r, "1", 0.995, 1, means[0]);
        yield return trial.Report("units at the stop, on average", means[1], r, "about 4160");
        yield return trial.Report("estimate at the stop, on average (inflated: true is .1)", means[2], r, "about 0.118");
    }

    private static Func<Moments, Moments, bool> Sequentially(Tuning tuning) =>
        (control, treatment) => AlwaysValid.Test(Welch.Effect(control, treatment).Value, tuning).IsSignificant;

    /// <summary>Looks at a growing pair of arms until the verdict; returns the look that gave it, 0 for none.</summary>
    private static int Watch(Dice dice, int looks, int step, double effect, Func<Moments, Moments, bool> verdict)
    {
        Moments control = default, treatment = default;
        for (var look = 1; look <= looks; look++)
        {
            control = control.Merge(dice.NormalSample(step, 0, 1));
            treatment = treatment.Merge(dice.NormalSample(step, effect, 1));
            if (verdict(control, treatment))
                return look;
        }

        return 0;
    }

    private static CheckRow AtMost(Trial trial, string what, long hits, int r, int full, double usual, double low, double high) =>
        trial.Frequency(what, hits, r, full, usual, low, high) with { Expected = "<= 0.05" };
}
