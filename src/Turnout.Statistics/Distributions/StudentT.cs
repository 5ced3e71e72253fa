namespace Turnout.Statistics.Distributions;

/// <summary>
/// Student's t. Few degrees of freedom: the incomplete beta function. Many: a Gaussian integral with a smooth factor, expanded, which
/// neither slows down nor loses digits as df grows. 10⁻¹⁰ relative down to 10⁻³⁰⁰.
/// </summary>
internal static class StudentT
{
    private const double ManyDegrees = 1000;

    // With u² = df·ln(1+t²/df) the density of t becomes that of a normal u times h(u²/df), h(s) = e^(s/4) √((s/2)/sinh(s/2)).
    // These are h's Taylor coefficients, from exact rational arithmetic.
    private static readonly double[] Factor =
    [
        1, 0.25, 0.010416666666666666667, -0.0026041666666666666667, -0.00009765625, 0.000051540798611111111111, 1.2756024718915343915e-6,
        -1.1100970878802910053e-6, -1.9670584004181823192e-8, 2.4836319884715677359e-8, 3.3966619960386745055e-10, -5.6900718339421876409e-10,
        -6.337230155667130238e-12, 1.325131515587890358e-11, 1.2468358960996803365e-13, -3.1229993780631887857e-13, -2.5469886263568970212e-15,
        7.4267023509181585352e-15, 5.348885890032736627e-17, -1.7785792610889219936e-16,
    ];

    /// <summary>P(T > t) for <paramref name="df"/> > 0.</summary>
    public static double Above(double t, double df) => t < 0 ? 1 - Above(-t, df) : Math.Exp(LogAbove(t, df));

    /// <summary>ln P(T > t).</summary>
    public static double LogAbove(double t, double df)
    {
        if (t < 0)
            return Special.Log1p(-Math.Exp(LogAbove(-t, df)));
        if (df >= 1e12)
            return Normal.LogAbove(t);
        var ratio = t / Math.Sqrt(df);
        var log1p = ratio < 1e150 ? Special.Log1p(ratio * ratio) : 2 * Math.Log(ratio);
        if (df >= ManyDegrees && log1p < 1.5)
            return LogAboveMany(Math.Sqrt(df * log1p), df);
        // x = df/(df+t²) and its complement, each from t itself.
        double x = 1 / (1 + ratio * ratio), complement = 1 / (1 + 1 / (ratio * ratio));
        double a = df / 2, b = 0.5;
        var prefactor = LogHalfGammaRatio(df) - a * log1p + (ratio < 1e150 ? Math.Log(ratio) - log1p / 2 : 0);
        if (x < (a + 1) / (a + b + 2))
            return prefactor - Math.Log(2 * a) + Math.Log(Beta.Fraction(a, b, x, complement));
        if (t == 0)
            return -0.69314718055994530942;
        var inner = Math.Exp(prefactor - Math.Log(b)) * Beta.Fraction(b, a, complement, x);
        return Math.Log(0.5 * (1 - inner));
    }

    /// <summary>The t with P(T > t) = <paramref name="tail"/>.</summary>
    public static double Quantile(double tail, double df)
    {
        if (tail > 0.5)
            return -Quantile(1 - tail, df);
        if (tail == 0.5)
            return 0;
        if (df >= 1e12)
            return Normal.Quantile(tail);
        var target = Math.Log(tail);
        var y = Math.Log(Start(tail, df));
        double low = -800, high = 800;
        for (var i = 0; i < 200; i++)
        {
            var t = Math.Exp(y);
            var log = LogAbove(t, df);
            if (log < target)
                high = y;
            else
                low = y;
            var slope = -Math.Exp(y + LogDensity(t, df) - log);
            var next = y - (log - target) / slope;
            var newton = next > low && next < high;
            if (!newton)
                next = (Math.Max(low, y - 20) + Math.Min(high, y + 20)) / 2;
            // Newton's next error is about (1+t²)·step²: below rounding, one more look would change nothing.
            var step = Math.Abs(next - y);
            if (step * step * (1 + t * t) <= 1e-16 && newton || step <= 1e-15 * Math.Max(1, Math.Abs(y)))
                return Math.Exp(next);
            y = next;
        }

        return Math.Exp(y);
    }

    public static double LogDensity(double t, double df)
    {
        var ratio = t / Math.Sqrt(df);
        return LogHalfGammaRatio(df) - 0.5 * Math.Log(df) - (df + 1) / 2 * Special.Log1p(ratio * ratio);
    }

    private static double LogAboveMany(double u, double df)
    {
        // J(k) = ∫ v^2k φ(v) dv from u on, by parts: every term positive, nothing cancels.
        var tail = Normal.LogAbove(u);
        var density = Math.Exp(-u * u / 2 - 0.91893853320467274178 - tail);
        var j = 1.0;
        var boundary = density * u;
        var scale = 1.0;
        var sum = 1.0;
        for (var k = 1; k < Factor.Length; k++)
        {
            j = boundary + (2 * k - 1) * j;
            boundary *= u * u;
            scale /= df;
            var term = Factor[k] * j * scale;
            sum += term;
            if (Math.Abs(term) < 1e-18)
                break;
        }

        return tail + Math.Log(sum) + LogGammaRatioSeries(df);
    }

    /// <summary>ln of Γ((df+1)/2) / (Γ(df/2) √π).</summary>
    private static double LogHalfGammaRatio(double df)
    {
        const double halfLogPi = 0.57236494292470008707;
        return df >= 100
            ? LogGammaRatioSeries(df) + 0.5 * Math.Log(df / 2) - halfLogPi
            : Special.LogGamma((df + 1) / 2) - Special.LogGamma(df / 2) - halfLogPi;
    }

    /// <summary>ln of Γ((df+1)/2) / (Γ(df/2) √(df/2)), Stirling series; 10⁻¹⁶ from df = 100 on.</summary>
    private static double LogGammaRatioSeries(double df)
    {
        var q = 1 / (df * df);
        return (-0.25 + q * (1.0 / 24 + q * (-1.0 / 20 + q * (17.0 / 112)))) / df;
    }

    /// <summary>A first guess: Cornish and Fisher's expansion, or the power tail where df is small.</summary>
    private static double Start(double tail, double df)
    {
        var z = Normal.Quantile(tail);
        var z2 = z * z;
        if (df > 4 * z2 + 2)
        {
            var g1 = (z2 + 1) * z / 4;
            var g2 = ((5 * z2 + 16) * z2 + 3) * z / 96;
            var g3 = (((3 * z2 + 19) * z2 + 17) * z2 - 15) * z / 384;
            var g4 = ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) * z / 92160;
            return z + (g1 + (g2 + (g3 + g4 / df) / df) / df) / df;
        }

        // tail ~ C df^((df-1)/2) t^-df, with C from the density's constant.
        var log = (LogHalfGammaRatio(df) + (df / 2 - 1) * Math.Log(df) - Math.Log(tail)) / df;
        return Math.Max(Math.Exp(Math.Min(log, 700)), z);
    }
}
