using System.Text.Json;
using Turnout.Engine.Definitions;

namespace Turnout.Engine.Tests.Targeting;

public sealed class ConditionGoldenTests
{
    private static readonly JsonElement File = Spec.Read("conditions.json");

    public static TheoryData<string> Names => [.. File.GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("name").GetString()!)];

    [Theory, MemberData(nameof(Names))]
    public void Condition_matches_as_the_golden_case_says(string name)
    {
        var c = File.GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);
        // As an SDK gets it: inside a ruleset, with whatever a newer server put there.
        var definition = Spec.Ruleset($$"""
            {"environment":"e","version":1,"segments":{{File.GetProperty("segments").GetRawText()}},
             "flags":[{"key":"f","enabled":true,"audience":{{c.GetProperty("if").GetRawText()}}}]}
            """);
        Assert.Equal(c.GetProperty("matches").GetBoolean(), Ruleset.Compile(definition).Evaluate("f", c.Context()).Value!.Boolean);
    }

    [Fact]
    public void Every_operator_has_golden_cases_of_both_outcomes_and_with_the_attribute_missing()
    {
        var leaves = File.GetProperty("cases").EnumerateArray()
            .Where(c => c.GetProperty("if").TryGetProperty("op", out _))
            .Select(c => (Op: c.GetProperty("if").GetProperty("op").GetString()!, Matches: c.GetProperty("matches").GetBoolean(),
                Missing: !c.GetProperty("context").EnumerateObject().Any()))
            .ToLookup(c => c.Op);
        foreach (var op in Operators.All)
        {
            Assert.Contains(leaves[op], c => c.Matches);
            Assert.Contains(leaves[op], c => !c.Matches);
            Assert.Contains(leaves[op], c => c.Missing);
        }
    }
}
