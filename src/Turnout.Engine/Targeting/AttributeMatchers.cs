using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Turnout.Engine.Definitions;

namespace Turnout.Engine.Targeting;

/// <summary><c>exists</c>; a missing attribute is the negative case.</summary>
internal sealed class ExistsMatcher(string attribute, bool wanted) : AttributeMatcher(attribute, matchesMissing: !wanted)
{
    private readonly bool _wanted = wanted;

    protected override bool MatchesValue(AttributeValue value) => _wanted;
}

/// <summary><c>equals</c>, <c>not_equals</c>: by text, so that the number 5 equals the text "5".</summary>
internal sealed class EqualsMatcher(string attribute, Operator op, AttributeValue operand, StringComparison comparison)
    : AttributeMatcher(attribute, matchesMissing: op == Operator.NotEquals)
{
    private readonly string _operand = operand.ToText() ?? "";
    private readonly bool _negated = op == Operator.NotEquals;

    [SkipLocalsInit]
    protected override bool MatchesValue(AttributeValue value)
    {
        if (value.Text is { } text) return string.Equals(text, _operand, comparison) != _negated;
        if (value.Kind == AttributeKind.List) return _negated;
        Span<char> buffer = stackalloc char[AttributeValue.MaxNumberChars];
        return value.TextIn(buffer).Equals(_operand, comparison) != _negated;
    }
}

/// <summary><c>in</c>, <c>not_in</c>.</summary>
internal sealed class InMatcher : AttributeMatcher
{
    private readonly FrozenSet<string> _set;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _spans;
    private readonly bool _negated;

    public InMatcher(string attribute, IEnumerable<AttributeValue> operands, StringComparer comparer, bool negated)
        : base(attribute, matchesMissing: negated)
    {
        _set = operands.Select(o => o.ToText()).OfType<string>().ToFrozenSet(comparer);
        _spans = _set.GetAlternateLookup<ReadOnlySpan<char>>();
        _negated = negated;
    }

    [SkipLocalsInit]
    protected override bool MatchesValue(AttributeValue value)
    {
        if (value.Text is { } text) return _set.Contains(text) != _negated;
        if (value.Kind == AttributeKind.List) return _negated;
        Span<char> buffer = stackalloc char[AttributeValue.MaxNumberChars];
        return _spans.Contains(value.TextIn(buffer)) != _negated;
    }
}

/// <summary><c>contains</c>, <c>starts_with</c>, <c>ends_with</c>.</summary>
internal sealed class TextMatcher(string attribute, Operator op, string operand, StringComparison comparison) : AttributeMatcher(attribute, false)
{
    [SkipLocalsInit]
    protected override bool MatchesValue(AttributeValue value)
    {
        if (value.Kind == AttributeKind.List) return false;
        Span<char> buffer = stackalloc char[AttributeValue.MaxNumberChars];
        var text = value.TextIn(buffer);
        return op switch
        {
            Operator.Contains => text.Contains(operand, comparison),
            Operator.StartsWith => text.StartsWith(operand, comparison),
            _ => text.EndsWith(operand, comparison),
        };
    }
}

/// <summary><c>matches</c>: linear in the text (<see cref="RegexOptions.NonBacktracking"/>).</summary>
internal sealed class RegexMatcher(string attribute, Regex regex) : AttributeMatcher(attribute, false)
{
    /// <summary>The longest pattern accepted, in characters: a pattern's automaton grows with it.</summary>
    public const int MaxPatternLength = 1_000;

    public static bool TryCreate(string pattern, bool ignoreCase, out Regex? regex, out string? error)
    {
        regex = null;
        error = null;
        if (pattern.Length > MaxPatternLength)
        {
            error = $"The pattern is longer than {MaxPatternLength} characters.";
            return false;
        }

        try
        {
            regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : 0));
            return true;
        }
        catch (ArgumentException e)
        {
            error = e.Message;
        }
        catch (NotSupportedException e)
        {
            // Look-around, back-references and over-large automata.
            error = e.Message;
        }

        return false;
    }

    [SkipLocalsInit]
    protected override bool MatchesValue(AttributeValue value)
    {
        if (value.Kind == AttributeKind.List) return false;
        Span<char> buffer = stackalloc char[AttributeValue.MaxNumberChars];
        return regex.IsMatch(value.TextIn(buffer));
    }
}

