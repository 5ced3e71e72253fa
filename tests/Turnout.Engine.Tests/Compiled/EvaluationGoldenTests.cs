using System.Text.Json;
using Turnout.Engine.Definitions;

namespace Turnout.Engine.Tests.Compiled;

public sealed class EvaluationGoldenTests
{
    private static readonly JsonElement File = Spec.Read("evaluation.json");
    private static readonly Ruleset Compiled = Ruleset.Compile(Spec.Ruleset(File.GetProperty("ruleset").GetRawText()));

    public static TheoryData<int, string> Numbers =>
        [.. File.GetProperty("cases").EnumerateArray().Select((c, i) => new TheoryDataRow<int, string>(i, c.GetProperty("name").GetString()!))];

    [Theory, MemberData(nameof(Numbers))]
    public void Evaluation_is_as_the_golden_case_says(int number, string name)
    {
        var c = File.GetProperty("cases")[number];
        Assert.Equal(name, c.GetProperty("name").GetString());
        Check(c, Compiled.Evaluate(c.GetProperty("flag").GetString()!, c.Context()));
    }

    [Fact]
    public void Evaluations_are_the_same_after_the_ruleset_was_written_and_read_again()
    {
        var again = Ruleset.Compile(RulesetDefinition.Parse(Spec.Ruleset(File.GetProperty("ruleset").GetRawText()).ToUtf8Json()));
        foreach (var c in File.GetProperty("cases").EnumerateArray()) Check(c, again.Evaluate(c.GetProperty("flag").GetString()!, c.Context()));
    }

    private static void Check(JsonElement c, Evaluation actual)
    {
        var expected = c.GetProperty("expect");
        if (actual.Flag is not null) Assert.True(JsonElement.DeepEquals(expected.GetProperty("value"), actual.Value!.ToJsonElement()), actual.Value.ToString());
        Assert.Equal(expected.GetProperty("variant").GetString(), actual.Variant?.Key);
        Assert.Equal(expected.GetProperty("reason").GetString(), actual.Reason.ToWire());
        Assert.Equal(expected.GetProperty("rule").GetString(), actual.Rule);
        Assert.Equal(expected.GetProperty("bucket").GetInt32(), actual.Bucket);
        Assert.Equal(expected.TryGetProperty("error", out var error) ? error.GetString() : "NONE", actual.Error.ToWire());
        if (!expected.TryGetProperty("experiment", out var experiment)) return;
        Assert.Equal(experiment.GetProperty("key").GetString(), actual.Decision.Experiment!.Key);
        Assert.Equal(experiment.GetProperty("variant").GetString(), actual.Decision.Variant);
        Assert.Equal(experiment.GetProperty("unit_id").GetString(), actual.Decision.UnitId);
        Assert.Equal(experiment.GetProperty("reason").GetString(), actual.Decision.Reason.ToWire());
    }
}
