using System.Globalization;
using Turnout.Engine.Bucketing;

namespace Turnout.Engine.Tests.Bucketing;

/// <summary>
/// The data are fixed, so these tests either always pass or always fail; the limits are those that a random hash would exceed once in ten
/// thousand tries.
/// </summary>
public sealed class BucketingQualityTests
{
    // Chi-square at p = 0.0001.
    private static readonly Dictionary<int, double> Critical = new() { [1] = 15.14, [2] = 18.42, [4] = 23.51, [9] = 33.72, [81] = 134.4, [99] = 157.6 };

    public static TheoryData<string> Kinds => ["sequential", "padded", "uuid-like", "email", "last character", "non-ASCII"];

    [Theory, MemberData(nameof(Kinds))]
    public void Buckets_are_uniform_for_ids_of_every_kind(string kind)
    {
        var counts = new double[100];
        foreach (var id in Ids(kind, 100_000)) counts[UnitHash.Bucket(id, UnitHash.Seed("uniform")) / 1_000]++;
        Assert.InRange(ChiSquare(counts), 0, Critical[99]);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Splits_under_two_salts_are_independent(string kind)
    {
        string[] salts = ["checkout", "checkout2", "checkout-v2", "a", "b", "pricing", "checkout/traffic", "exp-1", "exp-2"];
        var ids = Ids(kind, 40_000).ToArray();
        for (var i = 0; i + 1 < salts.Length; i++)
        {
            var (first, second) = (UnitHash.Seed(salts[i]), UnitHash.Seed(salts[i + 1]));
            var table = new double[10, 10];
            foreach (var id in ids) table[UnitHash.Bucket(id, first) / 10_000, UnitHash.Bucket(id, second) / 10_000]++;
            Assert.InRange(Independence(table), 0, Critical[81]);
        }
    }

    [Theory, InlineData(BucketingAlgorithm.Murmur3), InlineData(BucketingAlgorithm.Sha256Modulo), InlineData(BucketingAlgorithm.Sha256Percent)]
    public void Traffic_says_nothing_about_the_variant(string algorithm)
    {
        double[] weights = algorithm == BucketingAlgorithm.Sha256Modulo ? [1, 1, 1] : [20, 30, 50];
        var experiment = Build.Experiment("e", weights) with { Algorithm = algorithm };
        var (all, half) = (Build.Compiled(experiment), Build.Compiled(experiment with { Traffic = 50 }));
        var table = new double[2, 3];
        foreach (var id in Ids("sequential", 30_000))
            table[Ruleset.Decide(half, Build.User(id)).IsIn ? 1 : 0, Ruleset.Decide(all, Build.User(id)).ArmIndex]++;
        Assert.InRange(Independence(table), 0, Critical[2]);
    }

    [Fact]
    public void Layer_slots_and_holdout_say_nothing_about_the_variant()
    {
        var experiment = Build.Experiment("e", 1, 1);
        var all = Build.Compiled(experiment);
        var layered = Build.Compiled(experiment with { Layer = new("home", 0, 5_000) });
        var held = Build.Compiled(experiment, new(50, "holdout-2026"));
        double[,] byLayer = new double[2, 2], byHoldout = new double[2, 2], between = new double[2, 2];
        foreach (var id in Ids("sequential", 30_000))
        {
            var arm = Ruleset.Decide(all, Build.User(id)).ArmIndex;
            var (inLayer, inHoldout) = (Ruleset.Decide(layered, Build.User(id)).IsIn ? 1 : 0, Ruleset.Decide(held, Build.User(id)).IsIn ? 1 : 0);
            byLayer[inLayer, arm]++;
            byHoldout[inHoldout, arm]++;
            between[inLayer, inHoldout]++;
        }

        Assert.All([byLayer, byHoldout, between], table => Assert.InRange(Independence(table), 0, Critical[1]));
    }

    [Fact]
    public void Weights_are_honoured_to_sampling_error_over_a_million_ids()
    {
        double[] weights = [1, 2, 0, 7, 0.5];
        var split = Split.Create(BucketingAlgorithm.Murmur3, "million", weights);
        var counts = new double[weights.Length];
        foreach (var id in Ids("padded", 1_000_000)) counts[split.VariantOf(id, out _)]++;
        Assert.Equal(0, counts[2]);
        double[] expected = [.. weights.Where(w => w > 0).Select(w => w / weights.Sum() * 1_000_000)];
        double[] seen = [.. counts.Where((_, i) => weights[i] > 0)];
        Assert.InRange(seen.Zip(expected, (s, e) => (s - e) * (s - e) / e).Sum(), 0, 21.11);
        // Each share by itself within four standard errors.
        Assert.All(seen.Zip(expected), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 4 * Math.Sqrt(pair.Second)));
    }

