using Turnout.Server.Features.Access;
using Turnout.Server.Features.Audit;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Environments;

/// <summary>An environment: its own keys, its own flag state, its own data.</summary>
internal sealed class EnvironmentRow
{
    public string Key { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>Counts the changes of the ruleset, from 0.</summary>
    public long Version { get; init; }

    public long CreatedAt { get; init; }
}

/// <summary>The SQL of environments.</summary>
internal sealed class EnvironmentStore(Database database, AuditStore audit, TimeProvider clock)
{
    const string Columns = "key, name, version, created_at AS CreatedAt";

    public static Problem Unknown(string key) => Problem.NotFound("unknown_environment", $"There is no environment '{key}'.");

    public Task<EnvironmentRow?> FindAsync(string key, CancellationToken cancellation = default) =>
        database.ReadAsync(session => FindAsync(session, key), cancellation);

    public static Task<EnvironmentRow?> FindAsync(Session session, string key) =>
        session.FirstOrDefaultAsync<EnvironmentRow>($"SELECT {Columns} FROM environments WHERE key = @key", new { key });

    public Task<List<EnvironmentRow>> AllAsync(CancellationToken cancellation = default) =>
        database.ReadAsync(session => session.QueryAsync<EnvironmentRow>($"SELECT {Columns} FROM environments ORDER BY key"), cancellation);

    public Task<List<EnvironmentRow>> ListAsync(PageRequest page, CancellationToken cancellation) =>
        database.ReadAsync(session => session.QueryAsync<EnvironmentRow>(
            $"SELECT {Columns} FROM environments WHERE key > @after ORDER BY key LIMIT @Fetch", new { after = page.After?[0] ?? "", page.Fetch }), cancellation);

    public Task<Result<EnvironmentRow>> CreateAsync(string key, string name, Author author, CancellationToken cancellation) =>
        database.WriteAsync<EnvironmentRow>(async session =>
        {
            if (await InsertAsync(session, key, name) is not { } row)
                return Problem.Conflict("key_taken", $"There is an environment '{key}' already.");
            await audit.AppendAsync(session, author, new AuditEntry("environment.created", key, key) { Metadata = new { name } });
            session.Notify(new Change(ChangeKind.Ruleset, key));
            return row;
        }, cancellation);

    /// <summary>Makes the two environments that every installation starts with, where there is none at all.</summary>
    public Task EnsureFirstAsync(CancellationToken cancellation) =>
        database.WriteAsync(async session =>
        {
            if (await session.ScalarAsync<long>("SELECT COUNT(*) FROM environments") > 0) return;
            await InsertAsync(session, "production", "Production");
            await InsertAsync(session, "development", "Development");
        }, cancellation);

    /// <returns>Null when the key is taken.</returns>
    Task<EnvironmentRow?> InsertAsync(Session session, string key, string name) =>
        session.FirstOrDefaultAsync<EnvironmentRow>($"""
            INSERT INTO environments (key, name, version, created_at) VALUES (@key, @name, 0, @now)
            ON CONFLICT (key) DO NOTHING RETURNING {Columns}
            """, new { key, name, now = clock.GetUtcNow().ToUnixTimeMilliseconds() });
}

internal static class EnvironmentSessionExtensions
{
    /// <summary>
    /// Raises the environment's version with the change of its ruleset that this transaction makes, and tells every server after the
    /// commit. Call it before reading what the change depends on: on PostgreSQL it makes other changes of this environment wait.
    /// </summary>
    /// <returns>The new version; null when there is no such environment.</returns>
    public static async Task<long?> BumpEnvironmentAsync(this Session session, string environment)
    {
        var version = await session.FirstOrDefaultAsync<long?>(
            "UPDATE environments SET version = version + 1 WHERE key = @environment RETURNING version", new { environment });
        if (version is not null) session.Notify(new Change(ChangeKind.Ruleset, environment));
        return version;
    }
}
