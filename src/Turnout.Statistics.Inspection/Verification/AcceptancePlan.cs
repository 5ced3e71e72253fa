namespace Turnout.Statistics.Inspection.Verification;

/// <summary>
/// The Monte Carlo plan: simulated experiments with known truth through the library's public face, every rejection taken from the field that
/// decides. A check that rejects far less than it should fails too.
/// </summary>
public static class AcceptancePlan
{
    private static readonly (string Check, Func<Trial, IEnumerable<CheckRow>> Run)[] Checks =
    [
        ("A", FixedHorizonChecks.A), ("B", FixedHorizonChecks.B), ("C", FixedHorizonChecks.C), ("D", FixedHorizonChecks.D),
        ("E", FixedHorizonChecks.E), ("F", FixedHorizonChecks.F), ("G", RepeatedLookChecks.G), ("H", RepeatedLookChecks.H),
        ("I", RepeatedLookChecks.I), ("J", RepeatedLookChecks.J), ("K", RepeatedLookChecks.K), ("L", FixedHorizonChecks.L),
        ("M", DecisionChecks.M), ("N", DecisionChecks.N), ("O", DecisionChecks.O), ("P", DecisionChecks.P), ("Q", RepeatedLookChecks.Q),
        ("R", DecisionChecks.R),
    ];

    /// <summary>The checks' letters.</summary>
    public static IReadOnlyList<string> Letters { get; } = Array.ConvertAll(Checks, check => check.Check);

    /// <summary>Runs one check; its rows come as they are done.</summary>
    /// <param name="letter">One of <see cref="Letters"/>.</param>
    /// <param name="effort">Replicates and seed.</param>
    public static IEnumerable<CheckRow> Run(string letter, Effort effort)
    {
        ArgumentNullException.ThrowIfNull(effort);
        if (effort.MostReplicates < 10)
            throw new ArgumentOutOfRangeException(nameof(effort), effort.MostReplicates, "A check needs at least 10 replicates.");
        var check = Array.Find(Checks, c => c.Check == letter);
        return check.Run is { } run
            ? run(new Trial(letter, effort))
            : throw new ArgumentOutOfRangeException(nameof(letter), letter, "No such check.");
    }
}
