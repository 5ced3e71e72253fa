using Turnout.Engine.Bucketing;
using Turnout.Engine.Checks;
using Turnout.Engine.Definitions;

namespace Turnout.Engine.Tests.Checks;

public sealed class FlagCheckTests
{
    private static readonly ExperimentDefinition Arms = new() { Key = "arms", Variants = [new("a", 1), new("b", 1, FlagValue.From("text"))] };

    private static readonly FlagDefinition Colour = Build.Flag("colour") with
    {
        Type = FlagType.String, Variants = [new("red", FlagValue.From("#f00")), new("blue", FlagValue.From("#00f"))],
    };

    private static ServeDefinition Value(string json) => new() { Value = FlagValue.Parse(json) };

    private static FlagDefinition Serving(ServeDefinition serve) => Colour with { Rules = [new(null, serve)] };

    private static PrerequisiteDefinition On(string flag) => new(flag, ["on"]);

    private static IReadOnlyList<DefinitionError> Errors(FlagDefinition flag, params FlagDefinition[] others) => FlagCheck.Errors(
        flag, new(_ => false, key => key == "arms" ? Arms : null, key => others.FirstOrDefault(other => other.Key == key)));

    public static TheoryData<string, FlagDefinition, string, string> Mistakes
    {
        get
        {
            var on = Build.Flag("f");
            var data = new TheoryData<string, FlagDefinition, string, string>();
            foreach (var key in new[] { "", " ", "a b", "a/b", ".a", "-a", "ä", "a\n", new string('a', 129) }) data.Add("key " + key, Build.Flag(key), "key", "invalid_key");
            foreach (var percent in new[] { -0.001, 100.001, double.NaN, double.PositiveInfinity }) data.Add("rollout " + percent, on with { Rollout = percent }, "rollout", "invalid_percentage");
            data.Add("half a percent of sha256", on with { Rollout = 0.5, Algorithm = BucketingAlgorithm.Sha256Percent }, "rollout", "not_whole_percentages");
            data.Add("algorithm", on with { Algorithm = BucketingAlgorithm.Sha256Modulo }, "algorithm", "unknown_algorithm");
            data.Add("unit", on with { Unit = "" }, "unit", "invalid_unit");
            data.Add("empty salt", on with { Salt = "" }, "salt", "invalid_salt");
            data.Add("long salt", on with { Salt = new string('s', 257) }, "salt", "invalid_salt");
            foreach (var id in new[] { "", "a\u0007", new string('ä', 257), null! }) data.Add("id " + id, on with { Deny = ["u", id] }, "deny[1]", "invalid_id");
            data.Add("long list", on with { Allow = [.. Enumerable.Repeat("u", FlagCheck.MaxListed + 1)] }, "allow", "too_many_ids");
            data.Add("no variants", on with { Type = FlagType.Number }, "variants", "variants_required");
            data.Add("variant type", Colour with { Variants = [.. Colour.Variants, new("n", FlagValue.From(5))] }, "variants[2].value", "type_mismatch");
            data.Add("variant key", Colour with { Variants = [.. Colour.Variants, new("n n", FlagValue.From(""))] }, "variants[2].key", "invalid_key");
            data.Add("variant twice", Colour with { Variants = [.. Colour.Variants, new("red", FlagValue.From(""))] }, "variants[2].key", "duplicate_variant");
            data.Add("null variant", Colour with { Variants = [null!] }, "variants[0]", "invalid_value");
            data.Add("null rule", on with { Rules = [null!] }, "rules[0]", "invalid_value");
            data.Add("null prerequisite", on with { Prerequisites = [null!] }, "prerequisites[0]", "invalid_value");
            data.Add("off variant", Colour with { OffVariant = "green" }, "off_variant", "unknown_variant");
            data.Add("on variant", on with { OnVariant = "yes" }, "on_variant", "unknown_variant");
            data.Add("audience", on with { Audience = new SegmentCondition("s") }, "audience.segment", "unknown_segment");
            data.Add("rule", on with { Rules = [new(new SegmentCondition("s"), Value("true"))] }, "rules[0].if.segment", "unknown_segment");
            data.Add("rule's name", on with { Rules = [new(null, Value("true"), "")] }, "rules[0].name", "invalid_name");
            data.Add("serve", Serving(Value("\"green\"")), "rules[0].serve", "unknown_variant");
            data.Add("serve of another type", Serving(Value("true")), "rules[0].serve", "unknown_variant");
            data.Add("serve nothing", Serving(new()), "rules[0].serve", "unknown_variant");
            data.Add("serve rollout", Serving(new() { Rollout = 101 }), "rules[0].serve.rollout", "invalid_percentage");
            data.Add("split variant", Serving(new() { Split = [new("red", 1), new("green", 1)] }), "rules[0].serve.split.green", "unknown_variant");
            data.Add("split twice", Serving(new() { Split = [new("red", 1), new("red", 1)] }), "rules[0].serve.split", "duplicate_variant");
            data.Add("split weight", Serving(new() { Split = [new("red", -1), new("blue", 1)] }), "rules[0].serve.split", "invalid_weight");
            data.Add("split nothing", Serving(new() { Split = [new("red", 0)] }), "rules[0].serve.split", "no_weight");
            data.Add("experiment", Serving(new() { Experiment = "none" }), "rules[0].serve.experiment", "unknown_experiment");
            data.Add("unmapped arm", Serving(new() { Experiment = "arms" }), "rules[0].serve.experiment", "unmapped_variant");
            data.Add("arm's type", Build.Flag("f") with { Variants = [new("a", FlagValue.True), new("b", FlagValue.False)], Rules = [new(null, new() { Experiment = "arms" })] }, "rules[0].serve.experiment", "type_mismatch");
            data.Add("prerequisite", on with { Prerequisites = [On("none")] }, "prerequisites[0].flag", "unknown_flag");
            data.Add("too many rules", on with { Rules = [.. Enumerable.Repeat(new RuleDefinition(null, Value("true")), FlagCheck.MaxRules + 1)] }, "rules", "too_many_rules");
            return data;
        }
    }

