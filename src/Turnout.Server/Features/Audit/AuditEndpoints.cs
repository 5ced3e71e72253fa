using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Features.Access;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Audit;

internal static class AuditEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/api/v1/audit", ListAudit).WithName("listAudit").WithTags("Audit").Requires(Right.AuditRead);

    /// <summary>The audit log, newest first.</summary>
    internal static async Task<Results<Ok<Page<AuditBody>>, ProblemHttpResult>> ListAudit(
        [Description("Only what happened in this environment.")] string? environment,
        [Description("Only entries of this kind, such as `flag.updated`.")] string? kind,
        [Description("Only what happened to this key or id.")] string? target,
        [AsParameters] PageQuery query, AuditStore store, CancellationToken cancellation)
    {
        if (!query.ReadKeys(CursorKey.Number).TryGet(out var page, out var problem)) return problem.ToHttp();
        var rows = await store.ListAsync(environment, kind, target, page, cancellation);
        return TypedResults.Ok(Page.Of(rows, page, AuditBody.Of, row => [row.Sequence.ToString(CultureInfo.InvariantCulture)]));
    }
}

/// <summary>An entry of the audit log.</summary>
internal sealed record AuditBody(
    string Id, DateTimeOffset At, string Actor, string Kind, string Target, string? Environment, string? RequestId, JsonElement Metadata,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Before,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? After)
{
    public static AuditBody Of(AuditRow row) => new(row.Id, DateTimeOffset.FromUnixTimeMilliseconds(row.At), row.Actor, row.Kind, row.Target, row.Environment,
        row.RequestId, Json(row.Metadata), row.Before is null ? null : Json(row.Before), row.After is null ? null : Json(row.After));

    static JsonElement Json(string text) => JsonElement.Parse(text);
}
