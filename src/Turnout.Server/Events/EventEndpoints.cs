using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Features.Access;
using Turnout.Server.Hosting;

namespace Turnout.Server.Events;

internal static class EventEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/api/v1/events", SendEvents).WithName("sendEvents").WithTags("Events").Requires(Right.EventsSend).AcceptsKeyInQuery()
            .Accepts<EventsRequest>("application/json", "application/x-ndjson", "text/plain")
            .WithMetadata(new RequestSizeLimitAttribute(EventIntake.MaxBodyBytes));

    /// <summary>Takes up to 1,000 events; answers once they are durable.</summary>
    internal static async Task<Results<Accepted<EventsAnswer>, ProblemHttpResult>> SendEvents(
        HttpRequest request, Caller caller, EventIntake intake, CancellationToken cancellation)
    {
        if (!IsLines(request).TryGet(out var isLines, out var problem)) return problem.ToHttp();
        if (!(await EventBody.ReadAsync(request, EventIntake.MaxBodyBytes, cancellation)).TryGet(out var body, out problem)) return problem.ToHttp();
        using var reader = intake.Open(caller);
        using (body) problem = isLines ? reader.ReadLines(body.Bytes) : reader.ReadDocument(body.Bytes);
        if (problem is not null) return problem.ToHttp();
        return (await intake.TakeAsync(reader, request, caller, cancellation)).TryGet(out var answer, out problem)
            ? TypedResults.Accepted((string?)null, answer)
            : problem.ToHttp();
    }

    /// <summary>Beacons can only be sent as <c>text/plain</c>, and fetch with <c>keepalive</c> avoids a preflight by it: it is read as JSON.</summary>
    static Result<bool> IsLines(HttpRequest request)
    {
        var type = request.ContentType ?? "";
        var end = type.IndexOf(';', StringComparison.Ordinal);
        return (end < 0 ? type : type[..end]).Trim().ToLowerInvariant() switch
        {
            "application/x-ndjson" or "application/jsonl" => true,
            "application/json" or "text/plain" => false,
            _ => new Problem("unsupported_media_type", 415, "Send events as application/json, application/x-ndjson or text/plain."),
        };
    }
}
