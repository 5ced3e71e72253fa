using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Turnout.Server.Events;

namespace Turnout.Server.Sinks;

/// <summary>An event on its way out.</summary>
/// <param name="Position">Its position in the log of its environment.</param>
/// <param name="Id">The same whenever it is sent again.</param>
/// <param name="Properties">All of them; of exposures and conversions those that name experiment and variant too.</param>
internal sealed record SinkEvent(
    long Position, string Id, string Name, DateTimeOffset At, string? User, string? Team, string? Visitor, double? Value, JsonObject Properties)
{
    /// <summary>The experiment's key, of exposures and conversions.</summary>
    public string? Experiment => Name is EventRecord.ExposureName or EventRecord.ConversionName ? (string?)Properties["experiment_slug"] : null;

    /// <summary>Who did it, as analytics name one person: the user, else the visitor, else the team.</summary>
    public string? Who => User ?? Visitor ?? Team;

    public static SinkEvent Of(long position, EventRecord record)
    {
        var properties = new JsonObject();
        if (record.Kind != EventKind.Metric)
        {
            properties["experiment_slug"] = Text(record.Experiment);
            properties["variant"] = Text(record.Variant);
            if (Text(record.AssignmentType) is { } type) properties["assignment_type"] = type;
            if (Text(record.Name) is { } conversion) properties["conversion_event"] = conversion;
        }
        if (!record.Properties.IsEmpty)
        {
            // Of a property that was given twice the last is kept, as everywhere.
            foreach (var property in JsonElement.Parse(record.Properties).EnumerateObject()) properties[property.Name] = Node(property.Value);
        }
        return new SinkEvent(position, EventId.ToText(record.Id), record.EventName, DateTimeOffset.FromUnixTimeMilliseconds(record.At),
            Text(record.User), Text(record.Team), Text(record.Visitor), record.HasValue ? record.Value : null, properties);
    }

    /// <summary>The event in Turnout's own form, as it was sent in.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["id"] = Id, ["event"] = Name, ["timestamp"] = Instant };
        if (User is not null) json["user_id"] = User;
        if (Team is not null) json["team_id"] = Team;
        if (Visitor is not null) json["visitor_id"] = Visitor;
        if (Value is not null) json["value"] = Value;
        if (Properties.Count > 0) json["properties"] = Properties.DeepClone();
        return json;
    }

    /// <summary>When it happened, RFC 3339 in UTC with milliseconds.</summary>
    public string Instant => At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static SinkEvent Parse(long position, string text)
    {
        var json = JsonNode.Parse(text)!.AsObject();
        var properties = json["properties"]?.DeepClone().AsObject() ?? [];
        return new SinkEvent(position, (string)json["id"]!, (string)json["event"]!,
            DateTimeOffset.Parse((string)json["timestamp"]!, System.Globalization.CultureInfo.InvariantCulture),
            (string?)json["user_id"], (string?)json["team_id"], (string?)json["visitor_id"], (double?)json["value"], properties);
    }

    static JsonNode? Node(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(Plain(element)),
        JsonValueKind.Array => JsonArray.Create(element),
        JsonValueKind.Null => null,
        _ => JsonValue.Create(element),
    };

    // An object with a name twice inside would throw when somebody looks into it.
    static JsonElement Plain(JsonElement element) => JsonSerializer.SerializeToElement(JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(element)!);

    static string? Text(ReadOnlySpan<byte> text) => text.IsEmpty ? null : Encoding.UTF8.GetString(text);
}
