using Turnout.Engine.Bucketing;
using Turnout.Engine.Definitions;

namespace Turnout.Engine.Tests.Bucketing;

public sealed class BucketingGoldenTests
{
    private const string File = "bucketing.json";

    [Fact]
    public void Murmur3_agrees_with_every_golden_hash()
    {
        foreach (var c in Spec.Cases(File, "murmur3_32"))
            Assert.Equal(c.GetProperty("hash").GetUInt32(), Murmur3.Hash32(Convert.FromHexString(c.GetProperty("hex").GetString()!), c.GetProperty("seed").GetUInt32()));
    }

    [Fact]
    public void Default_algorithm_agrees_with_every_golden_bucket_and_variant() =>
        CheckAll("murmur3-v1", c => [.. c.GetProperty("weights").EnumerateArray().Select(w => w.GetDouble())], c => c.GetProperty("bucket").GetInt32());

    [Fact]
    public void Sha256_modulo_agrees_with_every_golden_variant() =>
        CheckAll("sha256-modulo", c => [.. Enumerable.Repeat(1.0, c.GetProperty("variants").GetInt32())], c => c.GetProperty("variant").GetInt32());

    [Fact]
    public void Sha256_percent_agrees_with_every_golden_bucket_and_variant() =>
        CheckAll("sha256-percent", c => [.. c.GetProperty("percentages").EnumerateArray().Select(w => w.GetDouble())], c => c.GetProperty("bucket").GetInt32());

    [Fact]
    public void Sha256_integers_agree_with_every_golden_integer()
    {
        foreach (var c in Spec.Cases(File, "sha256-modulo"))
        {
            var salt = System.Text.Encoding.UTF8.GetBytes(c.GetProperty("salt").GetString()!);
            Assert.Equal(ulong.Parse(c.GetProperty("integer").GetString()!), UnitHash.Sha256(c.Unit(), salt));
        }
    }

    [Fact]
    public void Layers_agree_with_every_golden_slot()
    {
        foreach (var c in Spec.Cases(File, "layer"))
        {
            var slot = c.GetProperty("slot").GetInt32();
            var layer = new LayerSlots(c.GetProperty("layer").GetString()!, slot, slot + 1);
            var within = Build.Experiment("e", 1, 1) with { Layer = layer };
            Assert.True(Ruleset.Decide(Build.Compiled(within), Build.User(c.Unit())).IsIn);
            var beside = within with { Layer = layer with { From = slot + 1, To = 10_000 } };
            var decision = Ruleset.Decide(Build.Compiled(beside), Build.User(c.Unit()));
            Assert.Equal((Reason.OutsideLayer, slot), (decision.Reason, decision.Bucket));
        }
    }

    private static void CheckAll(
        string algorithm, Func<System.Text.Json.JsonElement, double[]> weights, Func<System.Text.Json.JsonElement, int> bucket)
    {
        var cases = Spec.Cases(File, algorithm).ToList();
        Assert.NotEmpty(cases);
        foreach (var c in cases)
        {
            var experiment = Build.Experiment("e", weights(c)) with { Algorithm = algorithm, Salt = c.GetProperty("salt").GetString() };
            var decision = Ruleset.Decide(Build.Compiled(experiment), Build.User(c.Unit()));
            Assert.Equal((c.GetProperty("variant").GetInt32(), bucket(c), Reason.Split), (decision.ArmIndex, decision.Bucket, decision.Reason));
        }
    }
}
