using Turnout.Engine.Definitions;

namespace Turnout.Engine.Tests.Compiled;

public sealed class PrerequisiteTests
{
    private static FlagDefinition Dependent(string key, params string[] on) =>
        Build.Flag(key) with { Prerequisites = [.. on.Select(other => new PrerequisiteDefinition(other, ["on"]))] };

    [Fact]
    public void Long_chain_is_an_error_and_no_crash()
    {
        var flags = Enumerable.Range(0, 20_000).Select(i => i == 0 ? Build.Flag("f0") : Dependent("f" + i, "f" + (i - 1))).ToArray();
        var ruleset = Build.Ruleset(flags);
        Assert.True(ruleset.Evaluate("f99", Build.Nobody).Value!.Boolean);
        Assert.Equal(EvaluationError.ParseError, ruleset.Evaluate("f100", Build.Nobody).Error);
        // Behind the error the chain starts anew, and what an error serves satisfies nothing.
        Assert.Equal(Reason.PrerequisiteFailed, ruleset.Evaluate("f101", Build.Nobody).Reason);
        Assert.False(ruleset.Evaluate("f19999", Build.Nobody).Value!.Boolean);
    }

    [Fact]
    public void Diamonds_that_double_at_each_level_end_in_an_error_instead_of_a_million_evaluations()
    {
        var flags = new List<FlagDefinition> { Build.Flag("a0"), Build.Flag("b0") };
        for (var i = 1; i <= 40; i++)
        {
            flags.Add(Dependent("a" + i, "a" + (i - 1), "b" + (i - 1)));
            flags.Add(Dependent("b" + i, "a" + (i - 1), "b" + (i - 1)));
        }

        var ruleset = Build.Ruleset([.. flags]);
        Assert.True(ruleset.Evaluate("a11", Build.Nobody).Value!.Boolean);
        foreach (var flag in ruleset.Flags) ruleset.Evaluate(flag.Key, Build.Nobody);
        Assert.False(ruleset.Evaluate("a40", Build.Nobody).Value!.Boolean);
    }

    [Fact]
    public void Order_of_definition_does_not_matter()
    {
        FlagDefinition[] flags = [Dependent("c", "b"), Dependent("b", "a"), Build.Flag("a")];
        Assert.True(Build.Ruleset(flags).Evaluate("c", Build.Nobody).Value!.Boolean);
        Assert.True(Build.Ruleset([.. flags.Reverse()]).Evaluate("c", Build.Nobody).Value!.Boolean);
    }

    [Fact]
    public void Flag_that_demands_itself_is_an_error() =>
        Assert.Equal(EvaluationError.ParseError, Build.Ruleset(Dependent("a", "a")).Evaluate("a", Build.Nobody).Error);

    [Fact]
    public void Of_two_flags_with_one_key_the_first_counts_whole()
    {
        var ruleset = Build.Ruleset(Build.Flag("a"), Build.Flag("a") with { Enabled = false, Prerequisites = [new("nowhere", ["on"])] });
        Assert.Equal((true, Reason.Static), (ruleset.Evaluate("a", Build.Nobody).Value!.Boolean, ruleset.Evaluate("a", Build.Nobody).Reason));
        Assert.Single(ruleset.Flags);
    }

    [Fact]
    public void Cycles_are_named_with_all_that_lies_behind_them()
    {
        FlagDefinition[] flags = [Dependent("a", "b"), Dependent("b", "a"), Dependent("behind", "a"), Build.Flag("free"), Dependent("sound", "free", "nowhere")];
        Assert.Equal(["a", "b", "behind"], PrerequisiteCycles.Find(flags).Order());
        Assert.Empty(PrerequisiteCycles.Find([flags[3]]));
    }
}
