using Turnout.Server.Storage;

namespace Turnout.Server.Features.Definitions;

/// <summary>What a write left behind.</summary>
/// <param name="Value">The item as it is now.</param>
/// <param name="Created">Whether there was none before.</param>
/// <param name="Version">The version of the environment's ruleset that has it.</param>
internal sealed record Saved<T>(T Value, bool Created, long Version);

/// <summary>How a change is to be saved, and where it comes from.</summary>
/// <param name="Force">Also where it spoils live experiments.</param>
/// <param name="RevertedTo">The version whose state it brings back.</param>
/// <param name="Draft">The id of the draft that it applies.</param>
internal sealed record SaveOptions(bool Force = false, long? RevertedTo = null, string? Draft = null)
{
    public static SaveOptions None { get; } = new();

    /// <summary>What the audit log is told of it besides; null for nothing.</summary>
    public object? Metadata(IReadOnlyList<string>? changed = null)
    {
        var told = new Dictionary<string, object>();
        if (changed is not null) told["changed"] = changed;
        if (Force) told["force"] = true;
        if (RevertedTo is { } version) told["reverted_to"] = version;
        if (Draft is { } draft) told["draft"] = draft;
        return told.Count == 0 ? null : told;
    }
}

internal static class EnvironmentLock
{
    /// <summary>Makes other changes of this environment wait until this one is committed, so that what was checked still holds then.</summary>
    /// <returns>The environment's version; null when there is no such environment.</returns>
    public static Task<long?> LockEnvironmentAsync(this Session session, string environment) =>
        session.FirstOrDefaultAsync<long?>($"SELECT version FROM environments WHERE key = @environment{session.Dialect.ForUpdate}", new { environment });
}
