namespace Turnout.Benchmarks;

/// <summary>
/// The engine's figures as ratios to two floors of the same run, in many short interleaved rounds: what else the machine does hits all rows
/// alike, and the fastest fifth of the rounds hardly notices it.
/// </summary>
internal static class EngineTable
{
    private const int Rounds = 150;

    private static readonly EngineBenchmarks Benchmarks = new();

    private static readonly TableRow[] Rows =
    [
        new("F: FrozenDictionary lookup, 1,000 names", EngineBenchmarks.Many, Benchmarks.Lookup),
        new("M: MurmurHash3-32 of 40 bytes", EngineBenchmarks.Many, () => (int)Benchmarks.Murmur()),
        new("S: SHA-256 of 40 bytes", EngineBenchmarks.Many / 10, Benchmarks.Sha256),
        new("flag on, no rules", EngineBenchmarks.Many, Benchmarks.On, (f, m) => 3 * f, "3 F"),
        new("flag on, by handle", EngineBenchmarks.Many, Benchmarks.OnByHandle, (f, m) => f, "1 F"),
        new("five rules, the fifth matches", EngineBenchmarks.Many, Benchmarks.FiveRules, (f, m) => 9 * f, "9 F"),
        new("20 % rollout", EngineBenchmarks.Many, Benchmarks.Rollout, (f, m) => 2.1 * (f + m), "2.1 (F+M)"),
        new("20 % rollout by SHA-256", EngineBenchmarks.Many / 10, Benchmarks.Sha256Rollout),
        new("experiment of three, JSON value", EngineBenchmarks.Many, Benchmarks.Experiment, (f, m) => 3 * (f + m), "3 (F+M)"),
        new("context from ten raw values", EngineBenchmarks.Many, Benchmarks.Context, (f, m) => 14 * f, "14 F, 256 B"),
        new("100 flags to JSON", EngineBenchmarks.Many / 100, Benchmarks.HundredFlags, (f, m) => 6_000, "6 µs"),
        new("token scan of the ruleset's JSON", 5, Benchmarks.Scan),
        new("load 1,000 flags: parse", 5, Benchmarks.Parse),
        new("load 1,000 flags: parse by the serializer instead", 5, Benchmarks.ParseBySerializer),
        new("load 1,000 flags: parse and compile", 5, Benchmarks.Load, (f, m) => 2_500_000, "2.5 ms"),
    ];

    /// <param name="only">Measures only the rows that have this in their name, besides the floors; empty for all.</param>
    public static void Print(string only)
    {
        TableRow[] rows = [.. Rows.Where((row, i) => i < 2 || row.Name.Contains(only, StringComparison.Ordinal))];
        // The compiler's last tier runs in the background: on a busy machine it needs pauses to get there.
        for (var pass = 0; pass < 3; pass++)
        {
            foreach (var row in rows) row.WarmUp();
            Thread.Sleep(1_000);
        }

        for (var round = 0; round < Rounds; round++)
            foreach (var row in rows) row.Measure();

        double f = rows[0].QuickNs, m = rows[1].QuickNs;
        Console.WriteLine($"F = {f:F1} ns, M = {m:F1} ns; 20th percentile of {Rounds} interleaved rounds");
        Console.WriteLine();
        Console.WriteLine("| what | time | allocated | ratio | goal | |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var row in rows) row.Print(f, m);
        var kept = Benchmarks.KeptBytes();
        Console.WriteLine(
            $"| kept by 1,000 flags (JSON: {Benchmarks.JsonBytes / 1000} kB) | | {kept / 1000.0:F0} kB | | 1,000 kB | {(kept <= 1_000_000 ? "held" : "missed")} |");
    }
}
