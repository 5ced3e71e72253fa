using System.Text.Json;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Audit;
using Turnout.Server.Features.Environments;
using Turnout.Server.Hosting;
using Turnout.Server.Outbound;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Webhooks;

/// <summary>The SQL of webhooks.</summary>
internal sealed class WebhookStore(Database database, AuditStore audit, SealedSecrets secrets, TimeProvider clock)
{
    /// <summary>How long messages are signed with the old secret as well.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    const int MaxWebhooks = 50;

    internal const string Columns = """
        id, name, url, format, events, environments, enabled, secret, old_secret AS OldSecret, old_secret_until AS OldSecretUntil, seen, failures,
        resting_until AS RestingUntil, revision, created_at AS CreatedAt, updated_at AS UpdatedAt
        """;

    public static Problem Unknown(string id) => Problem.NotFound("unknown_webhook", $"There is no webhook '{id}'.");

    public Task<List<(WebhookRow Row, long Pending)>> ListAsync(PageRequest page, CancellationToken cancellation) =>
        database.ReadAsync(async session =>
        {
            var rows = await session.QueryAsync<WebhookRow>(
                $"SELECT {Columns} FROM webhooks WHERE id > @after ORDER BY id LIMIT @Fetch", new { after = page.After?[0] ?? "", page.Fetch });
            var counted = new List<(WebhookRow, long)>(rows.Count);
            foreach (var row in rows) counted.Add((row, await PendingAsync(session, row.Id)));
            return counted;
        }, cancellation);

    public Task<Result<(WebhookRow Row, long Pending)>> FindAsync(string id, CancellationToken cancellation) =>
        database.ReadAsync<Result<(WebhookRow, long)>>(async session =>
            await session.FirstOrDefaultAsync<WebhookRow>($"SELECT {Columns} FROM webhooks WHERE id = @id", new { id }) is { } row ? (row, await PendingAsync(session, id)) : Unknown(id), cancellation);

    /// <summary>A webhook that stands still until the commit.</summary>
    public static Task<WebhookRow?> LockAsync(Session session, string id) =>
        session.FirstOrDefaultAsync<WebhookRow>($"SELECT {Columns} FROM webhooks WHERE id = @id{session.Dialect.ForUpdate}", new { id });

    /// <summary>Makes a webhook that is told of what happens from now on.</summary>
    /// <returns>The webhook and its secret; 409 <c>too_many_webhooks</c>, 404 <c>unknown_environment</c>.</returns>
    public Task<Result<(WebhookRow Row, string Secret)>> CreateAsync(WebhookRequest request, Author author, CancellationToken cancellation) =>
        database.WriteAsync<(WebhookRow, string)>(async session =>
        {
            if (await session.ScalarAsync<long>("SELECT COUNT(*) FROM webhooks") >= MaxWebhooks)
                return Problem.Conflict("too_many_webhooks", $"There are {MaxWebhooks} webhooks already; remove one first.");
            if (await UnknownEnvironmentAsync(session, request) is { } unknown) return unknown;
            var now = clock.GetUtcNow();
            var id = Guid.CreateVersion7(now).ToString();
            var secret = WebhookChanges.NewSecret();
            await audit.AppendAsync(session, author, new AuditEntry("webhook.created", id, null) { After = Document(request) });
            var row = await session.SingleAsync<WebhookRow>($"""
                INSERT INTO webhooks (id, name, url, format, events, environments, enabled, secret, seen, failures, resting_until, revision, created_at, updated_at)
                VALUES (@id, @Name, @Url, @Format, @Events, @Environments, @Enabled, @Sealed, {LastEntry}, 0, 0, 1, @At, @At) RETURNING {Columns}
                """, Values(request, id, now, secrets.Seal(secret, id)));
            return (row, secret);
        }, cancellation);

