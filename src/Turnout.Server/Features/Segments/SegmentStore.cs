using System.Text.Json;
using Turnout.Engine.Definitions;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Audit;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Features.Drafts;
using Turnout.Server.Features.Environments;
using Turnout.Server.Features.Flags;
using Turnout.Server.Features.Revisions;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Segments;

/// <summary>The SQL of segments. Every change is one transaction: the row, what it names, the audit log, the environment's version.</summary>
internal sealed class SegmentStore(Database database, AuditStore audit, TimeProvider clock)
{
    static Problem Unknown(string key) => Problem.NotFound("unknown_segment", $"There is no segment '{key}' in this environment.");

    public Task<Result<Segment>> FindAsync(string environment, string key, CancellationToken cancellation) =>
        database.ReadAsync<Result<Segment>>(async session =>
            await SegmentReads.FindAsync(session, environment, key) is { } segment ? segment
            : await EnvironmentStore.FindAsync(session, environment) is null ? EnvironmentStore.Unknown(environment)
            : Unknown(key), cancellation);

    /// <summary>A page of segments, by key.</summary>
    public Task<Result<List<SegmentRow>>> ListAsync(string environment, string? text, PageRequest page, CancellationToken cancellation) =>
        database.ReadAsync<Result<List<SegmentRow>>>(async session =>
        {
            if (await EnvironmentStore.FindAsync(session, environment) is null) return EnvironmentStore.Unknown(environment);
            return await session.QueryAsync<SegmentRow>($"""
                SELECT {SegmentReads.Columns} FROM segments
                WHERE environment = @environment AND key > @after AND search LIKE @text ESCAPE '\' ORDER BY key LIMIT @Fetch
                """, new { environment, after = page.After?[0] ?? "", text = Texts.Pattern(text), page.Fetch });
        }, cancellation);

    /// <summary>The segment as the request wants it, checked.</summary>
    public static async Task<Result<Segment>> DecideAsync(Session session, string environment, string key, Segment? current, SegmentRequest request, DateTimeOffset now)
    {
        var existing = await SegmentReads.ExistingAsync(session, environment, [.. References.Of(request.If).Select(item => item.Key)]);
        var uses = await ReferenceStore.WithinAsync(session, environment, Item.SegmentKind);
        return SegmentChanges.Set(current, request, key, existing.Contains, uses, now);
    }

    /// <summary>Makes or replaces a segment. A request that changes nothing leaves no trace.</summary>
    public Task<Result<Saved<Segment>>> SetAsync(
        string environment, string key, SegmentRequest request, Precondition precondition, Author author, SaveOptions options, CancellationToken cancellation) =>
        database.WriteAsync<Saved<Segment>>(async session => await Review.CheckAsync(session, environment, author) is { } review
            ? review : await SetAsync(session, environment, key, request, precondition, author, options), cancellation);

    public async Task<Result<Saved<Segment>>> SetAsync(
        Session session, string environment, string key, SegmentRequest request, Precondition precondition, Author author, SaveOptions options)
    {
        if (await session.LockEnvironmentAsync(environment) is not { } version) return EnvironmentStore.Unknown(environment);
        var current = await SegmentReads.FindAsync(session, environment, key);
        if (precondition.Check(current?.Revision) is { } failed) return failed;
        if (!(await DecideAsync(session, environment, key, current, request, clock.GetUtcNow())).TryGet(out var next, out var problem)) return problem;
        if (current is not null && IsSame(current, next)) return new Saved<Segment>(current, false, version);
        if (!options.Force && current is not null && await SegmentEdits.SpoiledAsync(session, environment, current, next) is { Count: > 0 } spoiled) return FlagEdits.Refusal(spoiled);
        await session.ExecuteAsync("""
            INSERT INTO segments (environment, key, definition, description, search, revision, created_at, updated_at)
            VALUES (@environment, @Key, @Definition, @Description, @Search, @Revision, @CreatedAt, @UpdatedAt)
            ON CONFLICT (environment, key) DO UPDATE SET definition = excluded.definition, description = excluded.description,
                search = excluded.search, revision = excluded.revision, updated_at = excluded.updated_at
            """, new
        {
            environment,
            next.Key,
            Definition = JsonSerializer.Serialize(next.Definition, DefinitionsJson.Default.SegmentDefinition),
            next.Description,
            Search = Texts.Search([next.Key, next.Description]),
            next.Revision,
            CreatedAt = next.CreatedAt.ToUnixTimeMilliseconds(),
            UpdatedAt = next.UpdatedAt.ToUnixTimeMilliseconds(),
        });
        await ReferenceStore.ReplaceAsync(session, environment, Item.Segment(key), References.Of(request.If));
        await audit.AppendAsync(session, author, new AuditEntry(current is null ? "segment.created" : "segment.updated", key, environment)
        {
            Metadata = options.Metadata(),
            Before = current is null ? null : Document(current),
            After = Document(next),
        });
        var raised = (await session.BumpEnvironmentAsync(environment))!.Value;
        await RevisionStore.RecordAsync(session, environment, Item.Segment(key), next.Revision, raised, next.UpdatedAt, author, Document(next));
        return new Saved<Segment>(next, current is null, raised);
    }

    /// <summary>Removes a segment that nothing uses.</summary>
    /// <returns>The ruleset's version without it.</returns>
    public Task<Result<long>> DeleteAsync(string environment, string key, Precondition precondition, Author author, CancellationToken cancellation) =>
        database.WriteAsync<long>(async session => await Review.CheckAsync(session, environment, author) is { } review
            ? review : await DeleteAsync(session, environment, key, precondition, author), cancellation);

    public async Task<Result<long>> DeleteAsync(Session session, string environment, string key, Precondition precondition, Author author)
    {
        if (await session.LockEnvironmentAsync(environment) is null) return EnvironmentStore.Unknown(environment);
        if (await SegmentReads.FindAsync(session, environment, key) is not { } current) return Unknown(key);
        if (precondition.Check(current.Revision) is { } failed) return failed;
        if (await ReferenceStore.InUseAsync(session, environment, Item.Segment(key)) is { } used) return used;
        await session.ExecuteAsync("DELETE FROM segments WHERE environment = @environment AND key = @key", new { environment, key });
        await ReferenceStore.RemoveAsync(session, environment, Item.Segment(key));
        await audit.AppendAsync(session, author, new AuditEntry("segment.deleted", key, environment) { Before = Document(current) });
        var version = (await session.BumpEnvironmentAsync(environment))!.Value;
        await RevisionStore.RecordAsync(session, environment, Item.Segment(key), current.Revision + 1, version, clock.GetUtcNow(), author, null);
        return version;
    }

    static bool IsSame(Segment current, Segment next) => Document(current) == Document(next with { UpdatedAt = current.UpdatedAt });

    static string Document(Segment segment) => JsonSerializer.Serialize(SegmentBody.Of(segment), Wire.Json);
}
