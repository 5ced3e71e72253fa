using System.Text.Json;
using System.Text.Json.Serialization;

namespace Turnout.Server.Events;

/// <summary>Events to be counted; at most 1,000. As <c>application/x-ndjson</c>: the events themselves, one a line.</summary>
internal sealed record EventsRequest(IReadOnlyList<EventRequest> Events);

/// <summary>Something that happened.</summary>
/// <param name="Id">Any text of 1 to 128 bytes, by which the same event sent twice counts once; UUIDs of version 7 are the fastest.</param>
/// <param name="Event">Its name; <c>experiment_viewed</c> is an exposure, <c>experiment_conversion</c> a conversion, any other a metric event.</param>
/// <param name="Timestamp">When it happened; now where left out. At most 24 hours ahead, at most 400 days back.</param>
/// <param name="UserId">Who did it; an end-user token's own user wins.</param>
/// <param name="TeamId">The user's team.</param>
/// <param name="VisitorId">The anonymous browser.</param>
/// <param name="Value">A number, such as an amount.</param>
/// <param name="Properties">An object of up to 32 KiB. Exposures and conversions name <c>experiment_slug</c>, <c>variant</c> and <c>assignment_type</c> in it, conversions <c>conversion_event</c> too.</param>
internal sealed record EventRequest(
    string Id, string Event, DateTimeOffset? Timestamp = null, string? UserId = null, string? TeamId = null, string? VisitorId = null,
    double? Value = null, JsonElement? Properties = null);

/// <summary>What became of the events.</summary>
/// <param name="Accepted">How many are new, and durable now.</param>
/// <param name="Duplicates">How many were known by their id.</param>
/// <param name="Refused">Those that were understood and are not kept; left out where there are none.</param>
internal sealed record EventsAnswer(int Accepted, int Duplicates, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<RefusedEvent>? Refused);
