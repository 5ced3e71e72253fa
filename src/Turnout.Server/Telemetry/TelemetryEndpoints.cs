using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Features.Access;

namespace Turnout.Server.Telemetry;

internal static class TelemetryEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/metrics", GetMetrics).WithName("getMetrics").WithTags("Operation").Requires(Right.TelemetryRead)
            .Produces<string>(200, "text/plain");

    /// <summary>This server's metrics in Prometheus' text format. Counting begins with the first call.</summary>
    internal static IResult GetMetrics(PrometheusMetrics metrics) =>
        Results.Text(metrics.Write(), "text/plain; version=0.0.4; charset=utf-8");
}
