using Turnout.Engine.Definitions;

namespace Turnout.Engine.Tests.Compiled;

public sealed class ExplanationTests
{
    private static readonly FlagDefinition Flag = Build.Flag("f") with
    {
        Deny = ["denied"],
        Allow = ["allowed"],
        Audience = Build.Where("role", Operator.Equals, "staff"),
        Prerequisites = [new("base", ["on"])],
        Rules = [new(Build.Where("plan", Operator.Equals, "pro"), Build.Serve(true), "pros"), new(Build.Where("age", Operator.Gt, 17), Build.Serve(false))],
        Rollout = 50,
    };

    private static readonly Ruleset Compiled = Build.Ruleset(Flag, Build.Flag("base"));

    [Fact]
    public void Every_step_is_named_in_order_with_what_became_of_it()
    {
        var explanation = Compiled.Explain("f", new() { UserId = "u", ["role"] = "staff", ["age"] = 30 })!;
        Assert.Equal(
        [
            new(DecidedBy.Off, "off", false, StepOutcome.Passed),
            new(DecidedBy.Prerequisite, "prerequisite:base", false, StepOutcome.Passed),
            new(DecidedBy.Deny, "deny", false, StepOutcome.Passed),
            new(DecidedBy.Allow, "allow", false, StepOutcome.Passed),
            new(DecidedBy.Audience, "audience", false, StepOutcome.Passed),
            new(DecidedBy.Rule, "pros", false, StepOutcome.Passed),
            new(DecidedBy.Rule, "1", true, StepOutcome.Decided),
            new(DecidedBy.Rollout, "rollout", true, StepOutcome.NotReached),
        ], explanation.Steps);
    }

    [Fact]
    public void Steps_behind_the_one_that_decided_say_what_they_would_have_done()
    {
        var explanation = Compiled.Explain("f", new() { UserId = "denied", ["plan"] = "pro" })!;
        Assert.Equal("deny", explanation.Evaluation.Rule);
        Assert.Equal(
            [("allow", false), ("audience", true), ("pros", true), ("1", false), ("rollout", true)],
            explanation.Steps.Where(step => step.Outcome == StepOutcome.NotReached).Select(step => (step.Name, step.Holds)));
    }

    [Fact]
    public void Exactly_one_step_decides_and_it_is_the_one_that_the_evaluation_names()
    {
        EvaluationContext[] contexts = [Build.Nobody, Build.User("denied"), Build.User("allowed"), new() { UserId = "u", ["role"] = "staff" }, new() { UserId = "u", ["role"] = "staff", ["plan"] = "pro", ["age"] = 20 }];
        foreach (var context in contexts)
        {
            var explanation = Compiled.Explain("f", context)!;
            var decided = Assert.Single(explanation.Steps, step => step.Outcome == StepOutcome.Decided);
            Assert.Equal(explanation.Evaluation.Rule, decided.Name);
            Assert.True(decided.Holds);
            Assert.All(explanation.Steps.Where(step => step.Outcome == StepOutcome.Passed), step => Assert.False(step.Holds));
            Assert.Equal(Compiled.Evaluate("f", context), explanation.Evaluation);
        }
    }

    [Fact]
    public void Flag_that_is_off_or_waits_for_another_says_so()
    {
        var off = Build.Ruleset(Build.Flag("f") with { Enabled = false }).Explain("f", Build.Nobody)!;
        Assert.Equal([StepOutcome.Decided, StepOutcome.NotReached], off.Steps.Select(step => step.Outcome));
        var waiting = Build.Ruleset(Flag, Build.Flag("base") with { Enabled = false }).Explain("f", Build.Nobody)!;
        Assert.Equal("prerequisite:base", waiting.Steps.Single(step => step.Outcome == StepOutcome.Decided).Name);
    }

    [Fact]
    public void Broken_flag_has_no_steps_and_a_missing_one_no_explanation()
    {
        Assert.Empty(Build.Ruleset(Build.Flag("f") with { Type = FlagType.String }).Explain("f", Build.Nobody)!.Steps);
        Assert.Null(Compiled.Explain("nowhere", Build.Nobody));
    }
}