    [Theory, InlineData(BucketingAlgorithm.Sha256Modulo), InlineData(BucketingAlgorithm.Sha256Percent)]
    public void Equal_weights_of_the_sha256_algorithms_are_honoured(string algorithm)
    {
        var split = Split.Create(algorithm, "upgrade-button", algorithm == BucketingAlgorithm.Sha256Modulo ? [1, 1, 1, 1, 1] : [20, 20, 20, 20, 20]);
        var counts = new double[5];
        foreach (var id in Ids("sequential", 50_000)) counts[split.VariantOf(id, out _)]++;
        Assert.InRange(ChiSquare(counts), 0, Critical[4]);
    }

    [Fact]
    public void Ids_that_differ_in_the_last_character_land_apart()
    {
        var seed = UnitHash.Seed("salt");
        var table = new double[10, 10];
        for (var i = 0; i < 20_000; i++)
        {
            var stem = "customer-" + i.ToString(CultureInfo.InvariantCulture);
            table[UnitHash.Bucket(stem + "a", seed) / 10_000, UnitHash.Bucket(stem + "b", seed) / 10_000]++;
        }

        Assert.InRange(Independence(table), 0, Critical[81]);
    }

    [Fact]
    public void A_thousand_salts_split_one_unit_evenly()
    {
        var counts = new double[10];
        for (var i = 0; i < 20_000; i++) counts[UnitHash.Bucket("user-1", UnitHash.Seed("experiment-" + i)) / 10_000]++;
        Assert.InRange(ChiSquare(counts), 0, Critical[9]);
    }

    private static IEnumerable<string> Ids(string kind, int count) => Enumerable.Range(0, count).Select(i => kind switch
    {
        "sequential" => i.ToString(CultureInfo.InvariantCulture),
        "padded" => "user-" + i.ToString("D8", CultureInfo.InvariantCulture),
        "uuid-like" => $"{i * 2654435761L % 4294967296:x8}-7a0e-4a55-9f1f-{i:x12}",
        "email" => $"person.{i}@example.com",
        "last character" => new string('x', 30) + (char)('0' + (i % 75)) + (char)('0' + (i / 75 % 75)) + (char)('0' + (i / 5_625)),
        _ => "用户-" + i.ToString(CultureInfo.InvariantCulture) + "-é",
    });

    private static double ChiSquare(double[] counts)
    {
        var expected = counts.Sum() / counts.Length;
        return counts.Sum(count => (count - expected) * (count - expected) / expected);
    }

    private static double Independence(double[,] table)
    {
        int rows = table.GetLength(0), columns = table.GetLength(1);
        var byRow = new double[rows];
        var byColumn = new double[columns];
        for (var r = 0; r < rows; r++)
        {
            for (var c = 0; c < columns; c++)
            {
                byRow[r] += table[r, c];
                byColumn[c] += table[r, c];
            }
        }

        var sum = 0.0;
        for (var r = 0; r < rows; r++)
        {
            for (var c = 0; c < columns; c++)
            {
                var expected = byRow[r] * byColumn[c] / byRow.Sum();
                sum += (table[r, c] - expected) * (table[r, c] - expected) / expected;
            }
        }

        return sum;
    }
}
