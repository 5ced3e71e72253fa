using System.Text.Json.Serialization;

namespace Turnout.Engine.Definitions;

/// <summary>
/// A flag as one environment has it. Decided in this order: off, prerequisites, <see cref="Deny"/>, <see cref="Allow"/>,
/// <see cref="Audience"/>, the first matching rule, <see cref="Rollout"/>.
/// </summary>
public sealed record FlagDefinition
{
    /// <summary>1 to 128 of letters, digits, <c>.</c>, <c>_</c>, <c>-</c>, starting with a letter or digit; dot notation suggested.</summary>
    public required string Key { get; init; }

    /// <summary>The type of all variants' values.</summary>
    public FlagType Type { get; init; } = FlagType.Boolean;

    /// <summary>False serves everyone the off variant.</summary>
    public bool Enabled { get; init; }

    /// <summary>The named values; a boolean flag that names none has <c>on</c> = true and <c>off</c> = false.</summary>
    public IReadOnlyList<VariantDefinition> Variants { get; init; } = [];

    /// <summary>The variant of everyone the flag is not for; <c>off</c>, else the first variant, when null.</summary>
    public string? OffVariant { get; init; }

    /// <summary>The variant of everyone the flag is for: the allow list and the rollout; the first that is not the off variant, when null.</summary>
    public string? OnVariant { get; init; }

    /// <summary>The unit that is bucketed and that the lists name: <c>user</c> (default), <c>team</c>, <c>visitor</c> or an attribute.</summary>
    public string Unit { get; init; } = "user";

    /// <summary>Ids of units that always get the off variant.</summary>
    public IReadOnlyList<string> Deny { get; init; } = [];

    /// <summary>Ids of units that always get the on variant (unless denied).</summary>
    public IReadOnlyList<string> Allow { get; init; } = [];

    /// <summary>Who does not fulfil it gets the off variant; null lets everyone pass.</summary>
    public Condition? Audience { get; init; }

    /// <summary>The first rule whose condition holds decides.</summary>
    public IReadOnlyList<RuleDefinition> Rules { get; init; } = [];

    /// <summary>The share of everyone else who gets the on variant, 0 to 100 per cent, in steps of 0.001.</summary>
    public double Rollout { get; init; } = 100;

    /// <summary>How units become buckets; see <see cref="Bucketing.BucketingAlgorithm"/>. Never changes for a flag that is in use.</summary>
    public string Algorithm { get; init; } = Bucketing.BucketingAlgorithm.Murmur3;

    /// <summary>Mixed into the hash; the key when null.</summary>
    public string? Salt { get; init; }

    /// <summary>Flags that must have certain variants, or this one serves its off variant.</summary>
    public IReadOnlyList<PrerequisiteDefinition> Prerequisites { get; init; } = [];
}

/// <summary>A named value of a flag.</summary>
/// <param name="Key">The variant's name, formed like a flag's key.</param>
/// <param name="Value">A value of the flag's type.</param>
public sealed record VariantDefinition(string Key, FlagValue Value);

/// <summary>A rule of a flag: who matches <paramref name="If"/> is served <paramref name="Serve"/>.</summary>
/// <param name="If">The condition; null matches everyone. Null is said, not left out: a rule for everyone is no oversight.</param>
/// <param name="Serve">What is served.</param>
/// <param name="Name">A name for people; evaluations name the rule by it, else by its number from 0.</param>
public sealed record RuleDefinition(
    [property: JsonPropertyName("if"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] Condition? If,
    ServeDefinition Serve,
    string? Name = null);

/// <summary>A flag that must have one of certain variants.</summary>
/// <param name="Flag">The key of the other flag, of the same environment.</param>
/// <param name="Variants">The variants that satisfy; at least one.</param>
public sealed record PrerequisiteDefinition(string Flag, IReadOnlyList<string> Variants);

/// <summary>What a rule serves: exactly one of the members is set. On the wire: a variant's key or a value, <c>{"rollout":20}</c>, <c>{"split":{"a":1,"b":1}}</c> or <c>{"experiment":"key"}</c>.</summary>
[JsonConverter(typeof(ServeJson))]
public sealed record ServeDefinition
{
    /// <summary>A variant's key, or one of the flag's values.</summary>
    public FlagValue? Value { get; init; }

    /// <summary>The per cent of those who match that get the on variant; the others get the off variant.</summary>
    public double? Rollout { get; init; }

    /// <summary>Relative weights by variant key.</summary>
    public IReadOnlyList<KeyValuePair<string, double>>? Split { get; init; }

    /// <summary>The key of the experiment whose variant drives the value; who is not in it gets the off variant.</summary>
    public string? Experiment { get; init; }
}
