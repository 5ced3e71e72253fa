using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Features.Access;
using Turnout.Server.Hosting;

namespace Turnout.Server.Analysis.Explanations;

internal static class ExplanationEndpoints
{
    public static void Map(RouteGroupBuilder environment) =>
        environment.MapGet("experiments/{key}/results/{metric}/explain", ExplainResults).WithName("explainResults").WithTags("Results").Requires(Right.ResultsRead)
            .Produces<ExplanationBody>(200, "application/json", "text/markdown", "text/csv");

    /// <summary>Every input, formula, intermediate value and source behind a metric's numbers. As Markdown with <c>Accept: text/markdown</c>.</summary>
    internal static async Task<Results<Ok<ExplanationBody>, ContentHttpResult, ProblemHttpResult>> ExplainResults(
        string environment, string key, string metric, [Description("Only this treatment; all when left out.")] string? variant,
        [Description("`json` (default), `markdown`, `csv` (the steps as a table) or `units` (CSV: the number of every unit, of a quantile every value, without names).")] string? format,
        HttpRequest request, ExperimentResults results, CancellationToken cancellation)
    {
        if (format is not (null or "json" or "markdown" or "csv" or "units")) return Exports.InvalidFormat("json", "markdown", "csv", "units").ToHttp();
        if (format == "units")
        {
            return (await results.AskAsync(environment, key, counted => UnitsCsv.Of(counted, metric), cancellation)).TryGet(out var units, out var refused)
                ? TypedResults.Text(units, "text/csv; charset=utf-8") : refused.ToHttp();
        }
        if (!(await results.AskAsync(environment, key, counted => Explanation.Of(counted, metric, variant), cancellation)).TryGet(out var body, out var problem)) return problem.ToHttp();
        var accepts = format is null ? request.GetTypedHeaders().Accept.Select(media => media.MediaType.Value).FirstOrDefault(media => media is "text/markdown" or "text/csv" or "application/json") : null;
        if (format == "markdown" || accepts == "text/markdown") return TypedResults.Text(ExplanationText.Markdown(body), "text/markdown; charset=utf-8");
        if (format == "csv" || accepts == "text/csv") return TypedResults.Text(ExplanationText.Csv(body), "text/csv; charset=utf-8");
        return TypedResults.Ok(body);
    }
}
