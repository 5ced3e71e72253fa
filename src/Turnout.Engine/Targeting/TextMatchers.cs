using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Turnout.Engine.Definitions;

namespace Turnout.Engine.Targeting;

/// <summary><c>exists</c>; a missing attribute is the negative case.</summary>
internal sealed class ExistsMatcher(string attribute, bool wanted) : AttributeMatcher(attribute, matchesMissing: !wanted)
{
    private readonly bool _wanted = wanted;

    protected override bool MatchesValue(in AttributeValue value) => _wanted;
}

/// <summary><c>equals</c>, <c>not_equals</c>: by text, so that the number 5 equals the text "5".</summary>
internal sealed class EqualsMatcher : AttributeMatcher
{
    private readonly string _operand;
    private readonly double _number;
    private readonly bool _negated;
    private readonly StringComparison _comparison;

    public EqualsMatcher(string attribute, string operand, StringComparison comparison, bool negated)
        : base(attribute, matchesMissing: negated)
    {
        _operand = operand;
        _negated = negated;
        _comparison = comparison;
        // Numbers have one text each, so comparing them saves writing it; NaN, which equals nothing, where the operand is not such a text.
        _number = double.TryParse(operand, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && string.Equals(((AttributeValue)number).ToText(), operand, comparison) ? number : double.NaN;
    }

    [SkipLocalsInit]
    protected override bool MatchesValue(in AttributeValue value)
    {
        if (value.Text is { } text) return string.Equals(text, _operand, _comparison) != _negated;
        if (value.TryGetNumber(out var number)) return (number == _number) != _negated;
        // A list equals nothing; a boolean its name.
        return value.TryGetBoolean(out var boolean) && string.Equals(boolean ? "true" : "false", _operand, _comparison) ? !_negated : _negated;
    }
}

/// <summary><c>in</c>, <c>not_in</c>.</summary>
internal sealed class InMatcher(string attribute, TextSet set, bool negated) : AttributeMatcher(attribute, matchesMissing: negated)
{
    private readonly bool _negated = negated;

    [SkipLocalsInit]
    protected override bool MatchesValue(in AttributeValue value)
    {
        if (value.Kind == AttributeKind.List) return _negated;
        return set.Contains(value.TextIn(stackalloc char[NumberText.MaxChars])) != _negated;
    }
}

/// <summary><c>contains</c>, <c>starts_with</c>, <c>ends_with</c>.</summary>
internal sealed class TextMatcher(string attribute, Operator op, string operand, StringComparison comparison) : AttributeMatcher(attribute, false)
{
    [SkipLocalsInit]
    protected override bool MatchesValue(in AttributeValue value)
    {
        if (value.Kind == AttributeKind.List) return false;
        var text = value.TextIn(stackalloc char[NumberText.MaxChars]);
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
    protected override bool MatchesValue(in AttributeValue value)
    {
        if (value.Kind == AttributeKind.List) return false;
        return regex.IsMatch(value.TextIn(stackalloc char[NumberText.MaxChars]));
    }
}

/// <summary><c>any_of</c>, <c>all_of</c>, <c>none_of</c>; a single value counts as a list of one.</summary>
internal sealed class ListMatcher(string attribute, Operator op, string[] operands, bool ignoreCase)
    : AttributeMatcher(attribute, matchesMissing: op == Operator.NoneOf)
{
    private readonly Operator _op = op;
    private readonly TextSet _set = new(operands, ignoreCase);
    private readonly StringComparison _comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    protected override bool MatchesValue(in AttributeValue value) => _op switch
    {
        Operator.AllOf => HasAll(value),
        Operator.AnyOf => HasAny(value),
        _ => !HasAny(value),
    };

    [SkipLocalsInit]
    private bool HasAny(in AttributeValue value)
    {
        if (value.List is not { } list) return _set.Contains(value.TextIn(stackalloc char[NumberText.MaxChars]));
        foreach (var item in list)
            if (_set.Contains(item)) return true;
        return false;
    }

    [SkipLocalsInit]
    private bool HasAll(in AttributeValue value)
    {
        var list = value.List;
        var single = list is null ? value.TextIn(stackalloc char[NumberText.MaxChars]) : default;
        foreach (var operand in operands)
            if (!(list is null ? single.Equals(operand, _comparison) : Holds(list, operand))) return false;
        return true;
    }

    private bool Holds(string[] list, string operand)
    {
        foreach (var item in list)
            if (string.Equals(item, operand, _comparison)) return true;
        return false;
    }
}
