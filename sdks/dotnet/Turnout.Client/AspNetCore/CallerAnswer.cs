using System.Text.Json.Nodes;

namespace Turnout.Client.AspNetCore;

/// <summary>What the caller has, as JSON.</summary>
internal static class CallerAnswer
{
    public static JsonObject Experiments(RequestFlags flags) =>
        new(flags.Flags.Variants(flags.Context).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value))));

    public static JsonObject Flags(RequestFlags flags) =>
        new(flags.Flags.All(flags.Context).Select(pair => KeyValuePair.Create(pair.Key, JsonNode.Parse(pair.Value.Utf8Json))));
}
