using System.Text.Json;
using System.Text.Json.Serialization;

namespace Turnout.Server.Features.Webhooks;

/// <summary>Asks for a webhook, or for what it shall be from now on.</summary>
/// <param name="Name">What people call it, 1 to 128 characters.</param>
/// <param name="Url">Where to send; <c>https://</c> or <c>http://</c>, not to this machine or its link-local network unless the server's options allow it.</param>
/// <param name="Format"><c>json</c> (a Standard Webhooks message) or <c>slack</c> (a text for Slack and what understands its form).</param>
/// <param name="Events">Kinds of the audit log: <c>flag.updated</c>, <c>flag.*</c>, <c>*</c>. Left out: flags, experiments, guardrails, approvals.</param>
/// <param name="Environments">Only changes in these; empty or left out: in all.</param>
/// <param name="Enabled">Whether it is told at all.</param>
internal sealed record WebhookRequest(
    string Name, string Url, string Format = "json", IReadOnlyList<string>? Events = null, IReadOnlyList<string>? Environments = null, bool Enabled = true);

/// <summary>An address that is told of changes.</summary>
/// <param name="Failures">Attempts that failed in a row; 0 when all is well.</param>
/// <param name="RestingUntil">Where it failed: it is left in peace until then.</param>
/// <param name="Pending">How many deliveries wait.</param>
/// <param name="Secret">What its messages are signed with; only when it was made just now, and never again.</param>
internal sealed record WebhookBody(
    string Id, string Name, string Url, string Format, IReadOnlyList<string> Events, IReadOnlyList<string> Environments, bool Enabled,
    long Failures, DateTimeOffset? RestingUntil, long Pending, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Secret = null)
{
    public static WebhookBody Of(WebhookRow row, long pending, string? secret = null) => new(
        row.Id, row.Name, row.Url, row.Format, row.EventList(), row.EnvironmentList(), row.Enabled, row.Failures,
        row.RestingUntil == 0 ? null : Instant(row.RestingUntil), pending, Instant(row.CreatedAt), Instant(row.UpdatedAt), secret);

    static DateTimeOffset Instant(long at) => DateTimeOffset.FromUnixTimeMilliseconds(at);
}

/// <summary>A new signing secret.</summary>
/// <param name="Secret">In the form of Standard Webhooks: <c>whsec_</c> and 32 bytes in Base64. Shown once.</param>
/// <param name="OldUntil">Until when messages are signed with the one before as well.</param>
internal sealed record WebhookSecretBody(string Secret, DateTimeOffset OldUntil);

/// <summary>Something a webhook was told, or is to be told.</summary>
/// <param name="Id">The <c>webhook-id</c> header: the same whenever it is sent again.</param>
/// <param name="Entry">The id of the audit log's entry; null for a test.</param>
/// <param name="Status"><c>pending</c>, <c>delivered</c> or <c>failed</c>.</param>
/// <param name="NextAt">When it is tried next; null when it is not.</param>
/// <param name="AnswerStatus">The HTTP status of the last answer; null where none came.</param>
/// <param name="AnswerError">What went wrong last, with the beginning of the answer.</param>
/// <param name="Body">What is sent; only where one delivery is asked for.</param>
internal sealed record DeliveryBody(
    string Id, string? Entry, string Kind, string Status, long Attempts, DateTimeOffset? NextAt, DateTimeOffset CreatedAt, DateTimeOffset? AnsweredAt,
    long? AnswerStatus, string? AnswerError, long? DurationMs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Body = null)
{
    public static DeliveryBody Of(DeliveryRow row) => new(
        row.Id, row.Entry, row.Kind, row.Status, row.Attempts, row.Status == DeliveryRow.Pending ? Instant(row.NextAt) : null, Instant(row.CreatedAt),
        row.AnsweredAt is { } at ? Instant(at) : null, row.AnswerStatus, row.AnswerError, row.DurationMs);

    public static DeliveryBody Whole(DeliveryRow row) => Of(row) with { Body = JsonElement.Parse(row.Body) };

    static DateTimeOffset Instant(long at) => DateTimeOffset.FromUnixTimeMilliseconds(at);
}

/// <summary>Asks for a stretch of the past to be told again.</summary>
/// <param name="Since">From when.</param>
/// <param name="Until">Up to when; now where left out.</param>
internal sealed record ReplayRequest(DateTimeOffset Since, DateTimeOffset? Until = null);

/// <summary>What will be told again.</summary>
/// <param name="Queued">How many deliveries; at most 10,000 a call.</param>
internal sealed record ReplayBody(int Queued);
