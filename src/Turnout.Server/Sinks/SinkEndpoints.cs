using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Audit;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Sinks;

internal static class SinkEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var sinks = endpoints.MapGroup("/api/v1/sinks").WithTags("Sinks");
        sinks.MapGet("", ListSinks).WithName("listSinks").Requires(Right.SinksRead);
        sinks.MapPost("/{name}/rewind", RewindSink).WithName("rewindSink").Requires(Right.SinksWrite);
        sinks.MapGet("/{name}/dead-letters", ListDeadLetters).WithName("listDeadLetters").Requires(Right.SinksRead);
        sinks.MapPost("/{name}/dead-letters/retry", RetryDeadLetters).WithName("retryDeadLetters").Requires(Right.SinksWrite);
        sinks.MapDelete("/{name}/dead-letters", DeleteDeadLetters).WithName("deleteDeadLetters").Requires(Right.SinksWrite);
    }

    /// <summary>The sinks that are configured, with how far behind the log each is.</summary>
    internal static async Task<Ok<SinksBody>> ListSinks(SinkRegistry registry, SinkStore store, SinkFeed feed, CancellationToken cancellation)
    {
        var items = new List<SinkBody>();
        foreach (var sink in registry.Sinks)
        {
            var state = await feed.StateAsync(sink.Settings.Environment, cancellation);
            items.Add(SinkBody.Of(sink, await store.FindAsync(sink.Name, cancellation), state.Next, await store.CountLettersAsync(sink.Name, cancellation)));
        }
        return TypedResults.Ok(new SinksBody(items));
    }

    /// <summary>Puts a sink at another place of the log: what lies behind it is sent, again where it was before, under the same ids.</summary>
    internal static async Task<Results<Ok<SinkBody>, ProblemHttpResult>> RewindSink(
        string name, RewindRequest request, SinkRegistry registry, SinkStore store, SinkFeed feed, SinkRunner runner, Database database, AuditStore audit, Author author,
        CancellationToken cancellation)
    {
        if (registry.Find(name) is not { } sink) return SinkStore.Unknown(name).ToHttp();
        var state = await feed.StateAsync(sink.Settings.Environment, cancellation);
        if (request.Position < 0 || request.Position > state.Next)
            return Problem.Invalid("invalid_value", "position", $"'position' is 0 to {state.Next.ToString(CultureInfo.InvariantCulture)}.").ToHttp();
        await store.OpenAsync(sink, state.Next, cancellation);
        var row = await store.RewindAsync(name, request.Position, cancellation);
        await database.WriteAsync(session => audit.AppendAsync(session, author, new AuditEntry("sink.rewound", name, sink.Settings.Environment) { Metadata = new { request.Position } }), cancellation);
        runner.Wake();
        return TypedResults.Ok(SinkBody.Of(sink, row, state.Next, await store.CountLettersAsync(name, cancellation)));
    }

    /// <summary>The events that the receiver refused one by one, in the order of the log.</summary>
    internal static async Task<Results<Ok<Page<DeadLetterBody>>, ProblemHttpResult>> ListDeadLetters(
        string name, [AsParameters] PageQuery query, SinkRegistry registry, SinkStore store, CancellationToken cancellation)
    {
        if (registry.Find(name) is null) return SinkStore.Unknown(name).ToHttp();
        if (!query.ReadKeys(CursorKey.Number).TryGet(out var page, out var problem)) return problem.ToHttp();
        return TypedResults.Ok(Page.Of(await store.ListLettersAsync(name, page, cancellation), page, DeadLetterBody.Of, row => [row.Position.ToString(CultureInfo.InvariantCulture)]));
    }

    /// <summary>Sends all dead letters again; those that are refused again stay.</summary>
    internal static async Task<Results<Accepted<LettersBody>, ProblemHttpResult>> RetryDeadLetters(
        string name, SinkRegistry registry, SinkStore store, SinkRunner runner, CancellationToken cancellation)
    {
        if (registry.Find(name) is null) return SinkStore.Unknown(name).ToHttp();
        var count = await store.RetryLettersAsync(name, cancellation);
        runner.Wake();
        return TypedResults.Accepted((string?)null, new LettersBody(count));
    }

    /// <summary>Forgets all dead letters: their events stay in the log.</summary>
    internal static async Task<Results<Ok<LettersBody>, ProblemHttpResult>> DeleteDeadLetters(
        string name, SinkRegistry registry, SinkStore store, CancellationToken cancellation) =>
        registry.Find(name) is null ? SinkStore.Unknown(name).ToHttp() : TypedResults.Ok(new LettersBody(await store.ForgetLettersAsync(name, cancellation)));
}
