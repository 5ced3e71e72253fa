using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Turnout.Engine.Checks;

namespace Turnout.Engine.Definitions;

/// <summary>
/// Reads a flat context: <c>user_id</c>, <c>team_id</c>, <c>visitor_id</c>, <c>targeting_key</c> (or in camel case, as OpenFeature and browsers
/// write them) and attributes whose values are texts, numbers, booleans, or lists of texts and numbers. Nulls count as missing.
/// </summary>
public sealed class ContextJson : JsonConverter<EvaluationContext>
{
    /// <summary>The most attributes a context may have.</summary>
    public const int MaxAttributes = 200;

    /// <inheritdoc/>
    public override EvaluationContext Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A context is an object.");
        var context = new EvaluationContext();
        var count = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (++count > MaxAttributes) throw new JsonException($"A context has at most {MaxAttributes} attributes.");
            var name = NameOf(ref reader);
            reader.Read();
            if (reader.TokenType == JsonTokenType.Null) continue;
            if (IsId(name)) context[name] = ReadId(ref reader, name);
            else if (Names.IsAttribute(name)) context[name] = ReadValue(ref reader, name);
            else throw new JsonException("An attribute's name has 1 to 128 characters, none of them a control character.");
        }

        return context;
    }

    private static string NameOf(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("user_id"u8) || reader.ValueTextEquals("userId"u8)) return EvaluationContext.UserIdName;
        if (reader.ValueTextEquals("team_id"u8) || reader.ValueTextEquals("teamId"u8)) return EvaluationContext.TeamIdName;
        if (reader.ValueTextEquals("visitor_id"u8) || reader.ValueTextEquals("visitorId"u8)) return EvaluationContext.VisitorIdName;
        if (reader.ValueTextEquals("targeting_key"u8) || reader.ValueTextEquals("targetingKey"u8)) return EvaluationContext.TargetingKeyName;
        return reader.GetString()!;
    }

    private static bool IsId(string name) =>
        name is EvaluationContext.UserIdName or EvaluationContext.TeamIdName or EvaluationContext.VisitorIdName or EvaluationContext.TargetingKeyName;

    private static string ReadId(ref Utf8JsonReader reader, string name)
    {
        var id = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            // Ids keep every digit: 9007199254740993 is not a double.
            JsonTokenType.Number => Encoding.ASCII.GetString(reader.ValueSpan),
            _ => throw new JsonException($"'{name}' is text or a number."),
        };
        return Names.IsUnitId(id) ? id : throw new JsonException($"'{name}' has 1 to {Names.MaxUnitIdBytes} bytes and no control characters.");
    }

    private static AttributeValue ReadValue(ref Utf8JsonReader reader, string name)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String: return reader.GetString();
            case JsonTokenType.True: return true;
            case JsonTokenType.False: return false;
            case JsonTokenType.Number:
                return reader.TryGetDouble(out var number) && double.IsFinite(number)
                    ? number
                    : throw new JsonException($"The number of '{name}' is too large.");
            case JsonTokenType.StartArray: return ReadList(ref reader, name);
            default: throw new JsonException($"'{name}' is text, a number, a boolean, or a list of texts: contexts are flat.");
        }
    }

    private static string[] ReadList(ref Utf8JsonReader reader, string name)
    {
        var list = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            list.Add(reader.TokenType switch
            {
                JsonTokenType.String => reader.GetString()!,
                JsonTokenType.Number => Encoding.ASCII.GetString(reader.ValueSpan),
                _ => throw new JsonException($"The list '{name}' holds texts."),
            });
        }

        return [.. list];
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, EvaluationContext value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        if (value.UserId is { } user) writer.WriteString("user_id"u8, user);
        if (value.TeamId is { } team) writer.WriteString("team_id"u8, team);
        if (value.VisitorId is { } visitor) writer.WriteString("visitor_id"u8, visitor);
        foreach (var (name, attribute) in value.Attributes)
        {
            if (attribute.List is { } list)
            {
                writer.WriteStartArray(name);
                foreach (var item in list) writer.WriteStringValue(item);
                writer.WriteEndArray();
            }
            else if (attribute.TryGetNumber(out var number)) writer.WriteNumber(name, number);
            else if (attribute.TryGetBoolean(out var boolean)) writer.WriteBoolean(name, boolean);
            else if (attribute.Text is { } text) writer.WriteString(name, text);
        }

        writer.WriteEndObject();
    }
}
