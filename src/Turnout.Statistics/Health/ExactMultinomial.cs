using Turnout.Statistics.Distributions;

namespace Turnout.Statistics.Health;

/// <summary>The exact multinomial test: the chance of all outcomes no likelier than the one seen.</summary>
internal static class ExactMultinomial
{
    private const long MostOutcomes = 2_000_000;

    /// <summary>The p-value; null where there are too many outcomes to visit, and chi-square must serve.</summary>
    public static double? PValue(long[] counts, double[] shares)
    {
        var n = counts.Sum();
        if (Outcomes(n, counts.Length) > MostOutcomes)
            return null;
        var logShares = Array.ConvertAll(shares, Math.Log);
        var logFactorial = new double[n + 1];
        for (var i = 1; i <= n; i++)
            logFactorial[i] = logFactorial[i - 1] + Math.Log(i);
        var seen = logFactorial[n];
        for (var i = 0; i < counts.Length; i++)
            seen += counts[i] * logShares[i] - logFactorial[counts[i]];
        return Math.Clamp(Sum(0, n, logFactorial[n], seen + 1e-7, logShares, logFactorial), double.Epsilon, 1);
    }

    private static double Sum(int arm, long left, double log, double limit, double[] logShares, double[] logFactorial)
    {
        if (arm == logShares.Length - 1)
        {
            var whole = log + left * logShares[arm] - logFactorial[left];
            return whole <= limit ? Math.Exp(whole) : 0;
        }

        var sum = 0.0;
        for (long k = 0; k <= left; k++)
            sum += Sum(arm + 1, left - k, log + k * logShares[arm] - logFactorial[k], limit, logShares, logFactorial);
        return sum;
    }

    private static double Outcomes(long n, int arms)
    {
        var outcomes = 1.0;
        for (var i = 1; i < arms; i++)
            outcomes *= (double)(n + i) / i;
        return outcomes;
    }
}
