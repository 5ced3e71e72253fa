using System.Text.Json;
using System.Text.Json.Serialization;

namespace Turnout.Engine.Definitions;

/// <summary>
/// IndieTix's targeting form, <c>{"roles","cities","categories","allowList","denyList"}</c>: it becomes a flag's allow and deny lists and an
/// audience in which <c>role</c>, <c>city</c> and <c>category</c> must each be in their list, where one is given. An empty list is no list.
/// </summary>
public sealed record IndieTixRules
{
    /// <summary>Values of the attribute <c>role</c>.</summary>
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary>Values of the attribute <c>city</c>.</summary>
    public IReadOnlyList<string>? Cities { get; init; }

    /// <summary>Values of the attribute <c>category</c>.</summary>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>User ids that are always in.</summary>
    [JsonPropertyName("allowList")] public IReadOnlyList<string>? AllowList { get; init; }

    /// <summary>User ids that are never in.</summary>
    [JsonPropertyName("denyList")] public IReadOnlyList<string>? DenyList { get; init; }

    /// <summary>The form from JSON.</summary>
    /// <exception cref="JsonException">Not of this form; unknown members are refused.</exception>
    public static IndieTixRules Parse(JsonElement element)
    {
        var rules = element.Deserialize(IndieTixJson.Default.IndieTixRules) ?? throw new JsonException("The rules are an object.");
        // The serializer lets nulls into lists.
        foreach (var list in new[] { rules.Roles, rules.Cities, rules.Categories, rules.AllowList, rules.DenyList })
            if (list is not null && list.Contains(null!)) throw new JsonException("A list of the rules holds a null.");
        return rules;
    }

    /// <summary>The audience: null when no attribute is restricted.</summary>
    public Condition? Audience()
    {
        List<Condition> parts = [.. new[] { In("role", Roles), In("city", Cities), In("category", Categories) }.OfType<Condition>()];
        return parts.Count switch { 0 => null, 1 => parts[0], _ => new AllCondition(parts) };
    }

    private static AttributeCondition? In(string attribute, IReadOnlyList<string>? values) => values is { Count: > 0 }
        ? new AttributeCondition { Attribute = attribute, Op = Operator.In, Values = [.. values.Select(v => (AttributeValue)v)] }
        : null;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(IndieTixRules))]
internal sealed partial class IndieTixJson : JsonSerializerContext;
