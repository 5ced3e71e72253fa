using System.Text.Json.Serialization;
using Turnout.Engine;
using Turnout.Engine.Definitions;

namespace Turnout.Server.Features.Flags;

/// <summary>Sets a flag: what is left out takes its default, except <c>algorithm</c> and <c>salt</c>, which a flag keeps from its creation.</summary>
internal sealed record FlagRequest
{
    /// <summary>As in the address, where it is given at all.</summary>
    public string? Key { get; init; }

    public string? Description { get; init; }

    /// <summary><c>boolean</c> (default), <c>string</c>, <c>number</c> or <c>json</c>.</summary>
    public FlagType? Type { get; init; }

    /// <summary>False (default) serves everyone the off variant.</summary>
    public bool? Enabled { get; init; }

    /// <summary><c>[{"key":"on","value":true}]</c> or <c>{"on":true}</c>; a boolean flag needs none.</summary>
    public FlagVariants? Variants { get; init; }

    public string? OffVariant { get; init; }

    public string? OnVariant { get; init; }

    /// <summary><c>user</c> (default), <c>team</c>, <c>visitor</c> or an attribute.</summary>
    public string? Unit { get; init; }

    public IReadOnlyList<string>? Deny { get; init; }

    public IReadOnlyList<string>? Allow { get; init; }

    public Condition? Audience { get; init; }

    /// <summary>A list of rules, or IndieTix's object of <c>roles</c>, <c>cities</c>, <c>categories</c>, <c>allowList</c> and <c>denyList</c>.</summary>
    public FlagRules? Rules { get; init; }

    /// <summary>0 to 100 per cent; 100 when left out.</summary>
    public double? Rollout { get; init; }

    public string? Algorithm { get; init; }

    public string? Salt { get; init; }

    /// <summary>A kill switch.</summary>
    public bool? Critical { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public IReadOnlyList<PrerequisiteDefinition>? Prerequisites { get; init; }

    /// <summary>Ignored, like <see cref="UpdatedAt"/>: so an answer can be changed and sent back.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? UpdatedAt { get; init; }
}

/// <summary>Switches a flag on or off.</summary>
internal sealed record ToggleRequest(bool Enabled);

/// <summary>Asks what a context gets.</summary>
/// <param name="Context">Ids and attributes, flat.</param>
/// <param name="AsOf">A past moment: what the context got then, and why; now where it is left out.</param>
/// <param name="Explain">Whether each step is told, also those behind the one that decided.</param>
/// <param name="Draft">The flag as it would be set: what the context would get then. Nothing is saved.</param>
internal sealed record FlagEvaluationRequest(EvaluationContext Context, DateTimeOffset? AsOf = null, bool? Explain = null, FlagRequest? Draft = null);

/// <summary>A step of an evaluation.</summary>
/// <param name="Name">As <c>rule</c> would call it.</param>
/// <param name="Holds">Whether the step by itself would decide.</param>
/// <param name="Outcome"><c>passed</c>, <c>decided</c> or <c>not_reached</c>.</param>
internal sealed record EvaluationStepBody(string Name, bool Holds, StepOutcome Outcome);

/// <summary>What a context gets, and why.</summary>
/// <param name="Value">The value served.</param>
/// <param name="Variant">The variant's key.</param>
/// <param name="Reason">Such as <c>TARGETING_MATCH</c>, <c>SPLIT</c>, <c>DISABLED</c>, <c>DEFAULT</c>.</param>
/// <param name="Rule">What decided: <c>off</c>, <c>deny</c>, <c>allow</c>, <c>audience</c>, a rule's name or number, <c>rollout</c>.</param>
/// <param name="Bucket">The bucket that decided; null when none did.</param>
/// <param name="Experiment">The experiment whose variant drives the value, with the unit in it.</param>
/// <param name="ErrorCode">What went wrong, in OpenFeature's words.</param>
/// <param name="RulesetVersion">The version of the environment that was asked.</param>
/// <param name="Steps">Each step of the flag, where they were asked for.</param>
internal sealed record FlagEvaluationBody(
    FlagValue? Value,
    string? Variant,
    string Reason,
    string? Rule,
    int? Bucket,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Experiment,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ErrorCode,
    long RulesetVersion,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<EvaluationStepBody>? Steps = null)
{
    /// <summary>Evaluates a flag of a ruleset.</summary>
    /// <returns>Null where the ruleset has no such flag.</returns>
    public static FlagEvaluationBody? Of(Ruleset ruleset, string key, FlagEvaluationRequest request, IStoredAssignments? stored)
    {
        if (ruleset.FindFlag(key) is null) return null;
        var body = Of(ruleset.Evaluate(key, request.Context, stored), ruleset.Version);
        return request.Explain != true ? body
            : body with { Steps = [.. ruleset.Explain(key, request.Context, stored)!.Steps.Select(step => new EvaluationStepBody(step.Name, step.Holds, step.Outcome))] };
    }

    public static FlagEvaluationBody Of(in Evaluation evaluation, long version) => new(
        evaluation.Value,
        evaluation.Variant?.Key,
        evaluation.Reason.ToWire(),
        evaluation.Rule,
        evaluation.Bucket < 0 ? null : evaluation.Bucket,
        evaluation.Decision.IsIn ? evaluation.Decision.Experiment!.Key : null,
        evaluation.Error == EvaluationError.None ? null : evaluation.Error.ToWire(),
        version);
}

/// <summary>A flag.</summary>
internal sealed record FlagBody(
    string Key,
    string Description,
    FlagType Type,
    bool Enabled,
    IReadOnlyList<VariantDefinition> Variants,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? OffVariant,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? OnVariant,
    string Unit,
    IReadOnlyList<string> Deny,
    IReadOnlyList<string> Allow,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Condition? Audience,
    IReadOnlyList<RuleDefinition> Rules,
    double Rollout,
    string Algorithm,
    string Salt,
    bool Critical,
    IReadOnlyList<string> Tags,
    IReadOnlyList<PrerequisiteDefinition> Prerequisites,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static FlagBody Of(Flag flag)
    {
        var definition = flag.Definition;
        return new(
            definition.Key, flag.Description, definition.Type, definition.Enabled, Flag.VariantsOf(definition), definition.OffVariant, definition.OnVariant,
            definition.Unit, definition.Deny, definition.Allow, definition.Audience, definition.Rules, definition.Rollout, definition.Algorithm,
            definition.Salt ?? definition.Key, flag.Critical, flag.Tags, definition.Prerequisites, flag.CreatedAt, flag.UpdatedAt);
    }
}
