using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Turnout.Server.Events;
using Turnout.Server.Features.Assignments;
using Turnout.Server.Features.Environments;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Metrics;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Analysis;

/// <summary>
/// The results of experiments. The first question about an experiment reads the log; the next ones read what was appended since. Thread-safe.
/// </summary>
internal sealed class ExperimentResults(Database database, EventLogStore log, TimeProvider clock, IOptions<AnalysisOptions> options)
{
    readonly ConcurrentDictionary<string, EnvironmentIndex> indexes = new(StringComparer.Ordinal);

    /// <returns>The results of everything acknowledged so far; 404 <c>unknown_environment</c> or <c>unknown_experiment</c>.</returns>
    public async Task<Result<ResultsBody>> FindAsync(string environment, string key, CancellationToken cancellation)
    {
        var found = await database.ReadAsync<Result<Question>>(async session =>
        {
            if (await ExperimentReads.FindAsync(session, environment, key) is not { } experiment)
                return await EnvironmentStore.FindAsync(session, environment) is null ? EnvironmentStore.Unknown(environment) : ExperimentStore.Unknown(key);
            var metrics = await MetricReads.FindAsync(session, environment, experiment.Metrics);
            return new Question(experiment, AnalysisPlan.Of(experiment, metrics), await AssignmentReads.CountsAsync(session, environment, key),
                await EventLogStore.StateAsync(session, environment), clock.GetUtcNow());
        }, cancellation);
        if (!found.TryGet(out var question, out var problem)) return problem;

        var index = indexes.GetOrAdd(environment, _ => new EnvironmentIndex(log));
        await index.Gate.WaitAsync(cancellation);
        try
        {
            var tally = await index.CountAsync(question.Plan, question.Log, question.AsOf, (long)options.Value.MaxMemoryMegabytes << 20, cancellation);
            return ResultsReport.Of(question.Experiment, question.Plan, tally, question.Assignments, question.AsOf);
        }
        finally
        {
            index.Gate.Release();
        }
    }

    sealed record Question(Experiment Experiment, AnalysisPlan Plan, IReadOnlyDictionary<string, long> Assignments, LogState Log, DateTimeOffset AsOf);
}
