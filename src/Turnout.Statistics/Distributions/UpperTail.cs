namespace Turnout.Statistics.Distributions;

/// <summary>
/// Natural logarithms of upper tails: what p-values are made of. 10⁻¹⁰ relative in the tail down to 10⁻³⁰⁰, and far beyond it in the logarithm.
/// </summary>
public static class UpperTail
{
    /// <summary>ln P(N > z), standard normal.</summary>
    public static double LogNormal(double z) => Normal.LogAbove(z);

    /// <summary>ln P(T > t) with <paramref name="df"/> above 0.</summary>
    public static double LogStudentT(double t, double df) => StudentT.LogAbove(t, Above0(df, nameof(df)));

    /// <summary>ln P(χ² > x) with <paramref name="df"/> above 0.</summary>
    public static double LogChiSquare(double x, double df) => Gamma.LogAbove(Above0(df, nameof(df)) / 2, x / 2);

    /// <summary>ln P(B > x) of a beta distribution with both parameters above 0; minus infinity from x = 1 on.</summary>
    public static double LogBeta(double x, double a, double b) => Beta.LogAbove(Above0(a, nameof(a)), Above0(b, nameof(b)), x, 1 - x);

    /// <summary>ln P(X > x) of the gamma distribution with a shape above 0 and scale 1.</summary>
    public static double LogGamma(double x, double shape) => Gamma.LogAbove(Above0(shape, nameof(shape)), x);

    /// <summary>ln P(T > t) of the noncentral t distribution with <paramref name="df"/> above 0.</summary>
    public static double LogNoncentralT(double t, double df, double noncentrality) => NoncentralT.LogAbove(t, Above0(df, nameof(df)), noncentrality);

    private static double Above0(double value, string name) => value is > 0 and < double.PositiveInfinity
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "A parameter of a distribution lies above 0.");
}
