using System.Diagnostics;

namespace Turnout.Benchmarks;

/// <summary>One thing that is measured: warmed up, then a little in each round; reported as time, bytes, and ratio to the floors.</summary>
internal sealed class TableRow(string name, int operations, Func<int> run, Func<double, double, double>? goal = null, string goalText = "")
{
    private const double RoundMs = 2;

    private readonly List<double> _ns = [];
    private int _repeats = 1;
    private double _bytes;

    public string Name => name;

    public double QuickNs => _ns.Order().ElementAt(_ns.Count / 5);

    public void WarmUp()
    {
        // Long enough for the last tier of the compiler.
        var watch = Stopwatch.StartNew();
        var runs = 0;
        while (watch.ElapsedMilliseconds < 400 || runs < 60)
        {
            run();
            runs++;
        }

        watch.Restart();
        for (var i = 0; i < 10; i++) run();
        _repeats = Math.Max(1, (int)(RoundMs / (watch.Elapsed.TotalMilliseconds / 10)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        run();
        _bytes = (double)(GC.GetAllocatedBytesForCurrentThread() - before) / operations;
    }

    public void Measure()
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < _repeats; i++) run();
        _ns.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds / _repeats / operations);
    }

    public void Print(double f, double m)
    {
        var ns = QuickNs;
        var time = ns < 1_000 ? $"{ns:F1} ns" : ns < 1_000_000 ? $"{ns / 1_000:F2} µs" : $"{ns / 1_000_000:F2} ms";
        var bytes = _bytes < 10_000 ? $"{_bytes:F0} B" : $"{_bytes / 1000:F0} kB";
        var ratio = goalText.Contains("F+M", StringComparison.Ordinal) ? $"{ns / (f + m):F2} (F+M)" : ns < 1_000 ? $"{ns / f:F2} F" : "";
        var held = goal is null ? "" : ns <= goal(f, m) ? "held" : "missed";
        Console.WriteLine($"| {name} | {time} | {bytes} | {ratio} | {goalText} | {held} |");
    }
}
