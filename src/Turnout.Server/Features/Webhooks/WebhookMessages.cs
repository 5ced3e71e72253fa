using System.Text.Json;
using System.Text.Json.Serialization;
using Turnout.Server.Features.Audit;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Webhooks;

/// <summary>From an entry of the audit log to what a webhook is sent.</summary>
internal static class WebhookMessages
{
    /// <summary>The kind of a test.</summary>
    public const string Test = "webhook.test";

    /// <summary>States that are larger, in characters, are left out: the receiver asks for them.</summary>
    const int MaxState = 64 * 1024;
    const int ShownChanges = 5;
    const int ShownLength = 80;

    // They change with everything and say nothing.
    static readonly HashSet<string> Bookkeeping = ["revision", "updated_at", "created_at", "version"];

    public static string Of(AuditRow entry, string format)
    {
        var changes = Changes(entry);
        return format == WebhookChanges.Slack ? Slack(entry, changes) : Json(entry, changes);
    }

    /// <summary>The message of the test endpoint.</summary>
    public static string OfTest(string name, DateTimeOffset now, string format) => Of(
        new AuditRow { Id = Guid.CreateVersion7(now).ToString(), At = now.ToUnixTimeMilliseconds(), Actor = "turnout", Kind = Test, Target = name }, format);

    static string Json(AuditRow entry, List<Changed> changes)
    {
        var before = State(entry.Before);
        var after = State(entry.After);
        return JsonSerializer.Serialize(new Message(entry.Kind, DateTimeOffset.FromUnixTimeMilliseconds(entry.At), new Data(
            entry.Id, Sentence(entry), entry.Actor, entry.Target, entry.Environment, entry.RequestId, JsonElement.Parse(entry.Metadata),
            [.. changes.Select(change => change.Member)], before, after,
            (before is null && entry.Before is not null) || (after is null && entry.After is not null))), Wire.Json);
    }

    static string Slack(AuditRow entry, List<Changed> changes)
    {
        var text = $"*{Escape(entry.Kind)}* {Escape(Sentence(entry))}";
        var shown = changes.Where(change => change.Before is not null || change.After is not null).Take(ShownChanges).ToList();
        foreach (var change in shown) text += $"\n• {Escape(change.Member)}: {Escape(Short(change.Before))} → {Escape(Short(change.After))}";
        if (changes.Count > shown.Count && shown.Count > 0) text += $"\n• and {changes.Count - shown.Count} more";
        return JsonSerializer.Serialize(new SlackMessage(text), Wire.Json);
    }

    /// <summary>The entry in words: <c>flag 'checkout.new_ui' was updated in production by admin</c>.</summary>
    static string Sentence(AuditRow entry)
    {
        var dot = entry.Kind.IndexOf('.', StringComparison.Ordinal);
        var (noun, verb) = dot < 0 ? (entry.Kind, "changed") : (entry.Kind[..dot], entry.Kind[(dot + 1)..]);
        if (entry.Kind == Test) return $"This is a test of the webhook '{entry.Target}'.";
        // A draft's id says nothing to people; what it changes does.
        var what = Metadata(entry, "item") is { } item ? $"{Words(noun)} of {item}" : $"{Words(noun)} '{entry.Target}'";
        return $"{what} was {Words(verb)}{(entry.Environment is null ? "" : $" in {entry.Environment}")} by {entry.Actor}";
    }

    static string? Metadata(AuditRow entry, string name) =>
        JsonElement.Parse(entry.Metadata) is { ValueKind: JsonValueKind.Object } metadata && metadata.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The members at the top of the state that differ.</summary>
    static List<Changed> Changes(AuditRow entry)
    {
        var changes = new List<Changed>();
        if (entry.Before is null || entry.After is null) return changes;
        var before = JsonElement.Parse(entry.Before);
        var after = JsonElement.Parse(entry.After);
        if (before.ValueKind != JsonValueKind.Object || after.ValueKind != JsonValueKind.Object) return changes;
        foreach (var member in before.EnumerateObject().Concat(after.EnumerateObject()).Select(member => member.Name).Distinct())
        {
            if (Bookkeeping.Contains(member)) continue;
            var was = before.TryGetProperty(member, out var old) ? old.GetRawText() : null;
            var now = after.TryGetProperty(member, out var next) ? next.GetRawText() : null;
            if (was != now) changes.Add(new Changed(member, was, now));
        }
        return changes;
    }

    static JsonElement? State(string? json) => json is null or { Length: > MaxState } ? null : JsonElement.Parse(json);

    static string Short(string? json) => json is null ? "nothing" : json.Length <= ShownLength ? json : $"{json[..ShownLength]}…";

    static string Words(string text) => text.Replace('_', ' ');

    // Slack's three.
    static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    readonly record struct Changed(string Member, string? Before, string? After);

    sealed record Message(string Type, DateTimeOffset Timestamp, Data Data);

    sealed record Data(
        string Id, string Summary, string Actor, string Target, string? Environment, string? RequestId, JsonElement Metadata, IReadOnlyList<string> Changed,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Before,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? After,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool StateLeftOut);

    sealed record SlackMessage(string Text);
}
