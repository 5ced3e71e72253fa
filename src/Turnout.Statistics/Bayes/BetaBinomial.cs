using Turnout.Statistics.Comparisons;
using Turnout.Statistics.Distributions;

namespace Turnout.Statistics.Bayes;

/// <summary>What is believed of a rate: a beta distribution.</summary>
/// <param name="Alpha">Above 0; 1 of the uniform prior.</param>
/// <param name="Beta">Above 0; 1 of the uniform prior.</param>
public readonly record struct BetaPrior(double Alpha, double Beta)
{
    /// <summary>Every rate equally likely.</summary>
    public static BetaPrior Uniform => new(1, 1);

    internal void Check()
    {
        if (!(Alpha is > 0 and < 1e12 && Beta is > 0 and < 1e12))
            throw new ArgumentOutOfRangeException(nameof(Alpha), this, "A beta prior has two parameters above 0.");
    }
}

/// <summary>What is believed of two rates after the data.</summary>
/// <param name="ChanceToWin">The chance that treatment's rate is above control's.</param>
/// <param name="LossOfTreatment">Expected loss of rate (absolute) of choosing treatment.</param>
/// <param name="LossOfControl">The same of choosing control.</param>
/// <param name="ControlMean">Posterior mean of control.</param>
/// <param name="TreatmentMean">Posterior mean of treatment.</param>
/// <param name="ControlInterval">Credible interval of control's rate.</param>
/// <param name="TreatmentInterval">Credible interval of treatment's rate.</param>
/// <param name="ExpectedLift">E(pt/pc) − 1; not computable while control's posterior allows a rate of 0 too easily.</param>
public sealed record BetaBinomialPosterior(
    double ChanceToWin,
    double LossOfTreatment,
    double LossOfControl,
    double ControlMean,
    double TreatmentMean,
    Interval ControlInterval,
    Interval TreatmentInterval,
    Computed<double> ExpectedLift);

/// <summary>Bayesian comparison of two conversion rates, exact up to a quadrature of 10⁻¹⁰: no sampling, no seed.</summary>
/// <remarks>
/// Without data it returns the prior's answer (one half, losses of 1/6 under the uniform prior). Like every fixed prior it does not protect
/// against looking until one likes the answer. About a millisecond.
/// </remarks>
public static class BetaBinomial
{
    /// <summary>Prior and counts together.</summary>
    /// <param name="control">The control.</param>
    /// <param name="treatment">The treatment.</param>
    /// <param name="prior">The same for both arms.</param>
    /// <param name="alpha">What the credible intervals leave out; between 0 and 1.</param>
    /// <returns>The posterior, or <c>invalid_input</c> for impossible counts.</returns>
    public static Computed<BetaBinomialPosterior> Update(Successes control, Successes treatment, BetaPrior prior, double alpha = 0.05)
    {
        prior.Check();
        Level.Check(alpha);
        if (Invalid(control, "control") is { } c)
            return c;
        if (Invalid(treatment, "treatment") is { } t)
            return t;
        double ac = prior.Alpha + control.Count, bc = prior.Beta + control.Failures;
        double at = prior.Alpha + treatment.Count, bt = prior.Beta + treatment.Failures;
        var grid = new ArmGrid([Belief(ac, bc), Belief(at, bt)]);
        return new BetaBinomialPosterior(
            grid.ChanceAbove(1, 0),
            grid.ExpectedExcess(0, 1),
            grid.ExpectedExcess(1, 0),
            ac / (ac + bc),
            at / (at + bt),
            Credible(ac, bc, alpha),
            Credible(at, bt, alpha),
            ac > 1
                ? at / (at + bt) * (ac + bc - 1) / (ac - 1) - 1
                : new NotComputable("insufficient_data", "prior and successes of control must exceed 1", "control"));
    }

    internal static NotComputable? Invalid(Successes arm, string subject) =>
        arm.Units < 0 || arm.Count < 0 || arm.Count > arm.Units || arm.Units > 1L << 52
            ? NotComputable.Invalid(subject, "successes must lie between 0 and the number of units")
            : null;

    /// <summary>A beta distribution on the logit scale, where it has neither ends nor poles.</summary>
    internal static ArmBelief Belief(double a, double b)
    {
        var log = -Special.LogBeta(a, b);
        var centre = Math.Log(a / b);
        // Relative to the mode, so that large counts do not lose the digits of the difference of two large logs.
        double p = a / (a + b), q = b / (a + b);
        var top = log + a * Math.Log(p) + b * Math.Log(q);
        return new ArmBelief(centre, Math.Sqrt(1 / a + 1 / b), LogDensity, Rate);

        double LogDensity(double y)
        {
            // a·ln(x/p) + b·ln((1−x)/q) with x = logistic(y), in terms of y − centre.
            var d = y - centre;
            return d >= 0
                ? top - b * d - (a + b) * Special.Log1p(q * Special.Expm1(-d))
                : top + a * d - (a + b) * Special.Log1p(p * Special.Expm1(d));
        }

        static (double, double) Rate(double y)
        {
            double x = Beta.Logistic(y), c = Beta.Logistic(-y);
            return (x, x * c);
        }
    }

    private static Interval Credible(double a, double b, double alpha) =>
        new(Beta.Quantile(a, b, alpha / 2), Beta.Quantile(a, b, 1 - alpha / 2));
}
