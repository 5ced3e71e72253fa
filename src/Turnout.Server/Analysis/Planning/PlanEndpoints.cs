using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Hosting;

namespace Turnout.Server.Analysis.Planning;

internal static class PlanEndpoints
{
    public static void Map(RouteGroupBuilder environment)
    {
        environment.MapGet("metrics/{key}/plan", PlanMetric).WithName("planMetric").WithTags("Results").Requires(Right.ResultsRead);
        environment.MapGet("experiments/{key}/progress", FindProgress).WithName("findProgress").WithTags("Results").Requires(Right.ResultsRead);
    }

    /// <summary>Sample size, smallest detectable effects and duration, from the metric's own past in the event log.</summary>
    internal static async Task<Results<Ok<PlanBody>, ProblemHttpResult>> PlanMetric(
        string environment, string key,
        [Description("The smallest change that would matter, as a share of the mean; 0.05 when left out.")] double? effect,
        [Description("The chance to find it, 0.5 to 0.999; 0.8 when left out.")] double? power,
        [Description("The error allowed for all comparisons together; 0.05 when left out.")] double? alpha,
        [Description("`always_valid` (default) or `fixed_horizon`.")] string? method,
        [Description("How many variants, the control among them, in equal shares; 2 when left out.")] int? variants,
        [Description("The share of units that takes part, in per cent; 100 when left out.")] double? traffic,
        [Description("What is assigned; `user` when left out.")] string? unit,
        [Description("How many days of the past are looked at; 28 when left out.")] double? days,
        [FromQuery(Name = "entry_event"), Description("Units come in with this event; with any when left out.")] string? entryEvent,
        [FromQuery(Name = "planned_units"), Description("`decision.planned_units` of the experiment; the best for the plan when left out.")] double? plannedUnits,
        MetricPasts pasts, TimeProvider clock, CancellationToken cancellation)
    {
        if (method is not (null or "always_valid" or "fixed_horizon"))
            return Problem.Invalid("invalid_method", "method", "'method' is always_valid or fixed_horizon.").ToHttp();
        var past = new PastQuery(unit ?? "user", days ?? PastQuery.DefaultDays, entryEvent);
        var question = new PlanQuestion(
            effect ?? PlanQuestion.DefaultEffect, power ?? PlanQuestion.DefaultPower, alpha ?? 0.05,
            method == "fixed_horizon" ? DecisionMethod.FixedHorizon : DecisionMethod.AlwaysValid, [.. Enumerable.Repeat(1.0, Math.Clamp(variants ?? 2, 0, 101))], traffic ?? 100, plannedUnits);
        if ((question.Check() ?? past.Check()) is { } wrong) return wrong.ToHttp();
        return (await pasts.ReadAsync(environment, key, past, cancellation)).TryGet(out var found, out var problem)
            ? TypedResults.Ok(Plans.Of(found, question, clock.GetUtcNow())) : problem.ToHttp();
    }

    /// <summary>How far an experiment is: its power so far, the smallest effect it finds now, what is missing, and when that will have come.</summary>
    internal static async Task<Results<Ok<ProgressBody>, ProblemHttpResult>> FindProgress(
        string environment, string key,
        [Description("One of its metrics; the first when left out.")] string? metric,
        [Description("The smallest change that would matter, as a share of the control's mean; 0.05 when left out.")] double? effect,
        [Description("The chance to find it, 0.5 to 0.999; 0.8 when left out.")] double? power,
        ExperimentResults results, CancellationToken cancellation) =>
        (await results.AskAsync(
            environment, key, counted => Plans.Progress(counted, metric, effect ?? PlanQuestion.DefaultEffect, power ?? PlanQuestion.DefaultPower), cancellation)).TryGet(out var body, out var problem)
            ? TypedResults.Ok(body) : problem.ToHttp();
}
