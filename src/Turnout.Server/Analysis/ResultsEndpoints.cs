using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Verdicts;
using Turnout.Server.Hosting;

namespace Turnout.Server.Analysis;

internal static class ResultsEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var environment = endpoints.MapGroup("/api/v1/environments/{environment}");
        environment.MapGet("experiments/{key}/results", FindResults).WithName("findResults").WithTags("Results").Requires(Right.ResultsRead)
            .Produces<ResultsBody>(200, "application/json", "application/x-ndjson", "text/csv");
        Explanations.ExplanationEndpoints.Map(environment);
        Planning.PlanEndpoints.Map(environment);
        Breakdowns.BreakdownEndpoints.Map(environment);
    }

    /// <summary>What the experiment has shown so far, up to the last event acknowledged.</summary>
    internal static async Task<Results<Ok<ResultsBody>, ContentHttpResult, ProblemHttpResult>> FindResults(
        string environment, string key, [Description("`json` (default); `ndjson`: one line for each metric; `csv`: one for each metric and variant.")] string? format,
        ExperimentResults results, VerdictStore verdicts, CancellationToken cancellation)
    {
        if (format is not (null or "json" or "ndjson" or "csv")) return Exports.InvalidFormat("json", "ndjson", "csv").ToHttp();
        if (!(await results.FindAsync(environment, key, cancellation)).TryGet(out var found, out var problem)) return problem.ToHttp();
        var (body, note) = found;
        await verdicts.NoteAsync(environment, key, note, cancellation);
        return format switch
        {
            "csv" => TypedResults.Text(ResultsCsv.Write(body), "text/csv; charset=utf-8"),
            "ndjson" => TypedResults.Text(string.Concat(body.Metrics.Select(metric =>
                JsonSerializer.Serialize(new { body.Experiment, body.Status, body.AsOf, Metric = metric }, Wire.Json) + "\n")), "application/x-ndjson"),
            _ => TypedResults.Ok(body),
        };
    }
}