    /// <summary>Changes a webhook; one that is switched on again is told of what happens from now on.</summary>
    public Task<Result<(WebhookRow Row, long Pending)>> UpdateAsync(string id, WebhookRequest request, Precondition precondition, Author author, CancellationToken cancellation) =>
        database.WriteAsync<(WebhookRow, long)>(async session =>
        {
            if (await LockAsync(session, id) is not { } current) return Unknown(id);
            if (precondition.Check(current.Revision) is { } failed) return failed;
            if (await UnknownEnvironmentAsync(session, request) is { } unknown) return unknown;
            var before = new WebhookRequest(current.Name, current.Url, current.Format, current.EventList(), current.EnvironmentList(), current.Enabled);
            await audit.AppendAsync(session, author, new AuditEntry("webhook.updated", id, null) { Before = Document(before), After = Document(request) });
            var row = await session.SingleAsync<WebhookRow>($"""
                UPDATE webhooks SET name = @Name, url = @Url, format = @Format, events = @Events, environments = @Environments, enabled = @Enabled,
                    seen = CASE WHEN enabled THEN seen ELSE {LastEntry} END, failures = 0, resting_until = 0, revision = revision + 1, updated_at = @At
                WHERE id = @id RETURNING {Columns}
                """, Values(request, id, clock.GetUtcNow(), ""));
            return (row, await PendingAsync(session, id));
        }, cancellation);

    public Task<Result<bool>> DeleteAsync(string id, Precondition precondition, Author author, CancellationToken cancellation) =>
        database.WriteAsync<bool>(async session =>
        {
            if (await LockAsync(session, id) is not { } current) return Unknown(id);
            if (precondition.Check(current.Revision) is { } failed) return failed;
            await session.ExecuteAsync("DELETE FROM webhooks WHERE id = @id", new { id });
            await audit.AppendAsync(session, author, new AuditEntry("webhook.deleted", id, null) { Metadata = new { current.Name, current.Url } });
            return true;
        }, cancellation);

    /// <summary>Gives a webhook a new secret; the old one signs too for a day.</summary>
    public Task<Result<WebhookSecretBody>> RotateAsync(string id, Author author, CancellationToken cancellation) =>
        database.WriteAsync<WebhookSecretBody>(async session =>
        {
            var secret = WebhookChanges.NewSecret();
            var until = clock.GetUtcNow() + Overlap;
            var changed = await session.ExecuteAsync("""
                UPDATE webhooks SET old_secret = secret, old_secret_until = @until, secret = @next, revision = revision + 1 WHERE id = @id
                """, new { id, until = until.ToUnixTimeMilliseconds(), next = secrets.Seal(secret, id) });
            if (changed == 0) return Unknown(id);
            await audit.AppendAsync(session, author, new AuditEntry("webhook.secret_rotated", id, null));
            return new WebhookSecretBody(secret, until);
        }, cancellation);

    const string LastEntry = "(SELECT COALESCE(MAX(sequence), 0) FROM audit)";

    static async Task<long> PendingAsync(Session session, string id) =>
        await session.ScalarAsync<long>("SELECT COUNT(*) FROM webhook_deliveries WHERE webhook = @id AND status = 'pending'", new { id });

    static async Task<Problem?> UnknownEnvironmentAsync(Session session, WebhookRequest request)
    {
        foreach (var environment in request.Environments ?? [])
            if (await EnvironmentStore.FindAsync(session, environment) is null) return EnvironmentStore.Unknown(environment);
        return null;
    }

    static object Values(WebhookRequest request, string id, DateTimeOffset now, string box) => new
    {
        id,
        request.Name,
        request.Url,
        request.Format,
        Events = JsonSerializer.Serialize(request.Events ?? WebhookRow.UsualEvents, Wire.Json),
        Environments = JsonSerializer.Serialize(request.Environments ?? [], Wire.Json),
        request.Enabled,
        Sealed = box,
        At = now.ToUnixTimeMilliseconds(),
    };

    static string Document(WebhookRequest request) => JsonSerializer.Serialize(request, Wire.Json);
}