/// <summary><c>gt</c>, <c>gte</c>, <c>lt</c>, <c>lte</c>; text that is a number counts as the number.</summary>
internal sealed class NumberMatcher(string attribute, Operator op, double operand) : AttributeMatcher(attribute, false)
{
    public static bool TryGet(AttributeValue value, out double number) =>
        value.TryGetNumber(out number)
        || (value.Text is { } text
            && double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out number)
            && double.IsFinite(number));

    protected override bool MatchesValue(AttributeValue value) => TryGet(value, out var number) && op switch
    {
        Operator.Gt => number > operand,
        Operator.Gte => number >= operand,
        Operator.Lt => number < operand,
        _ => number <= operand,
    };
}

/// <summary>The comparisons of semantic versions.</summary>
internal sealed class SemverMatcher(string attribute, Operator op, string operand) : AttributeMatcher(attribute, false)
{
    [SkipLocalsInit]
    protected override bool MatchesValue(AttributeValue value)
    {
        Span<char> buffer = stackalloc char[AttributeValue.MaxNumberChars];
        if (!SemanticVersion.TryParse(value.TextIn(buffer), out var version) || !SemanticVersion.TryParse(operand, out var other)) return false;
        var order = version.CompareTo(other);
        return op switch
        {
            Operator.SemverEq => order == 0,
            Operator.SemverGt => order > 0,
            Operator.SemverGte => order >= 0,
            Operator.SemverLt => order < 0,
            _ => order <= 0,
        };
    }
}

/// <summary><c>before</c>, <c>after</c>.</summary>
internal sealed class InstantMatcher(string attribute, Operator op, double unixMs) : AttributeMatcher(attribute, false)
{
    protected override bool MatchesValue(AttributeValue value) =>
        Instant.TryGet(value, out var instant) && (op == Operator.Before ? instant < unixMs : instant > unixMs);
}

/// <summary><c>any_of</c>, <c>all_of</c>, <c>none_of</c>; a single value counts as a list of one.</summary>
internal sealed class ListMatcher(string attribute, Operator op, string[] operands, StringComparison comparison)
    : AttributeMatcher(attribute, matchesMissing: op == Operator.NoneOf)
{
    private readonly Operator _op = op;
    private readonly FrozenSet<string> _set = operands.ToFrozenSet(StringComparer.FromComparison(comparison));

    protected override bool MatchesValue(AttributeValue value) => _op switch
    {
        Operator.AllOf => HasAll(value),
        Operator.AnyOf => HasAny(value),
        _ => !HasAny(value),
    };

    [SkipLocalsInit]
    private bool HasAny(AttributeValue value)
    {
        if (value.List is not { } list)
        {
            Span<char> buffer = stackalloc char[AttributeValue.MaxNumberChars];
            return _set.GetAlternateLookup<ReadOnlySpan<char>>().Contains(value.TextIn(buffer));
        }

        foreach (var item in list)
            if (_set.Contains(item)) return true;
        return false;
    }

    private bool HasAll(AttributeValue value)
    {
        foreach (var operand in operands)
            if (!Holds(value, operand)) return false;
        return true;
    }

    [SkipLocalsInit]
    private bool Holds(AttributeValue value, string operand)
    {
        if (value.List is not { } list)
        {
            Span<char> buffer = stackalloc char[AttributeValue.MaxNumberChars];
            return value.TextIn(buffer).Equals(operand, comparison);
        }

        foreach (var item in list)
            if (string.Equals(item, operand, comparison)) return true;
        return false;
    }
}
