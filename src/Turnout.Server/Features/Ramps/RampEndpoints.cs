using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Ramps;

using Answer = Results<Ok<RampBody>, ProblemHttpResult>;

internal static class RampEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var flag = endpoints.MapGroup("/api/v1/environments/{environment}/flags/{key}/ramp").WithTags("Flags");
        flag.MapGet("", GetFlagRamp).WithName("getFlagRamp").Requires(Right.FlagsRead);
        flag.MapPut("", SetFlagRamp).WithName("setFlagRamp").Requires(Right.FlagsWrite);
        flag.MapDelete("", RemoveFlagRamp).WithName("removeFlagRamp").Requires(Right.FlagsWrite);
        flag.MapPost("/pause", PauseFlagRamp).WithName("pauseFlagRamp").Requires(Right.FlagsWrite);
        flag.MapPost("/resume", ResumeFlagRamp).WithName("resumeFlagRamp").Requires(Right.FlagsWrite);
        var experiment = endpoints.MapGroup("/api/v1/environments/{environment}/experiments/{key}/ramp").WithTags("Experiments");
        experiment.MapGet("", GetExperimentRamp).WithName("getExperimentRamp").Requires(Right.ExperimentsRead);
        experiment.MapPut("", SetExperimentRamp).WithName("setExperimentRamp").Requires(Right.Release);
        experiment.MapDelete("", RemoveExperimentRamp).WithName("removeExperimentRamp").Requires(Right.Release);
        experiment.MapPost("/pause", PauseExperimentRamp).WithName("pauseExperimentRamp").Requires(Right.Release);
        experiment.MapPost("/resume", ResumeExperimentRamp).WithName("resumeExperimentRamp").Requires(Right.Release);
    }

    /// <summary>How the flag's rollout grows by itself.</summary>
    internal static async Task<Answer> GetFlagRamp(string environment, string key, RampStore store, HttpResponse response, CancellationToken cancellation) =>
        Told(await store.FindAsync(environment, Item.Flag(key), cancellation), response);

    /// <summary>Lets the flag's rollout grow by itself, step by step; a ramp that was there begins anew.</summary>
    internal static async Task<Answer> SetFlagRamp(
        string environment, string key, RampRequest request, Precondition precondition, RampStore store, Author author, HttpResponse response, CancellationToken cancellation) =>
        Told(await store.SetAsync(environment, Item.Flag(key), request, precondition, author, cancellation), response);

    /// <summary>Takes the ramp away; the rollout stays.</summary>
    internal static async Task<Results<NoContent, ProblemHttpResult>> RemoveFlagRamp(
        string environment, string key, Precondition precondition, RampStore store, Author author, CancellationToken cancellation) =>
        Gone(await store.RemoveAsync(environment, Item.Flag(key), precondition, author, cancellation));

    /// <summary>Halts the ramp where it stands.</summary>
    internal static async Task<Answer> PauseFlagRamp(
        string environment, string key, Precondition precondition, RampStore store, Author author, HttpResponse response, CancellationToken cancellation) =>
        Told(await store.MoveAsync(environment, Item.Flag(key), true, precondition, author, cancellation), response);

    /// <summary>Lets the ramp go on; the step in force begins to hold anew.</summary>
    internal static async Task<Answer> ResumeFlagRamp(
        string environment, string key, Precondition precondition, RampStore store, Author author, HttpResponse response, CancellationToken cancellation) =>
        Told(await store.MoveAsync(environment, Item.Flag(key), false, precondition, author, cancellation), response);

    /// <summary>How the experiment's traffic grows by itself.</summary>
    internal static async Task<Answer> GetExperimentRamp(string environment, string key, RampStore store, HttpResponse response, CancellationToken cancellation) =>
        Told(await store.FindAsync(environment, Item.Experiment(key), cancellation), response);

    /// <summary>Lets the experiment's traffic grow by itself, step by step, as long as nothing hurts; a ramp that was there begins anew.</summary>
    internal static async Task<Answer> SetExperimentRamp(
        string environment, string key, RampRequest request, Precondition precondition, RampStore store, Author author, HttpResponse response, CancellationToken cancellation) =>
        Told(await store.SetAsync(environment, Item.Experiment(key), request, precondition, author, cancellation), response);

    /// <summary>Takes the ramp away; the traffic stays.</summary>
    internal static async Task<Results<NoContent, ProblemHttpResult>> RemoveExperimentRamp(
        string environment, string key, Precondition precondition, RampStore store, Author author, CancellationToken cancellation) =>
        Gone(await store.RemoveAsync(environment, Item.Experiment(key), precondition, author, cancellation));

    /// <summary>Halts the ramp where it stands.</summary>
    internal static async Task<Answer> PauseExperimentRamp(
        string environment, string key, Precondition precondition, RampStore store, Author author, HttpResponse response, CancellationToken cancellation) =>
        Told(await store.MoveAsync(environment, Item.Experiment(key), true, precondition, author, cancellation), response);

    /// <summary>Lets the ramp go on; the step in force begins to hold anew.</summary>
    internal static async Task<Answer> ResumeExperimentRamp(
        string environment, string key, Precondition precondition, RampStore store, Author author, HttpResponse response, CancellationToken cancellation) =>
        Told(await store.MoveAsync(environment, Item.Experiment(key), false, precondition, author, cancellation), response);

    static Answer Told(Result<RampRow> found, HttpResponse response)
    {
        if (!found.TryGet(out var row, out var problem)) return problem.ToHttp();
        ETag.Set(response, row.Revision);
        return TypedResults.Ok(RampBody.Of(row));
    }

    static Results<NoContent, ProblemHttpResult> Gone(Result<bool> removed) => removed.Problem is { } problem ? problem.ToHttp() : TypedResults.NoContent();
}
