using System.Text.Json;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Audit;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Environments;

internal sealed class SettingsRow
{
    public string Environment { get; init; } = "";

    public string Document { get; init; } = "{}";

    /// <summary>0 while nothing was ever set.</summary>
    public long Revision { get; init; }

    public EnvironmentSettings ToSettings() => JsonSerializer.Deserialize<EnvironmentSettings>(Document, Wire.Json)!;
}

/// <summary>The SQL of environments' settings.</summary>
internal sealed class SettingsStore(Database database, AuditStore audit, TimeProvider clock)
{
    public static async Task<EnvironmentSettings> OfAsync(Session session, string environment) => (await RowAsync(session, environment)).ToSettings();

    public Task<List<SettingsRow>> AllAsync(CancellationToken cancellation) =>
        database.ReadAsync(session => session.QueryAsync<SettingsRow>("SELECT environment, document, revision FROM environment_settings"), cancellation);

    public Task<Result<SettingsRow>> FindAsync(string environment, CancellationToken cancellation) =>
        database.ReadAsync<Result<SettingsRow>>(async session =>
            await EnvironmentStore.FindAsync(session, environment) is null ? EnvironmentStore.Unknown(environment) : await RowAsync(session, environment), cancellation);

    /// <summary>Sets the settings as a whole. Other settings of the sample begin a new one.</summary>
    public Task<Result<SettingsRow>> SetAsync(string environment, EnvironmentSettings settings, Precondition precondition, Author author, CancellationToken cancellation) =>
        database.WriteAsync<SettingsRow>(async session =>
        {
            if (await session.LockEnvironmentAsync(environment) is null) return EnvironmentStore.Unknown(environment);
            var current = await RowAsync(session, environment);
            if (precondition.Check(current.Revision) is { } failed) return failed;
            var (before, after) = (JsonSerializer.Serialize(current.ToSettings(), Wire.Json), JsonSerializer.Serialize(settings, Wire.Json));
            if (before == after) return current;
            var next = new SettingsRow { Environment = environment, Document = after, Revision = current.Revision + 1 };
            await session.ExecuteAsync("""
                INSERT INTO environment_settings (environment, document, revision, updated_at) VALUES (@Environment, @Document, @Revision, @now)
                ON CONFLICT (environment) DO UPDATE SET document = excluded.document, revision = excluded.revision, updated_at = excluded.updated_at
                """, new { next.Environment, next.Document, next.Revision, now = clock.GetUtcNow().ToUnixTimeMilliseconds() });
            if (JsonSerializer.Serialize(current.ToSettings().RecentContexts, Wire.Json) != JsonSerializer.Serialize(settings.RecentContexts, Wire.Json))
                await session.ExecuteAsync("DELETE FROM recent_contexts WHERE environment = @environment", new { environment });
            await audit.AppendAsync(session, author, new AuditEntry("environment.settings_updated", environment, environment) { Before = before, After = after });
            session.Notify(new Change(ChangeKind.Settings, environment));
            return next;
        }, cancellation);

    static async Task<SettingsRow> RowAsync(Session session, string environment) =>
        await session.FirstOrDefaultAsync<SettingsRow>(
            "SELECT environment, document, revision FROM environment_settings WHERE environment = @environment", new { environment })
        ?? new SettingsRow { Environment = environment };
}
