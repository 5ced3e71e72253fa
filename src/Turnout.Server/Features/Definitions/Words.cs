using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Turnout.Server.Features.Definitions;

/// <summary>Says parts of definitions in words, for people who review them. Takes them as they are on the wire.</summary>
internal static class Words
{
    const int MaxListed = 5, MaxText = 80;

    /// <summary>A condition; <c>everyone</c> for null.</summary>
    public static string Condition(JsonNode? condition) => condition switch
    {
        null => "everyone",
        JsonObject all when all["all"] is JsonArray parts => Joined(parts, " and ", "everyone"),
        JsonObject any when any["any"] is JsonArray parts => Joined(parts, " or ", "nobody"),
        JsonObject not when not.TryGetPropertyValue("not", out var part) && not.Count == 1 => $"not ({Condition(part)})",
        JsonObject segment when segment["segment"] is JsonValue key => $"in segment {key}",
        JsonObject test when test["attribute"] is JsonValue attribute => $"{attribute} {Operator(test["op"]?.ToString() ?? "", test["value"])}",
        _ => Value(condition),
    };

    /// <summary>What a rule serves.</summary>
    public static string Serve(JsonNode? serve) => serve switch
    {
        JsonObject { Count: 1 } rollout when rollout["rollout"] is JsonValue percent => $"on for {Percent(percent)}",
        JsonObject { Count: 1 } experiment when experiment["experiment"] is JsonValue key => $"experiment {key}",
        JsonObject { Count: 1 } split when split["split"] is JsonObject weights =>
            $"split {string.Join(", ", weights.Select(weight => $"{weight.Key}: {weight.Value}"))}",
        _ => Value(serve),
    };

    public static string Rule(JsonNode? rule) =>
        $"{(rule?["name"] is JsonValue name ? $"'{name}': " : "")}if {Condition(rule?["if"])} serve {Serve(rule?["serve"])}";

    public static string Percent(JsonNode? number) =>
        number is JsonValue value && value.TryGetValue<double>(out var percent) ? string.Create(CultureInfo.InvariantCulture, $"{percent:0.###} %") : "nothing";

    /// <summary>Any other value, shortened.</summary>
    public static string Value(JsonNode? value)
    {
        if (value is null) return "nothing";
        if (value is JsonArray list && list.All(item => item is JsonValue)) return $"[{Listed([.. list.Select(item => item!.ToString())])}]";
        var text = value is JsonValue scalar && scalar.GetValueKind() == JsonValueKind.String ? $"“{scalar}”" : value.ToJsonString(Hosting.Wire.Json);
        return text.Length <= MaxText ? text : text[..MaxText] + "…";
    }

    public static string Listed(IReadOnlyList<string> items) =>
        string.Join(", ", items.Take(MaxListed)) + (items.Count > MaxListed ? $" and {items.Count - MaxListed} more" : "");

    static string Joined(JsonArray parts, string word, string empty) =>
        parts.Count == 0 ? empty : parts.Count == 1 ? Condition(parts[0]) : string.Join(word, parts.Select(part => part is JsonObject { Count: 1 } nested && (nested["all"] ?? nested["any"]) is JsonArray
            ? $"({Condition(part)})" : Condition(part)));

    static string Operator(string op, JsonNode? value) => op switch
    {
        "equals" => $"is {Value(value)}",
        "not_equals" => $"is not {Value(value)}",
        "in" => $"is one of {Value(value)}",
        "not_in" => $"is none of {Value(value)}",
        "gt" => $"> {value}",
        "gte" => $"≥ {value}",
        "lt" => $"< {value}",
        "lte" => $"≤ {value}",
        "exists" => value is JsonValue no && no.TryGetValue<bool>(out var exists) && !exists ? "is missing" : "is there",
        _ => $"{op.Replace('_', ' ')} {Value(value)}",
    };
}
