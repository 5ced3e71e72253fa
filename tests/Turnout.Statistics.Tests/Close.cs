namespace Turnout.Statistics.Tests;

/// <summary>Golden values are compared relatively: an absolute tolerance would let a whole tail be wrong.</summary>
internal static class Close
{
    public static void To(double expected, double actual, double relative)
    {
        if (expected == actual)
            return;
        Assert.True(
            Math.Abs(expected - actual) <= relative * Math.Abs(expected),
            $"expected {expected:R}, got {actual:R}: {Math.Abs(expected - actual) / Math.Abs(expected):E2} relative, {relative:E1} allowed");
    }
}
