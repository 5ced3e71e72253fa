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

/// <summary>A refusal.</summary>
/// <param name="errorCode">An OpenFeature error code.</param>
internal sealed record OfrepFailure(string? key, string errorCode, string? errorDetails);
