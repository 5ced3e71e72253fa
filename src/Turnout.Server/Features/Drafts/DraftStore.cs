using System.Text.Json;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Audit;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Features.Environments;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Drafts;

/// <summary>The SQL of drafts. <see cref="DraftWrites"/> has what becomes of them.</summary>
internal sealed class DraftStore(Database database, AuditStore audit)
{
    const string Columns = """
        id, environment, kind, key, action, change, force, comment, author, status, base_revision AS BaseRevision, differences, apply_at AS ApplyAt,
        applied_version AS AppliedVersion, problem, revision, created_at AS CreatedAt, updated_at AS UpdatedAt
        """;

    public static Problem Unknown(string id) => Problem.NotFound("unknown_draft", $"There is no draft '{id}' in this environment.");

    public Task<Result<Draft>> FindAsync(string environment, string id, CancellationToken cancellation) =>
        database.ReadAsync<Result<Draft>>(async session =>
            await RowAsync(session, environment, id) is { } row ? await WithReviewsAsync(session, row)
            : await EnvironmentStore.FindAsync(session, environment) is null ? EnvironmentStore.Unknown(environment)
            : Unknown(id), cancellation);

    /// <summary>A page of drafts, the newest first.</summary>
    public Task<Result<List<Draft>>> ListAsync(string environment, DraftStatus? status, PageRequest page, CancellationToken cancellation) =>
        database.ReadAsync<Result<List<Draft>>>(async session =>
        {
            if (await EnvironmentStore.FindAsync(session, environment) is null) return EnvironmentStore.Unknown(environment);
            var rows = await session.QueryAsync<DraftRow>($"""
                SELECT {Columns} FROM drafts WHERE environment = @environment AND id < @before{(status is null ? "" : " AND status = @status")} ORDER BY id DESC LIMIT @Fetch
                """, new { environment, before = page.After?[0] ?? "g", status = status?.ToString().ToLowerInvariant(), page.Fetch });
            var drafts = new List<Draft>(rows.Count);
            foreach (var row in rows) drafts.Add(await WithReviewsAsync(session, row));
            return drafts;
        }, cancellation);

    /// <summary>The approved drafts whose time has come, in all environments.</summary>
    public Task<List<DraftRow>> DueAsync(DateTimeOffset now, CancellationToken cancellation) =>
        database.ReadAsync(session => session.QueryAsync<DraftRow>(
            $"SELECT {Columns} FROM drafts WHERE status = 'approved' AND apply_at <= @now ORDER BY apply_at, id", new { now = now.ToUnixTimeMilliseconds() }), cancellation);

    public static Task<DraftRow?> RowAsync(Session session, string environment, string id) =>
        session.FirstOrDefaultAsync<DraftRow>($"SELECT {Columns} FROM drafts WHERE environment = @environment AND id = @id{session.Dialect.ForUpdate}", new { environment, id });

    public static async Task<Draft> WithReviewsAsync(Session session, DraftRow row)
    {
        var reviews = await session.QueryAsync<ReviewRow>("SELECT draft, actor, approved, comment, at FROM draft_reviews WHERE draft = @Id ORDER BY at, actor", new { row.Id });
        var open = row.State is DraftStatus.Open or DraftStatus.Approved;
        var outdated = open && (await DraftActions.StateAsync(session, row.Environment, new Item(row.Kind, row.Key))).Revision != row.BaseRevision;
        return new Draft(row, reviews, outdated, (await SettingsStore.OfAsync(session, row.Environment)).Review.Approvals);
    }

    /// <summary>Saves a draft with its entry in the audit log.</summary>
    public async Task SaveAsync(Session session, DraftRow next, Author author, string kind, object? metadata = null)
    {
        await session.ExecuteAsync("""
            INSERT INTO drafts (id, environment, kind, key, action, change, force, comment, author, status, base_revision, differences, apply_at, applied_version,
                problem, revision, created_at, updated_at)
            VALUES (@Id, @Environment, @Kind, @Key, @Action, @Change, @Force, @Comment, @Author, @Status, @BaseRevision, @Differences, @ApplyAt, @AppliedVersion,
                @Problem, @Revision, @CreatedAt, @UpdatedAt)
            ON CONFLICT (id) DO UPDATE SET change = excluded.change, force = excluded.force, comment = excluded.comment, status = excluded.status,
                base_revision = excluded.base_revision, differences = excluded.differences, apply_at = excluded.apply_at, applied_version = excluded.applied_version,
                problem = excluded.problem, revision = excluded.revision, updated_at = excluded.updated_at
            """, next);
        await audit.AppendAsync(session, author, new AuditEntry(kind, next.Id, next.Environment)
        {
            Metadata = metadata ?? new
            {
                item = new Item(next.Kind, next.Key).ToString(), next.Action, next.Comment,
                differences = JsonSerializer.Deserialize<Difference[]>(next.Differences, Wire.Json)!.Select(difference => difference.Words),
            },
        });
    }

    public static Task ReviewAsync(Session session, ReviewRow review) => session.ExecuteAsync("""
        INSERT INTO draft_reviews (draft, actor, approved, comment, at) VALUES (@Draft, @Actor, @Approved, @Comment, @At)
        ON CONFLICT (draft, actor) DO UPDATE SET approved = excluded.approved, comment = excluded.comment, at = excluded.at
        """, review);

    public static Task ForgetReviewsAsync(Session session, string id) => session.ExecuteAsync("DELETE FROM draft_reviews WHERE draft = @id", new { id });
}
