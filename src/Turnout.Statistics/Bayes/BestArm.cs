using Turnout.Statistics.Comparisons;
using Turnout.Statistics.Distributions;

namespace Turnout.Statistics.Bayes;

/// <summary>One arm among several.</summary>
/// <param name="ChanceBest">The chance that it is the best of all; the chances sum to 1.</param>
/// <param name="ExpectedLoss">Expected value lost, in the metric's unit, by choosing it instead of the best; 0 or more.</param>
public readonly record struct ArmStanding(double ChanceBest, double ExpectedLoss);

/// <summary>Which of several arms is best, by quadrature instead of sampling.</summary>
/// <remarks>P(k best) = ∫ f_k ∏ F_j. About a millisecond for ten arms.</remarks>
public static class BestArm
{
    /// <summary>Rates under one beta prior.</summary>
    /// <param name="arms">At least two; an arm without units counts with the prior alone.</param>
    /// <param name="prior">The same for all.</param>
    /// <param name="lowerIsBetter">True where a low rate is good.</param>
    /// <returns>A standing for each arm, or <c>invalid_input</c>.</returns>
    public static Computed<IReadOnlyList<ArmStanding>> OfRates(
        IReadOnlyList<Successes> arms, BetaPrior prior, bool lowerIsBetter = false)
    {
        ArgumentNullException.ThrowIfNull(arms);
        prior.Check();
        for (var i = 0; i < arms.Count; i++)
        {
            if (BetaBinomial.Invalid(arms[i], $"arm {i}") is { } invalid)
                return invalid;
        }

        var posteriors = arms.Select(arm => (A: prior.Alpha + arm.Count, B: prior.Beta + arm.Failures)).ToList();
        return Standings(
            posteriors.ConvertAll(p => BetaBinomial.Belief(p.A, p.B)), posteriors.ConvertAll(p => p.A / (p.A + p.B)), lowerIsBetter);
    }

    /// <summary>Means whose errors are about normal, without a prior.</summary>
    /// <param name="arms">At least two, each with a variance: an arm without one has no posterior.</param>
    /// <param name="lowerIsBetter">True where a low mean is good.</param>
    /// <returns>A standing for each arm, or <c>zero_variance</c> naming the arm.</returns>
    public static Computed<IReadOnlyList<ArmStanding>> OfMeans(IReadOnlyList<Arm> arms, bool lowerIsBetter = false)
    {
        ArgumentNullException.ThrowIfNull(arms);
        for (var i = 0; i < arms.Count; i++)
        {
            if (!(arms[i].SquaredError > 0))
                return NotComputable.NoVariance($"arm {i}");
        }

        return Standings(arms.Select(Belief).ToList(), arms.Select(arm => arm.Mean).ToList(), lowerIsBetter);
    }

    private static Computed<IReadOnlyList<ArmStanding>> Standings(List<ArmBelief> beliefs, List<double> means, bool lowest)
    {
        if (beliefs.Count < 2)
            return NotComputable.Invalid("arms", "there must be at least two arms");
        // 1e-50 of a chance is more than anyone will act on.
        var grid = new ArmGrid(beliefs, depth: 120);
        var best = grid.ExpectedBest(lowest);
        var standings = new ArmStanding[beliefs.Count];
        for (var i = 0; i < standings.Length; i++)
            standings[i] = new(Math.Min(1, grid.ChanceBest(i, lowest)), Math.Max(0, lowest ? means[i] - best : best - means[i]));
        return standings;
    }

    private static ArmBelief Belief(Arm arm)
    {
        var error = arm.StandardError;
        return new ArmBelief(
            arm.Mean, error, x => -0.5 * (x - arm.Mean) / error * ((x - arm.Mean) / error) - Math.Log(error), x => (x, 1));
    }
}
