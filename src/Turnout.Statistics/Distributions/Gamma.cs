namespace Turnout.Statistics.Distributions;

/// <summary>
/// The gamma distribution with unit scale, and chi-square through it: series below the mean, continued fraction above
/// (DLMF 8.7.1 and 8.9.2), Loader's saddle-point prefactor. 10⁻¹⁰ relative down to 10⁻³⁰⁰.
/// </summary>
internal static class Gamma
{
    /// <summary>ln P(X > x) for shape <paramref name="a"/>.</summary>
    public static double LogAbove(double a, double x)
    {
        if (x <= 0)
            return 0;
        if (x > a + 1)
            return LogPrefactor(a, x) + Math.Log(Fraction(a, x));
        return Special.Log1p(-Math.Exp(LogSeries(a, x)));
    }

    /// <summary>ln P(X ≤ x) for shape <paramref name="a"/>.</summary>
    public static double LogBelow(double a, double x)
    {
        if (x <= 0)
            return double.NegativeInfinity;
        return x > a + 1 ? Special.Log1p(-Math.Exp(LogPrefactor(a, x) + Math.Log(Fraction(a, x)))) : LogSeries(a, x);
    }

    /// <summary>P(χ² > x) with <paramref name="df"/> degrees of freedom.</summary>
    public static double ChiSquareAbove(double df, double x) => Math.Exp(LogAbove(df / 2, x / 2));

    /// <summary>The x with P(χ² > x) = <paramref name="tail"/>.</summary>
    public static double ChiSquareQuantile(double df, double tail)
    {
        var target = Math.Log(tail);
        double low = -750, high = 750;
        var y = Math.Log(df);
        for (var i = 0; i < 200; i++)
        {
            var x = Math.Exp(y);
            var log = LogAbove(df / 2, x / 2);
            if (log < target)
                high = y;
            else
                low = y;
            // d ln tail / d ln x = -x f(x) / tail
            var slope = -Math.Exp(LogPrefactor(df / 2, x / 2) - log);
            var next = y - (log - target) / slope;
            if (!(next > low && next < high))
                next = (low + high) / 2;
            if (Math.Abs(next - y) <= 1e-14 * Math.Max(1, Math.Abs(y)))
                return Math.Exp(next);
            y = next;
        }

        return Math.Exp(y);
    }

    /// <summary>ln of x^a e^−x / Γ(a).</summary>
    internal static double LogPrefactor(double a, double x) => Math.Log(a) + Special.LogPoisson(a, x);

    private static double LogSeries(double a, double x)
    {
        double sum = 1, term = 1;
        for (var n = 1; n < 1_000_000; n++)
        {
            term *= x / (a + n);
            sum += term;
            if (term < sum * 1e-17)
                break;
        }

        return LogPrefactor(a, x) - Math.Log(a) + Math.Log(sum);
    }

    private static double Fraction(double a, double x)
    {
        const double tiny = 1e-300;
        var b = x + 1 - a;
        var c = 1 / tiny;
        var d = 1 / b;
        var f = d;
        for (var i = 1; i < 1_000_000; i++)
        {
            var an = -i * (i - a);
            b += 2;
            d = an * d + b;
            d = 1 / (Math.Abs(d) < tiny ? tiny : d);
            c = b + an / c;
            c = Math.Abs(c) < tiny ? tiny : c;
            var step = d * c;
            f *= step;
            if (Math.Abs(step - 1) < 2e-16)
                break;
        }

        return f;
    }
}
