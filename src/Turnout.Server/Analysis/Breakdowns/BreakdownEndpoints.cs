using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Features.Access;
using Turnout.Server.Hosting;

namespace Turnout.Server.Analysis.Breakdowns;

internal static class BreakdownEndpoints
{
    const int MaxDimension = 128;

    public static void Map(RouteGroupBuilder environment)
    {
        environment.MapGet("experiments/{key}/results/days", FindDays).WithName("findResultsByDay").WithTags("Results").Requires(Right.ResultsRead);
        environment.MapGet("experiments/{key}/results/slices", FindSlices).WithName("findResultsBySlice").WithTags("Results").Requires(Right.ResultsRead);
    }

    /// <summary>The results as they grew with the units of each day.</summary>
    internal static async Task<Results<Ok<ResultsByDayBody>, ProblemHttpResult>> FindDays(string environment, string key, ExperimentResults results, CancellationToken cancellation) =>
        (await results.AskAsync<ResultsByDayBody>(environment, key, counted => Breakdown.ByDay(counted), cancellation)).TryGet(out var body, out var problem)
            ? TypedResults.Ok(body) : problem.ToHttp();

    /// <summary>The results by the value of a property of exposures (country, plan, device), corrected for the number of values.</summary>
    internal static async Task<Results<Ok<ResultsBySliceBody>, ProblemHttpResult>> FindSlices(
        string environment, string key, [Description("The name of a property of exposures.")] string? dimension, ExperimentResults results, CancellationToken cancellation)
    {
        if (dimension is not { Length: > 0 and <= MaxDimension } || dimension.Any(char.IsControl))
            return Problem.Invalid("invalid_dimension", "dimension", $"'dimension' names a property of exposures, in 1 to {MaxDimension} characters.").ToHttp();
        return (await results.AskAsync<ResultsBySliceBody>(environment, key, counted => Breakdown.BySlice(counted), cancellation, dimension)).TryGet(out var body, out var problem)
            ? TypedResults.Ok(body) : problem.ToHttp();
    }
}
