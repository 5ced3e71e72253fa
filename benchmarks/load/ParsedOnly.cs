using Turnout.Server.Events;
using Turnout.Server.Features.Access;
using Turnout.Server.Hosting;

namespace Turnout.Load;

/// <summary>The floor of intake: the same server checks the same key, reads the same body and builds the same records, and then forgets them.</summary>
internal static class ParsedOnly
{
    public const string Path = "/parsed-only";

    public static void Map(WebApplication app)
    {
        var group = app.MapGroup("");
        ((IEndpointConventionBuilder)group).Finally(app.Services.GetRequiredService<Gate>().Guard);
        group.MapPost(Path, async (HttpRequest request, Caller caller, CancellationToken cancellation) =>
        {
            if (!(await EventBody.ReadAsync(request, 8 << 20, cancellation)).TryGet(out var body, out var problem)) return (IResult)problem.ToHttp();
            using var reader = new EventReader(new EventSource(caller.RequiredEnvironment, 0, long.MinValue, long.MaxValue));
            using (body) problem = reader.ReadDocument(body.Bytes);
            return problem?.ToHttp() ?? (IResult)TypedResults.Accepted((string?)null, new EventsAnswer(reader.Batch.Count, 0, null));
        }).Requires(Right.EventsSend);
    }
}
