using Turnout.Server.Storage;

namespace Turnout.Server.Features.Definitions;

/// <summary>What a write left behind.</summary>
/// <param name="Value">The item as it is now.</param>
/// <param name="Created">Whether there was none before.</param>
/// <param name="Version">The version of the environment's ruleset that has it.</param>
internal sealed record Saved<T>(T Value, bool Created, long Version);

internal static class EnvironmentLock
{
    /// <summary>Makes other changes of this environment wait until this one is committed, so that what was checked still holds then.</summary>
    /// <returns>The environment's version; null when there is no such environment.</returns>
    public static Task<long?> LockEnvironmentAsync(this Session session, string environment) =>
        session.FirstOrDefaultAsync<long?>($"SELECT version FROM environments WHERE key = @environment{session.Dialect.ForUpdate}", new { environment });
}
