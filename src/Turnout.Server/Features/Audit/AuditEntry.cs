namespace Turnout.Server.Features.Audit;

/// <summary>What happened to what. The author, the time and the id are added when it is appended.</summary>
/// <param name="Kind">Noun and past verb: <c>flag.updated</c>, <c>experiment.launched</c>.</param>
/// <param name="Target">The key or id of what it happened to.</param>
/// <param name="Environment">Null where it belongs to none.</param>
internal sealed record AuditEntry(string Kind, string Target, string? Environment)
{
    /// <summary>Anything that helps to understand; written as JSON. Never a secret.</summary>
    public object? Metadata { get; init; }

    /// <summary>The state before, as JSON text; null when there was none.</summary>
    public string? Before { get; init; }

    /// <summary>The state after, as JSON text; null when there is none.</summary>
    public string? After { get; init; }
}

internal sealed class AuditRow
{
    public long Sequence { get; init; }

    public string Id { get; init; } = "";

    public long At { get; init; }

    public string Actor { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Target { get; init; } = "";

    public string? Environment { get; init; }

    public string? RequestId { get; init; }

    public string Metadata { get; init; } = "{}";

    public string? Before { get; init; }

    public string? After { get; init; }

    /// <summary>See <see cref="AuditChain"/>.</summary>
    public string Hash { get; init; } = "";
}
