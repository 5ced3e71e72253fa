namespace Turnout.Benchmarks;

/// <summary>The .NET client's figures as ratios to the floors of the same run; see <see cref="EngineTable"/> for the method.</summary>
internal static class SdkTable
{
    private const int Rounds = 60;

    public static void Print()
    {
        var floors = new EngineBenchmarks();
        var sdk = new SdkBenchmarks();
        TableRow[] rows =
        [
            new("F: FrozenDictionary lookup, 1,000 names", EngineBenchmarks.Many, floors.Lookup),
            new("M: MurmurHash3-32 of 40 bytes", EngineBenchmarks.Many, () => (int)floors.Murmur()),
            new("flag on, no rules", SdkBenchmarks.Many, sdk.On, (f, m) => 3 * f, "3 F"),
            new("flag on, by handle", SdkBenchmarks.Many, sdk.OnByHandle, (f, m) => f, "1 F"),
            new("five rules, the fifth matches", SdkBenchmarks.Many, sdk.FiveRules, (f, m) => 9 * f, "9 F"),
            new("20 % rollout", SdkBenchmarks.Many, sdk.Rollout, (f, m) => 2.1 * (f + m), "2.1 (F+M)"),
            new("experiment, exposure recorded, already seen", SdkBenchmarks.Many, sdk.Experiment, (f, m) => 5.5 * (f + m), "5.5 (F+M)"),
            new("the same as a flag with a JSON value", SdkBenchmarks.Many, sdk.ExperimentJson, (f, m) => 5.5 * (f + m), "5.5 (F+M)"),
            new("context from HttpContext", SdkBenchmarks.Many, sdk.RequestContext, (f, m) => 14 * f, "14 F"),
            new("change among 1,000 flags taken into use", 1, sdk.Apply, (f, m) => 200_000, "200 µs"),
            new("IFeatureManager on Turnout, plain", SdkBenchmarks.Many, sdk.OursPlain),
            new("Microsoft.FeatureManagement 4.7.0, plain", SdkBenchmarks.Many, sdk.MicrosoftPlain),
            new("Microsoft.FeatureManagement 4.7.0, five filters", SdkBenchmarks.Many / 10, sdk.MicrosoftRules),
        ];

        foreach (var row in rows) row.WarmUp();
        for (var round = 0; round < Rounds; round++)
            foreach (var row in rows) row.Measure();

        double f = rows[0].QuickNs, m = rows[1].QuickNs;
        Console.WriteLine($"F = {f:F1} ns, M = {m:F1} ns; 20th percentile of {Rounds} interleaved rounds");
        Console.WriteLine();
        Console.WriteLine("| what | time | allocated | ratio | goal | |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var row in rows) row.Print(f, m);
        Console.WriteLine();
        Console.WriteLine($"Plain flag: Microsoft's takes {rows[11].QuickNs / rows[2].QuickNs:F0} times as long (goal: 5); with rules {rows[12].QuickNs / rows[4].QuickNs:F0} times (goal: 100).");
    }
}
