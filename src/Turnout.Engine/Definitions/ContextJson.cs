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
        JsonParts.StartObject(ref reader, "A context");
        var context = new EvaluationContext();
        var count = 0;
        while (JsonParts.NextMember(ref reader))
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
        var name = reader.GetString()!;
        // The ruleset's names are interned, and are found faster by reference; names that nobody asks for must not be kept.
        return string.IsInterned(name) ?? name;
    }

    private static bool IsId(string name) =>
        name is EvaluationContext.UserIdName or EvaluationContext.TeamIdName or EvaluationContext.VisitorIdName or EvaluationContext.TargetingKeyName;

    private static string ReadId(ref Utf8JsonReader reader, string name)
    {
        var id = JsonParts.TextOrNumber(ref reader, $"'{name}'");
        return Names.IsUnitId(id) ? id : throw new JsonException($"'{name}' has 1 to {Names.MaxUnitIdBytes} bytes and no control characters.");
    }

    private static AttributeValue ReadValue(ref Utf8JsonReader reader, string name) => reader.TokenType switch
    {
        JsonTokenType.StartArray => JsonParts.List(
            ref reader, name, (ref Utf8JsonReader item) => JsonParts.TextOrNumber(ref item, $"A member of the list '{name}'")).ToArray(),
        JsonTokenType.StartObject => throw new JsonException($"'{name}' is an object; a context is flat: text, numbers, booleans, and lists of texts."),
        _ => JsonParts.Scalar(ref reader, $"'{name}'"),
    };

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
