using System.Globalization;
using Turnout.Engine.Definitions;

namespace Turnout.Engine.Targeting;

/// <summary><c>gt</c>, <c>gte</c>, <c>lt</c>, <c>lte</c>; text that is a number counts as the number.</summary>
internal readonly struct NumberTest : IAttributeTest
{
    // Each of the four is "from here to there", both included; beyond every number lie the infinities, which no attribute is.
    private readonly double _least, _most;

    public NumberTest(Operator op, double operand)
    {
        (_least, _most) = op switch
        {
            Operator.Gt => (double.BitIncrement(operand), double.PositiveInfinity),
            Operator.Gte => (operand, double.PositiveInfinity),
            Operator.Lt => (double.NegativeInfinity, double.BitDecrement(operand)),
            _ => (double.NegativeInfinity, operand),
        };
    }

    public static bool TryGet(in AttributeValue value, out double number) =>
        value.TryGetNumber(out number) || (value.Text is { } text && TryParse(text, out number));

    public bool Holds(ReadOnlySpan<char> text) => TryParse(text, out var number) && Holds(number);

    public bool HoldsOther(in AttributeValue value) => value.TryGetNumber(out var number) && Holds(number);

    private bool Holds(double number) => number >= _least && number <= _most;

    private static bool TryParse(ReadOnlySpan<char> text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
}

/// <summary>The comparisons of semantic versions.</summary>
internal readonly struct SemverTest : IAttributeTest
{
    private readonly Operator _op;
    private readonly ulong _major, _minor, _patch;
    private readonly string _preRelease;

    public SemverTest(Operator op, SemanticVersion operand)
    {
        _op = op;
        (_major, _minor, _patch) = operand;
        _preRelease = operand.PreRelease.ToString();
    }

    public bool Holds(ReadOnlySpan<char> text)
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

    public bool HoldsOther(in AttributeValue value) => AttributeTest.HoldsAsText(this, value);
}

/// <summary><c>before</c>, <c>after</c>.</summary>
internal readonly struct InstantTest(Operator op, double unixMs) : IAttributeTest
{
    public bool Holds(ReadOnlySpan<char> text) => Instant.TryParse(text, out var instant) && Holds(instant);

    public bool HoldsOther(in AttributeValue value) => Instant.TryGet(value, out var instant) && Holds(instant);

    private bool Holds(double instant) => op == Operator.Before ? instant < unixMs : instant > unixMs;
}
