using System.Text.Json;
using System.Text.Json.Nodes;

namespace Turnout.Server.Features.Definitions;

/// <summary>One difference between two states of an item.</summary>
/// <param name="Member">The member, as the item's body has it.</param>
/// <param name="Words">What changes, for people.</param>
/// <param name="Before">Its value before; left out where there is none.</param>
/// <param name="After">Its value after; left out where there is none.</param>
internal sealed record Difference(string Member, string Words, JsonElement? Before = null, JsonElement? After = null);

/// <summary>Tells two states of an item apart, in words. Pure.</summary>
internal static class Differences
{
    // They differ by nature.
    static readonly HashSet<string> Passed = ["created_at", "updated_at", "assignments"];

    /// <param name="before">The item's body, as JSON; null where it is made.</param>
    /// <param name="after">The item's body, as JSON; null where it is removed.</param>
    public static IReadOnlyList<Difference> Of(string? before, string? after)
    {
        var old = before is null ? null : (JsonObject)JsonNode.Parse(before)!;
        var changed = after is null ? null : (JsonObject)JsonNode.Parse(after)!;
        if (changed is null) return [new Difference("", "removed")];
        var differences = new List<Difference>();
        if (old is null) differences.Add(new Difference("", "made new"));
        foreach (var member in changed.Select(pair => pair.Key).Union(old?.Select(pair => pair.Key) ?? []))
        {
            if (Passed.Contains(member)) continue;
            var (was, becomes) = (old?[member], changed[member]);
            if (JsonNode.DeepEquals(was, becomes) || (old is null && IsEmpty(becomes))) continue;
            differences.AddRange(InWords(member, was, becomes, old is null).Select(words => new Difference(member, words, Element(was), Element(becomes))));
        }
        return differences;
    }

    static IEnumerable<string> InWords(string member, JsonNode? was, JsonNode? becomes, bool made) => member switch
    {
        "enabled" => [becomes is JsonValue on && on.GetValue<bool>() ? "switched on" : "switched off"],
        "rollout" or "traffic" or "percent" => [made ? $"{member} {Words.Percent(becomes)}" : $"{member} {Words.Percent(was)} → {Words.Percent(becomes)}"],
        "rules" => Rules(was as JsonArray ?? [], becomes as JsonArray ?? []),
        "allow" or "deny" or "tags" or "metrics" => Lists(member, was as JsonArray ?? [], becomes as JsonArray ?? []),
        "audience" or "if" => [made ? $"{member}: {Words.Condition(becomes)}" : $"{member}: {Words.Condition(was)} → {Words.Condition(becomes)}"],
        _ => [made ? $"{member}: {Words.Value(becomes)}" : $"{member}: {Words.Value(was)} → {Words.Value(becomes)}"],
    };

    static IEnumerable<string> Rules(JsonArray was, JsonArray becomes)
    {
        var (before, after) = (was.Select(Words.Rule).ToList(), becomes.Select(Words.Rule).ToList());
        var found = false;
        for (var i = 0; i < before.Count; i++)
        {
            if (after.Contains(before[i])) continue;
            found = true;
            // The one of the same name is the same rule, changed.
            var name = was[i]?["name"]?.ToString();
            var renewed = name is null ? -1 : becomes.ToList().FindIndex(rule => rule?["name"]?.ToString() == name);
            yield return renewed < 0 ? $"rule {i} removed: {before[i]}" : $"rule {i} changed: {before[i]} → {after[renewed]}";
        }
        for (var i = 0; i < after.Count; i++)
        {
            if (before.Contains(after[i])) continue;
            var name = becomes[i]?["name"]?.ToString();
            found = true;
            if (name is null || was.All(rule => rule?["name"]?.ToString() != name)) yield return $"rule {i} added: {after[i]}";
        }
        if (!found) yield return "rules in another order";
    }

    static IEnumerable<string> Lists(string member, JsonArray was, JsonArray becomes)
    {
        var (before, after) = (was.Select(item => item?.ToString() ?? "").ToHashSet(), becomes.Select(item => item?.ToString() ?? "").ToHashSet());
        var (added, removed) = (after.Where(item => !before.Contains(item)).ToList(), before.Where(item => !after.Contains(item)).ToList());
        if (added.Count > 0) yield return $"{member}: {added.Count} added ({Words.Listed(added)})";
        if (removed.Count > 0) yield return $"{member}: {removed.Count} removed ({Words.Listed(removed)})";
        if (added.Count + removed.Count == 0) yield return $"{member} in another order";
    }

    static bool IsEmpty(JsonNode? value) => value is null or JsonArray { Count: 0 } || (value is JsonValue text && text.GetValueKind() == JsonValueKind.String && text.ToString().Length == 0);

    static JsonElement? Element(JsonNode? node) => node is null ? null : JsonSerializer.SerializeToElement(node);
}
