using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Flags;
using Turnout.Server.Features.Segments;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Previews;

using Preview = Results<Ok<PreviewBody>, ProblemHttpResult>;

internal static class PreviewEndpoints
{
    // As for saving the same.
    const int MaxBodyBytes = 8 << 20;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var environment = endpoints.MapGroup("/api/v1/environments/{environment}");
        environment.MapPost("/flags/{key}/preview", PreviewFlag).WithName("previewFlag").WithTags("Flags").Requires(Right.FlagsRead)
            .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes));
        environment.MapPost("/segments/{key}/preview", PreviewSegment).WithName("previewSegment").WithTags("Segments").Requires(Right.SegmentsRead)
            .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes));
        environment.MapPost("/experiments/{key}/preview", PreviewExperiment).WithName("previewExperiment").WithTags("Experiments").Requires(Right.ExperimentsRead)
            .Accepts<ExperimentRequest>("application/json");
    }

    /// <summary>What setting the flag so would do: whether it is safe, and how many of the recently seen contexts would get something else. Changes nothing.</summary>
    internal static async Task<Preview> PreviewFlag(string environment, string key, FlagRequest request, Rehearsals rehearsals, CancellationToken cancellation)
    {
        if (Keys.Check(key) is { } wrong) return wrong.ToHttp();
        return Answer(await rehearsals.FlagAsync(environment, key, request, cancellation));
    }

    /// <summary>What setting the segment so would do: who of the recently seen contexts would come in and go out. Changes nothing.</summary>
    internal static async Task<Preview> PreviewSegment(string environment, string key, SegmentRequest request, Rehearsals rehearsals, CancellationToken cancellation)
    {
        if (Keys.Check(key) is { } wrong) return wrong.ToHttp();
        return Answer(await rehearsals.SegmentAsync(environment, key, request, cancellation));
    }

    /// <summary>What changing these members would do; of a draft: as if it ran. Changes nothing.</summary>
    internal static async Task<Preview> PreviewExperiment(string environment, string key, JsonObject patch, Rehearsals rehearsals, CancellationToken cancellation) =>
        Answer(await rehearsals.ExperimentAsync(environment, key, patch, cancellation));

    static Preview Answer(Result<PreviewBody> preview) => preview.TryGet(out var body, out var problem) ? TypedResults.Ok(body) : problem.ToHttp();
}
