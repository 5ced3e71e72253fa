namespace Turnout.Server.Delivery.Ofrep;

// What the OpenAPI document says of the protocol's bodies, which are read and written by hand: camelCase is the protocol's.
#pragma warning disable IDE1006, CA1707

/// <summary>A request of the protocol.</summary>
/// <param name="context">The evaluation context: <c>targetingKey</c> and attributes.</param>
internal sealed record OfrepRequestBody(Dictionary<string, object>? context);

/// <summary>A flag's evaluation.</summary>
/// <param name="value">Left out where the flag is off: the application's default counts.</param>
internal sealed record OfrepEvaluation(string key, object? value, string reason, string? variant, Dictionary<string, object> metadata);

/// <summary>All flags' evaluations.</summary>
internal sealed record OfrepBulkEvaluation(OfrepEvaluation[] flags, Dictionary<string, object> metadata, OfrepEventStream[] eventStreams);

/// <summary>Where changes are told.</summary>
internal sealed record OfrepEventStream(string type, OfrepEndpoint endpoint);

/// <summary>An address on this server.</summary>
internal sealed record OfrepEndpoint(string requestUri);

/// <summary>What an application tracks: Turnout's extension of the protocol.</summary>
/// <param name="version">The version of the extension: 1, also where it is left out.</param>
/// <param name="events">At most 1,000.</param>
internal sealed record OfrepTrackBody(OfrepTrackedEvent[] events, int? version = 1);

/// <summary>A call of OpenFeature's <c>track()</c>.</summary>
/// <param name="name">The event's name; <c>experiment_viewed</c> with <c>experiment_slug</c> and <c>variant</c> in its details is an exposure.</param>
/// <param name="context">The evaluation context: whose event it is.</param>
/// <param name="details">Its <c>value</c>, a number, and whatever else belongs to it.</param>
/// <param name="id">Any text of 1 to 128 bytes, by which the same event sent twice counts once.</param>
/// <param name="timestamp">When it happened; now where left out.</param>
internal sealed record OfrepTrackedEvent(
    string name, Dictionary<string, object>? context, Dictionary<string, object>? details, string? id, DateTimeOffset? timestamp);

/// <summary>A refusal.</summary>
/// <param name="errorCode">An OpenFeature error code.</param>
internal sealed record OfrepFailure(string? key, string errorCode, string? errorDetails);
