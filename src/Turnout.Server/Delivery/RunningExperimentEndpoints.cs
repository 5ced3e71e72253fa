using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Turnout.Engine;
using Turnout.Engine.Checks;
using Turnout.Engine.Definitions;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Environments;
using Turnout.Server.Hosting;

namespace Turnout.Server.Delivery;

/// <summary>The running experiments as an application sees them.</summary>
internal static class RunningExperimentEndpoints
{
    static readonly HashSet<string> OfTheList = ["limit", "after"];

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/api/v1/experiments", ListRunningExperiments).WithName("listRunningExperiments").WithTags("Evaluation").Requires(Right.Evaluate);

    /// <summary>
    /// The running experiments that concern the caller, by key, each with its variant. An end user's token says who that is; with a key, the
    /// context comes as parameters of the query (`?user_id=…&amp;plan=…`), and without any all running experiments are listed, without variants.
    /// </summary>
    internal static async Task<Results<Ok<Page<RunningExperimentBody>>, ProblemHttpResult>> ListRunningExperiments(
        HttpContext http, [AsParameters] PageQuery query, Caller caller, Rulesets rulesets, CallerAssignments assignments, CancellationToken cancellation)
    {
        if (!query.Read().TryGet(out var page, out var problem)) return problem.ToHttp();
        if (!Context(http.Request.Query).TryGet(out var given, out problem)) return problem.ToHttp();
        if (rulesets.Find(caller.RequiredEnvironment) is not { } published) return EnvironmentStore.Unknown(caller.RequiredEnvironment).ToHttp();

        var everyone = given is null && caller.Kind != CallerKind.EndUser;
        var context = caller.Identify(given ?? new EvaluationContext());
        var (stored, _) = await assignments.ForAsync(published, context, cancellation);
        var items = new List<RunningExperimentBody>();
        foreach (var experiment in published.Ruleset.Experiments)
        {
            if (experiment.Status != ExperimentStatus.Running || (page.After is { } after && string.CompareOrdinal(experiment.Key, after[0]) <= 0)) continue;
            var decision = Ruleset.Decide(experiment, context, stored);
            if (!decision.IsIn && !everyone) continue;
            items.Add(RunningExperimentBody.Of(decision));
            if (items.Count == page.Fetch) break;
        }
        return TypedResults.Ok(Page.Of(items, page, item => item, item => [item.Key]));
    }

    static Result<EvaluationContext?> Context(IQueryCollection query)
    {
        EvaluationContext? context = null;
        foreach (var (name, values) in query)
        {
            if (OfTheList.Contains(name)) continue;
            var value = values.ToString();
            if (!Names.IsAttribute(name) || (name is "user_id" or "team_id" or "visitor_id" or "targeting_key" && !Names.IsUnitId(value)))
                return Problem.Invalid("invalid_parameter", name, "An id has 1 to 512 bytes, an attribute's name 1 to 128 characters, and neither a control character.");
            (context ??= new EvaluationContext())[name] = value;
        }
        return context;
    }
}

/// <summary>A running experiment as it concerns a caller.</summary>
/// <param name="Variant">The caller's variant; null where no context was given.</param>
/// <param name="Variants">The keys of all variants.</param>
/// <param name="Control">The key of the control variant.</param>
/// <param name="Unit">What is bucketed.</param>
/// <param name="Assignment"><c>deterministic</c> or <c>random</c>.</param>
internal sealed record RunningExperimentBody(
    string Key, string? Variant, IReadOnlyList<string> Variants, string Control, string Unit, AssignmentType Assignment)
{
    public static RunningExperimentBody Of(in ExperimentDecision decision)
    {
        var experiment = decision.Experiment!;
        return new(experiment.Key, decision.Variant, [.. experiment.Arms.Select(arm => arm.Key)], experiment.Arms[experiment.ControlIndex].Key,
            experiment.Unit, experiment.Assignment);
    }
}
