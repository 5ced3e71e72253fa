using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Delivery;
using Turnout.Server.Features.Access;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Experiments;

internal static class HoldoutEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var holdout = endpoints.MapGroup("/api/v1/environments/{environment}/holdout").WithTags("Experiments");
        holdout.MapGet("", GetHoldout).WithName("getHoldout").Requires(Right.ExperimentsRead);
        holdout.MapPut("", SetHoldout).WithName("setHoldout").Requires(Right.ExperimentsWrite);
    }

    /// <summary>The share of units that is in no experiment at all.</summary>
    internal static async Task<Results<Ok<HoldoutBody>, ProblemHttpResult>> GetHoldout(
        string environment, HoldoutStore store, HttpResponse response, CancellationToken cancellation)
    {
        if (!(await store.FindAsync(environment, cancellation)).TryGet(out var row, out var problem)) return problem.ToHttp();
        ETag.Set(response, row.Revision);
        return TypedResults.Ok(new HoldoutBody(row.Percent));
    }

    /// <summary>Sets the share. Raising it keeps everyone held out who was; units that have a variant already keep it.</summary>
    internal static async Task<Results<Ok<HoldoutBody>, ProblemHttpResult>> SetHoldout(
        string environment, HoldoutBody request, Precondition precondition, HoldoutStore store, Rulesets rulesets, Author author, HttpResponse response,
        CancellationToken cancellation)
    {
        if (!(await store.SetAsync(environment, request.Percent, precondition, author, cancellation)).TryGet(out var saved, out var problem)) return problem.ToHttp();
        await rulesets.ReachAsync(environment, saved.Version);
        ETag.Set(response, saved.Value.Revision);
        return TypedResults.Ok(new HoldoutBody(saved.Value.Percent));
    }
}

/// <summary>The share of units that is in no experiment at all.</summary>
/// <param name="Percent">0 to 100 per cent.</param>
internal sealed record HoldoutBody(double Percent);
