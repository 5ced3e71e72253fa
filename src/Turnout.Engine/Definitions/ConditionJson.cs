using System.Text.Json;
using System.Text.Json.Serialization;

namespace Turnout.Engine.Definitions;

/// <summary>
/// Reads and writes conditions. Reading is strict about members and shapes (a misspelt member must not widen an audience) but lenient about
/// an operator it does not know, which matches nobody: an older SDK keeps working with a newer server.
/// </summary>
internal sealed class ConditionJson : JsonConverter<Condition>
{
    public override Condition Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ReadCondition(ref reader, 0);

    private static Condition ReadCondition(ref Utf8JsonReader reader, int depth)
    {
        if (depth > Condition.MaxDepth) throw new JsonException($"Conditions nest deeper than {Condition.MaxDepth}.");
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A condition is an object.");
        if (CalComTargeting.IsNext(reader)) return CalComTargeting.Read(ref reader);

        string? attribute = null, op = null;
        Operand operand = default;
        var hasValue = false;
        var ignoreCase = false;
        Condition? group = null;
        var leafMembers = 0;
        var groupMembers = 0;

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = reader.GetString()!;
            reader.Read();
            switch (member)
            {
                case "attribute": attribute = ReadText(ref reader, member); leafMembers++; break;
                case "op": op = ReadText(ref reader, member); leafMembers++; break;
                case "value": operand = ReadOperand(ref reader); hasValue = true; leafMembers++; break;
                case "ignore_case": ignoreCase = ReadBoolean(ref reader, member); leafMembers++; break;
                case "all": group = new AllCondition(ReadParts(ref reader, member, depth)); groupMembers++; break;
                case "any": group = new AnyCondition(ReadParts(ref reader, member, depth)); groupMembers++; break;
                case "not": group = new NotCondition(ReadCondition(ref reader, depth + 1)); groupMembers++; break;
                case "segment": group = new SegmentCondition(ReadText(ref reader, member)); groupMembers++; break;
                default: throw new JsonException($"A condition has no member '{member}'.");
            }
        }

        if (groupMembers == 1 && leafMembers == 0) return group!;
        if (groupMembers > 0) throw new JsonException("A condition is one of attribute, all, any, not and segment, not several.");
        if (attribute is null || op is null) throw new JsonException("A condition needs 'attribute' and 'op', or one of 'all', 'any', 'not', 'segment'.");

        var known = Operators.FromWire(op);
        if (known == Operator.Exists && !hasValue) operand = new Operand(true, null);
        else if (known != Operator.Unknown && !hasValue) throw new JsonException($"The operator '{op}' needs a 'value'.");
        if (known != Operator.Unknown && known.TakesList() && operand.List is null) throw new JsonException($"The operator '{op}' needs a list as its 'value'.");
        if (known != Operator.Unknown && !known.TakesList() && operand.List is not null) throw new JsonException($"The operator '{op}' needs a single 'value', not a list.");

        return new AttributeCondition
        {
            Attribute = string.Intern(attribute),
            Op = known,
            Value = operand.Scalar,
            Values = operand.List,
            IgnoreCase = ignoreCase,
        };
    }

    private static List<Condition> ReadParts(ref Utf8JsonReader reader, string member, int depth)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException($"'{member}' is a list of conditions.");
        var parts = new List<Condition>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) parts.Add(ReadCondition(ref reader, depth + 1));
        return parts;
    }

    private static Operand ReadOperand(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray) return new Operand(ReadScalar(ref reader), null);
        var list = new List<AttributeValue>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) list.Add(ReadScalar(ref reader));
        return new Operand(default, list);
    }

    internal static AttributeValue ReadScalar(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Number => reader.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw new JsonException("The number is too large."),
        _ => throw new JsonException("A condition compares with text, numbers, booleans, or a list of them."),
    };

    private static string ReadText(ref Utf8JsonReader reader, string member) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException($"'{member}' is text.");

    private static bool ReadBoolean(ref Utf8JsonReader reader, string member) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw new JsonException($"'{member}' is true or false."),
    };

    public override void Write(Utf8JsonWriter writer, Condition value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        switch (value)
        {
            case AttributeCondition leaf:
                writer.WriteString("attribute"u8, leaf.Attribute);
                writer.WriteString("op"u8, leaf.Op.ToWire());
                if (leaf.Values is { } values)
                {
                    writer.WriteStartArray("value"u8);
                    foreach (var item in values) WriteScalar(writer, item);
                    writer.WriteEndArray();
                }
                else if (leaf.Value.Exists)
                {
                    writer.WritePropertyName("value"u8);
                    WriteScalar(writer, leaf.Value);
                }

                if (leaf.IgnoreCase) writer.WriteBoolean("ignore_case"u8, true);
                break;
            case AllCondition all: WriteParts(writer, "all"u8, all.Parts, options); break;
            case AnyCondition any: WriteParts(writer, "any"u8, any.Parts, options); break;
            case NotCondition not:
                writer.WritePropertyName("not"u8);
                Write(writer, not.Part, options);
                break;
            case SegmentCondition segment: writer.WriteString("segment"u8, segment.Segment); break;
        }

        writer.WriteEndObject();
    }

    private void WriteParts(Utf8JsonWriter writer, ReadOnlySpan<byte> member, IReadOnlyList<Condition> parts, JsonSerializerOptions options)
    {
        writer.WriteStartArray(member);
        foreach (var part in parts) Write(writer, part, options);
        writer.WriteEndArray();
    }

    private static void WriteScalar(Utf8JsonWriter writer, AttributeValue value)
    {
        if (value.TryGetNumber(out var number)) writer.WriteNumberValue(number);
        else if (value.TryGetBoolean(out var boolean)) writer.WriteBooleanValue(boolean);
        else writer.WriteStringValue(value.Text);
    }

    private readonly record struct Operand(AttributeValue Scalar, List<AttributeValue>? List);
}
