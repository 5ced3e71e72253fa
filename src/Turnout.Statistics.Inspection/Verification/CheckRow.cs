namespace Turnout.Statistics.Inspection.Verification;

/// <summary>One line of the verification table.</summary>
/// <param name="Check">The check's letter.</param>
/// <param name="What">What was measured.</param>
/// <param name="Replicates">How many simulated experiments.</param>
/// <param name="Expected">What theory promises, in words or a number.</param>
/// <param name="Low">The least accepted; minus infinity where only reported.</param>
/// <param name="High">The most accepted; infinity where only reported.</param>
/// <param name="Got">What the library gave.</param>
public sealed record CheckRow(string Check, string What, int Replicates, string Expected, double Low, double High, double Got)
{
    /// <summary>True within the accepted band.</summary>
    public bool Passed => Got >= Low && Got <= High;

    /// <summary>True where the number is shown without a promise.</summary>
    public bool IsReportOnly => double.IsInfinity(Low) && double.IsInfinity(High);
}
