using Turnout.Server.Features.Audit;
using Turnout.Server.Hosting;
using Turnout.Server.Outbound;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Webhooks;

/// <summary>The SQL of deliveries: from the audit log into the queue, and from the queue into the log of what came of them.</summary>
internal sealed class WebhookQueue(Database database, TimeProvider clock)
{
    const int EntriesAtATime = 200;
    const int MaxReplayed = 10_000;
    static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(1);

    const string Columns = """
        id, webhook, entry, sequence, kind, body, status, attempts, next_at AS NextAt, created_at AS CreatedAt, answered_at AS AnsweredAt,
        answer_status AS AnswerStatus, answer_error AS AnswerError, duration_ms AS DurationMs
        """;

    const string AuditColumns = "sequence, id, at, actor, kind, target, environment, request_id AS RequestId, metadata, before, after";

    // Who asks for a replay believes that the receiver is well again.
    const string WakeUp = "UPDATE webhooks SET resting_until = 0 WHERE id = @webhook";

    public static Problem Unknown(string id) => Problem.NotFound("unknown_delivery", $"There is no delivery '{id}' of this webhook.");

    /// <summary>Whether there are entries that some webhook has not looked at, and deliveries that are due.</summary>
    public Task<(List<WebhookRow> Behind, List<WebhookRow> Due)> WorkAsync(CancellationToken cancellation) =>
        database.ReadAsync(async session => (
            await session.QueryAsync<WebhookRow>($"SELECT {WebhookStore.Columns} FROM webhooks WHERE enabled AND seen < (SELECT MAX(sequence) FROM audit)"),
            await session.QueryAsync<WebhookRow>($"""
                SELECT {WebhookStore.Columns} FROM webhooks WHERE enabled AND resting_until <= @now
                AND EXISTS (SELECT 1 FROM webhook_deliveries d WHERE d.webhook = webhooks.id AND d.status = 'pending' AND d.next_at <= @now)
                """, new { now = Now() })), cancellation);

    /// <summary>Queues what a webhook wants of the entries it has not looked at, each exactly once: the queue and the mark move together.</summary>
    /// <returns>Whether there may be more.</returns>
    public Task<bool> QueueAsync(string webhook, CancellationToken cancellation) =>
        database.WriteAsync(async session =>
        {
            if (await WebhookStore.LockAsync(session, webhook) is not { Enabled: true } current) return false;
            var entries = await session.QueryAsync<AuditRow>(
                $"SELECT {AuditColumns} FROM audit WHERE sequence > @Seen ORDER BY sequence LIMIT {EntriesAtATime}", new { current.Seen });
            if (entries.Count == 0) return false;
            await QueueAsync(session, current, entries);
            await session.ExecuteAsync("UPDATE webhooks SET seen = @seen WHERE id = @webhook", new { webhook, seen = entries[^1].Sequence });
            return entries.Count == EntriesAtATime;
        }, cancellation);

    /// <summary>Queues a stretch of the past again, also what was delivered or never queued.</summary>
    /// <returns>How many deliveries; at most 10,000. 404 <c>unknown_webhook</c>.</returns>
    public async Task<Result<int>> ReplayAsync(string webhook, ReplayRequest request, CancellationToken cancellation)
    {
        var (queued, after, more) = (0, 0L, true);
        while (more && queued < MaxReplayed)
        {
            var from = after;
            var page = await database.WriteAsync<(int Queued, long After, bool More)>(async session =>
            {
                if (await WebhookStore.LockAsync(session, webhook) is not { } current) return WebhookStore.Unknown(webhook);
                await session.ExecuteAsync(WakeUp, new { webhook });
                var entries = await session.QueryAsync<AuditRow>($"""
                    SELECT {AuditColumns} FROM audit WHERE sequence > @from AND at >= @since AND at <= @until ORDER BY sequence LIMIT {EntriesAtATime}
                    """, new { from, since = request.Since.ToUnixTimeMilliseconds(), until = (request.Until ?? clock.GetUtcNow()).ToUnixTimeMilliseconds() });
                var count = await QueueAsync(session, current, entries);
                return (count, entries.Count == 0 ? from : entries[^1].Sequence, entries.Count == EntriesAtATime);
            }, cancellation);
            if (!page.TryGet(out var done, out var problem)) return problem;
            (queued, after, more) = (queued + done.Queued, done.After, done.More);
        }
        return queued;
    }

    /// <summary>Asks for one delivery to be sent again at once.</summary>
    public Task<Result<DeliveryRow>> ReplayOneAsync(string webhook, string id, CancellationToken cancellation) =>
        database.WriteAsync<DeliveryRow>(async session =>
        {
            await session.ExecuteAsync(WakeUp, new { webhook });
            return await session.FirstOrDefaultAsync<DeliveryRow>($"""
                UPDATE webhook_deliveries SET status = 'pending', attempts = 0, next_at = @now WHERE webhook = @webhook AND id = @id RETURNING {Columns}
                """, new { webhook, id, now = Now() }) is { } row ? row : Unknown(id);
        }, cancellation);

    public Task<List<DeliveryRow>> DueAsync(string webhook, int limit, CancellationToken cancellation) =>
        database.ReadAsync(session => session.QueryAsync<DeliveryRow>($"""
            SELECT {Columns} FROM webhook_deliveries WHERE webhook = @webhook AND status = 'pending' AND next_at <= @now ORDER BY sequence, id LIMIT @limit
            """, new { webhook, limit, now = Now() }), cancellation);

