using System.Text;
using System.Text.Json;
using Turnout.Engine;

namespace Turnout.Client.Events;

/// <summary>An event that waits to be sent. The id is made once, so that a second delivery counts once.</summary>
internal sealed record TurnoutEvent(
    Guid Id,
    string Name,
    DateTimeOffset At,
    string? UserId,
    string? TeamId,
    string? VisitorId,
    double? Value,
    IReadOnlyList<KeyValuePair<string, AttributeValue>> Properties)
{
    public const string Exposure = "experiment_viewed", Conversion = "experiment_conversion";

    /// <summary>Writes the event. Texts with broken surrogates are mended as bucketing mends them, so the unit stays the same one.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, Id);
        WriteText(writer, "event", Name);
        writer.WriteString("timestamp"u8, At.UtcDateTime);
        if (UserId is not null) WriteText(writer, "user_id", UserId);
        if (TeamId is not null) WriteText(writer, "team_id", TeamId);
        if (VisitorId is not null) WriteText(writer, "visitor_id", VisitorId);
        if (Value is { } value) writer.WriteNumber("value"u8, value);
        if (Properties.Count > 0)
        {
            writer.WriteStartObject("properties"u8);
            foreach (var (name, property) in Properties) WriteProperty(writer, name, property);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteProperty(Utf8JsonWriter writer, string name, AttributeValue property)
    {
        if (property.TryGetNumber(out var number)) writer.WriteNumber(Encoding.UTF8.GetBytes(name), number);
        else if (property.TryGetBoolean(out var boolean)) writer.WriteBoolean(Encoding.UTF8.GetBytes(name), boolean);
        else if (property.Text is { } text) WriteText(writer, name, text);
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string text) =>
        writer.WriteString(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(text));
}
