namespace Turnout.Statistics.Distributions;

/// <summary>What statistical tables hold: upper tails, right to 1e-300, and the values above which a tail lies.</summary>
public static class Tables
{
    /// <summary>What lies above z in the standard normal distribution.</summary>
    public static double NormalAbove(double z) => Normal.Above(z);

    /// <summary>The z above which <paramref name="tail"/> lies, between 0 and 1.</summary>
    public static double NormalQuantile(double tail) => Normal.Quantile(Level.Check(tail));

    /// <summary>What lies above t in Student's distribution with <paramref name="df"/> degrees of freedom, above 0.</summary>
    public static double StudentTAbove(double t, double df) => StudentT.Above(t, df);

    /// <summary>The t above which <paramref name="tail"/> lies, between 0 and 1.</summary>
    public static double StudentTQuantile(double tail, double df) => StudentT.Quantile(Level.Check(tail), df);

    /// <summary>What lies above x, 0 or more, in the chi-square distribution with <paramref name="df"/> degrees of freedom.</summary>
    public static double ChiSquareAbove(double x, double df) => Gamma.ChiSquareAbove(df, x);
}
