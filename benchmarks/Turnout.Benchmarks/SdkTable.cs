namespace Turnout.Benchmarks;

/// <summary>The .NET client's figures as ratios to the floors of the same run; see <see cref="EngineTable"/> for the method.</summary>
internal static class SdkTable
{
    private const int Rounds = 60;

    /// <param name="only">Measures only the rows that have this in their name, besides the floors; empty for all.</param>
    public static void Print(string only)
    {
        var floors = new EngineBenchmarks();
        var sdk = new SdkBenchmarks();
        var on = new TableRow("flag on, no rules", SdkBenchmarks.Many, sdk.On, (f, m) => 3 * f, "3 F");
        var rules = new TableRow("five rules, the fifth matches", SdkBenchmarks.Many, sdk.FiveRules, (f, m) => 9 * f, "9 F");
        var rulesAtHand = new TableRow("five rules, 100 users", SdkBenchmarks.Many, sdk.FiveRulesAtHand, (f, m) => 9 * f, "9 F");
        var microsoft = new TableRow("Microsoft.FeatureManagement 4.7.0, plain", SdkBenchmarks.Many, sdk.MicrosoftPlain);
        var microsoftRules = new TableRow("Microsoft.FeatureManagement 4.7.0, five filters", SdkBenchmarks.Many / 10, sdk.MicrosoftRules);
        var microsoftAtHand = new TableRow("Microsoft.FeatureManagement 4.7.0, five filters, 100 users", SdkBenchmarks.Many / 10, sdk.MicrosoftRulesAtHand);
        TableRow[] all =
        [
            new("F: FrozenDictionary lookup, 1,000 names", EngineBenchmarks.Many, floors.Lookup),
            new("M: MurmurHash3-32 of 40 bytes", EngineBenchmarks.Many, () => (int)floors.Murmur()),
            on,
            new("flag on, by handle", SdkBenchmarks.Many, sdk.OnByHandle, (f, m) => f, "1 F"),
            rules,
            rulesAtHand,
            new("20 % rollout", SdkBenchmarks.Many, sdk.Rollout, (f, m) => 2.1 * (f + m), "2.1 (F+M)"),
            new("experiment, exposure recorded, already seen", SdkBenchmarks.Many, sdk.Experiment, (f, m) => 5.5 * (f + m), "5.5 (F+M)"),
            new("the same as a flag with a JSON value", SdkBenchmarks.Many, sdk.ExperimentJson, (f, m) => 5.5 * (f + m), "5.5 (F+M)"),
            new("context from HttpContext", SdkBenchmarks.Many, sdk.RequestContext, (f, m) => 14 * f, "14 F"),
            new("change of one among 1,000 flags taken into use", 1, sdk.Apply, (f, m) => 200_000, "200 µs"),
            new("1,000 flags that all changed: compiled", 1, sdk.Compile),
            new("1,000 flags read, before either", 1, sdk.Parse),
            new("IFeatureManager on Turnout, plain", SdkBenchmarks.Many, sdk.OursPlain),
            new("IFeatureManager on Turnout, five rules", SdkBenchmarks.Many, sdk.OursRules),
            microsoft,
            microsoftRules,
            microsoftAtHand,
        ];

        TableRow[] rows = [.. all.Where((row, i) => i < 2 || row.Name.Contains(only, StringComparison.Ordinal))];
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
        if (only.Length > 0) return;
        var kept = sdk.KeptBytes();
        Console.WriteLine($"| kept by 1,000 flags | | {kept / 1000.0:F0} kB | | 1,000 kB | {(kept <= 1_000_000 ? "held" : "missed")} |");
        Console.WriteLine();
        Console.WriteLine($"Plain flag: Microsoft's takes {microsoft.QuickNs / on.QuickNs:F0} times as long (goal: 5).");
        Console.WriteLine($"With rules: {microsoftRules.QuickNs / rules.QuickNs:F0} times, of 100 users {microsoftAtHand.QuickNs / rulesAtHand.QuickNs:F0} times (goal: 100).");
    }
}
