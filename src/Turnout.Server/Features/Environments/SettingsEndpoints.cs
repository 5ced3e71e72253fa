using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Features.Access;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Environments;

internal static class SettingsEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var settings = endpoints.MapGroup("/api/v1/environments/{environment}/settings").WithTags("Environments");
        settings.MapGet("", GetSettings).WithName("getEnvironmentSettings").Requires(Right.EnvironmentsRead);
        settings.MapPut("", SetSettings).WithName("setEnvironmentSettings").Requires(Right.EnvironmentsWrite);
    }

    /// <summary>How the environment is run: review of changes, the sample of recent contexts.</summary>
    internal static async Task<Results<Ok<EnvironmentSettings>, ProblemHttpResult>> GetSettings(
        string environment, SettingsStore store, HttpResponse response, CancellationToken cancellation)
    {
        if (!(await store.FindAsync(environment, cancellation)).TryGet(out var row, out var problem)) return problem.ToHttp();
        ETag.Set(response, row.Revision);
        return TypedResults.Ok(row.ToSettings());
    }

    /// <summary>Sets the settings as a whole; what is left out takes its default.</summary>
    internal static async Task<Results<Ok<EnvironmentSettings>, ProblemHttpResult>> SetSettings(
        string environment, EnvironmentSettings request, Precondition precondition, SettingsStore store, SettingsTable table, Author author,
        HttpResponse response, CancellationToken cancellation)
    {
        if (request.Check() is { } wrong) return wrong.ToHttp();
        if (!(await store.SetAsync(environment, request, precondition, author, cancellation)).TryGet(out var row, out var problem)) return problem.ToHttp();
        // The caller's next request meets the settings, whichever arrives first: the notice or the request.
        await table.RefreshAsync(cancellation);
        ETag.Set(response, row.Revision);
        return TypedResults.Ok(row.ToSettings());
    }
}
