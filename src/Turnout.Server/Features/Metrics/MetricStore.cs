using System.Text.Json;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Audit;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Features.Environments;
using Turnout.Server.Features.Revisions;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Metrics;

/// <summary>The SQL of metrics. Every change is one transaction: the row, its revision and the audit log; the ruleset has no metrics, and keeps its version.</summary>
internal sealed class MetricStore(Database database, AuditStore audit, TimeProvider clock)
{
    static Problem Unknown(string key) => Problem.NotFound("unknown_metric", $"There is no metric '{key}' in this environment.");

    public Task<Result<Metric>> FindAsync(string environment, string key, CancellationToken cancellation) =>
        database.ReadAsync<Result<Metric>>(async session =>
            await MetricReads.FindAsync(session, environment, key) is { } metric ? metric
            : await EnvironmentStore.FindAsync(session, environment) is null ? EnvironmentStore.Unknown(environment)
            : Unknown(key), cancellation);

    /// <summary>A page of metrics, by key.</summary>
    public Task<Result<List<MetricRow>>> ListAsync(string environment, string? text, PageRequest page, CancellationToken cancellation) =>
        database.ReadAsync<Result<List<MetricRow>>>(async session =>
        {
            if (await EnvironmentStore.FindAsync(session, environment) is null) return EnvironmentStore.Unknown(environment);
            return await session.QueryAsync<MetricRow>($"""
                SELECT {MetricReads.Columns} FROM metrics
                WHERE environment = @environment AND key > @after AND search LIKE @text ESCAPE '\' ORDER BY key LIMIT @Fetch
                """, new { environment, after = page.After?[0] ?? "", text = Texts.Pattern(text), page.Fetch });
        }, cancellation);

    /// <summary>Makes or replaces a metric. A request that changes nothing leaves no trace.</summary>
    public Task<Result<Saved<Metric>>> SetAsync(
        string environment, string key, MetricRequest request, Precondition precondition, Author author, SaveOptions options, CancellationToken cancellation) =>
        database.WriteAsync<Saved<Metric>>(async session =>
        {
            if (await session.LockEnvironmentAsync(environment) is not { } version) return EnvironmentStore.Unknown(environment);
            var current = await MetricReads.FindAsync(session, environment, key);
            if (precondition.Check(current?.Revision) is { } failed) return failed;
            if (!MetricChanges.Set(current, request, key, clock.GetUtcNow()).TryGet(out var next, out var problem)) return problem;
            if (current?.Definition == next.Definition) return new Saved<Metric>(current, false, version);
            // One that is made again goes on counting where the removed one ended.
            if (current is null) next = next with { Revision = await RevisionStore.LastAsync(session, environment, Item.Metric(key)) + 1 };
            await session.ExecuteAsync("""
                INSERT INTO metrics (environment, key, definition, search, revision, created_at, updated_at)
                VALUES (@environment, @Key, @Definition, @Search, @Revision, @CreatedAt, @UpdatedAt)
                ON CONFLICT (environment, key) DO UPDATE SET definition = excluded.definition, search = excluded.search,
                    revision = excluded.revision, updated_at = excluded.updated_at
                """, new
            {
                environment,
                next.Key,
                Definition = JsonSerializer.Serialize(next.Definition, Wire.Json),
                Search = Texts.Search([next.Key, next.Definition.Description, next.Definition.Event]),
                next.Revision,
                CreatedAt = next.CreatedAt.ToUnixTimeMilliseconds(),
                UpdatedAt = next.UpdatedAt.ToUnixTimeMilliseconds(),
            });
            await audit.AppendAsync(session, author, new AuditEntry(current is null ? "metric.created" : "metric.updated", key, environment)
            {
                Metadata = options.Metadata(),
                Before = current is null ? null : Document(current),
                After = Document(next),
            });
            await RevisionStore.RecordAsync(session, environment, Item.Metric(key), next.Revision, next.Revision, next.UpdatedAt, author, Document(next));
            return new Saved<Metric>(next, current is null, version);
        }, cancellation);

    /// <summary>Removes a metric that no experiment has.</summary>
    public Task<Result<bool>> DeleteAsync(string environment, string key, Precondition precondition, Author author, CancellationToken cancellation) =>
        database.WriteAsync<bool>(async session =>
        {
            if (await session.LockEnvironmentAsync(environment) is null) return EnvironmentStore.Unknown(environment);
            if (await MetricReads.FindAsync(session, environment, key) is not { } current) return Unknown(key);
            if (precondition.Check(current.Revision) is { } failed) return failed;
            if (await ReferenceStore.InUseAsync(session, environment, Item.Metric(key)) is { } used) return used;
            await session.ExecuteAsync("DELETE FROM metrics WHERE environment = @environment AND key = @key", new { environment, key });
            await audit.AppendAsync(session, author, new AuditEntry("metric.deleted", key, environment) { Before = Document(current) });
            await RevisionStore.RecordAsync(session, environment, Item.Metric(key), current.Revision + 1, current.Revision + 1, clock.GetUtcNow(), author, null);
            return true;
        }, cancellation);

    static string Document(Metric metric) => JsonSerializer.Serialize(MetricBody.Of(metric), Wire.Json);
}
