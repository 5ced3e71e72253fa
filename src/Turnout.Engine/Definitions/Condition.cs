using System.Text.Json.Serialization;

namespace Turnout.Engine.Definitions;

/// <summary>
/// A condition over the attributes of a context: one of <see cref="AttributeCondition"/>, <see cref="AllCondition"/>, <see cref="AnyCondition"/>,
/// <see cref="NotCondition"/>, <see cref="SegmentCondition"/> and <see cref="UnknownCondition"/>. On the wire: <c>{"attribute","op","value"}</c>, <c>{"all":[…]}</c>, <c>{"any":[…]}</c>,
/// <c>{"not":…}</c>, <c>{"segment":"…"}</c>; Cal.com's form (<c>plans</c>, <c>teamIds</c>, …) is read too, as the conditions it means.
/// </summary>
[JsonConverter(typeof(ConditionJson))]
public abstract record Condition
{
    /// <summary>How deep conditions may nest.</summary>
    public const int MaxDepth = 20;

    private protected Condition()
    {
    }
}

/// <summary>Compares an attribute. A missing attribute matches nothing but <c>not_equals</c>, <c>not_in</c> and <c>none_of</c>.</summary>
public sealed record AttributeCondition : Condition
{
    /// <summary>The attribute's case-sensitive name; the ids are <c>user_id</c>, <c>team_id</c>, <c>visitor_id</c>.</summary>
    public required string Attribute { get; init; }

    /// <summary>The comparison.</summary>
    public required Operator Op { get; init; }

    /// <summary>What it is compared with, for operators that take one value.</summary>
    public AttributeValue Value { get; init; }

    /// <summary>What it is compared with, for operators that take a list; else null.</summary>
    public IReadOnlyList<AttributeValue>? Values { get; init; }

    /// <summary>Text is compared without regard to case (ordinal).</summary>
    public bool IgnoreCase { get; init; }
}

/// <summary>Holds when every part holds; an empty one holds.</summary>
public sealed record AllCondition(IReadOnlyList<Condition> Parts) : Condition;

/// <summary>Holds when some part holds; an empty one does not.</summary>
public sealed record AnyCondition(IReadOnlyList<Condition> Parts) : Condition;

/// <summary>Holds when the part does not.</summary>
public sealed record NotCondition(Condition Part) : Condition;

/// <summary>Holds when the segment's condition holds. A segment that is not there holds for nobody.</summary>
public sealed record SegmentCondition(string Segment) : Condition;

/// <summary>
/// A condition that this version does not know: an operator, member or value of a newer one. It holds for nobody, also when negated, and is
/// written as it was read; <see cref="Checks.ConditionCheck"/> refuses it.
/// </summary>
/// <param name="Code">What is not known, as a stable code: <c>unknown_operator</c> or <c>invalid_condition</c>.</param>
/// <param name="Message">The same for people.</param>
/// <param name="Json">The condition's JSON text.</param>
public sealed record UnknownCondition(string Code, string Message, string Json) : Condition;

/// <summary>The comparisons a condition can make. On the wire in lower snake case.</summary>
public enum Operator : byte
{
    /// <summary>An operator this version does not know; it matches nothing.</summary>
    Unknown,

    /// <summary>The same value; values of different kinds are compared by their text, so 5 equals "5".</summary>
    Equals,

    /// <summary>Not the same value, or missing.</summary>
    NotEquals,

    /// <summary>One of a list.</summary>
    In,

    /// <summary>None of a list, or missing.</summary>
    NotIn,

    /// <summary>Text that contains.</summary>
    Contains,

    /// <summary>Text that starts with.</summary>
    StartsWith,

    /// <summary>Text that ends with.</summary>
    EndsWith,

    /// <summary>Text that a regular expression matches, in time linear in the text (no look-around, no back-references).</summary>
    Matches,

    /// <summary>Number greater than.</summary>
    Gt,

    /// <summary>Number greater than or equal.</summary>
    Gte,

    /// <summary>Number less than.</summary>
    Lt,

    /// <summary>Number less than or equal.</summary>
    Lte,

    /// <summary>The same semantic version (build metadata apart).</summary>
    SemverEq,

    /// <summary>Higher semantic version.</summary>
    SemverGt,

    /// <summary>Higher or the same semantic version.</summary>
    SemverGte,

    /// <summary>Lower semantic version.</summary>
    SemverLt,

    /// <summary>Lower or the same semantic version.</summary>
    SemverLte,

    /// <summary>An earlier instant: RFC 3339 text, a date, or Unix milliseconds.</summary>
    Before,

    /// <summary>A later instant.</summary>
    After,

    /// <summary>The attribute is there (value true, the default) or is not (value false).</summary>
    Exists,

    /// <summary>A list attribute that shares a member with the list.</summary>
    AnyOf,

    /// <summary>A list attribute that has all members of the list.</summary>
    AllOf,

    /// <summary>A list attribute that shares no member with the list, or missing.</summary>
    NoneOf,
}
