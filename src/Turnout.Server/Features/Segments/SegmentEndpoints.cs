using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Delivery;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Segments;

internal static class SegmentEndpoints
{
    // Lists of 100,000 ids fit.
    const int MaxBodyBytes = 8 << 20;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var segments = endpoints.MapGroup("/api/v1/environments/{environment}/segments").WithTags("Segments");
        segments.MapGet("", ListSegments).WithName("listSegments").Requires(Right.SegmentsRead);
        segments.MapGet("/{key}", GetSegment).WithName("getSegment").Requires(Right.SegmentsRead);
        segments.MapPut("/{key}", SetSegment).WithName("setSegment").Requires(Right.SegmentsWrite).WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes));
        segments.MapDelete("/{key}", DeleteSegment).WithName("deleteSegment").Requires(Right.SegmentsWrite);
    }

    /// <summary>The segments, by key.</summary>
    internal static async Task<Results<Ok<Page<SegmentBody>>, ProblemHttpResult>> ListSegments(
        string environment, [AsParameters] ListQuery query, SegmentStore store, CancellationToken cancellation)
    {
        if (!query.Read().TryGet(out var page, out var problem)) return problem.ToHttp();
        if (!(await store.ListAsync(environment, query.Q, page, cancellation)).TryGet(out var rows, out problem)) return problem.ToHttp();
        return TypedResults.Ok(Page.Of(rows, page, row => SegmentBody.Of(row.ToSegment()), row => [row.Key]));
    }

    /// <summary>A segment.</summary>
    internal static async Task<Results<Ok<SegmentBody>, ProblemHttpResult>> GetSegment(
        string environment, string key, SegmentStore store, HttpResponse response, CancellationToken cancellation)
    {
        if (!(await store.FindAsync(environment, key, cancellation)).TryGet(out var segment, out var problem)) return problem.ToHttp();
        ETag.Set(response, segment.Revision);
        return TypedResults.Ok(SegmentBody.Of(segment));
    }

    /// <summary>Makes a segment, or replaces it. What uses it follows at once.</summary>
    internal static async Task<Results<Ok<SegmentBody>, Created<SegmentBody>, ProblemHttpResult>> SetSegment(
        string environment, string key, SegmentRequest request,
        [Description("True saves also what would spoil a live experiment; the audit log says so.")] bool? force,
        Precondition precondition, SegmentStore store, Rulesets rulesets, Author author, HttpResponse response, CancellationToken cancellation)
    {
        if (Keys.Check(key) is { } wrong) return wrong.ToHttp();
        if (!(await store.SetAsync(environment, key, request, precondition, author, new(force == true), cancellation)).TryGet(out var saved, out var problem)) return problem.ToHttp();
        await rulesets.ReachAsync(environment, saved.Version);
        ETag.Set(response, saved.Value.Revision);
        var body = SegmentBody.Of(saved.Value);
        return saved.Created ? TypedResults.Created((string?)null, body) : TypedResults.Ok(body);
    }

    /// <summary>Removes a segment; refused while anything uses it.</summary>
    internal static async Task<Results<NoContent, ProblemHttpResult>> DeleteSegment(
        string environment, string key, Precondition precondition, SegmentStore store, Rulesets rulesets, Author author, CancellationToken cancellation)
    {
        if (!(await store.DeleteAsync(environment, key, precondition, author, cancellation)).TryGet(out var version, out var problem)) return problem.ToHttp();
        await rulesets.ReachAsync(environment, version);
        return TypedResults.NoContent();
    }
}
