using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Features.Access;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Snapshots;

internal static class SnapshotEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var snapshots = endpoints.MapGroup("/api/v1/environments/{environment}/experiments/{key}/snapshots").WithTags("Results");
        snapshots.MapGet("", ListSnapshots).WithName("listSnapshots").Requires(Right.ResultsRead);
        snapshots.MapPost("", CreateSnapshot).WithName("createSnapshot").Requires(Right.ExperimentsWrite);
        snapshots.MapGet("/{id}", GetSnapshot).WithName("getSnapshot").Requires(Right.ResultsRead);
        snapshots.MapDelete("/{id}", RevokeSnapshot).WithName("revokeSnapshot").Requires(Right.ExperimentsWrite);
        endpoints.MapGet("/api/v1/shared-results", GetSharedResults).WithName("getSharedResults").WithTags("Results").Public();
    }

    /// <summary>The snapshots of an experiment's results, newest first, without what they show.</summary>
    internal static async Task<Results<Ok<Page<SnapshotBody>>, ProblemHttpResult>> ListSnapshots(
        string environment, string key, [AsParameters] PageQuery query, SnapshotStore store, TimeProvider clock, CancellationToken cancellation)
    {
        if (!query.Read().TryGet(out var page, out var problem)) return problem.ToHttp();
        if (!(await store.ListAsync(environment, key, page, cancellation)).TryGet(out var rows, out problem)) return problem.ToHttp();
        return TypedResults.Ok(Page.Of(rows, page, row => SnapshotBody.Of(row, clock.GetUtcNow()), row => [row.Id]));
    }

    /// <summary>
    /// Keeps the results as they are now, and makes a link to them: the page `/shared#` with the token, for anyone who has it, without signing in. The answer is the only
    /// place where the token can ever be read.
    /// </summary>
    internal static async Task<Results<Created<SnapshotBody>, ProblemHttpResult>> CreateSnapshot(
        string environment, string key, SnapshotRequest request, SnapshotStore store, Author author, TimeProvider clock, CancellationToken cancellation)
    {
        if (!(await store.CreateAsync(environment, key, request, author, cancellation)).TryGet(out var made, out var problem)) return problem.ToHttp();
        return TypedResults.Created((string?)null, SnapshotBody.Of(made.Row, clock.GetUtcNow(), made.Token));
    }

    /// <summary>A snapshot with what it shows.</summary>
    internal static async Task<Results<Ok<SnapshotBody>, ProblemHttpResult>> GetSnapshot(
        string environment, string key, string id, SnapshotStore store, TimeProvider clock, CancellationToken cancellation) =>
        (await store.FindAsync(environment, key, id, cancellation)).TryGet(out var row, out var problem)
            ? TypedResults.Ok(SnapshotBody.Of(row, clock.GetUtcNow(), whole: true)) : problem.ToHttp();

    /// <summary>Removes a snapshot; its link leads nowhere any more.</summary>
    internal static async Task<Results<NoContent, ProblemHttpResult>> RevokeSnapshot(
        string environment, string key, string id, SnapshotStore store, Author author, CancellationToken cancellation) =>
        (await store.RevokeAsync(environment, key, id, author, cancellation)).Problem is { } problem ? problem.ToHttp() : TypedResults.NoContent();

    /// <summary>
    /// What a link shows: send its token as `Authorization: Bearer`. Numbers of all units together, and nothing that names one. A token that was never given out, was
    /// revoked or has ended is 404 alike.
    /// </summary>
    internal static async Task<Results<Ok<SharedResultsBody>, ProblemHttpResult>> GetSharedResults(
        HttpContext context, SnapshotStore store, Limits limits, CancellationToken cancellation)
    {
        if (limits.CountShared(context) is { } tooMany) return tooMany.ToHttp();
        const string scheme = "Bearer ";
        var header = context.Request.Headers.Authorization.ToString();
        var token = header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? header[scheme.Length..].Trim() : "";
        if (await store.OpenAsync(token, cancellation) is not { } row)
            return Problem.NotFound("unknown_link", "This link leads nowhere: it was revoked, it has ended, or it was never given out.").ToHttp();
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(SharedResultsBody.Of(row));
    }
}
