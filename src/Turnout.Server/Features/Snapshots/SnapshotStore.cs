using System.Text.Json;
using Turnout.Server.Analysis;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Audit;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Features.Environments;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Snapshots;

/// <summary>Keeps results as they are at an instant, and finds them again by their links.</summary>
internal sealed class SnapshotStore(Database database, ExperimentResults results, AuditStore audit, TimeProvider clock)
{
    public const string TokenPrefix = "turnout_shared_";

    const int MaxNote = 1_000, MaxSnapshots = 100;

    const string Columns = "id, environment, experiment, note, created_by AS CreatedBy, created_at AS CreatedAt, expires_at AS ExpiresAt";

    static readonly TimeSpan Life = TimeSpan.FromDays(30), LongestLife = TimeSpan.FromDays(366);

    /// <summary>Takes a snapshot of everything acknowledged so far.</summary>
    /// <returns>The snapshot, and the token of its link, which is kept nowhere.</returns>
    public async Task<Result<(SnapshotRow Row, string Token)>> CreateAsync(string environment, string key, SnapshotRequest request, Author author, CancellationToken cancellation)
    {
        var note = request.Note ?? "";
        if (note.Length > MaxNote) return Problem.Invalid("too_long", "note", $"A note has at most {MaxNote} characters.");
        if (KeyChecks.Expiry(request.ExpiresAt, clock, LongestLife) is { } wrong) return wrong;
        var asked = await results.AskAsync<SnapshotContent>(environment, key, counted => counted.Experiment.StartedAt is null
            ? Problem.Conflict("invalid_transition", $"'{key}' has not been launched: it has no results.") : SnapshotContent.Of(counted), cancellation);
        if (!asked.TryGet(out var content, out var problem)) return problem;
        var token = Secret.New(TokenPrefix);
        var row = new SnapshotRow
        {
            Id = Guid.CreateVersion7(content.Results.AsOf).ToString(), Environment = environment, Experiment = key, Note = note, Content = JsonSerializer.Serialize(content, Wire.Json), CreatedBy = author.Name,
            CreatedAt = content.Results.AsOf.ToUnixTimeMilliseconds(), ExpiresAt = (request.ExpiresAt ?? content.Results.AsOf + Life).ToUnixTimeMilliseconds(),
        };
        return await database.WriteAsync<(SnapshotRow, string)>(async session =>
        {
            if (await session.LockEnvironmentAsync(environment) is null) return EnvironmentStore.Unknown(environment);
            if (await ExperimentReads.FindAsync(session, environment, key) is null) return ExperimentStore.Unknown(key);
            if (await session.ScalarAsync<long>("SELECT COUNT(*) FROM snapshots WHERE environment = @environment AND experiment = @key", new { environment, key }) >= MaxSnapshots)
                return Problem.Conflict("too_many_snapshots", $"'{key}' has {MaxSnapshots} snapshots; revoke some first.");
            await session.ExecuteAsync("""
                INSERT INTO snapshots (id, environment, experiment, note, hash, content, created_by, created_at, expires_at)
                VALUES (@Id, @Environment, @Experiment, @Note, @Hash, @Content, @CreatedBy, @CreatedAt, @ExpiresAt)
                """, new { row.Id, row.Environment, row.Experiment, row.Note, Hash = SecretHash.Of(token).ToString(), row.Content, row.CreatedBy, row.CreatedAt, row.ExpiresAt });
            await audit.AppendAsync(session, author, new AuditEntry("snapshot.created", key, environment)
            {
                Metadata = new { snapshot = row.Id, note, expires_at = DateTimeOffset.FromUnixTimeMilliseconds(row.ExpiresAt) },
            });
            return (row, token);
        }, cancellation);
    }

    /// <summary>An experiment's snapshots, newest first, without what they show.</summary>
    public Task<Result<List<SnapshotRow>>> ListAsync(string environment, string key, PageRequest page, CancellationToken cancellation) =>
        database.ReadAsync<Result<List<SnapshotRow>>>(async session =>
            await EnvironmentStore.FindAsync(session, environment) is null ? EnvironmentStore.Unknown(environment)
            : await ExperimentReads.FindAsync(session, environment, key) is null ? ExperimentStore.Unknown(key)
            : await session.QueryAsync<SnapshotRow>($"""
                SELECT {Columns} FROM snapshots WHERE environment = @environment AND experiment = @key{(page.After is null ? "" : " AND id < @after")}
                ORDER BY id DESC LIMIT @Fetch
                """, new { environment, key, after = page.After?[0], page.Fetch }), cancellation);

    /// <summary>A snapshot with what it shows.</summary>
    public Task<Result<SnapshotRow>> FindAsync(string environment, string key, string id, CancellationToken cancellation) =>
        database.ReadAsync<Result<SnapshotRow>>(async session => await RowAsync(session, environment, key, id) is { } row ? row : Unknown(id), cancellation);

    /// <summary>The snapshot that a link leads to.</summary>
    /// <returns>The snapshot; null where there is none, it was revoked, or the link has ended.</returns>
    public async Task<SnapshotRow?> OpenAsync(string token, CancellationToken cancellation)
    {
        if (token.Length > SecretHash.MaxSecretLength || !token.StartsWith(TokenPrefix, StringComparison.Ordinal)) return null;
        var hash = SecretHash.Of(token).ToString();
        return await database.ReadAsync(session => session.FirstOrDefaultAsync<SnapshotRow>(
            $"SELECT {Columns}, content FROM snapshots WHERE hash = @hash AND expires_at > @now", new { hash, now = clock.GetUtcNow().ToUnixTimeMilliseconds() }), cancellation);
    }

    /// <summary>Removes a snapshot: its link leads nowhere from now on, on every server.</summary>
    public Task<Result<bool>> RevokeAsync(string environment, string key, string id, Author author, CancellationToken cancellation) =>
        database.WriteAsync<bool>(async session =>
        {
            if (await session.LockEnvironmentAsync(environment) is null) return EnvironmentStore.Unknown(environment);
            if (await RowAsync(session, environment, key, id) is not { } row) return Unknown(id);
            await session.ExecuteAsync("DELETE FROM snapshots WHERE id = @id", new { id });
            await audit.AppendAsync(session, author, new AuditEntry("snapshot.revoked", key, environment) { Metadata = new { snapshot = id, row.Note } });
            return true;
        }, cancellation);

    public static Task RemoveTracesAsync(Session session, string environment, string experiment) =>
        session.ExecuteAsync("DELETE FROM snapshots WHERE environment = @environment AND experiment = @experiment", new { environment, experiment });

    static Task<SnapshotRow?> RowAsync(Session session, string environment, string key, string id) => session.FirstOrDefaultAsync<SnapshotRow>(
        $"SELECT {Columns}, content FROM snapshots WHERE id = @id AND environment = @environment AND experiment = @key", new { environment, key, id });

    static Problem Unknown(string id) => Problem.NotFound("unknown_snapshot", $"The experiment has no snapshot '{id}'.");
}
