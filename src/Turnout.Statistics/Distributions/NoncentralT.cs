namespace Turnout.Statistics.Distributions;

/// <summary>The noncentral t distribution, as a normal tail averaged over the error's own distribution. 10⁻¹⁰ for tails above 10⁻¹².</summary>
internal static class NoncentralT
{
    private static readonly (double X, double W)[] Rule = Quadrature.GaussLegendre(20);

    /// <summary>P(T > t) with <paramref name="df"/> degrees of freedom and noncentrality <paramref name="shift"/>.</summary>
    public static double Above(double t, double df, double shift)
    {
        if (df > 1e8)
            return Normal.Above(t - shift);
        // s = χ/√df lies around 1 with deviation about 1/√(2df).
        var deviation = 1 / Math.Sqrt(2 * df);
        double low = Math.Max(0, 1 - 12 * deviation), high = 1 + 12 * deviation;
        const int panels = 12;
        var half = (high - low) / panels / 2;
        var log = Math.Log(2) + df / 2 * Math.Log(df / 2) - Special.LogGamma(df / 2);
        // Stirling keeps the constant exact for many degrees of freedom.
        if (df > 60)
            log = Math.Log(2) + 0.5 * Math.Log(df / 2) - 0.91893853320467274178 - Special.StirlingError(df / 2) + df / 2;
        double sum = 0;
        for (var p = 0; p < panels; p++)
        {
            foreach (var (x, w) in Rule)
            {
                var s = low + half * (2 * p + 1 + x);
                sum += w * half * Normal.Above(t * s - shift) * Math.Exp(log + (df - 1) * Math.Log(s) - df * s * s / 2);
            }
        }

        return Math.Clamp(sum, 0, 1);
    }
}
