using System.ComponentModel;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Turnout.Engine.Definitions;
using Turnout.Server.Delivery;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Experiments;

using SavedExperiment = Results<Ok<ExperimentBody>, ProblemHttpResult>;

internal static class ExperimentEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var experiments = endpoints.MapGroup("/api/v1/environments/{environment}/experiments").WithTags("Experiments");
        experiments.MapGet("", ListExperiments).WithName("listExperiments").Requires(Right.ExperimentsRead);
        experiments.MapPost("", CreateExperiment).WithName("createExperiment").Requires(Right.ExperimentsWrite);
        experiments.MapGet("/{key}", GetExperiment).WithName("getExperiment").Requires(Right.ExperimentsRead);
        experiments.MapPatch("/{key}", EditExperiment).WithName("editExperiment").Requires(Right.ExperimentsWrite).Accepts<ExperimentRequest>("application/json");
        experiments.MapDelete("/{key}", DeleteExperiment).WithName("deleteExperiment").Requires(Right.Release);
        experiments.MapPost("/{key}/copy", CopyExperiment).WithName("copyExperiment").Requires(Right.ExperimentsWrite);
        experiments.MapGet("/{key}/deletion", GetDeletion).WithName("getExperimentDeletion").Requires(Right.ExperimentsRead);
        experiments.MapPost("/{key}/launch", LaunchExperiment).WithName("launchExperiment").Requires(Right.Release);
        experiments.MapPost("/{key}/pause", PauseExperiment).WithName("pauseExperiment").Requires(Right.Release);
        experiments.MapPost("/{key}/resume", ResumeExperiment).WithName("resumeExperiment").Requires(Right.Release);
        experiments.MapPost("/{key}/stop", StopExperiment).WithName("stopExperiment").Requires(Right.Release);
        experiments.MapPost("/{key}/conclude", ConcludeExperiment).WithName("concludeExperiment").Requires(Right.Release);
        experiments.MapPost("/{key}/archive", ArchiveExperiment).WithName("archiveExperiment").Requires(Right.Release);
    }

    /// <summary>The experiments, by key.</summary>
    internal static async Task<Results<Ok<Page<ExperimentBody>>, ProblemHttpResult>> ListExperiments(
        string environment,
        [Description("Only experiments in this state: draft, running, paused, stopped or archived.")] string? status,
        [AsParameters] ListQuery query, ExperimentStore store, CancellationToken cancellation)
    {
        if (status is not (null or "draft" or "running" or "paused" or "stopped" or "archived"))
            return Problem.Invalid("invalid_status", "status", "'status' is draft, running, paused, stopped or archived.").ToHttp();
        if (!query.Read().TryGet(out var page, out var problem)) return problem.ToHttp();
        if (!(await store.ListAsync(environment, query.Q, status, page, cancellation)).TryGet(out var listed, out problem)) return problem.ToHttp();
        return TypedResults.Ok(Page.Of(listed.Rows, page, row => ExperimentBody.Of(row.ToExperiment(), listed.Assignments.GetValueOrDefault(row.Key), listed.Verdicts.GetValueOrDefault(row.Key)), row => [row.Key]));
    }

    /// <summary>Makes an experiment, in draft.</summary>
    internal static async Task<Results<Created<ExperimentBody>, ProblemHttpResult>> CreateExperiment(
        string environment, ExperimentRequest request, ExperimentWrites writes, Rulesets rulesets, Author author, HttpResponse response, CancellationToken cancellation)
    {
        if (!(await writes.CreateAsync(environment, request, author, cancellation)).TryGet(out var saved, out var problem)) return problem.ToHttp();
        await rulesets.ReachAsync(environment, saved.Version);
        ETag.Set(response, saved.Value.Revision);
        return TypedResults.Created((string?)null, ExperimentBody.Of(saved.Value));
    }

    /// <summary>An experiment.</summary>
    internal static async Task<SavedExperiment> GetExperiment(
        string environment, string key, ExperimentStore store, HttpResponse response, CancellationToken cancellation)
    {
        if (!(await store.FindAsync(environment, key, cancellation)).TryGet(out var found, out var problem)) return problem.ToHttp();
        ETag.Set(response, found.Experiment.Revision);
        return TypedResults.Ok(ExperimentBody.Of(found.Experiment, found.Assignments, found.Verdict));
    }

    /// <summary>Changes the members that are given, each as a whole; null takes the default. A draft can be changed in everything but its key.</summary>
    internal static async Task<SavedExperiment> EditExperiment(
        string environment, string key, JsonObject patch, Precondition precondition, ExperimentWrites writes, Rulesets rulesets, Author author,
        HttpResponse response, CancellationToken cancellation) =>
        await AnswerAsync(await writes.EditAsync(environment, key, patch, precondition, author, SaveOptions.None, cancellation), environment, rulesets, response);

    /// <summary>Removes an experiment with its assignments and events; the audit log stays. Refused while a flag serves it.</summary>
    internal static async Task<Results<NoContent, ProblemHttpResult>> DeleteExperiment(
        string environment, string key,
        [Description("The token of `…/deletion`, or the experiment's key as a person typed it; refused where it is neither. Programs may leave it out.")] string? confirm,
        Precondition precondition, ExperimentWrites writes, Rulesets rulesets, Author author, CancellationToken cancellation)
    {
        if (!(await writes.DeleteAsync(environment, key, confirm, precondition, author, cancellation)).TryGet(out var version, out var problem)) return problem.ToHttp();
        await rulesets.ReachAsync(environment, version);
        return TypedResults.NoContent();
    }

    /// <summary>
    /// Makes a draft like this experiment under a new key, with the changes: a new phase, whose units are drawn anew. Its schedule, layer and what happened to it are not
    /// copied.
    /// </summary>
    internal static async Task<Results<Created<ExperimentBody>, ProblemHttpResult>> CopyExperiment(
        string environment, string key, CopyRequest request, ExperimentWrites writes, Rulesets rulesets, Author author, HttpResponse response, CancellationToken cancellation)
    {
        if (!(await writes.CopyAsync(environment, key, request, author, cancellation)).TryGet(out var saved, out var problem)) return problem.ToHttp();
        await rulesets.ReachAsync(environment, saved.Version);
        ETag.Set(response, saved.Value.Revision);
        return TypedResults.Created((string?)null, ExperimentBody.Of(saved.Value));
    }

    /// <summary>What would go with the experiment, and the token that confirms just that: it holds until the experiment changes.</summary>
    internal static async Task<Results<Ok<DeletionBody>, ProblemHttpResult>> GetDeletion(
        string environment, string key, ExperimentStore store, ExperimentWrites writes, CancellationToken cancellation)
    {
        if (!(await store.FindAsync(environment, key, cancellation)).TryGet(out var found, out var problem)) return problem.ToHttp();
        var users = await writes.UsersAsync(environment, key, cancellation);
        return TypedResults.Ok(new DeletionBody(ExperimentWrites.DeletionToken(environment, found.Experiment), found.Assignments, [.. users.Select(user => user.ToString())]));
    }

    /// <summary>Starts a draft.</summary>
    internal static Task<SavedExperiment> LaunchExperiment(
        string environment, string key, Precondition precondition, ExperimentWrites writes, Rulesets rulesets, Author author, HttpResponse response, CancellationToken cancellation) =>
        MoveAsync(ExperimentLifecycle.Launch, "experiment.launched", environment, key, precondition, writes, rulesets, author, response, cancellation);

    /// <summary>Halts a running experiment: nobody has a variant until it resumes.</summary>
    internal static Task<SavedExperiment> PauseExperiment(
        string environment, string key, Precondition precondition, ExperimentWrites writes, Rulesets rulesets, Author author, HttpResponse response, CancellationToken cancellation) =>
        MoveAsync(ExperimentLifecycle.Pause, "experiment.paused", environment, key, precondition, writes, rulesets, author, response, cancellation);

    /// <summary>Lets a paused experiment run again, with everyone's variants as they were.</summary>
    internal static Task<SavedExperiment> ResumeExperiment(
        string environment, string key, Precondition precondition, ExperimentWrites writes, Rulesets rulesets, Author author, HttpResponse response, CancellationToken cancellation) =>
        MoveAsync(ExperimentLifecycle.Resume, "experiment.resumed", environment, key, precondition, writes, rulesets, author, response, cancellation);

    /// <summary>Ends a running or paused experiment, for good.</summary>
    internal static Task<SavedExperiment> StopExperiment(
        string environment, string key, Precondition precondition, ExperimentWrites writes, Rulesets rulesets, Author author, HttpResponse response, CancellationToken cancellation) =>
        MoveAsync(ExperimentLifecycle.Stop, "experiment.stopped", environment, key, precondition, writes, rulesets, author, response, cancellation);

    /// <summary>Puts a stopped experiment away; refused while a flag serves it.</summary>
    internal static Task<SavedExperiment> ArchiveExperiment(
        string environment, string key, Precondition precondition, ExperimentWrites writes, Rulesets rulesets, Author author, HttpResponse response, CancellationToken cancellation) =>
        MoveAsync(ExperimentLifecycle.Archive, "experiment.archived", environment, key, precondition, writes, rulesets, author, response, cancellation);

    /// <summary>Ends an experiment and names its winner; with <c>make_default</c>, flags that serve the experiment serve the winner from now on.</summary>
    internal static async Task<SavedExperiment> ConcludeExperiment(
        string environment, string key, ConcludeRequest request, Precondition precondition, ExperimentWrites writes, Rulesets rulesets, Author author,
        HttpResponse response, CancellationToken cancellation) =>
        await AnswerAsync(await writes.ConcludeAsync(environment, key, request, precondition, author, cancellation), environment, rulesets, response);

    static async Task<SavedExperiment> MoveAsync(
        Func<Experiment, DateTimeOffset, Result<Experiment>> step, string kind, string environment, string key, Precondition precondition, ExperimentWrites writes,
        Rulesets rulesets, Author author, HttpResponse response, CancellationToken cancellation) =>
        await AnswerAsync(await writes.MoveAsync(environment, key, step, kind, kind is "experiment.launched" or "experiment.resumed", precondition, author, cancellation), environment, rulesets, response);

    static async Task<SavedExperiment> AnswerAsync(Result<Saved<Experiment>> result, string environment, Rulesets rulesets, HttpResponse response)
    {
        if (!result.TryGet(out var saved, out var problem)) return problem.ToHttp();
        await rulesets.ReachAsync(environment, saved.Version);
        ETag.Set(response, saved.Value.Revision);
        return TypedResults.Ok(ExperimentBody.Of(saved.Value));
    }
}
