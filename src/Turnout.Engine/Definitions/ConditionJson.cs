using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Turnout.Engine.Definitions;

/// <summary>
/// Reads and writes conditions. A condition that a person writes is read strictly: a misspelt member must not widen an audience. One in a
/// ruleset is read leniently: what a newer server may have put there becomes an <see cref="UnknownCondition"/>, and the rest keeps working.
/// </summary>
internal sealed class ConditionJson : JsonConverter<Condition>
{
    public override bool HandleNull => false;

    public override Condition Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ReadKnown(ref reader, null, 0);

    /// <summary>Reads a condition of a ruleset, leniently.</summary>
    public static Condition Read(ref Utf8JsonReader reader, TextPool pool) => ReadCondition(ref reader, pool, 0);

    // Only a ruleset has a pool.
    private static Condition ReadCondition(ref Utf8JsonReader reader, TextPool? pool, int depth)
    {
        if (pool is null) return ReadKnown(ref reader, pool, depth);
        var start = reader;
        try
        {
            return ReadKnown(ref reader, pool, depth);
        }
        catch (JsonException e)
        {
            reader = start;
            return Unknown("invalid_condition", e.Message, ref reader);
        }
    }

    private static Condition ReadKnown(ref Utf8JsonReader reader, TextPool? pool, int depth)
    {
        if (depth > Condition.MaxDepth) throw new JsonException($"Conditions nest deeper than {Condition.MaxDepth}.");
        JsonParts.StartObject(ref reader, "A condition");
        var start = reader;
        var leaf = new LeafParts();
        Condition? group = null;
        while (JsonParts.NextMember(ref reader))
        {
            if (leaf.TryRead(ref reader, pool)) continue;
            if (group is null && leaf.IsEmpty && CalComTargeting.IsMember(ref reader)) return CalComTargeting.Read(ref reader);
            if (group is not null) throw new JsonException("A condition has only one of 'all', 'any', 'not' and 'segment'.");
            group = ReadGroup(ref reader, pool, depth);
        }

        if (group is null) return leaf.ToCondition(start);
        return leaf.IsEmpty ? group : throw new JsonException("A condition is one of 'attribute', 'all', 'any', 'not' and 'segment', not several.");
    }

    private static Condition ReadGroup(ref Utf8JsonReader reader, TextPool? pool, int depth)
    {
        if (reader.ValueTextEquals("all"u8)) return new AllCondition(ReadParts(ref reader, "all", pool, depth));
        if (reader.ValueTextEquals("any"u8)) return new AnyCondition(ReadParts(ref reader, "any", pool, depth));
        if (reader.ValueTextEquals("segment"u8)) return new SegmentCondition(JsonParts.Text(ref reader, "segment", pool));
        if (!reader.ValueTextEquals("not"u8)) throw new JsonException($"A condition has no member '{reader.GetString()}'.");
        reader.Read();
        return new NotCondition(ReadCondition(ref reader, pool, depth + 1));
    }

    private static List<Condition> ReadParts(ref Utf8JsonReader reader, string member, TextPool? pool, int depth) =>
        JsonParts.List(ref reader, member, (ref Utf8JsonReader part) => ReadCondition(ref part, pool, depth + 1));

    private static UnknownCondition Unknown(string code, string message, ref Utf8JsonReader reader) =>
        new(code, message, Encoding.UTF8.GetString(JsonCopy.Of(ref reader)));

    public override void Write(Utf8JsonWriter writer, Condition value, JsonSerializerOptions options)
    {
        if (value is UnknownCondition unknown)
        {
            writer.WriteRawValue(unknown.Json);
            return;
        }

        writer.WriteStartObject();
        switch (value)
        {
            case AttributeCondition leaf: WriteLeaf(writer, leaf); break;
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

    private static void WriteLeaf(Utf8JsonWriter writer, AttributeCondition leaf)
    {
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

    /// <summary>The members of <c>{"attribute","op","value","ignore_case"}</c>, in whatever order they come.</summary>
    private struct LeafParts
    {
        private string? _attribute;
        private string? _op;
        private AttributeValue _value;
        private List<AttributeValue>? _values;
        private bool _hasValue;
        private bool? _ignoreCase;

        public readonly bool IsEmpty => _attribute is null && _op is null && !_hasValue && _ignoreCase is null;

        public bool TryRead(ref Utf8JsonReader reader, TextPool? pool)
        {
            if (reader.ValueTextEquals("attribute"u8)) _attribute = Once(_attribute is null, JsonParts.Text(ref reader, "attribute", pool));
            else if (reader.ValueTextEquals("op"u8)) _op = Once(_op is null, JsonParts.Text(ref reader, "op", pool));
            else if (reader.ValueTextEquals("ignore_case"u8)) _ignoreCase = Once(_ignoreCase is null, JsonParts.Boolean(ref reader, "ignore_case"));
            else if (reader.ValueTextEquals("value"u8)) ReadValue(ref reader, pool);
            else return false;
            return true;
        }

        private void ReadValue(ref Utf8JsonReader reader, TextPool? pool)
        {
            _hasValue = Once(!_hasValue, true);
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartArray)
                _values = JsonParts.List(ref reader, "value", (ref Utf8JsonReader item) => JsonParts.Scalar(ref item, "A value of the list", pool));
            else
                _value = JsonParts.Scalar(ref reader, "'value'", pool);
        }

        private static T Once<T>(bool first, T value) => first ? value : throw new JsonException("A member of the condition is given twice.");

        public readonly Condition ToCondition(Utf8JsonReader start)
        {
            if (_attribute is null || _op is null) throw new JsonException("A condition needs 'attribute' and 'op', or one of 'all', 'any', 'not', 'segment'.");
            var op = Operators.FromWire(_op);
            if (op == Operator.Unknown) return Unknown("unknown_operator", $"There is no operator '{_op}'. The operators are {string.Join(", ", Operators.All)}.", ref start);
            if (!_hasValue && op != Operator.Exists) throw new JsonException($"The operator '{_op}' needs a 'value'.");
            if (op.TakesList() && _values is null) throw new JsonException($"The operator '{_op}' needs a list as its 'value'.");
            if (!op.TakesList() && _values is not null) throw new JsonException($"The operator '{_op}' needs a single 'value', not a list.");
            return new AttributeCondition
            {
                Attribute = _attribute,
                Op = op,
                Value = op == Operator.Exists && !_hasValue ? true : _value,
                Values = _values,
                IgnoreCase = _ignoreCase ?? false,
            };
        }
    }
}
