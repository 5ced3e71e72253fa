using Turnout.Engine.Definitions;
using Turnout.Engine.Targeting;

namespace Turnout.Engine.Checks;

/// <summary>Says what is wrong with a condition, before it is saved.</summary>
public static class ConditionCheck
{
    /// <summary>The most values one list may have.</summary>
    public const int MaxValues = 100_000;

    /// <summary>All errors; empty when the condition is sound.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="member">The path that errors start with.</param>
    /// <param name="segmentExists">Tells whether a segment of that key exists.</param>
    public static IReadOnlyList<DefinitionError> Errors(Condition condition, string member, Func<string, bool> segmentExists)
    {
        var errors = new ErrorList();
        Check(condition, member, segmentExists, errors);
        return errors.Errors;
    }

    internal static void Check(Condition? condition, string member, Func<string, bool> segmentExists, ErrorList errors)
    {
        switch (condition)
        {
            case AllCondition all: CheckParts(all.Parts, member + ".all", segmentExists, errors); break;
            case AnyCondition any: CheckParts(any.Parts, member + ".any", segmentExists, errors); break;
            case NotCondition not: Check(not.Part, member + ".not", segmentExists, errors); break;
            case SegmentCondition segment:
                errors.Require(segmentExists(segment.Segment), member + ".segment", "unknown_segment", $"There is no segment '{segment.Segment}'.");
                break;
            case AttributeCondition leaf: Check(leaf, member, errors); break;
            case UnknownCondition unknown: errors.Add(unknown.Code == "unknown_operator" ? member + ".op" : member, unknown.Code, unknown.Message); break;
        }
    }

    private static void CheckParts(IReadOnlyList<Condition> parts, string member, Func<string, bool> segmentExists, ErrorList errors)
    {
        for (var i = 0; i < parts.Count; i++) Check(parts[i], $"{member}[{i}]", segmentExists, errors);
    }

    private static void Check(AttributeCondition leaf, string member, ErrorList errors)
    {
        var value = member + ".value";
        var op = leaf.Op.ToWire();
        errors.Require(Names.IsAttribute(leaf.Attribute), member + ".attribute", "invalid_attribute", "An attribute's name has 1 to 128 characters, none of them a control character.");
        errors.Require((leaf.Values?.Count ?? 0) <= MaxValues, value, "too_many_values", $"A list has at most {MaxValues} values.");
        switch (leaf.Op)
        {
            case Operator.Unknown:
                errors.Add(member + ".op", "unknown_operator", $"The operators are {string.Join(", ", Operators.All)}.");
                break;
            case Operator.Equals or Operator.NotEquals:
                errors.Require(leaf.Value.ToText() is not null, value, "invalid_value", $"'{op}' takes a text, a number, or true or false.");
                break;
            case Operator.Exists:
                errors.Require(leaf.Value.TryGetBoolean(out _), value, "invalid_value", "'exists' takes true or false.");
                break;
            case Operator.Gt or Operator.Gte or Operator.Lt or Operator.Lte:
                errors.Require(NumberTest.TryGet(leaf.Value, out _), value, "invalid_value", $"'{op}' takes a number.");
                break;
            case Operator.SemverEq or Operator.SemverGt or Operator.SemverGte or Operator.SemverLt or Operator.SemverLte:
                errors.Require(SemanticVersion.TryParse(leaf.Value.ToText(), out _), value, "invalid_version", $"'{op}' takes a semantic version such as 2.1.0.");
                break;
            case Operator.Before or Operator.After:
                errors.Require(Instant.TryGet(leaf.Value, out _), value, "invalid_instant", $"'{op}' takes an RFC 3339 time, a date, or Unix milliseconds.");
                break;
            case Operator.Matches:
                string? message = "'matches' takes a pattern as text.";
                errors.Require(
                    leaf.Value.Text is { } pattern && RegexTest.TryCreate(pattern, leaf.IgnoreCase, out _, out message),
                    value,
                    "invalid_pattern",
                    message ?? "");
                break;
            case Operator.Contains or Operator.StartsWith or Operator.EndsWith:
                errors.Require(leaf.Value.ToText() is { Length: > 0 }, value, "invalid_value", $"'{op}' takes a text that is not empty.");
                break;
        }
    }
}
