namespace Turnout.Benchmarks;

/// <summary>What the .NET client's telemetry costs: an evaluation without any of it in the way, the same as applications call it while nobody listens, and while somebody does.</summary>
internal static class TelemetryTable
{
    private const int Rounds = 60;

    public static void Print()
    {
        var floors = new EngineBenchmarks();
        var sdk = new SdkBenchmarks();
        // In this order: what the compiler learns while nobody listens is what applications run.
        TableRow[] rows =
        [
            new("F: FrozenDictionary lookup, 1,000 names", EngineBenchmarks.Many, floors.Lookup),
            new("flag on, evaluated bare: no telemetry, no exposure", SdkBenchmarks.Many, sdk.OnBare),
            new("flag on, nobody listens", SdkBenchmarks.Many, sdk.On),
            new("flag on, by handle, nobody listens", SdkBenchmarks.Many, sdk.OnByHandle),
            new("flag on, a listener counts evaluations", SdkBenchmarks.Many, sdk.OnCounted),
            new("flag on, evaluations become events of a span", SdkBenchmarks.Many / 100, sdk.OnTraced),
        ];
        for (var pass = 0; pass < 3; pass++)
        {
            foreach (var row in rows[..4]) row.WarmUp();
            Thread.Sleep(1_000);
        }
        foreach (var row in rows[4..]) row.WarmUp();
        for (var round = 0; round < Rounds; round++)
            foreach (var row in rows) row.Measure();

        var f = rows[0].QuickNs;
        Console.WriteLine($"F = {f:F1} ns; 20th percentile of {Rounds} interleaved rounds");
        Console.WriteLine();
        Console.WriteLine("| what | time | allocated | ratio | goal | |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var row in rows) row.Print(f, 0);
        Console.WriteLine();
        Console.WriteLine($"Telemetry that nobody listens to costs {rows[2].QuickNs - rows[1].QuickNs:F1} ns an evaluation.");
    }
}
