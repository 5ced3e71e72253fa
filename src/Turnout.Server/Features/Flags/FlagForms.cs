using System.Text.Json;
using System.Text.Json.Serialization;
using Turnout.Engine;
using Turnout.Engine.Definitions;

namespace Turnout.Server.Features.Flags;

/// <summary>Variants as a request may write them: <c>[{"key":"on","value":true}]</c> or <c>{"on":true}</c>.</summary>
[JsonConverter(typeof(FlagVariantsJson))]
internal sealed record FlagVariants(IReadOnlyList<VariantDefinition> Variants);

internal sealed class FlagVariantsJson : JsonConverter<FlagVariants>
{
    public override FlagVariants Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
            return new(JsonSerializer.Deserialize<VariantDefinition[]>(ref reader, options)!);
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("'variants' is a list of variants, or an object of values by variant key.");
        var variants = new List<VariantDefinition>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            variants.Add(new(key, JsonSerializer.Deserialize<FlagValue>(ref reader, options)!));
        }
        return new(variants);
    }

    public override void Write(Utf8JsonWriter writer, FlagVariants value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Variants, options);
}

/// <summary>Rules as a request may write them: a list, or IndieTix's object.</summary>
[JsonConverter(typeof(FlagRulesJson))]
internal sealed record FlagRules(IReadOnlyList<RuleDefinition> Rules, IndieTixRules? IndieTix = null);

internal sealed class FlagRulesJson : JsonConverter<FlagRules>
{
    public override FlagRules Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.StartArray => new(JsonSerializer.Deserialize<RuleDefinition[]>(ref reader, options)!),
        JsonTokenType.StartObject => new([], IndieTixRules.Parse(JsonElement.ParseValue(ref reader))),
        _ => throw new JsonException("'rules' is a list of rules, or an object of roles, cities, categories, allowList and denyList."),
    };

    public override void Write(Utf8JsonWriter writer, FlagRules value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Rules, options);
}
