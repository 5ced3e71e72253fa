using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Delivery;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Flags;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Experiments;

internal static class FlagExperimentEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var flag = endpoints.MapGroup("/api/v1/environments/{environment}/flags/{key}/experiment").WithTags("Experiments");
        flag.MapPost("/preview", PreviewFlagExperiment).WithName("previewFlagExperiment").Requires(Right.ExperimentsRead);
        flag.MapPost("", MakeFlagExperiment).WithName("makeFlagExperiment").Requires(Right.Release);
    }

    /// <summary>Who would get what, and in which arm, if the flag became this experiment. Changes nothing.</summary>
    internal static async Task<Results<Ok<FlagExperimentPreview>, ProblemHttpResult>> PreviewFlagExperiment(
        string environment, string key, FlagExperimentRequest request, FlagExperimentWrites writes, CancellationToken cancellation) =>
        (await writes.PreviewAsync(environment, key, request, cancellation)).TryGet(out var preview, out var problem) ? TypedResults.Ok(preview) : problem.ToHttp();

    /// <summary>
    /// Turns a flag into a running experiment, in one step: who has the feature today is in the treatment and keeps it, and the flag's rule serves the experiment from
    /// now on. With `If-Match` on the flag, what was previewed is what is done.
    /// </summary>
    internal static async Task<Results<Created<MadeFlagExperimentBody>, ProblemHttpResult>> MakeFlagExperiment(
        string environment, string key, FlagExperimentRequest request,
        [Description("True also where the environment's holdout would take the feature from some.")] bool? force,
        Precondition precondition, FlagExperimentWrites writes, Rulesets rulesets, Author author, HttpResponse response, CancellationToken cancellation)
    {
        var made = await writes.ApplyAsync(environment, key, request, precondition, force == true, author, cancellation);
        if (!made.TryGet(out var saved, out var problem)) return problem.ToHttp();
        await rulesets.ReachAsync(environment, saved.Version);
        ETag.Set(response, saved.Value.Flag.Revision);
        return TypedResults.Created((string?)null, new MadeFlagExperimentBody(FlagBody.Of(saved.Value.Flag), ExperimentBody.Of(saved.Value.Experiment)));
    }
}

/// <summary>A flag that has become an experiment.</summary>
internal sealed record MadeFlagExperimentBody(FlagBody Flag, ExperimentBody Experiment);
