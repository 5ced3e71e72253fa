using Turnout.Engine.Definitions;

namespace Turnout.Engine.Tests;

/// <summary>Short words for definitions.</summary>
internal static class Build
{
    public static readonly EvaluationContext Nobody = new();

    public static EvaluationContext User(string id) => new() { UserId = id };

    public static AttributeCondition Where(string attribute, Operator op, AttributeValue value) => new() { Attribute = attribute, Op = op, Value = value };

    public static AttributeCondition Among(string attribute, params AttributeValue[] values) => new() { Attribute = attribute, Op = Operator.In, Values = values };

    public static ServeDefinition Serve(bool value) => new() { Value = FlagValue.From(value) };

    public static FlagDefinition Flag(string key) => new() { Key = key, Enabled = true };

    public static ExperimentDefinition Experiment(string key, params double[] weights) => new()
    {
        Key = key,
        Status = ExperimentStatus.Running,
        Variants = [.. weights.Select((weight, i) => new ArmDefinition("v" + i, weight, FlagValue.From(i > 0)))],
    };

    public static FlagDefinition FlagOf(ExperimentDefinition experiment) =>
        Flag(experiment.Key) with { Rules = [new RuleDefinition(null, new ServeDefinition { Experiment = experiment.Key })] };

    public static RulesetDefinition Definition(params FlagDefinition[] flags) => new() { Environment = "test", Version = 1, Flags = flags };

    public static Ruleset Ruleset(params FlagDefinition[] flags) => Engine.Ruleset.Compile(Definition(flags));

    public static RulesetExperiment Compiled(ExperimentDefinition experiment, HoldoutDefinition? holdout = null) =>
        Engine.Ruleset.Compile(Definition() with { Experiments = [experiment], Holdout = holdout }).FindExperiment(experiment.Key)!;

    public static bool Matches(Condition condition, EvaluationContext context, params SegmentDefinition[] segments)
    {
        var flag = Flag("f") with { Audience = condition };
        return Engine.Ruleset.Compile(Definition(flag) with { Segments = segments }).Evaluate("f", context).Value!.Boolean;
    }
}
