using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Delivery;
using Turnout.Server.Features.Access;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Cohort;

internal static class CohortEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var cohort = endpoints.MapGroup("/api/v1/environments/{environment}/cohort").WithTags("Test cohort").Requires(Right.CohortWrite);
        cohort.MapGet("", ListCohort).WithName("listCohort");
        cohort.MapPut("{unit}/{id}", AddToCohort).WithName("addToCohort");
        cohort.MapDelete("{unit}/{id}", RemoveFromCohort).WithName("removeFromCohort");
        endpoints.MapGet("/api/v1/environments/{environment}/experiments/{key}/results/synthetic", FindSyntheticResults).WithName("findSyntheticResults").WithTags("Test cohort")
            .Requires(Right.ResultsRead);
        endpoints.MapGet("/sdk/v1/cohort", GetCohort).WithName("getCohort").WithTags("SDK").Requires(Right.RulesetRead).Produces(StatusCodes.Status304NotModified);
    }

    /// <summary>The synthetic users and teams of an environment.</summary>
    internal static async Task<Results<Ok<Page<CohortBody>>, ProblemHttpResult>> ListCohort(
        string environment, [AsParameters] PageQuery query, CohortStore store, CancellationToken cancellation)
    {
        if (!query.Read(keys: 2).TryGet(out var page, out var problem)) return problem.ToHttp();
        return TypedResults.Ok(Page.Of(await store.ListAsync(environment, page, cancellation), page, CohortBody.Of, row => [row.Unit, row.Id]));
    }

    /// <summary>
    /// Who is synthetic in the key's environment, for applications that guard side effects of their own. Answers 304 to the `ETag` of the current list.
    /// </summary>
    internal static Results<Ok<CohortIdsBody>, StatusCodeHttpResult> GetCohort(HttpContext context, Caller caller, CohortTable table)
    {
        var body = new CohortIdsBody(table.IdsOf(caller.RequiredEnvironment, CohortMember.User), table.IdsOf(caller.RequiredEnvironment, CohortMember.Team));
        var tag = AnswerTag.Of(JsonSerializer.SerializeToUtf8Bytes(body, Wire.Json));
        context.Response.Headers.ETag = tag;
        context.Response.Headers.Vary = "Authorization";
        context.Response.Headers.CacheControl = "private, no-cache";
        return context.Request.Headers.IfNoneMatch == tag ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(body);
    }

    /// <summary>Marks a user or team as synthetic: it works like any other, and is left out of results, counts, exports and sinks.</summary>
    internal static async Task<Results<NoContent, ProblemHttpResult>> AddToCohort(
        string environment, string unit, string id, CohortStore store, CohortTable table, Author author, CancellationToken cancellation)
    {
        var member = new CohortMember(environment, unit, id);
        if (member.Check() is { } wrong) return wrong.ToHttp();
        if (!(await store.AddAsync(member, author, cancellation)).TryGet(out _, out var problem)) return problem.ToHttp();
        // The caller's next request finds it marked, whichever arrives first: the notice or the request.
        await table.RefreshAsync(cancellation);
        return TypedResults.NoContent();
    }

    /// <summary>What the test cohort, and nobody else, did in an experiment: for smoke tests that want to see their exposures and conversions arrive.</summary>
    internal static async Task<Results<Ok<SyntheticResultsBody>, ProblemHttpResult>> FindSyntheticResults(
        string environment, string key, SyntheticResults results, CancellationToken cancellation) =>
        (await results.FindAsync(environment, key, cancellation)).TryGet(out var body, out var problem) ? TypedResults.Ok(body) : problem.ToHttp();

    /// <summary>Makes a user or team an ordinary one again; what it did while it was synthetic stays out of results.</summary>
    internal static async Task<Results<NoContent, ProblemHttpResult>> RemoveFromCohort(
        string environment, string unit, string id, CohortStore store, CohortTable table, Author author, CancellationToken cancellation)
    {
        var member = new CohortMember(environment, unit, id);
        if (member.Check() is { } wrong) return wrong.ToHttp();
        if (!(await store.RemoveAsync(member, author, cancellation)).TryGet(out var was, out var problem)) return problem.ToHttp();
        if (!was) return Problem.NotFound("not_in_cohort", $"The {unit} '{id}' is not in the test cohort of '{environment}'.").ToHttp();
        await table.RefreshAsync(cancellation);
        return TypedResults.NoContent();
    }
}

/// <summary>The synthetic units of an environment.</summary>
/// <param name="Users">Ids of users.</param>
/// <param name="Teams">Ids of teams: all their users are synthetic.</param>
internal sealed record CohortIdsBody(IReadOnlyList<string> Users, IReadOnlyList<string> Teams);

/// <summary>A synthetic unit.</summary>
/// <param name="Unit"><c>user</c> or <c>team</c>.</param>
/// <param name="Id">Its id.</param>
/// <param name="ChangedAt">When it was marked.</param>
internal sealed record CohortBody(string Unit, string Id, DateTimeOffset ChangedAt)
{
    public static CohortBody Of(CohortRow row) => new(row.Unit, row.Id, DateTimeOffset.FromUnixTimeMilliseconds(row.ChangedAt));
}
