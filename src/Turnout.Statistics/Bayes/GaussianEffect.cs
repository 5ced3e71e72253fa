using Turnout.Statistics.Distributions;

namespace Turnout.Statistics.Bayes;

/// <summary>What is believed of an effect before the data: a normal distribution around a mean. State it beside every result.</summary>
/// <param name="Mean">Usually 0.</param>
/// <param name="StandardDeviation">Above 0; infinity for a flat prior, which is not valid under repeated looks.</param>
/// <param name="IsRelative">True where both are on the lift.</param>
public readonly record struct GaussianPrior(double Mean, double StandardDeviation, bool IsRelative = false)
{
    /// <summary>No belief at all.</summary>
    public static GaussianPrior Flat => new(0, double.PositiveInfinity);
}

/// <summary>What is believed of an effect after the data.</summary>
/// <param name="Mean">Posterior mean of the difference.</param>
/// <param name="StandardDeviation">Posterior standard deviation.</param>
/// <param name="ChanceToWin">The chance that treatment is above control.</param>
/// <param name="LossOfTreatment">Expected loss, in the metric's unit, of choosing treatment where control is better.</param>
/// <param name="LossOfControl">The same of choosing control.</param>
/// <param name="CredibleInterval">Holds the effect with the chance 1−alpha.</param>
public sealed record GaussianPosterior(
    double Mean, double StandardDeviation, double ChanceToWin, double LossOfTreatment, double LossOfControl, Interval CredibleInterval);

/// <summary>
/// The Bayesian reading of an effect whose estimate is about normal. Its interval shrinks towards the prior. With a flat prior and daily
/// looks a chance above 95 % shows up sooner or later in most experiments without any effect: use a prior that you believe, or one look.
/// </summary>
public static class GaussianEffect
{
    /// <summary>Prior and data weighed by their precision.</summary>
    /// <param name="effect">From any of the comparisons.</param>
    /// <param name="prior">What is believed before.</param>
    /// <param name="alpha">What the credible interval leaves out; between 0 and 1.</param>
    /// <returns>The posterior, or <c>zero_baseline</c> for a prior on the lift of a control mean of 0.</returns>
    public static Computed<GaussianPosterior> Update(Effect effect, GaussianPrior prior, double alpha = 0.05)
    {
        Level.Check(alpha);
        if (!(prior.StandardDeviation > 0) || !double.IsFinite(prior.Mean))
            throw new ArgumentOutOfRangeException(nameof(prior), prior, "A prior has a finite mean and a deviation above 0.");
        if (prior.IsRelative && effect.Baseline == 0)
            return NotComputable.NoBaseline("control");
        var scale = prior.IsRelative ? Math.Abs(effect.Baseline) : 1;
        double data = effect.StandardError * effect.StandardError, s0 = prior.StandardDeviation * scale;
        // The data's weight; 1 under a flat prior, without an infinity passing through.
        var weight = double.IsInfinity(s0) ? 1 : 1 / (1 + data / s0 / s0);
        var mean = weight * effect.Difference + (1 - weight) * prior.Mean * scale;
        var deviation = effect.StandardError * Math.Sqrt(weight);
        var ratio = mean / deviation;
        if (!double.IsFinite(ratio) || !double.IsFinite(mean))
            return NotComputable.Overflow("posterior");
        return new GaussianPosterior(
            mean, deviation, Normal.Below(ratio), deviation * ExpectedExcess(-ratio), deviation * ExpectedExcess(ratio),
            Interval.Around(mean, Normal.Quantile(alpha / 2) * deviation));
    }

    /// <summary>E max(0, N + r) = rΦ(r) + φ(r), without cancelling where r is far below 0.</summary>
    internal static double ExpectedExcess(double r)
    {
        if (r > -5)
            return Math.Max(0, r * Normal.Below(r) + Normal.Density(r));
        // φ(r)(1/r² − 3/r⁴ + 15/r⁶ − …), Abramowitz and Stegun 26.2.12; from −5 on by the continued fraction's tail integral.
        if (r < -12)
        {
            var q = 1 / (r * r);
            return Normal.Density(r) * q * (1 - q * (3 - q * (15 - q * (105 - q * (945 - q * (10395 - q * 135135))))));
        }

        // ∫ t φ(t + |r|) dt = φ(r) ∫ t exp(−|r|t − t²/2) dt over t > 0, smooth and positive.
        double sum = 0, span = 12 / -r;
        foreach (var (x, w) in Nodes)
        {
            for (var panel = 0; panel < 4; panel++)
            {
                var t = span * (panel + (1 + x) / 2);
                sum += w * span / 2 * t * Math.Exp(r * t - t * t / 2);
            }
        }

        return Normal.Density(r) * sum;
    }

    private static readonly (double X, double W)[] Nodes = Quadrature.GaussLegendre(20);
}
