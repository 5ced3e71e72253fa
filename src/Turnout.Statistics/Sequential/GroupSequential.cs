using Turnout.Statistics.Distributions;

namespace Turnout.Statistics.Sequential;

/// <summary>How a group-sequential design spends its error on early looks.</summary>
public enum SpendingRule
{
    /// <summary>Hardly any early, almost all at the end: on each side 2−2Φ(z(α/4)/√t), as the customary programs do.</summary>
    OBrienFleming,

    /// <summary>Evenly: α ln(1+(e−1)t).</summary>
    Pocock,

    /// <summary>By a power of the share: α tᵠ.</summary>
    Power,
}

/// <summary>One planned look at the data.</summary>
/// <param name="Information">The share of the planned information, of (0, 1].</param>
/// <param name="Spent">Error spent up to and with this look.</param>
/// <param name="Bound">The |z| that stops here; null where this look spends nothing.</param>
public sealed record Look(double Information, double Spent, double? Bound)
{
    /// <summary>The verdict at this look: z reaches the bound.</summary>
    public bool Stops(double z) => Math.Abs(z) >= Bound;
}

/// <summary>
/// A few planned looks with more power than an always-valid test. The bounds follow Lan and DeMets: looks need not come on schedule, but
/// their number must not depend on the results.
/// </summary>
/// <remarks>
/// Source: Lan and DeMets (1983), Biometrika 70, 659–663; recursive integration by Armitage, McPherson and Rowe (1969), JRSS A 132. Two-sided,
/// symmetric. About a millisecond for ten looks.
/// </remarks>
public sealed class GroupSequential
{
    private readonly double _alpha;
    private readonly SpendingRule _rule;
    private readonly double _power;

    /// <summary>A design.</summary>
    /// <param name="alpha">The error over all looks together, two-sided; between 0 and 1.</param>
    /// <param name="rule">How it is spent.</param>
    /// <param name="power">φ of <see cref="SpendingRule.Power"/>; above 0, else unused.</param>
    public GroupSequential(double alpha = 0.05, SpendingRule rule = SpendingRule.OBrienFleming, double power = 3)
    {
        _alpha = Level.Check(alpha);
        _rule = rule;
        _power = power is > 0 and < 100 ? power : throw new ArgumentOutOfRangeException(nameof(power), power, "The power lies above 0.");
    }

    /// <summary>Error spent up to a share of the information; beyond the planned end all of it.</summary>
    public double Spent(double information)
    {
        if (!(information > 0))
            return 0;
        var t = Math.Min(1, information);
        return _rule switch
        {
            SpendingRule.OBrienFleming => Math.Min(_alpha, 4 * Normal.Above(Normal.Quantile(_alpha / 4) / Math.Sqrt(t))),
            SpendingRule.Pocock => _alpha * Special.Log1p((Math.E - 1) * t),
            _ => _alpha * Math.Pow(t, _power),
        };
    }

    /// <summary>The bounds of looks at these shares of the planned information.</summary>
    /// <param name="information">
    /// Each above 0 and no smaller than the one before. A repeated share keeps its bound. A share past 1 counts as 1: the trial is over.
    /// </param>
    /// <returns>A look for each, or <c>invalid_input</c> for shares out of order.</returns>
    public Computed<IReadOnlyList<Look>> Plan(params ReadOnlySpan<double> information)
    {
        var looks = new List<Look>(information.Length);
        var walk = new BrownianWalk(0);
        Look? last = null;
        foreach (var share in information)
        {
            var t = Math.Min(1, share);
            if (!(t > 0) || t < last?.Information)
                return NotComputable.Invalid("information", "shares must lie above 0 and never fall");
            if (last is not null && t - last.Information < 1e-9)
            {
                looks.Add(last);
                continue;
            }

            var spent = Spent(t);
            var bound = walk.Advance(t, spent - (last?.Spent ?? 0));
            last = new Look(t, spent, bound);
            looks.Add(last);
        }

        return looks;
    }

    /// <summary>The chance that a design stops for an effect, and when.</summary>
    /// <param name="looks">From <see cref="Plan"/>.</param>
    /// <param name="drift">The expected z at the planned end: effect over its standard error there.</param>
    /// <returns>The chance of having stopped by each look.</returns>
    public static IReadOnlyList<double> StoppingChances(IReadOnlyList<Look> looks, double drift)
    {
        ArgumentNullException.ThrowIfNull(looks);
        var walk = new BrownianWalk(drift);
        var chances = new List<double>();
        double sum = 0, at = 0;
        foreach (var look in looks)
        {
            if (look.Information > at)
                sum += walk.Step(look.Information, look.Bound ?? 40);
            at = look.Information;
            chances.Add(Math.Min(1, sum));
        }

        return chances;
    }

    /// <summary>Tests the latest look of several.</summary>
    /// <param name="effect">The difference and its error at this look.</param>
    /// <param name="information">The shares of all looks so far, this one last.</param>
    /// <returns>Bound, verdict, interval repeated at the bound, and the p-value by stagewise ordering; or why there is none.</returns>
    public Computed<GroupSequentialComparison> Test(Effect effect, params ReadOnlySpan<double> information)
    {
        if (information.Length == 0)
            return NotComputable.Invalid("information", "at least one look must have been made");
        if (!Plan(information).TryGet(out var looks, out var reason))
            return reason;
        var walk = new BrownianWalk(0);
        double earlier = 0, at = 0;
        var current = looks[^1];
        foreach (var look in looks)
        {
            if (look.Information >= current.Information)
                break;
            if (look.Information > at)
                earlier += walk.Step(look.Information, look.Bound ?? 40);
            at = look.Information;
        }

        var z = effect.Difference / effect.StandardError;
        var p = Math.Clamp(earlier + walk.Exit(current.Information, Math.Abs(z)), double.Epsilon, 1);
        Computed<Interval> interval = current.Bound is { } bound
            ? effect.IntervalAt(bound)
            : new NotComputable("insufficient_data", "this look must have some error to spend", "information");
        var lift = current.Bound is { } reach ? effect.LiftIntervalAt(reach) : interval;
        return new GroupSequentialComparison(effect, z, current, p, interval, lift);
    }
}

/// <summary>What a group-sequential test says at one of its looks.</summary>
/// <param name="Effect">The difference and its error at this look.</param>
/// <param name="Statistic">z at this look.</param>
/// <param name="Look">The look and its bound.</param>
/// <param name="PValue">By stagewise ordering (Tsiatis, Rosner and Mehta 1984), above 0: right if the trial stops at this look.</param>
/// <param name="Interval">The repeated confidence interval at the bound.</param>
/// <param name="LiftInterval">The same for the lift, by Fieller.</param>
public sealed record GroupSequentialComparison(
    Effect Effect, double Statistic, Look Look, double PValue, Computed<Interval> Interval, Computed<Interval> LiftInterval)
{
    /// <summary>The verdict: z reaches this look's bound.</summary>
    public bool IsSignificant => Look.Stops(Statistic);
}
