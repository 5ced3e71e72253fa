using System.Runtime.CompilerServices;
using Turnout.Server.Events;
using Turnout.Server.Features.Environments;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Metrics;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Analysis;

/// <summary>An experiment that was counted from the beginning of the log.</summary>
/// <param name="Digest">Of all that was counted: the same as long as the log is, whoever counts.</param>
internal sealed record Reanalysed(string Environment, string Experiment, long Events, long Exposures, long Units, int Metrics, string Digest);

/// <summary>Counts experiments from the beginning of the log, whatever any server remembers.</summary>
internal sealed class Reanalysis(Database database, EventLogStore log, TimeProvider clock)
{
    /// <param name="environment">Null: all of them.</param>
    /// <param name="rebuild">Whether running servers forget what they have counted, and read the log anew as well.</param>
    /// <returns>The experiments that have events, by environment and key; nothing where there is no such environment.</returns>
    public async IAsyncEnumerable<Reanalysed> RunAsync(string? environment, bool rebuild, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        foreach (var ageing in await log.LogsAsync(cancellation))
        {
            if (environment is not null && ageing.Environment != environment) continue;
            if (rebuild) await log.ForgetAsync(ageing.Environment, cancellation);
            var state = await log.StateAsync(ageing.Environment, cancellation);
            var plans = await database.ReadAsync(async session =>
            {
                var all = new List<AnalysisPlan>();
                foreach (var experiment in await ExperimentReads.AllAsync(session, ageing.Environment))
                    all.Add(AnalysisPlan.Of(experiment, await MetricReads.FindAsync(session, ageing.Environment, experiment.Metrics)));
                return all;
            }, cancellation);
            foreach (var plan in plans)
            {
                // An index of its own for each, so that none holds the columns of all.
                var tally = await new EnvironmentIndex(log).CountAsync(plan, state, clock.GetUtcNow(), long.MaxValue, cancellation);
                yield return new Reanalysed(
                    ageing.Environment, plan.Experiment, state.Next, tally.Units.Exposures.Sum(), tally.Units.Units.Sum(), plan.Metrics.Count, TallyDigest.Of(tally));
            }
        }
    }

    /// <summary>Whether there is such an environment.</summary>
    public async Task<Problem?> CheckAsync(string environment, CancellationToken cancellation = default) =>
        await database.ReadAsync(session => EnvironmentStore.FindAsync(session, environment), cancellation) is null ? EnvironmentStore.Unknown(environment) : null;
}
