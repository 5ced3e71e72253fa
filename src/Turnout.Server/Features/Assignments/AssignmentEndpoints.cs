using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Delivery;
using Turnout.Server.Events;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Environments;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Assignments;

internal static class AssignmentEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var experiments = endpoints.MapGroup("/api/v1/experiments").WithTags("Evaluation");
        experiments.MapPost("{key}/assign", Assign).WithName("assign").Requires(Right.Evaluate);
        experiments.MapPost("{key}/variant", FindVariant).WithName("findVariant").Requires(Right.Evaluate);
        experiments.MapPost("converted", Convert).WithName("convert").Requires(Right.Self);
    }

    /// <summary>Gives the context's unit its variant and keeps it: from now on it is always the same.</summary>
    internal static async Task<Results<Ok<AssignAnswer>, ProblemHttpResult>> Assign(
        string key, AssignRequest request, Caller caller, Rulesets rulesets, Assignments assignments, CancellationToken cancellation)
    {
        if (rulesets.Find(caller.RequiredEnvironment) is not { } published) return EnvironmentStore.Unknown(caller.RequiredEnvironment).ToHttp();
        var decided = await assignments.AssignAsync(published.Ruleset, key, caller.Identify(request.Context), cancellation);
        return decided.TryGet(out var decision, out var problem) ? TypedResults.Ok(AssignAnswer.Of(decision)) : problem.ToHttp();
    }

    /// <summary>The variant of the context's unit, without assigning it: the one it has, or the one it would be given by hash; null when there is none.</summary>
    internal static async Task<Results<Ok<AssignAnswer>, ProblemHttpResult>> FindVariant(
        string key, AssignRequest request, Caller caller, Rulesets rulesets, Assignments assignments, CancellationToken cancellation)
    {
        if (rulesets.Find(caller.RequiredEnvironment) is not { } published) return EnvironmentStore.Unknown(caller.RequiredEnvironment).ToHttp();
        var decided = await assignments.FindAsync(published.Ruleset, key, caller.Identify(request.Context), cancellation);
        return decided.TryGet(out var decision, out var problem) ? TypedResults.Ok(AssignAnswer.Of(decision)) : problem.ToHttp();
    }

    /// <summary>Records that the end user converted, where the variant is the server's own for this user.</summary>
    internal static async Task<Results<Created<ConvertedAnswer>, ProblemHttpResult>> Convert(
        ConvertedRequest request, HttpRequest http, Caller caller, Author author, Rulesets rulesets, Conversions conversions, CancellationToken cancellation)
    {
        if (rulesets.Find(caller.RequiredEnvironment) is not { } published) return EnvironmentStore.Unknown(caller.RequiredEnvironment).ToHttp();
        var recorded = await conversions.RecordAsync(published.Ruleset, request, PrivacySignal.IsSet(http), caller, author, cancellation);
        return recorded.TryGet(out var id, out var problem)
            ? TypedResults.Created((string?)null, new ConvertedAnswer(id, request.Experiment, request.Variant, request.ActionTaken))
            : problem.ToHttp();
    }
}
