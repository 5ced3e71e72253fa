namespace Turnout.Statistics.Inspection.Verification;

/// <summary>How much to simulate, and the seed.</summary>
/// <param name="MostReplicates">Caps every check's replicates; null for the full plan. Smaller runs accept wider bands.</param>
/// <param name="Seed">Any number; the same seed gives the same table.</param>
public sealed record Effort(int? MostReplicates = null, ulong Seed = 20_130_204);

/// <summary>Runs replicates and judges frequencies.</summary>
internal sealed class Trial(string check, Effort effort)
{
    private ulong _stream = check[0] * 1000UL;

    public string Check { get; } = check;

    /// <summary>Counts how often each of several things happens, each replicate with dice of its own.</summary>
    public long[] Count(int replicates, int kinds, Action<Dice, bool[]> replicate)
    {
        var stream = ++_stream;
        var counts = new long[kinds];
        Parallel.For(0, replicates, () => (new bool[kinds], new long[kinds]), (r, _, local) =>
        {
            Array.Clear(local.Item1);
            replicate(new Dice(effort.Seed, stream, (ulong)r), local.Item1);
            for (var k = 0; k < kinds; k++)
                local.Item2[k] += local.Item1[k] ? 1 : 0;
            return local;
        }, local =>
        {
            for (var k = 0; k < kinds; k++)
                Interlocked.Add(ref counts[k], local.Item2[k]);
        });
        return counts;
    }

    public long Count(int replicates, Func<Dice, bool> replicate) => Count(replicates, 1, (dice, hit) => hit[0] = replicate(dice))[0];

    /// <summary>Means of several numbers, added up in order so that the result does not depend on the order of work.</summary>
    public double[] Mean(int replicates, int kinds, Action<Dice, double[]> replicate)
    {
        var stream = ++_stream;
        var all = new double[replicates][];
        Parallel.For(0, replicates, r => replicate(new Dice(effort.Seed, stream, (ulong)r), all[r] = new double[kinds]));
        var means = new double[kinds];
        foreach (var one in all)
        {
            for (var k = 0; k < kinds; k++)
                means[k] += one[k];
        }

        return Array.ConvertAll(means, sum => sum / replicates);
    }

    /// <summary>The plan's replicates at this effort.</summary>
    public int Replicates(int full) => Math.Min(full, effort.MostReplicates ?? full);

    /// <summary>A frequency judged by the plan's band, widened by four standard errors for what the smaller run lacks.</summary>
    public CheckRow Frequency(string what, long hits, int replicates, int full, double expected, double low, double high)
    {
        var spread = Math.Sqrt(expected * (1 - expected));
        var wider = Math.Max(0, 4 * spread * (1 / Math.Sqrt(replicates) - 1 / Math.Sqrt(full)));
        return new(Check, what, replicates, $"{expected}", Math.Max(0, low - wider), high + wider, (double)hits / replicates);
    }

    public CheckRow Report(string what, double got, int replicates, string expected) =>
        new(Check, what, replicates, expected, double.NegativeInfinity, double.PositiveInfinity, got);
}
