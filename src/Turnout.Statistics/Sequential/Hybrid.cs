namespace Turnout.Statistics.Sequential;

/// <summary>
/// Looked at every day until a planned end, and there once more by the test for one look: the error is shared between the two, so that each interval is 10 to 15 % wider
/// than it would be alone. For experiments that should be stopped early when something goes badly wrong, and decided sharply at their end.
/// </summary>
/// <remarks>
/// Source: the union bound over a confidence sequence (<see cref="AlwaysValid"/>) at share·α and a fixed look at (1 − share)·α; Eppo describes it as its hybrid. Both
/// intervals have the same centre, so that what they allow together is the narrower one, and it excludes 0 exactly when the p-value is at most α.
/// </remarks>
public static class Hybrid
{
    /// <summary>Tests one look. Combine looks by <see cref="SequentialComparison.After"/>.</summary>
    /// <param name="effect">From any of the comparisons.</param>
    /// <param name="tuning">Of the sequence; fixed before the start.</param>
    /// <param name="isPlannedEnd">Whether this is the one look at the planned end, declared before the start; it is taken once.</param>
    /// <param name="alpha">The error allowed over all looks together; between 0 and 1.</param>
    /// <param name="share">The sequence's share of it; between 0 and 1.</param>
    /// <param name="alternative">What is tested for.</param>
    public static SequentialComparison Test(
        Effect effect, Tuning tuning, bool isPlannedEnd, double alpha = 0.05, double share = 0.5, Alternative alternative = Alternative.TwoSided)
    {
        Level.Check(alpha);
        if (!(share > 0 && share < 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share lies between 0 and 1.");
        var always = AlwaysValid.Test(effect, tuning, alpha * share, alternative);
        var log = Math.Min(0, always.LogPValue - Math.Log(share));
        if (!isPlannedEnd)
            return always with { PValue = Level.PValue(log), LogPValue = log, Alpha = alpha };
        var once = FixedHorizon.Test(effect, alpha * (1 - share), alternative);
        log = Math.Min(log, once.LogPValue - Math.Log(1 - share));
        var isOnceNarrower = !always.Interval.IsOk || Reach(once.Interval) <= Reach(always.Interval.Value);
        return new(
            effect, Level.PValue(log), log, isOnceNarrower ? once.Interval : always.Interval, isOnceNarrower ? once.LiftInterval : always.LiftInterval, alpha, alternative);

        double Reach(Interval interval) => interval.Lower is { } lower ? effect.Difference - lower : interval.Upper!.Value - effect.Difference;
    }
}
