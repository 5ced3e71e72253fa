using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Turnout.Engine;

/// <summary>The type of a flag: all its variants have values of this type.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FlagType>))]
public enum FlagType : byte
{
    /// <summary>True or false.</summary>
    [JsonStringEnumMemberName("boolean")] Boolean,

    /// <summary>Text.</summary>
    [JsonStringEnumMemberName("string")] String,

    /// <summary>A finite number.</summary>
    [JsonStringEnumMemberName("number")] Number,

    /// <summary>Any JSON value, most often an object.</summary>
    [JsonStringEnumMemberName("json")] Json,
}

/// <summary>
/// The value of a variant, parsed once: immutable, and its JSON is kept encoded so that answers are written by copying bytes.
/// Two values are equal when they mean the same: numbers by value, objects whatever the order of their members.
/// </summary>
[JsonConverter(typeof(Definitions.FlagValueJson))]
public sealed class FlagValue : IEquatable<FlagValue>
{
    private readonly byte[] _json;

    private FlagValue(FlagType type, byte[] json)
    {
        Type = type;
        _json = json;
    }

    /// <summary>True.</summary>
    public static FlagValue True { get; } = new(FlagType.Boolean, "true"u8.ToArray()) { Boolean = true };

    /// <summary>False.</summary>
    public static FlagValue False { get; } = new(FlagType.Boolean, "false"u8.ToArray());

    /// <summary>The type the JSON value has by itself: a quoted text is a string; an object, an array or null is JSON.</summary>
    public FlagType Type { get; }

    /// <summary>The boolean; false when the value is not one.</summary>
    public bool Boolean { get; private init; }

    /// <summary>The text; null when the value is not text.</summary>
    public string? Text { get; private init; }

    /// <summary>The number; 0 when the value is not one.</summary>
    public double Number { get; private init; }

    /// <summary>The value as UTF-8 JSON.</summary>
    public ReadOnlySpan<byte> Utf8Json => _json;

    /// <summary>The value as a JSON element; parses it anew at each call.</summary>
    public JsonElement ToJsonElement()
    {
        using var document = JsonDocument.Parse(_json);
        return document.RootElement.Clone();
    }

    /// <summary>Whether the value can stand in a flag of <paramref name="type"/>: its own type, or anything for JSON.</summary>
    public bool Is(FlagType type) => type == FlagType.Json || type == Type;

    /// <summary>A boolean value.</summary>
    public static FlagValue From(bool value) => value ? True : False;

    /// <summary>A text value.</summary>
    public static FlagValue From(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(FlagType.String, JsonSerializer.SerializeToUtf8Bytes(text, Definitions.DefinitionsJson.Default.String)) { Text = text };
    }

    /// <summary>A number; it must be finite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">NaN or an infinity.</exception>
    public static FlagValue From(double number) => double.IsFinite(number)
        ? new(FlagType.Number, JsonSerializer.SerializeToUtf8Bytes(number, Definitions.DefinitionsJson.Default.Double)) { Number = number }
        : throw new ArgumentOutOfRangeException(nameof(number), "A flag's number must be finite.");

    /// <summary>A value from JSON text.</summary>
    /// <exception cref="JsonException">The text is not JSON, or holds a number that no double can hold.</exception>
    public static FlagValue Parse(string json) => JsonSerializer.Deserialize(json, Definitions.DefinitionsJson.Default.FlagValue)!;

    /// <summary>A value from a JSON element; the element is copied.</summary>
    public static FlagValue From(JsonElement element) => element.Deserialize(Definitions.DefinitionsJson.Default.FlagValue)!;

    /// <summary>Reads the value at the reader's position.</summary>
    internal static FlagValue Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => True,
        JsonTokenType.False => False,
        JsonTokenType.String => new(FlagType.String, Definitions.JsonCopy.Of(ref reader)) { Text = reader.GetString() },
        JsonTokenType.Number => ReadNumber(ref reader),
        _ => new(FlagType.Json, Definitions.JsonCopy.Of(ref reader)),
    };

    private static FlagValue ReadNumber(ref Utf8JsonReader reader)
    {
        var number = Definitions.JsonParts.Number(ref reader, "value");
        // The number keeps the digits it was written with: 1.10 stays 1.10.
        return new(FlagType.Number, Definitions.JsonCopy.Of(ref reader)) { Number = number };
    }

    /// <inheritdoc/>
    public bool Equals(FlagValue? other) => other is not null && other.Type == Type && Type switch
    {
        FlagType.Boolean => Boolean == other.Boolean,
        FlagType.String => Text == other.Text,
        FlagType.Number => Number.Equals(other.Number),
        _ => Utf8Json.SequenceEqual(other.Utf8Json) || JsonElement.DeepEquals(ToJsonElement(), other.ToJsonElement()),
    };

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FlagValue);

    /// <inheritdoc/>
    public override int GetHashCode() => Type switch
    {
        FlagType.Boolean => Boolean ? 1 : 0,
        FlagType.String => (int)Bucketing.Murmur3.Hash32(Encoding.UTF8.GetBytes(Text!), 0),
        FlagType.Number => Number.GetHashCode(),
        // Members may stand in any order.
        _ => (int)Type,
    };

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(_json);
}

/// <summary>The wire names of <see cref="FlagType"/>.</summary>
public static class FlagTypeNames
{
    /// <summary><c>boolean</c>, <c>string</c>, <c>number</c> or <c>json</c>.</summary>
    public static string ToWire(this FlagType type) => type switch
    {
        FlagType.Boolean => "boolean",
        FlagType.String => "string",
        FlagType.Number => "number",
        _ => "json",
    };
}
