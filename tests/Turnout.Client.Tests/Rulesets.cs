using Turnout.Engine;
using Turnout.Engine.Definitions;

namespace Turnout.Client.Tests;

/// <summary>Small rulesets for tests.</summary>
internal static class Rulesets
{
    public static RulesetDefinition With(long version, params FlagDefinition[] flags) =>
        new() { Environment = "production", Version = version, Flags = flags };

    public static FlagDefinition On(string key, bool enabled = true) => new() { Key = key, Enabled = enabled };

    public static FlagDefinition Serving(string key, FlagType type, FlagValue value) => new()
    {
        Key = key,
        Type = type,
        Enabled = true,
        Variants = [new("only", value)],
    };

    public static ExperimentDefinition Running(string key, AssignmentType assignment = AssignmentType.Deterministic, string unit = "user") => new()
    {
        Key = key,
        Status = ExperimentStatus.Running,
        Unit = unit,
        Assignment = assignment,
        Variants = [new("control", 1), new("treatment", 1)],
    };

    /// <summary>A boolean flag that an experiment drives.</summary>
    public static FlagDefinition Driven(string key, string experiment) => new()
    {
        Key = key,
        Enabled = true,
        Variants = [new("control", FlagValue.False), new("treatment", FlagValue.True)],
        OffVariant = "control",
        Rules = [new(new AttributeCondition { Attribute = "user_id", Op = Operator.Exists, Value = true }, new ServeDefinition { Experiment = experiment })],
    };

    public static EvaluationContext User(string id) => new() { UserId = id };
}
