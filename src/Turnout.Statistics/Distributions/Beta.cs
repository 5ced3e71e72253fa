namespace Turnout.Statistics.Distributions;

/// <summary>
/// The beta distribution: the regularised incomplete beta function from its continued fraction (DLMF 8.17.22) with Loader's
/// saddle-point prefactor, each tail computed directly. 10⁻¹⁰ relative down to 10⁻³⁰⁰.
/// </summary>
internal static class Beta
{
    /// <summary>ln of the density at x, where <paramref name="complement"/> = 1−x.</summary>
    public static double LogDensity(double a, double b, double x, double complement) =>
        LogPrefactor(a, b, x, complement) - Math.Log(x) - Math.Log(complement);

    public static double Below(double a, double b, double x) => Math.Exp(LogBelow(a, b, x, 1 - x));

    public static double Above(double a, double b, double x) => Math.Exp(LogBelow(b, a, 1 - x, x));

    /// <summary>ln P(X ≤ x); <paramref name="complement"/> = 1−x.</summary>
    public static double LogBelow(double a, double b, double x, double complement)
    {
        if (x <= 0)
            return double.NegativeInfinity;
        if (complement <= 0)
            return 0;
        if (x < (a + 1) / (a + b + 2))
            return Math.Min(0, LogPrefactor(a, b, x, complement) - Math.Log(a) + Math.Log(Fraction(a, b, x, complement)));
        var log = LogPrefactor(a, b, x, complement) - Math.Log(b) + Math.Log(Fraction(b, a, complement, x));
        return log >= 0 ? double.NegativeInfinity : LogComplement(log);
    }

    /// <summary>ln P(X > x); <paramref name="complement"/> = 1−x.</summary>
    public static double LogAbove(double a, double b, double x, double complement) => LogBelow(b, a, complement, x);

    /// <summary>The x with P(X ≤ x) = <paramref name="below"/>.</summary>
    public static double Quantile(double a, double b, double below)
    {
        // On the logit scale the cdf has neither ends nor corners, so bisection may start wide and Newton may finish.
        var upper = below > 0.5;
        var target = upper ? Special.Log1p(-below) : Math.Log(below);
        double low = -800, high = 800;
        var y = Math.Clamp(Math.Log(a / b), -700, 700);
        for (var i = 0; i < 200; i++)
        {
            double x = Logistic(y), c = Logistic(-y);
            var log = upper ? LogAbove(a, b, x, c) : LogBelow(a, b, x, c);
            var tooFar = upper ? log < target : log > target;
            if (tooFar)
                high = y;
            else
                low = y;
            var slope = Math.Exp(LogPrefactor(a, b, x, c) - log) * (upper ? -1 : 1);
            var next = y - (log - target) / slope;
            if (!(next > low && next < high))
                next = (low + high) / 2;
            if (Math.Abs(next - y) <= 1e-14 * Math.Max(1, Math.Abs(y)))
                return Logistic(next);
            y = next;
        }

        return Logistic(y);
    }

    public static double Logistic(double y) => y >= 0 ? 1 / (1 + Math.Exp(-y)) : Math.Exp(y) / (1 + Math.Exp(y));

    private static double LogComplement(double log) =>
        log > -0.6931471805599453 ? Math.Log(-Special.Expm1(log)) : Special.Log1p(-Math.Exp(log));

    /// <summary>ln of x^a (1−x)^b / B(a, b).</summary>
    private static double LogPrefactor(double a, double b, double x, double complement) =>
        Math.Log(a) + Math.Log(b) - Math.Log(a + b) + Special.LogBinomial(a, a + b, x, complement);

    /// <summary>The continued fraction by Lentz's method as modified by Thompson and Barnett (1986).</summary>
    internal static double Fraction(double a, double b, double x, double complement)
    {
        const double tiny = 1e-300;
        var c = 1.0;
        // 1 - (a+b)x/(a+1), written so that x close to 1 keeps its digits.
        var d = 1 / NotZero((a * complement + 1 - b * x) / (a + 1), tiny);
        var f = d;
        for (var m = 1; m < 1_000_000; m++)
        {
            var even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / NotZero(1 + even * d, tiny);
            c = NotZero(1 + even / c, tiny);
            f *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / NotZero(1 + odd * d, tiny);
            c = NotZero(1 + odd / c, tiny);
            var step = d * c;
            f *= step;
            if (Math.Abs(step - 1) < 2e-16)
                break;
        }

        return f;
    }

    private static double NotZero(double value, double tiny) => Math.Abs(value) < tiny ? tiny : value;
}
