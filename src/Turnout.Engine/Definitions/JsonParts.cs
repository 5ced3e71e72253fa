using System.Buffers;
using System.Text.Json;

namespace Turnout.Engine.Definitions;

/// <summary>Reads the parts that definitions are made of. What is wrong becomes a <see cref="JsonException"/> whose message is for people.</summary>
internal static class JsonParts
{
    public delegate T ReadItem<out T>(ref Utf8JsonReader reader);

    // Every whole number up to this one is a double of its own.
    private const double MaxExactWhole = 9_007_199_254_740_992;

    public static void StartObject(ref Utf8JsonReader reader, string what)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException($"{what} is an object.");
    }

    /// <summary>Moves to the name of the next member; false at the end of the object.</summary>
    public static bool NextMember(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Passes over a member that a newer version knows.</summary>
    public static void SkipMember(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.TrySkip();
    }

    /// <summary>A text, from the pool where one is given. Here and below the reader may still stand at the member's name.</summary>
    public static string Text(ref Utf8JsonReader reader, string member, TextPool? pool = null)
    {
        if (reader.TokenType == JsonTokenType.PropertyName) reader.Read();
        if (reader.TokenType != JsonTokenType.String) throw new JsonException($"'{member}' is text.");
        return pool is null ? reader.GetString()! : pool.Get(ref reader);
    }

    public static bool Boolean(ref Utf8JsonReader reader, string member)
    {
        if (reader.TokenType == JsonTokenType.PropertyName) reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            _ => throw new JsonException($"'{member}' is true or false."),
        };
    }

    public static double Number(ref Utf8JsonReader reader, string member)
    {
        if (reader.TokenType == JsonTokenType.PropertyName) reader.Read();
        return reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw new JsonException($"'{member}' is a number that a double can hold.");
    }

    public static long Whole(ref Utf8JsonReader reader, string member)
    {
        if (reader.TokenType == JsonTokenType.PropertyName) reader.Read();
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number)
            ? number
            : throw new JsonException($"'{member}' is a whole number.");
    }

    /// <summary>A list; null counts as an empty one.</summary>
    public static List<T> List<T>(ref Utf8JsonReader reader, string member, ReadItem<T> readItem)
    {
        if (reader.TokenType == JsonTokenType.PropertyName) reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return [];
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException($"'{member}' is a list.");
        var list = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) list.Add(readItem(ref reader));
        return list;
    }

    public static List<string> Texts(ref Utf8JsonReader reader, string member) =>
        List(ref reader, member, (ref Utf8JsonReader item) =>
            item.TokenType == JsonTokenType.String ? item.GetString()! : throw new JsonException("The list holds texts."));

    /// <summary>A text, number or boolean. A whole number beyond a double's keeps its digits as text: 9007199254740993 is an id, too.</summary>
    public static AttributeValue Scalar(ref Utf8JsonReader reader, string what, TextPool? pool = null) => reader.TokenType switch
    {
        JsonTokenType.String => pool is null ? reader.GetString() : pool.Get(ref reader),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Number => NumberOrDigits(ref reader, what),
        _ => throw new JsonException($"{what} is text, a number, or true or false."),
    };

    /// <summary>The same as text, where ids are meant.</summary>
    public static string TextOrNumber(ref Utf8JsonReader reader, string what) =>
        reader.TokenType is JsonTokenType.String or JsonTokenType.Number
            ? Scalar(ref reader, what).ToText()!
            : throw new JsonException($"{what} is text or a number.");

    private static AttributeValue NumberOrDigits(ref Utf8JsonReader reader, string what)
    {
        if (!reader.TryGetDouble(out var number) || !double.IsFinite(number)) throw new JsonException($"{what} is a number too large for a double.");
        if (Math.Abs(number) < MaxExactWhole) return number;
        var digits = Bytes(ref reader);
        return digits.IndexOfAny(".eE"u8) < 0 ? System.Text.Encoding.ASCII.GetString(digits) : number;
    }

    /// <summary>The bytes of the current token as they were written, without the quotes of a text.</summary>
    public static ReadOnlySpan<byte> Bytes(ref Utf8JsonReader reader) => reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;
}
