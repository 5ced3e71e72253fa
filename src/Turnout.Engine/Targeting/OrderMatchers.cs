using System.Globalization;
using Turnout.Engine.Definitions;

namespace Turnout.Engine.Targeting;

/// <summary><c>gt</c>, <c>gte</c>, <c>lt</c>, <c>lte</c>; text that is a number counts as the number.</summary>
internal sealed class NumberMatcher(string attribute, Operator op, double operand) : AttributeMatcher(attribute, false)
{
    public static bool TryGet(in AttributeValue value, out double number) =>
        value.TryGetNumber(out number) || (value.Text is { } text && TryParse(text, out number));

    protected override bool MatchesText(ReadOnlySpan<char> text) => TryParse(text, out var number) && Holds(number);

    protected override bool MatchesOther(in AttributeValue value) => value.TryGetNumber(out var number) && Holds(number);

    private bool Holds(double number) => op switch
    {
        Operator.Gt => number > operand,
        Operator.Gte => number >= operand,
        Operator.Lt => number < operand,
        _ => number <= operand,
    };

    private static bool TryParse(ReadOnlySpan<char> text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
}

/// <summary>The comparisons of semantic versions.</summary>
internal sealed class SemverMatcher : AttributeMatcher
{
    private readonly Operator _op;
    private readonly ulong _major, _minor, _patch;
    private readonly string _preRelease;

    public SemverMatcher(string attribute, Operator op, SemanticVersion operand)
        : base(attribute, false)
    {
        _op = op;
        (_major, _minor, _patch) = operand;
        _preRelease = operand.PreRelease.ToString();
    }

    protected override bool MatchesText(ReadOnlySpan<char> text)
    {
        if (!SemanticVersion.TryParse(text, out var version)) return false;
        var order = version.CompareTo(new(_major, _minor, _patch, _preRelease));
        return _op switch
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
    protected override bool MatchesText(ReadOnlySpan<char> text) => Instant.TryParse(text, out var instant) && Holds(instant);

    protected override bool MatchesOther(in AttributeValue value) => Instant.TryGet(value, out var instant) && Holds(instant);

    private bool Holds(double instant) => op == Operator.Before ? instant < unixMs : instant > unixMs;
}
