using System.Text.Json;

namespace Turnout.Server.Events;

/// <summary>The members that an event may have.</summary>
[Flags]
internal enum EventMembers
{
    Id = 1,
    Event = 2,
    Timestamp = 4,
    User = 8,
    Team = 16,
    Visitor = 32,
    Value = 64,
    Properties = 128,
}

internal static class EventMember
{
    /// <summary>The member whose name the reader stands on; 0 for none of them.</summary>
    public static EventMembers Of(scoped ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped) return Of(reader.ValueSpan);
        foreach (var member in Enum.GetValues<EventMembers>())
            if (reader.ValueTextEquals(Wire(member))) return member;
        return 0;
    }

    static EventMembers Of(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 when name.SequenceEqual("id"u8) => EventMembers.Id,
        5 when name.SequenceEqual("event"u8) => EventMembers.Event,
        5 when name.SequenceEqual("value"u8) => EventMembers.Value,
        7 when name.SequenceEqual("user_id"u8) => EventMembers.User,
        7 when name.SequenceEqual("team_id"u8) => EventMembers.Team,
        9 when name.SequenceEqual("timestamp"u8) => EventMembers.Timestamp,
        10 when name.SequenceEqual("properties"u8) => EventMembers.Properties,
        10 when name.SequenceEqual("visitor_id"u8) => EventMembers.Visitor,
        _ => 0,
    };

    public static string Wire(EventMembers member) => member switch
    {
        EventMembers.Id => "id",
        EventMembers.Event => "event",
        EventMembers.Timestamp => "timestamp",
        EventMembers.User => "user_id",
        EventMembers.Team => "team_id",
        EventMembers.Visitor => "visitor_id",
        EventMembers.Value => "value",
        _ => "properties",
    };
}
