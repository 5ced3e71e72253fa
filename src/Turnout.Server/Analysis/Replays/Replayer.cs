using Turnout.Server.Analysis.Planning;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Hosting;
using Turnout.Statistics;

namespace Turnout.Server.Analysis.Replays;

/// <summary>Replays experiments and metrics of the event log.</summary>
internal sealed class Replayer(ExperimentResults results, MetricPasts pasts)
{
    /// <summary>Replays the units of an experiment in one of its metrics, by its own decision.</summary>
    /// <param name="environment">The environment's key.</param>
    /// <param name="experiment">Its key.</param>
    /// <param name="metric">One of its metrics; null: the first.</param>
    /// <param name="replays">How often.</param>
    /// <param name="seed">Of the dealing.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The metric and its report; 404 <c>unknown_experiment</c>, <c>unknown_metric</c>; 400 <c>insufficient_data</c>.</returns>
    public async Task<Result<(string Metric, ReplayReport Report)>> ExperimentAsync(string environment, string experiment, string? metric, int replays, ulong seed, CancellationToken cancellation)
    {
        var found = await results.AskAsync<(ReplayUnits, DecisionRule, double)>(environment, experiment, counted =>
        {
            var place = metric is null ? 0 : counted.Plan.Metrics.ToList().FindIndex(one => one.Key == metric);
            if (place < 0) return Problem.NotFound("unknown_metric", $"The experiment '{experiment}' has no metric '{metric}'.");
            var units = ReplayUnits.Of(counted.Tally, counted.Plan.Metrics[place], place);
            var question = PlanQuestion.Of(counted.Experiment, PlanQuestion.DefaultEffect, PlanQuestion.DefaultPower);
            return (units, counted.Experiment.Decision, question.Weights[0] / (question.Weights[0] + question.Weights[1]));
        }, cancellation);
        return found.TryGet(out var ready, out var problem) ? Run(ready.Item1, ready.Item2, ready.Item3, replays, seed, cancellation) : problem;
    }

    /// <summary>Replays the past of a metric, by the default decision: two equal variants, always-valid.</summary>
    public async Task<Result<(string Metric, ReplayReport Report)>> MetricAsync(string environment, string metric, PastQuery query, int replays, ulong seed, CancellationToken cancellation)
    {
        if (!(await pasts.ReadAsync(environment, metric, query, cancellation)).TryGet(out var past, out var problem)) return problem;
        var units = ReplayUnits.Of(past.Tally, past.Metric, 0);
        return Run(units, new DecisionRule { PlannedUnits = Math.Max(2, units.Count) }, 0.5, replays, seed, cancellation);
    }

    static Result<(string Metric, ReplayReport Report)> Run(ReplayUnits units, DecisionRule rule, double controlShare, int replays, ulong seed, CancellationToken cancellation) =>
        Replay.Run(units, rule, controlShare, replays, seed, cancellation).TryGet(out var report, out var reason)
            ? (units.Metric.Key, report)
            : Problem.Invalid("insufficient_data", "units", $"There is nothing to replay: {reason}.");
}
