using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Cohort;
using Turnout.Server.Hosting;

namespace Turnout.Server.Events;

internal static class EventEndpoints
{
    /// <summary>The largest body, in bytes, after unpacking.</summary>
    const int MaxBodyBytes = 8 << 20;

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/api/v1/events", SendEvents).WithName("sendEvents").WithTags("Events").Requires(Right.EventsSend).AcceptsKeyInQuery()
            .Accepts<EventsRequest>("application/json", "application/x-ndjson", "text/plain")
            .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes));

    /// <summary>Takes up to 1,000 events; answers once they are durable.</summary>
    internal static async Task<Results<Accepted<EventsAnswer>, ProblemHttpResult>> SendEvents(
        HttpRequest request, Caller caller, EventLog log, Exposures exposures, CohortTable cohort, IOptions<EventOptions> options, TimeProvider clock,
        CancellationToken cancellation)
    {
        if (!IsLines(request).TryGet(out var isLines, out var problem)) return problem.ToHttp();
        if (!(await EventBody.ReadAsync(request, MaxBodyBytes, cancellation)).TryGet(out var body, out problem)) return problem.ToHttp();
        using var reader = new EventReader(SourceOf(caller, options.Value, clock.GetUtcNow()));
        using (body) problem = isLines ? reader.ReadLines(body.Bytes) : reader.ReadDocument(body.Bytes);
        if (problem is not null) return problem.ToHttp();
        MarkSynthetic(reader.Batch, cohort);
        PrivacySignal.Mark(reader.Batch, request);
        await exposures.CheckAsync(reader, caller, cancellation);
        var kept = reader.Batch.Count - reader.Refused.Count;
        if (!(await log.AppendAsync(reader.Batch)).TryGet(out var appended, out problem)) return problem.ToHttp();
        if (await exposures.RecordAsync(reader.Batch, caller) is { } notRecorded) return notRecorded.ToHttp();
        return TypedResults.Accepted((string?)null, new EventsAnswer(appended, kept - appended, reader.Refused.Count == 0 ? null : reader.Refused));
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

    static EventSource SourceOf(Caller caller, EventOptions options, DateTimeOffset now)
    {
        var source = new EventSource(caller.RequiredEnvironment, now.ToUnixTimeMilliseconds(),
            now.AddDays(-options.OldestDays).ToUnixTimeMilliseconds(), (now + EventOptions.MaxAhead).ToUnixTimeMilliseconds());
        return caller.Kind != CallerKind.EndUser ? source : source with { User = Claim(caller, "user_id"), Team = Claim(caller, "team_id") };
    }

    static byte[] Claim(Caller caller, string name) =>
        caller.Claims.TryGetValue(name, out var value) ? Encoding.UTF8.GetBytes(value.ToString()) : [];

    static void MarkSynthetic(EventBatch batch, CohortTable cohort)
    {
        if (cohort.IsEmpty) return;
        for (var i = 0; i < batch.Count; i++)
        {
            var record = batch.Read(i);
            if (cohort.IsSynthetic(batch.Environment, Text(record.User), Text(record.Team))) batch.MarkSynthetic(i);
        }
    }

    static string? Text(ReadOnlySpan<byte> text) => text.IsEmpty ? null : Encoding.UTF8.GetString(text);
}
