using System.Text.Json;
using System.Text.Json.Serialization;
using Turnout.Engine;
using Turnout.Engine.Definitions;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Flags;

/// <summary>Variants as a request may write them: <c>[{"key":"on","value":true}]</c> or <c>{"on":true}</c>.</summary>
[JsonConverter(typeof(FlagVariantsJson))]
internal sealed record FlagVariants(IReadOnlyList<VariantDefinition> Variants);

/// <summary>Rules as a request may write them: a list, or IndieTix's object.</summary>
[JsonConverter(typeof(FlagRulesJson))]
internal sealed record FlagRules(IReadOnlyList<RuleDefinition> Rules, IndieTixRules? IndieTix = null);

/// <summary>A rule of a flag.</summary>
/// <param name="Serve">A value or variant key, <c>{"rollout":20}</c>, <c>{"split":{"a":1,"b":1}}</c> or <c>{"experiment":"key"}</c>.</param>
/// <param name="If">Whom it is for; everyone when left out.</param>
/// <param name="Name">A name for people.</param>
internal sealed record RuleRequest(ServeDefinition Serve, Condition? If = null, string? Name = null);

internal sealed class FlagVariantsJson : JsonConverter<FlagVariants>
{
    const string Member = "$.variants";

    public override FlagVariants Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.StartArray) return new(FlagForms.ReadList<VariantDefinition>(ref reader, Member, options));
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("'variants' is a list of variants, or an object of values by variant key.");
        var variants = new List<VariantDefinition>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            variants.Add(new(key, FlagForms.Read<FlagValue>(ref reader, Member, options)));
        }
        return new(variants);
    }

    public override void Write(Utf8JsonWriter writer, FlagVariants value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Variants, options);
}

internal sealed class FlagRulesJson : JsonConverter<FlagRules>
{
    const string Member = "$.rules";

    public override FlagRules Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.StartArray => new([.. FlagForms.ReadList<RuleRequest>(ref reader, Member, options).Select(rule => new RuleDefinition(rule.If, rule.Serve, rule.Name))]),
        JsonTokenType.StartObject => new([], FlagForms.Read<IndieTixRules>(ref reader, Member, options)),
        _ => throw new JsonException("'rules' is a list of rules, or an object of roles, cities, categories, allowList and denyList."),
    };

    public override void Write(Utf8JsonWriter writer, FlagRules value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Rules, options);
}

internal static class FlagForms
{
    /// <summary>Reads a list of a form; null is no item of it, though the serializer takes it for one.</summary>
    public static T[] ReadList<T>(ref Utf8JsonReader reader, string member, JsonSerializerOptions options)
        where T : class
    {
        var items = Read<T[]>(ref reader, member, options);
        var missing = Array.IndexOf(items, null);
        return missing < 0 ? items : throw new JsonException($"{RequestProblems.WrongType}: null is no item.", $"{member}[{missing}]", null, null);
    }

    /// <summary>Reads a part of a form; what is wrong with it is told by its place in the request.</summary>
    public static T Read<T>(ref Utf8JsonReader reader, string member, JsonSerializerOptions options)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(ref reader, options)!;
        }
        catch (JsonException exception) when (exception.Path is { } path && !path.StartsWith(member, StringComparison.Ordinal))
        {
            throw new JsonException(exception.Message, member + path[1..], exception.LineNumber, exception.BytePositionInLine, exception.InnerException);
        }
    }
}
