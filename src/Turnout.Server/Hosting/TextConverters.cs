using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Turnout.Server.Hosting;

/// <summary>Refuses U+0000 in text: PostgreSQL cannot keep it, so no store does.</summary>
internal sealed class TextConverter : JsonConverter<string>
{
    internal const string Nul = "Text cannot hold the character U+0000.";

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String) throw new JsonException(RequestProblems.WrongType);
        return Checked(ref reader);
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Checked(ref reader);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);

    static string Checked(ref Utf8JsonReader reader)
    {
        string text;
        try
        {
            text = reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new JsonException(RequestProblems.BrokenText);
        }
        return text.Contains('\0', StringComparison.Ordinal) ? throw new JsonException(Nul) : text;
    }
}

/// <summary>
/// Checks the text inside free-form JSON when it is read: a <see cref="JsonElement"/> would keep broken UTF-8 or half a surrogate pair,
/// and throw when someone looks at it much later.
/// </summary>
internal sealed class ElementConverter : JsonConverter<JsonElement>
{
    public override JsonElement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var element = JsonElement.ParseValue(ref reader);
        Check(element);
        return element;
    }

    /// <exception cref="JsonException">Some text in it is no text.</exception>
    public static void Check(JsonElement element)
    {
        var raw = JsonMarshal.GetRawUtf8Value(element);
        if (!Utf8.IsValid(raw)) throw new JsonException(RequestProblems.BrokenText);
        // Only escapes can hold half a pair or U+0000.
        if (raw.IndexOf("\\u"u8) >= 0) CheckEscapes(element);
    }

    public override void Write(Utf8JsonWriter writer, JsonElement value, JsonSerializerOptions options) => value.WriteTo(writer);

    static void CheckEscapes(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                CheckText(element.GetString);
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray()) CheckEscapes(item);
                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    CheckText(() => member.Name);
                    CheckEscapes(member.Value);
                }
                break;
        }
    }

    static void CheckText(Func<string?> read)
    {
        string? text;
        try
        {
            text = read();
        }
        catch (InvalidOperationException)
        {
            throw new JsonException(RequestProblems.BrokenText);
        }
        if (text is not null && text.Contains('\0', StringComparison.Ordinal)) throw new JsonException(TextConverter.Nul);
    }
}
