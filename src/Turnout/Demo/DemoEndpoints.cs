using Microsoft.AspNetCore.Http.HttpResults;
using Turnout.Server.Features.Access;
using Turnout.Server.Hosting;

namespace Turnout.Demo;

/// <summary>The demo by a click: what <c>turnout demo</c> does, in the running server.</summary>
internal static class DemoEndpoints
{
    static readonly Problem Busy = Problem.Conflict("demo_busy", "The demo is being loaded or removed already.");

    public static void Map(WebApplication app)
    {
        var demo = app.MapGroup("/api/v1/demo").WithTags("Demo");
        ((IEndpointConventionBuilder)demo).Finally(app.Services.GetRequiredService<Gate>().Guard);
        demo.MapGet("", GetDemo).WithName("getDemo").Requires(Right.EnvironmentsRead);
        demo.MapPost("", LoadDemo).WithName("loadDemo").Requires(Right.EnvironmentsWrite);
        demo.MapDelete("", RemoveDemo).WithName("removeDemo").Requires(Right.EnvironmentsWrite);
    }

    /// <summary>Whether the demo is there, and how far it is while it is being loaded.</summary>
    internal static async Task<Ok<DemoBody>> GetDemo(DemoRun run, CancellationToken cancellation) => TypedResults.Ok(await run.StateAsync(cancellation));

    /// <summary>Begins to load the demo into the environment `demo`; nothing happens where it is loaded.</summary>
    internal static async Task<Results<Accepted<DemoBody>, ProblemHttpResult>> LoadDemo(DemoRun run, Author author, CancellationToken cancellation) =>
        run.TryStart(load: true, author) ? TypedResults.Accepted((string?)null, await run.StateAsync(cancellation)) : Busy.ToHttp();

    /// <summary>Begins to remove the demo, with its assignments and events; the environment stays.</summary>
    internal static async Task<Results<Accepted<DemoBody>, ProblemHttpResult>> RemoveDemo(DemoRun run, Author author, CancellationToken cancellation) =>
        run.TryStart(load: false, author) ? TypedResults.Accepted((string?)null, await run.StateAsync(cancellation)) : Busy.ToHttp();
}