    /// <summary>Notes what came of an attempt, and when the next is due.</summary>
    /// <returns>Whether the receiver is to be left in peace for now.</returns>
    public Task<bool> RecordAsync(WebhookRow webhook, DeliveryRow delivery, Outcome outcome, CancellationToken cancellation) =>
        database.WriteAsync(async session =>
        {
            var now = clock.GetUtcNow();
            var attempts = delivery.Attempts + 1;
            var status = outcome.Delivered ? DeliveryRow.Delivered
                : attempts >= Backoff.Attempts || outcome.Status == 410 ? DeliveryRow.Failed
                : DeliveryRow.Pending;
            await session.ExecuteAsync("""
                UPDATE webhook_deliveries SET status = @status, attempts = @attempts, next_at = @next, answered_at = @now,
                    answer_status = @answer, answer_error = @error, duration_ms = @duration
                WHERE id = @Id AND status = 'pending'
                """, new
            {
                delivery.Id,
                status,
                attempts,
                next = (now + Backoff.After((int)attempts, outcome.RetryAfter)).ToUnixTimeMilliseconds(),
                now = now.ToUnixTimeMilliseconds(),
                answer = (long?)outcome.Status,
                error = outcome.Error,
                duration = outcome.DurationMs,
            });
            // A refusal (4xx) is about this message; silence and errors are about the receiver.
            var ailing = outcome.Status is null or 408 or 429 or >= 500;
            if (!ailing)
            {
                await session.ExecuteAsync("UPDATE webhooks SET failures = 0, resting_until = 0 WHERE id = @Id AND failures > 0", new { webhook.Id });
                return false;
            }
            var failures = await session.FirstOrDefaultAsync<long>("UPDATE webhooks SET failures = failures + 1 WHERE id = @Id RETURNING failures", new { webhook.Id });
            var until = now + Backoff.After((int)Math.Min(failures, int.MaxValue), outcome.RetryAfter, LongestRest);
            await session.ExecuteAsync("UPDATE webhooks SET resting_until = @until WHERE id = @Id", new { webhook.Id, until = until.ToUnixTimeMilliseconds() });
            return true;
        }, cancellation);

    /// <summary>Notes a test that was made, which is never tried again.</summary>
    public Task<DeliveryRow> RecordTestAsync(WebhookRow webhook, string id, string body, Outcome outcome, CancellationToken cancellation) =>
        database.WriteAsync(session => session.SingleAsync<DeliveryRow>($"""
            INSERT INTO webhook_deliveries (id, webhook, entry, sequence, kind, body, status, attempts, next_at, created_at, answered_at, answer_status, answer_error, duration_ms)
            VALUES (@id, @webhook, NULL, (SELECT COALESCE(MAX(sequence), 0) FROM audit), @kind, @body, @status, 1, @now, @now, @now, @answer, @error, @duration) RETURNING {Columns}
            """, new
        {
            id,
            webhook = webhook.Id,
            kind = WebhookMessages.Test,
            body,
            status = outcome.Delivered ? DeliveryRow.Delivered : DeliveryRow.Failed,
            now = Now(),
            answer = (long?)outcome.Status,
            error = outcome.Error,
            duration = outcome.DurationMs,
        }), cancellation);

    /// <summary>A page of the delivery log, newest first.</summary>
    public Task<Result<List<DeliveryRow>>> ListAsync(string webhook, string? status, PageRequest page, CancellationToken cancellation) =>
        database.ReadAsync<Result<List<DeliveryRow>>>(async session =>
        {
            if (await session.FirstOrDefaultAsync<string>("SELECT id FROM webhooks WHERE id = @webhook", new { webhook }) is null) return WebhookStore.Unknown(webhook);
            var filter = (status is null ? "" : " AND status = @status") + (page.After is null ? "" : " AND (sequence, id) < (@sequence, @id)");
            return await session.QueryAsync<DeliveryRow>($"""
                SELECT {Columns} FROM webhook_deliveries WHERE webhook = @webhook{filter} ORDER BY sequence DESC, id DESC LIMIT @Fetch
                """, new { webhook, status, sequence = page.AfterNumber() ?? 0, id = page.After?[1], page.Fetch });
        }, cancellation);

    public Task<Result<DeliveryRow>> FindAsync(string webhook, string id, CancellationToken cancellation) =>
        database.ReadAsync<Result<DeliveryRow>>(async session =>
            await session.FirstOrDefaultAsync<DeliveryRow>($"SELECT {Columns} FROM webhook_deliveries WHERE webhook = @webhook AND id = @id", new { webhook, id }) is { } row
                ? row : Unknown(id), cancellation);

    /// <summary>Forgets what was settled before an instant.</summary>
    public Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellation) =>
        database.WriteAsync(session => session.ExecuteAsync(
            "DELETE FROM webhook_deliveries WHERE status <> 'pending' AND created_at < @before", new { before = before.ToUnixTimeMilliseconds() }), cancellation);

    async Task<int> QueueAsync(Session session, WebhookRow webhook, List<AuditRow> entries)
    {
        var filter = new WebhookFilter(webhook);
        var queued = 0;
        foreach (var entry in entries.Where(entry => filter.Wants(entry.Kind, entry.Environment)))
        {
            queued++;
            await session.ExecuteAsync("""
                INSERT INTO webhook_deliveries (id, webhook, entry, sequence, kind, body, status, attempts, next_at, created_at)
                VALUES (@id, @webhook, @entry, @Sequence, @Kind, @body, 'pending', 0, @now, @now)
                ON CONFLICT (webhook, entry) DO UPDATE SET status = 'pending', attempts = 0, next_at = excluded.next_at
                """, new
            {
                id = Guid.CreateVersion7(clock.GetUtcNow()).ToString(),
                webhook = webhook.Id,
                entry = entry.Id,
                entry.Sequence,
                entry.Kind,
                body = WebhookMessages.Of(entry, webhook.Format),
                now = Now(),
            });
        }
        return queued;
    }

    long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
