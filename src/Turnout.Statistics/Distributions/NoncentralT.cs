namespace Turnout.Statistics.Distributions;

/// <summary>
/// The noncentral t distribution, as a normal tail averaged over the error's own distribution: 10⁻¹⁰ relative down to 10⁻³⁰⁰, and beyond in the logarithm.
/// </summary>
/// <remarks>
/// T = (Z + δ)/S with S = χ/√df. Over u = ln S the integrand has one peak, wherever t and δ put it; it is summed from there to both sides by Gauss-Legendre rules over
/// widening panels, relative to its height, so that nothing underflows.
/// </remarks>
internal static class NoncentralT
{
    // e⁻⁷⁵ of the peak is below the last digit of the sum.
    private const double Depth = 75, Growth = 1.25;

    private static readonly (double X, double W)[] Rule = Quadrature.GaussLegendre(20);

    /// <summary>P(T > t) with <paramref name="df"/> degrees of freedom and noncentrality <paramref name="shift"/>.</summary>
    public static double Above(double t, double df, double shift) => Math.Exp(LogAbove(t, df, shift));

    /// <summary>ln P(T > t), at most 0.</summary>
    public static double LogAbove(double t, double df, double shift)
    {
        if (df > 1e15)
            return Normal.LogAbove(t - shift);
        var constant = df > 60
            ? Math.Log(2) + 0.5 * Math.Log(df / 2) - 0.91893853320467274178 - Special.StirlingError(df / 2)
            : Math.Log(2) + df / 2 * Math.Log(df / 2) - Special.LogGamma(df / 2) - df / 2;
        var peak = Peak(Log, 1 / Math.Sqrt(2 * df));
        var top = Log(peak);
        var sum = Side(Log, peak, top, 1 / Math.Sqrt(2 * df), 1) + Side(Log, peak, top, 1 / Math.Sqrt(2 * df), -1);
        return Math.Min(0, constant + top + Math.Log(sum));

        double Log(double u) => -df / 2 * Excess(2 * u) + Normal.LogAbove(t * Math.Exp(u) - shift);
    }

    /// <summary>eˣ − 1 − x, without cancellation near 0.</summary>
    private static double Excess(double x)
    {
        if (Math.Abs(x) > 0.1)
            return Special.Expm1(x) - x;
        double term = x * x / 2, sum = term;
        for (var k = 3; k < 14; k++)
        {
            term *= x / k;
            sum += term;
        }

        return sum;
    }

    /// <summary>Where a function with one peak has it, near enough: by steps that double, then by golden section.</summary>
    private static double Peak(Func<double, double> log, double step)
    {
        const double golden = 0.6180339887498949;
        var direction = log(step) > log(-step) ? 1 : -1;
        double before = -direction * step, at = 0, next = direction * step;
        while (log(next) > log(at))
        {
            (before, at) = (at, next);
            step *= 2;
            next += direction * step;
        }

        var (low, high) = before < next ? (before, next) : (next, before);
        for (var i = 0; i < 30; i++)
        {
            double a = high - golden * (high - low), b = low + golden * (high - low);
            if (log(a) > log(b))
                high = b;
            else
                low = a;
        }

        return (low + high) / 2;
    }

    /// <summary>The integral to one side of the peak, as a share of its height.</summary>
    private static double Side(Func<double, double> log, double peak, double top, double width, int direction)
    {
        // The first panel is about as wide as the peak.
        while (top - log(peak + direction * width) < 0.5)
            width *= 2;
        while (top - log(peak + direction * width) > 1)
            width /= 2;
        var sum = 0.0;
        for (double from = peak; top - log(from) < Depth; width *= Growth)
        {
            var half = direction * width / 2;
            foreach (var (x, w) in Rule)
                sum += w * Math.Abs(half) * Math.Exp(log(from + half * (1 + x)) - top);
            from += 2 * half;
        }

        return sum;
    }
}
