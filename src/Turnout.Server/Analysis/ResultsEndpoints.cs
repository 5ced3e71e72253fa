using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Features.Access;
using Turnout.Server.Hosting;

namespace Turnout.Server.Analysis;

internal static class ResultsEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var environment = endpoints.MapGroup("/api/v1/environments/{environment}");
        environment.MapGet("experiments/{key}/results", FindResults).WithName("findResults").WithTags("Results").Requires(Right.ResultsRead)
            .Produces<ResultsBody>(200, "application/json", "text/csv");
        Explanations.ExplanationEndpoints.Map(environment);
        Planning.PlanEndpoints.Map(environment);
        Breakdowns.BreakdownEndpoints.Map(environment);
    }

    /// <summary>What the experiment has shown so far, up to the last event acknowledged.</summary>
    internal static async Task<Results<Ok<ResultsBody>, ContentHttpResult, ProblemHttpResult>> FindResults(
        string environment, string key, [Description("`json` (default), or `csv`: one line for each metric and variant.")] string? format,
        ExperimentResults results, CancellationToken cancellation)
    {
        if (format is not (null or "json" or "csv")) return Exports.InvalidFormat("json", "csv").ToHttp();
        if (!(await results.FindAsync(environment, key, cancellation)).TryGet(out var body, out var problem)) return problem.ToHttp();
        return format == "csv" ? TypedResults.Text(ResultsCsv.Write(body), "text/csv; charset=utf-8") : TypedResults.Ok(body);
    }
}
