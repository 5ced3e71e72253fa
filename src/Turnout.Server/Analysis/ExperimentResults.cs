using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Turnout.Server.Analysis.Decisions;
using Turnout.Server.Events;
using Turnout.Server.Features.Assignments;
using Turnout.Server.Features.Environments;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Metrics;
using Turnout.Server.Features.Verdicts;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Analysis;

/// <summary>An experiment with all that was counted for it.</summary>
/// <param name="Experiment">As it is now.</param>
/// <param name="Plan">What was counted.</param>
/// <param name="Tally">What came of it.</param>
/// <param name="Assignments">Units assigned, by variant.</param>
/// <param name="AsOf">When.</param>
/// <param name="Position">How far the event log had come.</param>
internal sealed record Counted(Experiment Experiment, AnalysisPlan Plan, Tally Tally, IReadOnlyDictionary<string, long> Assignments, DateTimeOffset AsOf, long Position);

/// <summary>
/// The results of experiments. The first question about an experiment reads the log; the next ones read what was appended since. Thread-safe.
/// </summary>
internal sealed class ExperimentResults(Database database, EventLogStore log, TimeProvider clock, IOptions<AnalysisOptions> options)
{
    readonly ConcurrentDictionary<string, EnvironmentIndex> indexes = new(StringComparer.Ordinal);

    /// <returns>The results of everything acknowledged so far, and what they come to; 404 <c>unknown_environment</c> or <c>unknown_experiment</c>.</returns>
    public Task<Result<(ResultsBody Body, VerdictNote Note)>> FindAsync(string environment, string key, CancellationToken cancellation) =>
        AskAsync<(ResultsBody, VerdictNote)>(environment, key, counted =>
        {
            var outcome = Decider.Of(counted.Experiment, counted.Plan, counted.Tally, counted.AsOf);
            return (ResultsReport.Of(counted, outcome), VerdictNote.Of(counted, outcome));
        }, cancellation);

    /// <summary>What the results come to, without telling them.</summary>
    /// <returns>The verdict; 404 <c>unknown_environment</c> or <c>unknown_experiment</c>.</returns>
    public Task<Result<VerdictNote>> DecideAsync(string environment, string key, CancellationToken cancellation) =>
        AskAsync<VerdictNote>(environment, key, counted => VerdictNote.Of(counted, Decider.Of(counted.Experiment, counted.Plan, counted.Tally, counted.AsOf)), cancellation);

    /// <summary>Answers a question about everything acknowledged so far.</summary>
    /// <param name="environment">The environment's key.</param>
    /// <param name="key">The experiment's key.</param>
    /// <param name="answer">Computes the answer; the tally is its only as long as this runs, and other questions of the environment wait meanwhile.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="dimension">A property of exposures by which the tally has slices as well.</param>
    /// <returns>The answer; 404 <c>unknown_environment</c> or <c>unknown_experiment</c>.</returns>
    public async Task<Result<T>> AskAsync<T>(string environment, string key, Func<Counted, Result<T>> answer, CancellationToken cancellation, string? dimension = null)
    {
        var found = await database.ReadAsync<Result<Question>>(async session =>
        {
            if (await ExperimentReads.FindAsync(session, environment, key) is not { } experiment)
                return await EnvironmentStore.FindAsync(session, environment) is null ? EnvironmentStore.Unknown(environment) : ExperimentStore.Unknown(key);
            var metrics = await MetricReads.FindAsync(session, environment, experiment.Metrics);
            return new Question(experiment, AnalysisPlan.Of(experiment, metrics) with { Dimension = dimension }, await AssignmentReads.CountsAsync(session, environment, key),
                await EventLogStore.StateAsync(session, environment), clock.GetUtcNow());
        }, cancellation);
        if (!found.TryGet(out var question, out var problem)) return problem;

        var index = indexes.GetOrAdd(environment, _ => new EnvironmentIndex(log));
        await index.Gate.WaitAsync(cancellation);
        try
        {
            var tally = await index.CountAsync(question.Plan, question.Log, question.AsOf, (long)options.Value.MaxMemoryMegabytes << 20, cancellation);
            return answer(new Counted(question.Experiment, question.Plan, tally, question.Assignments, question.AsOf, question.Log.Next));
        }
        finally
        {
            index.Gate.Release();
        }
    }

    sealed record Question(Experiment Experiment, AnalysisPlan Plan, IReadOnlyDictionary<string, long> Assignments, LogState Log, DateTimeOffset AsOf);
}
