using Turnout.Statistics.Distributions;

namespace Turnout.Statistics.Sequential;

/// <summary>What an always-valid test says at one look, or over all looks so far.</summary>
/// <param name="Effect">The difference and its error at the latest look.</param>
/// <param name="PValue">Valid at every look at once; 1 until there is evidence, above 0.</param>
/// <param name="LogPValue">Its natural logarithm, at most 0.</param>
/// <param name="Interval">The confidence sequence for the difference, or <c>insufficient_data</c> while nothing bounds it.</param>
/// <param name="LiftInterval">The same for the lift, by Fieller; or the reason why not.</param>
/// <param name="Alpha">The error allowed over all looks together.</param>
/// <param name="Alternative">What is tested for.</param>
public sealed record SequentialComparison(
    Effect Effect, double PValue, double LogPValue, Computed<Interval> Interval, Computed<Interval> LiftInterval, double Alpha,
    Alternative Alternative)
{
    /// <summary>The verdict: the p-value is at most alpha. Once true over all looks, it stays true.</summary>
    public bool IsSignificant => PValue <= Alpha;

    /// <summary>
    /// This look after earlier ones: the smallest p-value so far and what all intervals allow. Needs an effect that does not drift; where
    /// it may, show each look's own interval.
    /// </summary>
    public SequentialComparison After(SequentialComparison? earlier)
    {
        if (earlier is null)
            return this;
        var log = Math.Min(LogPValue, earlier.LogPValue);
        return this with
        {
            LogPValue = log,
            PValue = Level.PValue(log),
            Interval = Both(Interval, earlier.Interval),
            LiftInterval = Both(LiftInterval, earlier.LiftInterval),
        };
    }

    private static Computed<Interval> Both(Computed<Interval> now, Computed<Interval> before) =>
        !now.IsOk ? before.IsOk ? before : now : before.IsOk ? now.Value.Intersect(before.Value) : now;
}

/// <summary>
/// The test that may be looked at every day: its error holds over all looks together, however many, and whenever one stops. It costs
/// about 1.55 times the width of a fixed-horizon interval where it is tuned to be sharpest. After an early stop the estimate is inflated.
/// </summary>
/// <remarks>
/// Source: Robbins (1970); Howard, Ramdas, McAuliffe and Sekhon (2021), arXiv 1810.08240; Waudby-Smith et al. (2021), arXiv 2103.06476. With
/// degrees of freedom the t mixture of Lindon, Ham, Tingley and Bojinov (2022), arXiv 2210.08589, valid in small samples.
/// </remarks>
public static class AlwaysValid
{
    /// <summary>Tests one look. Combine looks by <see cref="SequentialComparison.After"/>.</summary>
    /// <param name="effect">From any of the comparisons.</param>
    /// <param name="tuning">Fixed before the start.</param>
    /// <param name="alpha">The error allowed over all looks together; between 0 and 1.</param>
    /// <param name="alternative">What is tested for.</param>
    public static SequentialComparison Test(
        Effect effect, Tuning tuning, double alpha = 0.05, Alternative alternative = Alternative.TwoSided)
    {
        ArgumentNullException.ThrowIfNull(tuning);
        Level.Check(alpha);
        var spread = tuning.Spread(effect.StandardError, effect.Units);
        var z = effect.Difference / effect.StandardError;
        var log = Math.Min(0, LogPValue(z, spread, effect.DegreesOfFreedom, alternative));
        var reach = Multiplier(spread, effect.DegreesOfFreedom, alpha, alternative);
        return new(
            effect, Level.PValue(log), log, reach.Select(m => effect.IntervalAt(m, alternative)),
            reach.Then(m => effect.LiftIntervalAt(m, alternative)), alpha, alternative);
    }

    /// <summary>How many standard errors the confidence sequence reaches at so many units: compare with 1.96 for a fixed horizon.</summary>
    /// <param name="tuning">A tuning by units.</param>
    /// <param name="units">Units in both arms together.</param>
    /// <param name="alpha">The error allowed.</param>
    public static double Multiplier(Tuning tuning, double units, double alpha = 0.05)
    {
        ArgumentNullException.ThrowIfNull(tuning);
        return tuning.RhoSquared is { } rho
            ? Multiplier(rho * units, null, Level.Check(alpha), Alternative.TwoSided).Value
            : throw new ArgumentException("A tuning by effect has no multiplier without the standard error.", nameof(tuning));
    }

    private static double LogPValue(double z, double spread, double? degreesOfFreedom, Alternative alternative)
    {
        var logRootK = 0.5 * Special.Log1p(spread);
        var shrink = spread / (1 + spread);
        if (alternative == Alternative.TwoSided)
            return logRootK - LogLikelihood(z, shrink, degreesOfFreedom);
        var directed = alternative == Alternative.Greater ? z : -z;
        if (directed <= 0)
            return 0;
        // The bound with ln(1 + √k/(2α)), solved for α.
        var log = LogLikelihood(directed, shrink, degreesOfFreedom);
        return logRootK - 0.69314718055994530942 - (log > 40 ? log : Math.Log(Math.Max(double.Epsilon, Special.Expm1(log))));
    }

    /// <summary>ln of the mixture's likelihood ratio without its constant: z²·shrink/2, or its counterpart for t.</summary>
    private static double LogLikelihood(double z, double shrink, double? degreesOfFreedom)
    {
        if (degreesOfFreedom is not { } df)
            return z * z * shrink / 2;
        var q = z * z / df;
        return double.IsInfinity(q)
            ? -(df + 1) / 2 * Math.Log(1 - shrink)
            : (df + 1) / 2 * (Special.Log1p(q) - Special.Log1p((1 - shrink) * q));
    }

    private static Computed<double> Multiplier(double spread, double? degreesOfFreedom, double alpha, Alternative alternative)
    {
        var logRootK = 0.5 * Special.Log1p(spread);
        var log = alternative == Alternative.TwoSided
            ? logRootK - Math.Log(alpha)
            : Special.LogSum(0, logRootK - Math.Log(2 * alpha));
        var shrink = spread / (1 + spread);
        if (degreesOfFreedom is not { } df)
            return Effect.Finite(Math.Sqrt(2 * log / shrink), "interval");
        // (1+q)/(1+rq) = e^(2·log/(df+1)) has a solution only while r·that is below 1: before, nothing bounds the effect.
        var growth = 2 * log / (df + 1);
        var room = 1 - (1 - shrink) * Math.Exp(Math.Min(700, growth));
        if (!(room > 0))
            return new NotComputable("insufficient_data", "more units are needed before the sequence bounds the effect", "interval");
        return Effect.Finite(Math.Sqrt(df * Special.Expm1(growth) / room), "interval");
    }
}
