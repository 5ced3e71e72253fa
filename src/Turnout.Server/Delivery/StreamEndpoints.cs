using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Environments;
using Turnout.Server.Hosting;

namespace Turnout.Server.Delivery;

/// <summary>Server-sent events that tell when the ruleset has changed.</summary>
internal static class StreamEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var stream = endpoints.MapGroup("/sdk/v1/stream").WithTags("SDK").Requires(Right.Evaluate);
        stream.MapGet("", (Delegate)OpenStream).WithName("openStream").AcceptsKeyInQuery().AcceptsStreamTokenInQuery()
            .Produces<string>(StatusCodes.Status200OK, "text/event-stream");
        stream.MapPost("/token", CreateStreamToken).WithName("createStreamToken");
    }

    /// <summary>
    /// A stream of `change` events, each with the ruleset's version as its id and as `{"version":…}`: the current one at once, then one for
    /// every change, and a comment every 15 seconds. Browsers may come with `?token=` or, with a client key, `?key=`.
    /// </summary>
    internal static async Task OpenStream(HttpContext context, Caller caller, ChangeStreams streams, Rulesets rulesets)
    {
        // Open before looking: a change between the two is told twice rather than never.
        using var stream = streams.Open(caller.RequiredEnvironment, caller.KeyId, caller.ExpiresAt);
        if (rulesets.Find(caller.RequiredEnvironment) is not { } published)
        {
            await ProblemResults.WriteAsync(context, EnvironmentStore.Unknown(caller.RequiredEnvironment));
            return;
        }

        await SendAsync(context, ChangeStreams.Notice(published.Version), stream.ReadAsync(context.RequestAborted));
    }

    /// <summary>Answers with server-sent events until they end or the other side goes away.</summary>
    /// <param name="context">The request.</param>
    /// <param name="first">What is sent at once; may be empty.</param>
    /// <param name="messages">The events behind it, as they go over the wire.</param>
    internal static async Task SendAsync(HttpContext context, byte[] first, IAsyncEnumerable<byte[]> messages)
    {
        var response = context.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache, no-transform";
        // Proxies that buffer would keep the events to themselves.
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        // When a server goes away, its streams come back to the others one after another.
        var retry = string.Create(CultureInfo.InvariantCulture, $"retry: {Random.Shared.Next(1_000, 5_000)}\n{(first.Length == 0 ? "\n" : "")}");
        try
        {
            await response.BodyWriter.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(retry), .. first], context.RequestAborted);
            await foreach (var message in messages)
            {
                var written = await response.BodyWriter.WriteAsync(message, context.RequestAborted);
                if (written.IsCompleted) break;
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The other side went away, as streams end.
        }
        // What the connection does next is not for the task that speaks to all streams, on which the end came.
        await Task.Yield();
    }

    /// <summary>A token that opens a stream as `?token=`, within a minute: for browsers, whose EventSource sends no headers.</summary>
    internal static Ok<StreamTokenBody> CreateStreamToken(Caller caller, StreamTokens tokens)
    {
        var (token, expiresAt) = tokens.Issue(caller);
        return TypedResults.Ok(new StreamTokenBody(token, expiresAt));
    }
}

/// <summary>A token that opens a stream.</summary>
internal sealed record StreamTokenBody(string Token, DateTimeOffset ExpiresAt);
