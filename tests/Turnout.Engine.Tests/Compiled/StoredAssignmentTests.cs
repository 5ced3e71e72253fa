using Turnout.Engine.Definitions;

namespace Turnout.Engine.Tests.Compiled;

public sealed class StoredAssignmentTests
{
    private sealed class Stored(string experiment, string unitId, int arm) : IStoredAssignments
    {
        public bool TryGetVariant(RulesetExperiment asked, string askedUnitId, out int armIndex)
        {
            armIndex = arm;
            return asked.Key == experiment && askedUnitId == unitId;
        }
    }

    private static readonly ExperimentDefinition Experiment = Build.Experiment("e", 1, 1, 1);

    [Theory, InlineData(0), InlineData(1), InlineData(2)]
    public void Stored_variant_wins_over_the_hash(int arm)
    {
        var decision = Ruleset.Decide(Build.Compiled(Experiment), Build.User("u"), new Stored("e", "u", arm));
        Assert.Equal((arm, Reason.Sticky, "u", "v" + arm), (decision.ArmIndex, decision.Reason, decision.UnitId, decision.Variant));
    }

    [Fact]
    public void Stored_variant_wins_over_everything_that_was_edited_later()
    {
        var edited = Experiment with
        {
            If = Build.Where("plan", Operator.Equals, "pro"), Traffic = 0, EnrolmentClosed = true, Layer = new("l", 0, 0), Salt = "other",
            Variants = [.. Experiment.Variants.Select((arm, i) => arm with { Weight = i == 0 ? 1 : 0 })],
        };
        var decision = Ruleset.Decide(Build.Compiled(edited, new(100, "h")), Build.User("u"), new Stored("e", "u", 2));
        Assert.Equal((2, Reason.Sticky), (decision.ArmIndex, decision.Reason));
    }

    [Fact]
    public void Stored_variant_is_not_served_while_the_experiment_is_paused()
    {
        var decision = Ruleset.Decide(Build.Compiled(Experiment with { Status = ExperimentStatus.Paused }), Build.User("u"), new Stored("e", "u", 2));
        Assert.Equal((false, Reason.NotRunning), (decision.IsIn, decision.Reason));
    }

    [Fact]
    public void Stored_variant_of_a_sensitive_experiment_still_needs_consent()
    {
        var sensitive = Build.Compiled(Experiment with { Sensitive = true });
        Assert.Equal(Reason.ConsentMissing, Ruleset.Decide(sensitive, Build.User("u"), new Stored("e", "u", 2)).Reason);
        Assert.Equal(Reason.Sticky, Ruleset.Decide(sensitive, new() { UserId = "u", ["consent"] = true }, new Stored("e", "u", 2)).Reason);
    }

    [Fact]
    public void Stored_variant_of_another_unit_or_experiment_does_not_count()
    {
        var experiment = Build.Compiled(Experiment);
        var free = Ruleset.Decide(experiment, Build.User("u"));
        Assert.Equal(free, Ruleset.Decide(experiment, Build.User("u"), new Stored("e", "v", 2)));
        Assert.Equal(free, Ruleset.Decide(experiment, Build.User("u"), new Stored("f", "u", 2)));
    }

    [Theory, InlineData(-1), InlineData(3), InlineData(int.MaxValue)]
    public void Stored_variant_that_the_experiment_does_not_have_is_passed_over(int arm) =>
        Assert.Equal(Reason.Split, Ruleset.Decide(Build.Compiled(Experiment), Build.User("u"), new Stored("e", "u", arm)).Reason);

    [Fact]
    public void Random_assignment_serves_what_was_drawn()
    {
        var random = Build.Compiled(Experiment with { Assignment = AssignmentType.Random });
        Assert.Equal(Reason.NotAssigned, Ruleset.Decide(random, Build.User("u")).Reason);
        Assert.Equal("v1", Ruleset.Decide(random, Build.User("u"), new Stored("e", "u", 1)).Variant);
    }

    [Fact]
    public void Flag_serves_the_stored_variant_and_says_so()
    {
        var ruleset = Ruleset.Compile(Build.Definition(Build.FlagOf(Experiment)) with { Experiments = [Experiment] });
        var evaluation = ruleset.Evaluate("e", Build.User("u"), new Stored("e", "u", 2));
        Assert.Equal(("v2", Reason.Split, Reason.Sticky), (evaluation.Variant!.Key, evaluation.Reason, evaluation.Decision.Reason));
    }

    [Fact]
    public void Unknown_experiment_gives_a_decision_without_one()
    {
        var decision = Build.Ruleset().Decide("e", Build.User("u"));
        Assert.Equal((null, false, null, Reason.Error), (decision.Experiment, decision.IsIn, decision.Variant, decision.Reason));
        Assert.False(default(ExperimentDecision).IsIn);
        Assert.Null(default(ExperimentDecision).Variant);
    }
}
