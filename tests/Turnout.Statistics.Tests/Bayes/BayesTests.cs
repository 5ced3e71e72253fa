using Turnout.Statistics.Bayes;
using Turnout.Statistics.Comparisons;

namespace Turnout.Statistics.Tests.Bayes;

/// <summary>Golden values: mpmath 1.3.0 (Miller's finite sum, quad) at 20 digits or more.</summary>
public class BayesTests
{
    [Fact]
    public void Conversion_posterior_agrees_with_the_finite_sum()
    {
        var posterior = BetaBinomial.Update(new(1000, 100), new(1000, 120), BetaPrior.Uniform).Value;

        Close.To(0.92318343897355975351, posterior.ChanceToWin, 1e-10);
        Close.To(0.000484613926356444, posterior.LossOfTreatment, 1e-10);
        Close.To(0.0204446937666758, posterior.LossOfControl, 1e-10);
        // qbeta(c(.025, .975), 101, 901), R 4.2.
        Close.To(0.0829363984958179, posterior.ControlInterval.Lower!.Value, 1e-12);
        Close.To(0.1201691298758606, posterior.ControlInterval.Upper!.Value, 1e-12);
    }

    [Fact]
    public void Small_losses_and_many_units_keep_their_digits()
    {
        Close.To(4.42850354913944e-33, BetaBinomial.Update(new(1000, 100), new(1000, 300), BetaPrior.Uniform).Value.LossOfTreatment, 1e-9);
        // Simpson's rule on a grid of 2,000 in mpmath; twelve digits.
        Close.To(0.672627452607, BetaBinomial.Update(new(10_000_000, 2_000_000), new(10_000_000, 2_000_800), BetaPrior.Uniform).Value.ChanceToWin, 1e-10);
    }

    [Fact]
    public void Without_data_the_prior_answers()
    {
        var posterior = BetaBinomial.Update(default, default, BetaPrior.Uniform).Value;

        Close.To(0.5, posterior.ChanceToWin, 1e-10);
        Close.To(1.0 / 6, posterior.LossOfTreatment, 1e-10);
        Assert.Equal("insufficient_data", posterior.ExpectedLift.Reason!.Code);
    }

    [Fact]
    public void Losses_differ_by_the_difference_of_means_even_between_unequal_arms()
    {
        // E max(0,c−t) − E max(0,t−c) = E(c) − E(t), whatever the arms.
        foreach (var (c, t) in new[] { (new Successes(10, 3), new Successes(1_000_000, 250_000)), (new(5, 0), new(7, 7)), (new(10_000_000, 100), new(100, 2)) })
        {
            var posterior = BetaBinomial.Update(c, t, BetaPrior.Uniform).Value;
            Assert.Equal(posterior.ControlMean - posterior.TreatmentMean, posterior.LossOfTreatment - posterior.LossOfControl, 1e-10);
        }
    }

    [Fact]
    public void Gaussian_posterior_weighs_by_precision()
    {
        var effect = new Effect(0.6, 0.3, null, 100, 2, 0.01, -0.01);

        var flat = GaussianEffect.Update(effect, GaussianPrior.Flat).Value;
        var informed = GaussianEffect.Update(effect, new GaussianPrior(0, 0.15, IsRelative: true)).Value;

        Close.To(0.6, flat.Mean, 1e-15);
        Close.To(0.97724986805182079, flat.ChanceToWin, 1e-13);
        Close.To(0.3, informed.Mean, 1e-14);
        Close.To(0.3 / Math.Sqrt(2), informed.StandardDeviation, 1e-14);
        Assert.Equal("zero_baseline", GaussianEffect.Update(effect with { Baseline = 0 }, new GaussianPrior(0, 1, true)).Reason!.Code);
    }

    [Theory]
    [InlineData(2, 2.0084907026168296375)]
    [InlineData(-1, 0.083315470587686298383)]
    [InlineData(-6, 1.5635697959709664279e-10)]
    [InlineData(-11, 1.7093721560810266206e-29)]
    [InlineData(-20, 1.3700124947295799431e-90)]
    public void Expected_loss_keeps_its_digits_far_in_the_tail(double r, double expected) =>
        Close.To(expected, GaussianEffect.ExpectedExcess(r), 1e-10);

    [Fact]
    public void Chances_to_be_best_sum_to_one_and_agree_with_two_arms()
    {
        var two = BestArm.OfRates([new(1000, 100), new(1000, 120)], BetaPrior.Uniform).Value;
        var many = BestArm.OfRates([new(10, 1), new(100_000, 12_000), new(1000, 130), new(0, 0), new(50, 50)], BetaPrior.Uniform).Value;

        Close.To(0.92318343897355975351, two[1].ChanceBest, 1e-10);
        Assert.Equal(1, many.Sum(arm => arm.ChanceBest), 1e-10);
        Close.To(0.000484613926356444, two[1].ExpectedLoss, 1e-9);
    }

    [Fact]
    public void Lowest_is_best_where_lower_is_better()
    {
        Arm[] arms = [new(100, 5, 1), new(100, 4.9, 1), new(100, 5.3, 1)];
        Arm[] mirrored = [new(100, -5, 1), new(100, -4.9, 1), new(100, -5.3, 1)];

        var low = BestArm.OfMeans(arms, lowerIsBetter: true).Value;
        var high = BestArm.OfMeans(mirrored).Value;

        for (var i = 0; i < 3; i++)
            Close.To(high[i].ChanceBest, low[i].ChanceBest, 1e-10);
        Assert.Equal("arm 1", BestArm.OfMeans([new(10, 1, 1), new(10, 1, 0)]).Reason!.Subject);
    }

    [Fact]
    public void Bandit_weights_keep_a_floor_and_sum_to_one()
    {
        // Each arm its tenth, the remaining 0.7 by the chances.
        double[] expected = [0.1 + 0.7 * 0.01, 0.1 + 0.7 * 0.99, 0.1];
        var weights = Bandit.Weights([0.01, 0.99, 0], 0.1);
        for (var i = 0; i < 3; i++)
            Close.To(expected[i], weights[i], 1e-14);
        Assert.Equal(1, Bandit.Weights([0.2, 0.5, 0.3], 0, BanditRule.TopTwo).Sum(), 1e-14);
    }

    [Fact]
    public void Period_weights_undo_a_changing_mix()
    {
        // Rates rise for both arms while the second gets more units: the naive means would favour it.
        var arms = Bandit.PeriodWeighted(
        [
            [Moments.FromVariance(500, 0.10, 0.09), Moments.FromVariance(500, 0.10, 0.09)],
            [Moments.FromVariance(100, 0.20, 0.16), Moments.FromVariance(900, 0.20, 0.16)],
        ]).Value;

        Close.To(0.15, arms[0].Mean, 1e-14);
        Close.To(0.15, arms[1].Mean, 1e-14);
        Close.To(0.25 * (0.09 / 500 + 0.16 / 100), arms[0].SquaredError, 1e-12);
    }
}
