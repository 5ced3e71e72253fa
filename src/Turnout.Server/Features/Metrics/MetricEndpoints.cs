using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Metrics;

internal static class MetricEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var metrics = endpoints.MapGroup("/api/v1/environments/{environment}/metrics").WithTags("Metrics");
        metrics.MapGet("", ListMetrics).WithName("listMetrics").Requires(Right.MetricsRead);
        metrics.MapGet("/{key}", GetMetric).WithName("getMetric").Requires(Right.MetricsRead);
        metrics.MapPut("/{key}", SetMetric).WithName("setMetric").Requires(Right.MetricsWrite);
        metrics.MapDelete("/{key}", DeleteMetric).WithName("deleteMetric").Requires(Right.MetricsWrite);
    }

    /// <summary>The metrics, by key.</summary>
    internal static async Task<Results<Ok<Page<MetricBody>>, ProblemHttpResult>> ListMetrics(
        string environment, [AsParameters] ListQuery query, MetricStore store, CancellationToken cancellation)
    {
        if (!query.Read().TryGet(out var page, out var problem)) return problem.ToHttp();
        if (!(await store.ListAsync(environment, query.Q, page, cancellation)).TryGet(out var rows, out problem)) return problem.ToHttp();
        return TypedResults.Ok(Page.Of(rows, page, row => MetricBody.Of(row.ToMetric()), row => [row.Key]));
    }

    /// <summary>A metric.</summary>
    internal static async Task<Results<Ok<MetricBody>, ProblemHttpResult>> GetMetric(
        string environment, string key, MetricStore store, HttpResponse response, CancellationToken cancellation)
    {
        if (!(await store.FindAsync(environment, key, cancellation)).TryGet(out var metric, out var problem)) return problem.ToHttp();
        ETag.Set(response, metric.Revision);
        return TypedResults.Ok(MetricBody.Of(metric));
    }

    /// <summary>Makes a metric, or replaces it.</summary>
    internal static async Task<Results<Ok<MetricBody>, Created<MetricBody>, ProblemHttpResult>> SetMetric(
        string environment, string key, MetricRequest request, Precondition precondition, MetricStore store, Author author,
        HttpResponse response, CancellationToken cancellation)
    {
        if (Keys.Check(key) is { } wrong) return wrong.ToHttp();
        if (!(await store.SetAsync(environment, key, request, precondition, author, SaveOptions.None, cancellation)).TryGet(out var saved, out var problem)) return problem.ToHttp();
        ETag.Set(response, saved.Value.Revision);
        var body = MetricBody.Of(saved.Value);
        return saved.Created ? TypedResults.Created((string?)null, body) : TypedResults.Ok(body);
    }

    /// <summary>Removes a metric; refused while an experiment has it.</summary>
    internal static async Task<Results<NoContent, ProblemHttpResult>> DeleteMetric(
        string environment, string key, Precondition precondition, MetricStore store, Author author, CancellationToken cancellation)
    {
        var deleted = await store.DeleteAsync(environment, key, precondition, author, cancellation);
        return deleted.Problem is { } problem ? problem.ToHttp() : TypedResults.NoContent();
    }
}
