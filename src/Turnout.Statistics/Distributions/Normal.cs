using MathNet.Numerics;

namespace Turnout.Statistics.Distributions;

/// <summary>The standard normal distribution, with tails that stay right where 1−cdf is long exactly 0.</summary>
internal static class Normal
{
    private const double HalfLogTwoPi = 0.91893853320467274178;
    private const double SqrtHalf = 0.70710678118654752440;

    public static double Density(double z) => Math.Exp(-z * z / 2 - HalfLogTwoPi);

    /// <summary>P(N ≤ z).</summary>
    public static double Below(double z) => Above(-z);

    /// <summary>P(N > z); 10⁻¹² relative down to 10⁻³⁰⁷.</summary>
    public static double Above(double z) => 0.5 * SpecialFunctions.Erfc(z * SqrtHalf);

    /// <summary>ln P(N > z), finite for every finite z.</summary>
    public static double LogAbove(double z)
    {
        if (z < -1)
            return Special.Log1p(-Above(-z));
        if (z < 30)
            return Math.Log(Above(z));
        // Abramowitz and Stegun 26.2.12: beyond 30, six terms leave less than 1e-17.
        var q = 1 / (z * z);
        var series = -q * (1 - q * (3 - q * (15 - q * (105 - q * (945 - q * 10395)))));
        return -z * z / 2 - HalfLogTwoPi - Math.Log(z) + Special.Log1p(series);
    }

    /// <summary>The z with P(N > z) = <paramref name="tail"/>, for 0 &lt; tail &lt; 1.</summary>
    public static double Quantile(double tail)
    {
        if (tail > 0.5)
            return tail < 1 ? -LogQuantile(Special.Log1p(-tail)) : double.NegativeInfinity;
        return LogQuantile(Math.Log(tail));
    }

    /// <summary>The z above which exp(<paramref name="logTail"/>) lies, for a tail of at most one half (and for larger ones down to z of about −1).</summary>
    public static double LogQuantile(double logTail)
    {
        // The start (Abramowitz and Stegun 26.2.23) is good to 5e-4; Newton on the log tail doubles the digits at each step.
        var t = Math.Sqrt(-2 * Math.Min(logTail, -1e-300));
        var z = logTail < -600
            ? Math.Sqrt(Math.Max(1, -2 * logTail - 2 * HalfLogTwoPi - Math.Log(-2 * logTail)))
            : t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
        for (var i = 0; i < 6; i++)
        {
            var log = LogAbove(z);
            var hazard = Math.Exp(-z * z / 2 - HalfLogTwoPi - log);
            var step = (log - logTail) / hazard;
            z += step;
            if (Math.Abs(step) <= 1e-15 * Math.Max(1, Math.Abs(z)))
                break;
        }

        return z;
    }
}
