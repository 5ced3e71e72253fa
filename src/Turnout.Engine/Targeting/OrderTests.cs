using System.Globalization;
using System.Runtime.CompilerServices;
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
/// <param name="op">Which one.</param>
/// <param name="operand">A version.</param>
internal readonly struct SemverTest(Operator op, string operand) : IAttributeTest
{
    private readonly ulong? _packed = SemanticVersion.TryPack(operand, out var packed) ? packed : null;

    // Which major versions the condition can hold for, both included: nearly always enough to say no, and a text that is no version gets the same answer.
    private readonly uint _leastMajor = op is Operator.SemverLt or Operator.SemverLte ? 0 : SemanticVersion.MajorOf(operand) ?? 0;
    private readonly uint _mostMajor = op is Operator.SemverGt or Operator.SemverGte ? uint.MaxValue : SemanticVersion.MajorOf(operand) ?? uint.MaxValue;

    public bool Holds(ReadOnlySpan<char> text)
    {
        if (SemanticVersion.MajorOf(text) is { } major && (major < _leastMajor || major > _mostMajor)) return false;
        return _packed is { } operand && SemanticVersion.TryPack(text, out var packed) ? Holds(packed.CompareTo(operand)) : HoldsUnpacked(text);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool HoldsUnpacked(ReadOnlySpan<char> text) =>
        SemanticVersion.TryParse(text, out var version) && SemanticVersion.TryParse(operand, out var other) && Holds(version.CompareTo(other));

    private bool Holds(int order) => op switch
    {
        Operator.SemverEq => order == 0,
        Operator.SemverGt => order > 0,
        Operator.SemverGte => order >= 0,
        Operator.SemverLt => order < 0,
        _ => order <= 0,
    };

    public bool HoldsOther(in AttributeValue value) => AttributeTest.HoldsAsText(this, value);
}

/// <summary><c>before</c>, <c>after</c>.</summary>
internal readonly struct InstantTest(Operator op, double unixMs) : IAttributeTest
{
    public bool Holds(ReadOnlySpan<char> text) => Instant.TryParse(text, out var instant) && Holds(instant);

    public bool HoldsOther(in AttributeValue value) => Instant.TryGet(value, out var instant) && Holds(instant);

    private bool Holds(double instant) => op == Operator.Before ? instant < unixMs : instant > unixMs;
}
