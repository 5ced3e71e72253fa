using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Features.Access;
using Turnout.Server.Storage;

namespace Turnout.Server.Hosting;

internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var health = endpoints.MapGroup("/health").WithTags("Health").Public();
        health.MapGet("/live", Live).WithName("live");
        health.MapGet("/ready", Ready).WithName("ready");
    }

    /// <summary>The process runs.</summary>
    internal static Ok<HealthBody> Live() => TypedResults.Ok(new HealthBody("live"));

    /// <summary>The store answers; 503 <c>storage_unavailable</c> and the like when it does not.</summary>
    internal static async Task<Ok<HealthBody>> Ready(Database database, CancellationToken cancellation)
    {
        await database.ReadAsync(session => session.ScalarAsync<long>("SELECT 1"), cancellation);
        return TypedResults.Ok(new HealthBody("ready"));
    }
}

internal sealed record HealthBody(string Status);
