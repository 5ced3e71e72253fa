using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Turnout.Engine;
using Turnout.Server.Delivery.Recent;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Environments;
using Turnout.Server.Hosting;
using Turnout.Server.Telemetry;

namespace Turnout.Server.Delivery;

/// <summary>Evaluation by the server, for applications.</summary>
internal static class EvaluateEndpoints
{
    const int KeptBytes = 1 << 20;

    // Writing an answer never awaits, so each thread can keep its buffer.
    [ThreadStatic]
    static ArrayBufferWriter<byte>? buffer;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/api/v1/evaluate", (Delegate)Evaluate).WithName("evaluate").WithTags("Evaluation").Requires(Right.Evaluate)
            .Accepts<EvaluateRequest>("application/json").Produces<EvaluateBody>().Produces(StatusCodes.Status304NotModified);
        endpoints.MapGet("/auth/me", (Delegate)GetMe).WithName("getMe").WithTags("Evaluation").Requires(Right.Self).Produces<MeBody>();
    }

    /// <summary>
    /// What the context gets: flags with value, variant and reason, and the experiments it is in. For an end user, the token's claims win over
    /// the body's context. The answer has an `ETag` of its content; with `If-None-Match` an unchanged one is 304.
    /// </summary>
    internal static async Task Evaluate(HttpContext http, Caller caller, Rulesets rulesets, CallerAssignments assignments, RecentContexts recent, EvaluationEvents events)
    {
        if (!(await EvaluateRequest.ReadAsync(http.Request, http.RequestAborted)).TryGet(out var request, out var problem))
        {
            await ProblemResults.WriteAsync(http, problem);
            return;
        }
        if (rulesets.Find(caller.RequiredEnvironment) is not { } published)
        {
            await ProblemResults.WriteAsync(http, EnvironmentStore.Unknown(caller.RequiredEnvironment));
            return;
        }
        var (stored, drawn) = await assignments.ForAsync(published, caller.Identify(request.Context), http.RequestAborted);
        recent.Note(published.Ruleset.Environment, request.Context);
        events.Note(published.Ruleset, request.Flags, request.Context, stored);
        await AnswerAsync(http, output => EvaluateAnswer.Write(output, published, request, stored, drawn));
    }

    /// <summary>Who the end user is, the variant of every running experiment the user is in, and the value of every flag.</summary>
    internal static async Task GetMe(HttpContext http, Caller caller, Rulesets rulesets, CallerAssignments assignments, RecentContexts recent, EvaluationEvents events)
    {
        if (rulesets.Find(caller.RequiredEnvironment) is not { } published)
        {
            await ProblemResults.WriteAsync(http, EnvironmentStore.Unknown(caller.RequiredEnvironment));
            return;
        }
        var context = caller.Identify(new EvaluationContext());
        var (stored, _) = await assignments.ForAsync(published, context, http.RequestAborted);
        recent.Note(published.Ruleset.Environment, context);
        events.Note(published.Ruleset, null, context, stored);
        await AnswerAsync(http, output => EvaluateAnswer.WriteMe(output, published.Ruleset, caller.Claims, context, stored));
    }

    static ValueTask<System.IO.Pipelines.FlushResult> AnswerAsync(HttpContext http, Action<ArrayBufferWriter<byte>> write)
    {
        var output = buffer ??= new ArrayBufferWriter<byte>(16 * 1024);
        try
        {
            output.ResetWrittenCount();
            write(output);
            var tag = AnswerTag.Of(output.WrittenSpan);
            var response = http.Response;
            response.Headers.ETag = tag;
            response.Headers.CacheControl = "private, no-cache";
            if (http.Request.Headers.IfNoneMatch is { Count: > 0 } known && known.ToString().Contains(tag, StringComparison.Ordinal))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return default;
            }
            response.ContentType = "application/json; charset=utf-8";
            response.ContentLength = output.WrittenCount;
            response.BodyWriter.Write(output.WrittenSpan);
        }
        finally
        {
            if (output.Capacity > KeptBytes) buffer = null;
        }
        return http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    }
}

/// <summary>What a context gets.</summary>
/// <param name="Version">The version of the ruleset that was evaluated.</param>
/// <param name="Flags">By key. A flag that was asked for and is not there has the reason <c>ERROR</c>.</param>
/// <param name="Experiments">The variant by experiment, of those that the context is in.</param>
/// <param name="Assignments">More about each of the experiments.</param>
internal sealed record EvaluateBody(
    long Version, IReadOnlyDictionary<string, EvaluatedFlagBody> Flags, IReadOnlyDictionary<string, string> Experiments,
    IReadOnlyDictionary<string, AssignmentBody> Assignments);

/// <summary>What a context gets from a flag.</summary>
/// <param name="Experiment">The experiment whose variant drives the value, where one does.</param>
/// <param name="ErrorCode">Such as <c>FLAG_NOT_FOUND</c>, where the evaluation failed.</param>
internal sealed record EvaluatedFlagBody(JsonElement Value, string? Variant, string Reason, string? Experiment = null, string? ErrorCode = null);

/// <summary>How a context came to its variant.</summary>
/// <param name="AssignmentType"><c>deterministic</c> or <c>random</c>.</param>
/// <param name="Control">The key of the control variant.</param>
/// <param name="Unit">What is bucketed: <c>user</c>, <c>team</c>, <c>visitor</c>, or an attribute by name, which exposures and conversions then name in their properties.</param>
/// <param name="IsNew">Whether the unit had no stored assignment before.</param>
internal sealed record AssignmentBody(string AssignmentType, string Control, string Unit, bool IsNew);

/// <summary>An end user.</summary>
internal sealed record MeBody(JsonElement UserId, JsonElement? TeamId, IReadOnlyDictionary<string, string> Experiments, IReadOnlyDictionary<string, JsonElement> Flags);
