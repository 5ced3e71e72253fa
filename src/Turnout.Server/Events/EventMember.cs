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
    public static EventMembers Of(scoped ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("id"u8) ? EventMembers.Id
        : reader.ValueTextEquals("event"u8) ? EventMembers.Event
        : reader.ValueTextEquals("timestamp"u8) ? EventMembers.Timestamp
        : reader.ValueTextEquals("user_id"u8) ? EventMembers.User
        : reader.ValueTextEquals("properties"u8) ? EventMembers.Properties
        : reader.ValueTextEquals("value"u8) ? EventMembers.Value
        : reader.ValueTextEquals("team_id"u8) ? EventMembers.Team
        : reader.ValueTextEquals("visitor_id"u8) ? EventMembers.Visitor
        : 0;

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
