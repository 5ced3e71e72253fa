using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Turnout.Engine.Bucketing;

namespace Turnout.Engine.Tests.Bucketing;

public sealed class BucketingPropertyTests
{
    private static readonly Gen<string> Ids = ArbMap.Default.GeneratorFor<NonEmptyString>().Select(text => text.Get);
    private static readonly Gen<double> Percents = Gen.Choose(0, 100_000).Select(thousandths => thousandths / 1000.0);

    [Fact]
    public void Raising_a_rollout_keeps_everyone_who_was_in() =>
        Check(from id in Ids from salt in Ids from low in Percents from high in Percents select (id, salt, Math.Min(low, high), Math.Max(low, high)), c =>
        {
            var (id, salt, low, high) = c;
            bool IsOn(double percent, string algorithm) =>
                Build.Ruleset(Build.Flag("f") with { Salt = salt, Rollout = percent, Algorithm = algorithm }).Evaluate("f", Build.User(id)).Value!.Boolean;
            return (!IsOn(low, BucketingAlgorithm.Murmur3) || IsOn(high, BucketingAlgorithm.Murmur3))
                && (!IsOn(low, BucketingAlgorithm.Sha256Percent) || IsOn(high, BucketingAlgorithm.Sha256Percent));
        });

    [Fact]
    public void Raising_traffic_keeps_everyone_who_was_in_with_the_same_variant() =>
        Check(from id in Ids from low in Percents from high in Percents select (id, Math.Min(low, high), Math.Max(low, high)), c =>
        {
            var experiment = Build.Experiment("e", 1, 2, 3);
            var before = Ruleset.Decide(Build.Compiled(experiment with { Traffic = c.Item2 }), Build.User(c.id));
            var after = Ruleset.Decide(Build.Compiled(experiment with { Traffic = c.Item3 }), Build.User(c.id));
            return !before.IsIn || before.ArmIndex == after.ArmIndex;
        });

    [Fact]
    public void Weights_are_relative() =>
        Check(from id in Ids from weights in Gen.Choose(0, 50).ArrayOf(4) from factor in Gen.Choose(1, 1000) select (id, weights, factor), c =>
        {
            if (c.weights.Sum() == 0) return !Split.Create(BucketingAlgorithm.Murmur3, "s", [.. c.weights.Select(w => (double)w)]).IsUsable;
            var plain = Split.Create(BucketingAlgorithm.Murmur3, "s", [.. c.weights.Select(w => (double)w)]);
            var scaled = Split.Create(BucketingAlgorithm.Murmur3, "s", [.. c.weights.Select(w => (double)w * c.factor)]);
            return plain.VariantOf(c.id, out _) == scaled.VariantOf(c.id, out _);
        });

    [Fact]
    public void A_variant_of_weight_nought_is_never_assigned() =>
        Check(from id in Ids from weights in Gen.Choose(0, 2).ArrayOf(6) select (id, weights), c =>
            Split.Create(BucketingAlgorithm.Murmur3, "s", [.. c.weights.Select(w => (double)w)]) is not { IsUsable: true } split || c.weights[split.VariantOf(c.id, out _)] > 0);

    [Fact]
    public void Every_bucket_has_a_variant_of_positive_weight()
    {
        double[][] weightings = [[1], [1, 1, 1], [33.3, 33.3, 33.4], [1e-300, 1e-300], [1e300, 1], [0, 0, 1], [1, 0, 0], [0.1, 0.2, 0.7], [.. Enumerable.Repeat(1.0, 777)]];
        foreach (var weights in weightings)
        {
            var split = Split.Create(BucketingAlgorithm.Murmur3, "s", weights);
            for (var i = 0; i < 20_000; i++) Assert.True(weights[split.VariantOf("u" + i, out _)] > 0);
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(10_000)]
    public void Few_and_many_variants_own_their_ranges_of_buckets(int variants)
    {
        var split = Split.Create(BucketingAlgorithm.Murmur3, "s", [.. Enumerable.Repeat(1.0, variants)]);
        for (var i = 0; i < 20_000; i++)
        {
            var variant = split.VariantOf("u" + i, out var bucket);
            int from = (int)Math.Round((double)variant / variants * UnitHash.Buckets, MidpointRounding.AwayFromZero),
                to = (int)Math.Round((variant + 1.0) / variants * UnitHash.Buckets, MidpointRounding.AwayFromZero);
            Assert.InRange(bucket, from, to - 1);
        }
    }

    [Theory]
    [InlineData(BucketingAlgorithm.Murmur3, new double[0])]
    [InlineData(BucketingAlgorithm.Murmur3, new[] { 0.0, 0 })]
    [InlineData(BucketingAlgorithm.Murmur3, new[] { 1.0, -1 })]
    [InlineData(BucketingAlgorithm.Murmur3, new[] { double.NaN, 1 })]
    [InlineData(BucketingAlgorithm.Murmur3, new[] { double.PositiveInfinity, 1 })]
    [InlineData(BucketingAlgorithm.Murmur3, new[] { double.MaxValue, double.MaxValue })]
    [InlineData(BucketingAlgorithm.Sha256Modulo, new[] { 1.0, 2 })]
    [InlineData("md5-v1", new[] { 1.0, 1 })]
    public void Weights_that_cannot_be_honoured_make_no_split(string algorithm, double[] weights) =>
        Assert.False(Split.Create(algorithm, "s", weights).IsUsable);

    [Fact]
    public void Hashing_a_text_equals_hashing_its_utf8() =>
        Check(from text in ArbMap.Default.GeneratorFor<string>().Where(t => t is not null) from seed in ArbMap.Default.GeneratorFor<uint>() select (text, seed), c =>
        {
            var isAscii = Murmur3.TryHashAscii(c.text, c.seed, out var hash);
            return isAscii == Ascii.IsValid(c.text) && (!isAscii || hash == Murmur3.Hash32(Encoding.UTF8.GetBytes(c.text), c.seed));
        });

    [Fact]
    public void One_character_beyond_ascii_is_noticed_wherever_it_stands()
    {
        for (var length = 1; length < 20; length++)
        {
            for (var at = 0; at < length; at++)
            {
                var text = new string('x', at) + "\u0080" + new string('x', length - at - 1);
                Assert.False(Murmur3.TryHashAscii(text, 0, out _));
            }
        }
    }

    [Fact]
    public void Long_ids_are_hashed_whole()
    {
        var seed = UnitHash.Seed("s");
        foreach (var id in new[] { new string('ä', 100_000), new string('a', 100_000) })
            Assert.NotEqual(UnitHash.Bucket(id, seed), UnitHash.Bucket(id + "b", seed));
    }

    private static void Check<T>(Gen<T> cases, Func<T, bool> holds) => Prop.ForAll(cases.ToArbitrary(), holds).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, 1000)]
    [InlineData(50, 500)]
    [InlineData(99, 10)]
    [InlineData(100, 0)]
    public void A_holdout_keeps_its_share_out_also_where_that_is_everyone(double percent, int expected)
    {
        var experiment = Build.Compiled(Build.Experiment("e", 1, 1), new(percent, "h"));
        var inside = Enumerable.Range(0, 1000).Count(id => Ruleset.Decide(experiment, Build.User($"u{id}")).IsIn);
        Assert.InRange(inside, expected == 1000 ? 1000 : expected * 0.7, expected * 1.5);
    }
}
