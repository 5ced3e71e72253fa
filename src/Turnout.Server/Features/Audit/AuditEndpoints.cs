using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Features.Access;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Audit;

internal static class AuditEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var audit = endpoints.MapGroup("/api/v1/audit").WithTags("Audit").Requires(Right.AuditRead);
        audit.MapGet("", ListAudit).WithName("listAudit").AsksInQuery();
        audit.MapGet("chain", VerifyAudit).WithName("verifyAudit");
        audit.MapGet("export", ExportAudit).WithName("exportAudit").Produces<string>(200, "application/x-ndjson");
    }

    /// <summary>The audit log, newest first.</summary>
    internal static async Task<Results<Ok<Page<AuditBody>>, ProblemHttpResult>> ListAudit(
        [Description("Only what happened in this environment.")] string? environment,
        [Description("Only entries of this kind, such as `flag.updated`.")] string? kind,
        [Description("Only what happened to this key or id.")] string? target,
        [Description("Only what this actor did, such as `member:ada@example.org`.")] string? actor,
        [FromQuery(Name = "actor_kind"), Description("Only what actors of this kind did: `admin`, `member`, `personal`, `service`, `server`, `client`, `user`, `schedule`, `guardrail`, `cli`, `system`.")] string? actorKind,
        [FromQuery(Name = "request_id"), Description("Only what this request did.")] string? requestId,
        [Description("Only from this instant on.")] DateTimeOffset? since,
        [Description("Only before this instant.")] DateTimeOffset? until,
        [AsParameters] PageQuery query, AuditStore store, CancellationToken cancellation)
    {
        if (!query.ReadKeys(CursorKey.Number).TryGet(out var page, out var problem)) return problem.ToHttp();
        var filter = new AuditFilter(environment, kind, target)
        {
            Actor = actor, ActorKind = actorKind, RequestId = requestId, Since = since?.ToUnixTimeMilliseconds(), Until = until?.ToUnixTimeMilliseconds(),
        };
        var rows = await store.ListAsync(filter, page, cancellation);
        return TypedResults.Ok(Page.Of(rows, page, AuditBody.Of, row => [row.Sequence.ToString(CultureInfo.InvariantCulture)]));
    }

    /// <summary>Follows the chain of hashes through the whole log and says whether any entry was changed, removed or slipped in.</summary>
    internal static async Task<Ok<AuditChainBody>> VerifyAudit(AuditStore store, CancellationToken cancellation)
    {
        var report = await store.VerifyAsync(cancellation);
        return TypedResults.Ok(new AuditChainBody(report.Intact, report.Entries, report.Head, report.BrokenAt));
    }

    /// <summary>The whole log, oldest first, one JSON object a line, each with its hash.</summary>
    internal static async Task ExportAudit(AuditStore store, HttpResponse response, CancellationToken cancellation)
    {
        response.ContentType = "application/x-ndjson";
        await foreach (var row in store.AllAsync(cancellation))
        {
            await JsonSerializer.SerializeAsync(response.Body, AuditBody.Of(row), Wire.Json, cancellation);
            await response.Body.WriteAsync("\n"u8.ToArray(), cancellation);
        }
    }
}

/// <summary>Whether the audit log is what was written.</summary>
/// <param name="Intact">Every entry follows from the one before.</param>
/// <param name="Entries">How many entries do.</param>
/// <param name="Head">The hash of the last of them; kept elsewhere, it shows later whether the log was cut short.</param>
/// <param name="BrokenAt">The id of the first entry that does not follow; null when all do.</param>
internal sealed record AuditChainBody(bool Intact, long Entries, string Head, string? BrokenAt);

/// <summary>An entry of the audit log.</summary>
/// <param name="ActorKind">What stands before the actor's first colon: who has made the change, in one word.</param>
internal sealed record AuditBody(
    string Id, DateTimeOffset At, string Actor, string ActorKind, string Kind, string Target, string? Environment, string? RequestId, JsonElement Metadata,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Before,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? After,
    string Hash)
{
    public static AuditBody Of(AuditRow row) => new(row.Id, DateTimeOffset.FromUnixTimeMilliseconds(row.At), row.Actor, row.Actor.Split(':')[0], row.Kind, row.Target, row.Environment,
        row.RequestId, Json(row.Metadata), row.Before is null ? null : Json(row.Before), row.After is null ? null : Json(row.After), row.Hash);

    static JsonElement Json(string text) => JsonElement.Parse(text);
}