    [Theory, MemberData(nameof(Mistakes))]
    public void Mistake_is_named_with_its_place_and_code(string mistake, FlagDefinition flag, string member, string code)
    {
        var errors = Errors(flag);
        Assert.True(errors.Any(error => error.Member == member && error.Code == code), $"{mistake}: {string.Join("; ", errors)}");
        Assert.All(errors, error => Assert.NotEmpty(error.Message));
    }

    [Fact]
    public void Sound_flags_have_no_errors()
    {
        Assert.Empty(Errors(new FlagDefinition { Key = "f" }));
        Assert.Empty(Errors(Serving(new() { Split = [new("red", 0), new("blue", 3)] })));
        Assert.Empty(Errors(Serving(Value("\"blue\""))));
        Assert.Empty(Errors(Serving(Value("\"#00f\""))));
        Assert.Empty(Errors(Colour with { Variants = [.. Colour.Variants, new("a", FlagValue.From("x"))], Rules = [new(null, new() { Experiment = "arms" })] }));
        Assert.Empty(Errors(Build.Flag("f") with { Rollout = 20, Algorithm = BucketingAlgorithm.Sha256Percent, Deny = ["üser 1"] }));
    }

    [Fact]
    public void Prerequisite_must_name_variants_that_are_there()
    {
        var other = Build.Flag("other");
        Assert.Empty(Errors(Build.Flag("f") with { Prerequisites = [On("other")] }, other));
        Assert.Equal("unknown_variant", Errors(Build.Flag("f") with { Prerequisites = [new("other", ["yes"])] }, other).Single().Code);
        Assert.Equal("variants_required", Errors(Build.Flag("f") with { Prerequisites = [new("other", [])] }, other).Single().Code);
    }

    [Fact]
    public void Prerequisites_in_a_circle_are_refused()
    {
        var a = Build.Flag("a") with { Prerequisites = [On("b")] };
        var b = Build.Flag("b") with { Prerequisites = [On("c")] };
        Assert.Equal("circular_prerequisites", Errors(Build.Flag("c") with { Prerequisites = [On("a")] }, a, b, Build.Flag("c")).Single().Code);
        Assert.Equal("circular_prerequisites", Errors(Build.Flag("f") with { Prerequisites = [On("f")] }, Build.Flag("f")).Single().Code);
        Assert.Empty(Errors(Build.Flag("d") with { Prerequisites = [On("a"), On("b")] }, a, b, Build.Flag("c")));
    }

    [Fact]
    public void Prerequisites_beyond_what_is_evaluated_are_refused()
    {
        var chain = Enumerable.Range(0, 5_000).Select(i => Build.Flag("f" + i) with { Prerequisites = i == 0 ? [] : [On("f" + (i - 1))] }).ToArray();
        Assert.Equal("too_many_prerequisites", Errors(Build.Flag("f") with { Prerequisites = [On("f4999")] }, chain).Single().Code);
        Assert.Empty(Errors(Build.Flag("f") with { Prerequisites = [On("f50")] }, chain));
    }
}
