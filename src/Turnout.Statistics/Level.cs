namespace Turnout.Statistics;

/// <summary>Levels of error and p-values: their limits in one place.</summary>
internal static class Level
{
    /// <summary>A level outside (0, 1) is a mistake of the caller, not of the data.</summary>
    public static double Check(double alpha) => alpha is > 0 and < 1
        ? alpha
        : throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "A level of error lies between 0 and 1.");

    /// <summary>The p-value of a logarithm: never above 1, never a quiet 0.</summary>
    public static double PValue(double log) => Math.Max(double.Epsilon, Math.Exp(Math.Min(0, log)));
}
