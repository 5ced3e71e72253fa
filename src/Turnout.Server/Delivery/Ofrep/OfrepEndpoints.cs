using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Turnout.Engine;
using Turnout.Server.Events;
using Turnout.Server.Delivery.Recent;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Assignments;
using Turnout.Server.Hosting;
using Turnout.Server.Telemetry;

namespace Turnout.Server.Delivery.Ofrep;

/// <summary>
/// The OpenFeature Remote Evaluation Protocol: its addresses, shapes and error codes are the protocol's, so the house's own manners
/// (snake_case, RFC 9457) end here.
/// </summary>
internal static class OfrepEndpoints
{
    const string StreamPath = "/ofrep/v1/stream";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var ofrep = endpoints.MapGroup("/ofrep/v1").WithTags("OFREP").Requires(Right.Evaluate);
        ofrep.MapPost("evaluate/flags/{key}", (Delegate)EvaluateFlag).WithName("ofrepEvaluateFlag").Accepts<OfrepRequestBody>("application/json")
            .Produces<OfrepEvaluation>().Produces<OfrepFailure>(400).Produces<OfrepFailure>(404);
        ofrep.MapPost("evaluate/flags", (Delegate)EvaluateFlags).WithName("ofrepEvaluateFlags").Accepts<OfrepRequestBody>("application/json")
            .Produces<OfrepBulkEvaluation>().Produces(304).Produces<OfrepFailure>(400);
        endpoints.MapPost("/ofrep/v1/track", (Delegate)Track).WithName("ofrepTrack").WithTags("OFREP").Requires(Right.EventsSend).AcceptsKeyInQuery()
            .Accepts<OfrepTrackBody>("application/json", "text/plain").Produces<EventsAnswer>(202).Produces<OfrepFailure>(400)
            .WithMetadata(new RequestSizeLimitAttribute(EventIntake.MaxBodyBytes));
        ofrep.MapGet("stream", (Delegate)OpenOfrepStream).WithName("ofrepStream").AcceptsStreamTokenInQuery().Produces<string>(200, "text/event-stream");
    }

    /// <summary>Evaluates one flag, as OpenFeature's server providers ask. A flag that is off has no value: the application's default counts.</summary>
    internal static async Task EvaluateFlag(
        string key, HttpContext http, Caller caller, Rulesets rulesets, Assignments assignments, RecentContexts recent, EvaluationEvents events, CancellationToken cancellation)
    {
        var (context, error) = OfrepRequest.Read(await ReadBodyAsync(http, cancellation));
        if (context is null)
        {
            await AnswerAsync(http, 400, OfrepAnswers.Failure(key, error!));
            return;
        }
        caller.Identify(context);
        var ruleset = rulesets.Find(caller.RequiredEnvironment)!.Ruleset;
        if (!(await assignments.ForWithDrawsAsync(ruleset, context, cancellation)).TryGet(out var stored, out var problem))
        {
            await ProblemResults.WriteAsync(http, problem);
            return;
        }
        recent.Note(ruleset.Environment, context);
        events.Note(ruleset, [key], context, stored);
        var (status, body) = OfrepAnswers.Single(key, ruleset.Evaluate(key, context, stored), context, ruleset);
        await AnswerAsync(http, status, body);
    }

    /// <summary>
    /// Evaluates all flags, as OpenFeature's browser providers ask. The entity tag is made of the answer itself, so another context
    /// never meets a 304; `eventStreams` says where changes are told.
    /// </summary>
    /// <param name="version">Sent back by providers after a change notice: a server that does not know that version yet reads it first.</param>
    internal static async Task EvaluateFlags(
        HttpContext http, Caller caller, Rulesets rulesets, Assignments assignments, RecentContexts recent, EvaluationEvents events, StreamTokens tokens, TimeProvider clock,
        [FromQuery(Name = "flagConfigEtag")] string? version, CancellationToken cancellation)
    {
        var (context, error) = OfrepRequest.Read(await ReadBodyAsync(http, cancellation));
        if (context is null)
        {
            await AnswerAsync(http, 400, OfrepAnswers.Failure(null, error!));
            return;
        }
        caller.Identify(context);
        var environment = caller.RequiredEnvironment;
        if (long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var atLeast)) await rulesets.ReachAsync(environment, atLeast);
        var ruleset = rulesets.Find(environment)!.Ruleset;
        if (!(await assignments.ForWithDrawsAsync(ruleset, context, cancellation)).TryGet(out var stored, out var problem))
        {
            await ProblemResults.WriteAsync(http, problem);
            return;
        }

        recent.Note(ruleset.Environment, context);
        events.Note(ruleset, null, context, stored);
        var answer = OfrepAnswers.Bulk(context, ruleset, stored);
        var tag = AnswerTag.Of(answer);
        http.Response.Headers.ETag = tag;
        http.Response.Headers.CacheControl = "private, no-cache";
        if (http.Request.Headers.IfNoneMatch.ToString().Contains(tag, StringComparison.Ordinal))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        // Providers reconnect when the address changes, so it stays the same for an hour and until the next change of the ruleset.
        var hour = TimeSpan.FromHours(1).Ticks;
        var expires = new DateTimeOffset(((clock.GetUtcNow().Ticks / hour) + 2) * hour, TimeSpan.Zero);
        var stream = string.Create(CultureInfo.InvariantCulture, $"{StreamPath}?since={ruleset.Version}&token={tokens.Issue(caller, expires)}");
        await AnswerAsync(http, 200, [.. answer, .. OfrepAnswers.Streams(stream)]);
    }

    /// <summary>
    /// Takes what applications track through OpenFeature, version 1 of Turnout's extension of the protocol. Answers once the events are durable;
    /// `refused` has those that were understood and are not kept.
    /// </summary>
    internal static async Task Track(HttpContext http, Caller caller, Rulesets rulesets, EventIntake intake, CancellationToken cancellation)
    {
        if (!(await EventBody.ReadAsync(http.Request, EventIntake.MaxBodyBytes, cancellation)).TryGet(out var body, out var problem))
        {
            await ProblemResults.WriteAsync(http, problem);
            return;
        }
        using var reader = intake.Open(caller);
        using (body)
        {
            var (events, error) = OfrepTracking.Read(body.Memory, caller, rulesets.Find(caller.RequiredEnvironment)!.Ruleset);
            if (error is null && reader.ReadDocument(events.Span) is { } wrong) error = OfrepError.Parse(wrong.Detail);
            if (error is not null)
            {
                await AnswerAsync(http, 400, OfrepAnswers.Failure(null, error));
                return;
            }
        }
        if ((await intake.TakeAsync(reader, http.Request, caller, cancellation)).TryGet(out var answer, out problem))
            await AnswerAsync(http, 202, JsonSerializer.SerializeToUtf8Bytes(answer, Wire.Json));
        else await ProblemResults.WriteAsync(http, problem);
    }

    /// <summary>Tells OpenFeature's browser providers to evaluate again: at once where the ruleset is newer than `since`, then after every change.</summary>
    internal static async Task OpenOfrepStream(HttpContext http, Caller caller, ChangeStreams streams, Rulesets rulesets, long? since)
    {
        var environment = caller.RequiredEnvironment;
        // Open before looking: a change between the two is told twice rather than never.
        using var stream = streams.Open(environment, caller.KeyId, caller.ExpiresAt);
        var current = rulesets.Find(environment)!.Version;
        await StreamEndpoints.SendAsync(http, since < current ? Refetch(current) : [], Notices());

        async IAsyncEnumerable<byte[]> Notices()
        {
            await foreach (var message in stream.ReadAsync(http.RequestAborted))
                yield return ChangeStreams.IsBeat(message) ? message : Refetch(rulesets.Find(environment)!.Version);
        }
    }

    static byte[] Refetch(long version) => Encoding.ASCII.GetBytes(
        $"event: message\nid: {version.ToString(CultureInfo.InvariantCulture)}\ndata: {{\"type\":\"refetchEvaluation\",\"etag\":\"{version.ToString(CultureInfo.InvariantCulture)}\"}}\n\n");

    static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpContext http, CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, cancellation);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    static async Task AnswerAsync(HttpContext http, int status, byte[] body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = body.Length;
        await http.Response.BodyWriter.WriteAsync(body, http.RequestAborted);
    }
}
