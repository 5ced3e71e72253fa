namespace Turnout.Statistics.Bayes;

/// <summary>How a bandit shares out the next period's units.</summary>
public enum BanditRule
{
    /// <summary>By each arm's chance to be the best.</summary>
    Thompson,

    /// <summary>Half by that chance, half to the best challenger: finds the best arm with more certainty, at some cost on the way.</summary>
    TopTwo,
}

/// <summary>
/// Weights for the next period of a bandit. Use one to earn while learning among arms that differ; not to measure by how much: arm means
/// over a bandit's life are biased, and <see cref="PeriodWeighted"/> repairs that only in part of the precision.
/// </summary>
/// <remarks>Source: Thompson (1933); top-two by Russo (2020), Operations Research 68, 1625–1647.</remarks>
public static class Bandit
{
    /// <summary>The next weights; they sum to 1.</summary>
    /// <param name="chancesBest">Each arm's chance to be best, from <see cref="BestArm"/>; they sum to 1.</param>
    /// <param name="floor">Each arm's least share; 0 up to 1 over the number of arms. It keeps every arm observable.</param>
    /// <param name="rule">How to share out the rest.</param>
    public static double[] Weights(IReadOnlyList<double> chancesBest, double floor = 0.01, BanditRule rule = BanditRule.Thompson)
    {
        ArgumentNullException.ThrowIfNull(chancesBest);
        var arms = chancesBest.Count;
        if (!(floor >= 0 && floor * arms <= 1))
            throw new ArgumentOutOfRangeException(nameof(floor), floor, "The floor lies between 0 and one over the number of arms.");
        var total = chancesBest.Sum();
        if (chancesBest.Any(p => !(p >= 0)) || !(total > 0))
            throw new ArgumentOutOfRangeException(nameof(chancesBest), "Chances are 0 or more and one is above 0.");
        var p = chancesBest.Select(chance => chance / total).ToArray();
        if (rule == BanditRule.TopTwo && arms > 1)
            p = TopTwo(p);
        return Array.ConvertAll(p, share => floor + (1 - arms * floor) * share);
    }

    /// <summary>
    /// Each arm's mean over periods of constant weights, every period counting by all of its units: what the arm would have shown with
    /// constant weights. The naive mean of all values is biased.
    /// </summary>
    /// <param name="periods">For each period the moments of each arm, always in the same order.</param>
    /// <returns>An arm for each, or <c>insufficient_data</c> naming the arm that had fewer than two units in a period.</returns>
    public static Computed<IReadOnlyList<Arm>> PeriodWeighted(IReadOnlyList<Moments[]> periods)
    {
        ArgumentNullException.ThrowIfNull(periods);
        if (periods.Count == 0)
            return NotComputable.TooFewUnits("periods", 1);
        double total = periods.Sum(period => period.Sum(arm => arm.Count));
        var arms = new Arm[periods[0].Length];
        for (var k = 0; k < arms.Length; k++)
        {
            double mean = 0, square = 0;
            long units = 0;
            foreach (var period in periods)
            {
                if (!period[k].ToArm($"arm {k}").TryGet(out var arm, out var reason))
                    return reason;
                var weight = period.Sum(a => a.Count) / total;
                mean += weight * arm.Mean;
                square += weight * weight * arm.SquaredError;
                units += arm.Units;
            }

            arms[k] = new Arm(units, mean, square * units);
        }

        return arms;
    }

    /// <summary>The chance to be drawn first, or as the challenger of another that was: half each.</summary>
    private static double[] TopTwo(double[] p)
    {
        var odds = p.Sum(x => x < 1 ? x / (1 - x) : 0);
        // A certain winner has no challenger to draw; the half that is theirs goes to all others alike.
        if (Array.Exists(p, x => x >= 1))
            return Array.ConvertAll(p, x => x >= 1 ? 0.5 : 0.5 / (p.Length - 1));
        return Array.ConvertAll(p, x => 0.5 * x + 0.5 * x * (odds - x / (1 - x)));
    }
}
