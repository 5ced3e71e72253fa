using System.Text.Json;
using System.Text.Json.Serialization;

namespace Turnout.Engine.Definitions;

/// <summary>Reads and writes what a rule serves: a bare value or variant key, or an object with one member.</summary>
internal sealed class ServeJson : JsonConverter<ServeDefinition>
{
    public override ServeDefinition Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    public static ServeDefinition Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return new ServeDefinition { Value = FlagValue.Read(ref reader) };

        // A JSON flag may serve an object; only the three reserved single members mean something else.
        var ahead = reader;
        ahead.Read();
        if (ahead.TokenType == JsonTokenType.PropertyName)
        {
            var member = ahead.GetString();
            ahead.Read();
            switch (member)
            {
                case "rollout" when ahead.TokenType == JsonTokenType.Number && IsLast(ahead):
                    var percent = JsonParts.Number(ref ahead, "rollout");
                    End(ref reader, ahead);
                    return new ServeDefinition { Rollout = percent };
                case "experiment" when ahead.TokenType == JsonTokenType.String && IsLast(ahead):
                    var experiment = ahead.GetString();
                    End(ref reader, ahead);
                    return new ServeDefinition { Experiment = experiment };
                case "split" when ahead.TokenType == JsonTokenType.StartObject:
                    var split = ReadSplit(ref ahead);
                    if (!IsLast(ahead)) break;
                    End(ref reader, ahead);
                    return new ServeDefinition { Split = split };
            }
        }

        return new ServeDefinition { Value = FlagValue.Read(ref reader) };
    }

    private static bool IsLast(Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.EndObject;

    private static void End(ref Utf8JsonReader reader, Utf8JsonReader ahead)
    {
        ahead.Read();
        reader = ahead;
    }

    private static List<KeyValuePair<string, double>> ReadSplit(ref Utf8JsonReader reader)
    {
        var split = new List<KeyValuePair<string, double>>();
        while (JsonParts.NextMember(ref reader))
        {
            var key = reader.GetString()!;
            split.Add(new(key, JsonParts.Number(ref reader, key)));
        }

        return split;
    }

    public override void Write(Utf8JsonWriter writer, ServeDefinition value, JsonSerializerOptions options)
    {
        if (value.Value is { } served)
        {
            writer.WriteRawValue(served.Utf8Json, skipInputValidation: true);
            return;
        }

        writer.WriteStartObject();
        if (value.Rollout is { } rollout) writer.WriteNumber("rollout"u8, rollout);
        if (value.Experiment is { } experiment) writer.WriteString("experiment"u8, experiment);
        if (value.Split is { } split)
        {
            writer.WriteStartObject("split"u8);
            foreach (var (key, weight) in split) writer.WriteNumber(key, weight);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
