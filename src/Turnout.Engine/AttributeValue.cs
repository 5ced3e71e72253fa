using System.Globalization;
using Turnout.Engine.Targeting;

namespace Turnout.Engine;

/// <summary>What kind of value an attribute holds.</summary>
public enum AttributeKind : byte
{
    /// <summary>No value: the attribute is missing.</summary>
    None,

    /// <summary>Text.</summary>
    String,

    /// <summary>A finite number, held as an IEEE 754 double.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A list of texts.</summary>
    List,
}

/// <summary>
/// A value of an attribute of the evaluation context, or one that a condition compares with: text, a number, a boolean, or a list of texts.
/// Sixteen bytes, never boxed; <c>default</c> means "missing".
/// </summary>
public readonly struct AttributeValue : IEquatable<AttributeValue>
{
    private static readonly object NumberTag = new();
    private static readonly object BooleanTag = new();

    // Text and lists hold themselves; numbers and booleans hold a tag and keep their value in _number.
    private readonly object? _content;
    private readonly double _number;

    private AttributeValue(object? content, double number)
    {
        _content = content;
        _number = number;
    }

    /// <summary>The kind of the value.</summary>
    public AttributeKind Kind => _content switch
    {
        null => AttributeKind.None,
        string => AttributeKind.String,
        string[] => AttributeKind.List,
        _ => ReferenceEquals(_content, NumberTag) ? AttributeKind.Number : AttributeKind.Boolean,
    };

    /// <summary>True where there is a value.</summary>
    public bool Exists => _content is not null;

    /// <summary>The text, or null when the value is not text.</summary>
    public string? Text => _content as string;

    /// <summary>The list, or null when the value is not a list.</summary>
    internal string[]? List => _content as string[];

    /// <summary>Gives the number, where the value is one.</summary>
    public bool TryGetNumber(out double number)
    {
        number = _number;
        return ReferenceEquals(_content, NumberTag);
    }

    /// <summary>Gives the boolean, where the value is one.</summary>
    public bool TryGetBoolean(out bool value)
    {
        value = _number != 0;
        return ReferenceEquals(_content, BooleanTag);
    }

    /// <summary>Text; null means missing.</summary>
    public static implicit operator AttributeValue(string? text) => new(text, 0);

    /// <summary>A number; −0 becomes 0. NaN and infinities count as missing: no condition can mean them.</summary>
    public static implicit operator AttributeValue(double number) => double.IsFinite(number) ? new(NumberTag, number + 0.0) : default;

    /// <summary>A whole number.</summary>
    public static implicit operator AttributeValue(int number) => new(NumberTag, number);

    /// <summary>A whole number; beyond 2^53 the nearest double.</summary>
    public static implicit operator AttributeValue(long number) => new(NumberTag, number);

    /// <summary>True or false.</summary>
    public static implicit operator AttributeValue(bool value) => new(BooleanTag, value ? 1 : 0);

    /// <summary>A list of texts; null means missing. The array is not copied and must not change afterwards.</summary>
    public static implicit operator AttributeValue(string[]? list) => new(list, 0);

    /// <summary>An instant, held as its RFC 3339 text in UTC.</summary>
    public static implicit operator AttributeValue(DateTimeOffset instant) =>
        new(instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture), 0);

    /// <summary>
    /// The text by which values of different kinds are compared: text as it is, numbers in their shortest round-trip form as ECMAScript
    /// writes them, booleans as <c>true</c> and <c>false</c>; null for missing values and lists.
    /// </summary>
    public string? ToText()
    {
        if (_content is null or string[]) return null;
        if (_content is string text) return text;
        return TextIn(stackalloc char[NumberText.MaxChars]).ToString();
    }

    /// <summary>Gives <see cref="ToText"/> without allocating, in <paramref name="buffer"/> where it is a number; empty for missing values and lists.</summary>
    internal ReadOnlySpan<char> TextIn(Span<char> buffer)
    {
        if (_content is string text) return text;
        if (ReferenceEquals(_content, BooleanTag)) return _number != 0 ? "true" : "false";
        return ReferenceEquals(_content, NumberTag) ? buffer[..NumberText.Write(_number, buffer)] : [];
    }

    /// <inheritdoc/>
    public bool Equals(AttributeValue other) =>
        Kind == other.Kind && Kind switch
        {
            AttributeKind.None => true,
            AttributeKind.String => Text == other.Text,
            AttributeKind.List => List.AsSpan().SequenceEqual(other.List),
            _ => _number.Equals(other._number),
        };

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AttributeValue other && Equals(other);

    // Only for use as a dictionary key inside one process; buckets never come from here.
#pragma warning disable RS0030
    /// <inheritdoc/>
    public override int GetHashCode() => ToText()?.GetHashCode(StringComparison.Ordinal) ?? (int)Kind;
#pragma warning restore RS0030

    /// <summary>Same kind and same value.</summary>
    public static bool operator ==(AttributeValue left, AttributeValue right) => left.Equals(right);

    /// <summary>Another kind or another value.</summary>
    public static bool operator !=(AttributeValue left, AttributeValue right) => !left.Equals(right);

    /// <inheritdoc/>
    public override string ToString() => List is { } list ? $"[{string.Join(", ", list)}]" : ToText() ?? "";
}
