using Turnout.Engine.Bucketing;
using Turnout.Engine.Checks;
using Turnout.Engine.Definitions;

namespace Turnout.Engine.Tests.Checks;

public sealed class ExperimentCheckTests
{
    private static readonly ExperimentDefinition Sound = Build.Experiment("e", 1, 1);

    private static ExperimentDefinition Weighted(params double[] weights) => Build.Experiment("e", weights);

    public static TheoryData<string, ExperimentDefinition, string, string> Mistakes => new()
    {
        { "key", Sound with { Key = "a b" }, "key", "invalid_key" },
        { "unit", Sound with { Unit = "\n" }, "unit", "invalid_unit" },
        { "algorithm", Sound with { Algorithm = "md5" }, "algorithm", "unknown_algorithm" },
        { "salt", Sound with { Salt = "" }, "salt", "invalid_salt" },
        { "traffic", Sound with { Traffic = 100.1 }, "traffic", "invalid_percentage" },
        { "no number", Sound with { Traffic = double.NaN }, "traffic", "invalid_percentage" },
        { "targeting", Sound with { If = new SegmentCondition("s") }, "if.segment", "unknown_segment" },
        { "one variant", Weighted(1), "variants", "variants_required" },
        { "51 variants", Weighted([.. Enumerable.Repeat(1.0, 51)]), "variants", "too_many_variants" },
        { "null variant", Sound with { Variants = [null!, null!] }, "variants[0]", "invalid_value" },
        { "variant's key", Sound with { Variants = [new("a", 1), new("b/", 1)] }, "variants[1].key", "invalid_key" },
        { "variant twice", Sound with { Variants = [new("a", 1), new("a", 1)] }, "variants[1].key", "duplicate_variant" },
        { "control", Sound with { Control = "nobody" }, "control", "unknown_variant" },
        { "negative weight", Weighted(1, -1), "variants", "invalid_weight" },
        { "no number as weight", Weighted(1, double.NaN), "variants", "invalid_weight" },
        { "endless weight", Weighted(1, double.PositiveInfinity), "variants", "invalid_weight" },
        { "all weights 0", Weighted(0, 0), "variants", "no_weight" },
        { "unequal modulo", Weighted(1, 2) with { Algorithm = BucketingAlgorithm.Sha256Modulo }, "variants", "unequal_weights" },
        { "percentages of 99", Weighted(50, 49) with { Algorithm = BucketingAlgorithm.Sha256Percent }, "variants", "not_whole_percentages" },
        { "broken percentages", Weighted(33.3, 66.7) with { Algorithm = BucketingAlgorithm.Sha256Percent }, "variants", "not_whole_percentages" },
        { "layer's key", Sound with { Layer = new("a b", 0, 1) }, "layer.key", "invalid_key" },
        { "no slots", Sound with { Layer = new("l", 5, 5) }, "layer", "invalid_slots" },
        { "slots beyond", Sound with { Layer = new("l", 0, 10_001) }, "layer", "invalid_slots" },
        { "slots below", Sound with { Layer = new("l", -1, 5) }, "layer", "invalid_slots" },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public void Mistake_is_named_with_its_place_and_code(string mistake, ExperimentDefinition experiment, string member, string code)
    {
        var errors = ExperimentCheck.Errors(experiment, new(_ => false, _ => null, _ => null));
        Assert.True(errors.Any(error => error.Member == member && error.Code == code), $"{mistake}: {string.Join("; ", errors)}");
    }

    [Fact]
    public void Sound_experiments_have_no_errors()
    {
        ExperimentDefinition[] sound =
        [
            Sound, Weighted(50, 50), Weighted(1, 1, 1), Weighted(33.3, 33.3, 33.4), Weighted(0, 1), Weighted(0.001, 999),
            Sound with { Algorithm = BucketingAlgorithm.Sha256Modulo }, Weighted(34, 33, 33) with { Algorithm = BucketingAlgorithm.Sha256Percent },
            Sound with { Unit = "account_id", Control = "v1", Traffic = 0, Layer = new("l", 0, 10_000), Salt = "塩" },
        ];
        Assert.All(sound, experiment => Assert.Empty(ExperimentCheck.Errors(experiment, new(_ => false, _ => null, _ => null))));
    }
}
