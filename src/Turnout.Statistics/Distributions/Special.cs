using MathNet.Numerics;

namespace Turnout.Statistics.Distributions;

/// <summary>Elementary functions and densities that do not cancel.</summary>
internal static class Special
{
    /// <summary>ln(1+x) without losing the digits of a small x.</summary>
    public static double Log1p(double x)
    {
        if (Math.Abs(x) > 0.5)
            return Math.Log(1 + x);
        // Kahan's correction: the rounding of 1+x divides out.
        var u = 1 + x;
        return u == 1 ? x : Math.Log(u) * x / (u - 1);
    }

    /// <summary>exp(x)−1 without losing the digits of a small x.</summary>
    public static double Expm1(double x)
    {
        if (Math.Abs(x) > 0.5)
            return Math.Exp(x) - 1;
        var u = Math.Exp(x);
        return u == 1 ? x : (u - 1) * x / Math.Log(u);
    }

    /// <summary>ln(exp(a)+exp(b)).</summary>
    public static double LogSum(double a, double b)
    {
        var high = Math.Max(a, b);
        return double.IsNegativeInfinity(high) ? high : high + Log1p(Math.Exp(Math.Min(a, b) - high));
    }

    public static double LogGamma(double x) => SpecialFunctions.GammaLn(x);

    /// <summary>ln B(a, b) without the cancellation of three large log gammas.</summary>
    public static double LogBeta(double a, double b)
    {
        double small = Math.Min(a, b), large = Math.Max(a, b), sum = a + b;
        if (large < 15)
            return LogGamma(small) + LogGamma(large) - LogGamma(sum);
        // ln G(large) - ln G(sum), from Stirling's formula with its error: the leading terms cancel on paper, not in the machine.
        var ratio = StirlingError(large) - StirlingError(sum) - (large - 0.5) * Log1p(small / large) - small * Math.Log(sum) + small;
        return small < 15
            ? LogGamma(small) + ratio
            : StirlingError(small) + (small - 0.5) * Math.Log(small) - small + 0.91893853320467274178 + ratio;
    }

    /// <summary>ln Γ(x+1) − ((x+½) ln x − x + ½ ln 2π): what Stirling's formula misses. Loader (2000).</summary>
    public static double StirlingError(double x)
    {
        if (x <= 0)
            return 0;
        if (x < 15)
            return LogGamma(x + 1) - ((x + 0.5) * Math.Log(x) - x + 0.91893853320467274178);
        var q = 1 / (x * x);
        return (1.0 / 12 - q * (1.0 / 360 - q * (1.0 / 1260 - q * (1.0 / 1680 - q * (1.0 / 1188 - q * (691.0 / 360360)))))) / x;
    }

    /// <summary>x ln(x/m) + m − x, the deviance of x from m; exact near x = m. Loader (2000).</summary>
    public static double Deviance(double x, double m)
    {
        if (Math.Abs(x - m) >= 0.1 * (x + m))
            return x == 0 ? m : x * Math.Log(x / m) + m - x;
        var v = (x - m) / (x + m);
        var sum = (x - m) * v;
        var term = 2 * x * v;
        var square = v * v;
        for (var j = 1; j < 1000; j++)
        {
            term *= square;
            var next = sum + term / (2 * j + 1);
            if (next == sum)
                break;
            sum = next;
        }

        return sum;
    }

    /// <summary>ln of the Poisson probability of x at mean m, for real x ≥ 0. Loader (2000).</summary>
    public static double LogPoisson(double x, double m) =>
        x == 0 ? -m : -StirlingError(x) - Deviance(x, m) - 0.5 * Math.Log(2 * Math.PI * x);

    /// <summary>
    /// ln of the binomial probability of x in n at chance p = 1−q, for real 0 ≤ x ≤ n; both p and q are given, so that neither is
    /// rounded off near 0. Loader (2000), "Fast and accurate computation of binomial probabilities".
    /// </summary>
    public static double LogBinomial(double x, double n, double p, double q)
    {
        if (x == 0)
            return p < 0.1 ? -Deviance(n, n * q) - n * p : n * Math.Log(q);
        if (x == n)
            return q < 0.1 ? -Deviance(n, n * p) - n * q : n * Math.Log(p);
        return StirlingError(n) - StirlingError(x) - StirlingError(n - x) - Deviance(x, n * p) - Deviance(n - x, n * q)
            + 0.5 * (Math.Log(n / x) - Math.Log(2 * Math.PI) - Math.Log(n - x));
    }
}
