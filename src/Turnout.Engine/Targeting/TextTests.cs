using System.Globalization;
using System.Text.RegularExpressions;
using Turnout.Engine.Definitions;

namespace Turnout.Engine.Targeting;

/// <summary><c>exists</c>; a missing attribute is the negative case.</summary>
internal readonly struct ExistsTest(bool wanted) : IAttributeTest
{
    public bool Holds(ReadOnlySpan<char> text) => wanted;

    public bool HoldsOther(in AttributeValue value) => wanted;
}

/// <summary><c>equals</c>, <c>not_equals</c>: by text, so that the number 5 equals the text "5".</summary>
internal readonly struct EqualsTest : IAttributeTest
{
    private readonly string _operand;
    // Most texts are told from the operand by their length, without touching it.
    private readonly int _length;
    private readonly double _number;
    private readonly bool _negated;
    private readonly bool _ignoreCase;

    public EqualsTest(string operand, bool ignoreCase, bool negated)
    {
        _operand = operand;
        _length = operand.Length;
        _negated = negated;
        _ignoreCase = ignoreCase;
        // Numbers have one text each, so comparing them saves writing it; NaN, which equals nothing, where the operand is not such a text.
        _number = double.TryParse(operand, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && IsOperand(((AttributeValue)number).ToText()) ? number : double.NaN;
    }

    public bool Holds(ReadOnlySpan<char> text) => IsOperand(text) != _negated;

    public bool HoldsOther(in AttributeValue value)
    {
        if (value.TryGetNumber(out var number)) return (number == _number) != _negated;
        // A list equals nothing; a boolean its name.
        return value.TryGetBoolean(out var boolean) && IsOperand(boolean ? "true" : "false") ? !_negated : _negated;
    }

    private bool IsOperand(ReadOnlySpan<char> text) =>
        _ignoreCase ? text.Equals(_operand, StringComparison.OrdinalIgnoreCase) : text.Length == _length && text.SequenceEqual(_operand);
}

/// <summary><c>in</c>, <c>not_in</c>.</summary>
internal readonly struct InTest(TextSet set, bool negated) : IAttributeTest
{
    public bool Holds(ReadOnlySpan<char> text) => set.Contains(text) != negated;

    public bool HoldsOther(in AttributeValue value) => value.Kind == AttributeKind.List ? negated : AttributeTest.HoldsAsText(this, value);
}

/// <summary><c>contains</c>, <c>starts_with</c>, <c>ends_with</c>.</summary>
internal readonly struct TextTest(Operator op, string operand, bool ignoreCase) : IAttributeTest
{
    public bool Holds(ReadOnlySpan<char> text) => (op, ignoreCase) switch
    {
        (Operator.Contains, false) => text.IndexOf(operand) >= 0,
        (Operator.StartsWith, false) => text.StartsWith(operand),
        (Operator.EndsWith, false) => text.EndsWith(operand),
        (Operator.Contains, true) => text.Contains(operand, StringComparison.OrdinalIgnoreCase),
        (Operator.StartsWith, true) => text.StartsWith(operand, StringComparison.OrdinalIgnoreCase),
        _ => text.EndsWith(operand, StringComparison.OrdinalIgnoreCase),
    };

    public bool HoldsOther(in AttributeValue value) => AttributeTest.HoldsAsText(this, value);
}

/// <summary><c>matches</c>: linear in the text (<see cref="RegexOptions.NonBacktracking"/>).</summary>
internal readonly struct RegexTest(Regex regex) : IAttributeTest
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

    public bool Holds(ReadOnlySpan<char> text) => regex.IsMatch(text);

    public bool HoldsOther(in AttributeValue value) => AttributeTest.HoldsAsText(this, value);
}

/// <summary><c>any_of</c>, <c>all_of</c>, <c>none_of</c>; a single value counts as a list of one.</summary>
internal readonly struct ListTest(Operator op, string[] operands, bool ignoreCase) : IAttributeTest
{
    private readonly TextSet _set = new(operands, ignoreCase);
    private readonly StringComparison _comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    public bool Holds(ReadOnlySpan<char> text)
    {
        if (op != Operator.AllOf) return _set.Contains(text) == (op == Operator.AnyOf);
        foreach (var operand in operands)
            if (!text.Equals(operand, _comparison)) return false;
        return true;
    }

    public bool HoldsOther(in AttributeValue value) =>
        value.List is not { } list ? AttributeTest.HoldsAsText(this, value) : op == Operator.AllOf ? HasAll(list) : HasAny(list) == (op == Operator.AnyOf);

    private bool HasAny(string[] list)
    {
        foreach (var item in list)
            if (_set.Contains(item)) return true;
        return false;
    }

    private bool HasAll(string[] list)
    {
        foreach (var operand in operands)
            if (!IsIn(list, operand)) return false;
        return true;
    }

    private bool IsIn(string[] list, string operand)
    {
        foreach (var item in list)
            if (string.Equals(item, operand, _comparison)) return true;
        return false;
    }
}
