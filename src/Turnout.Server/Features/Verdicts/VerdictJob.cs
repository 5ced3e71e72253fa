using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Turnout.Server.Analysis;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Verdicts;

/// <summary>
/// Renews the verdicts that lists show, on one server at a time. Each minute it takes a few experiments whose verdict may have changed and gives up the minute's rest when
/// counting takes long: results that people ask for come first.
/// </summary>
internal sealed class VerdictJob : IHostedService, IAsyncDisposable
{
    const int MostInRound = 50;

    static readonly TimeSpan Age = TimeSpan.FromMinutes(10), LongestRound = TimeSpan.FromSeconds(10);

    readonly Rounds rounds;
    readonly VerdictStore store;
    readonly ExperimentResults results;
    readonly TimeProvider clock;

    public VerdictJob(VerdictStore store, ExperimentResults results, Database database, TimeProvider clock, ILogger<VerdictJob> log)
    {
        (this.store, this.results, this.clock) = (store, results, clock);
        rounds = new Rounds("verdicts", TimeSpan.FromMinutes(1), database, clock, log, RoundAsync);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        rounds.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => rounds.StopAsync();

    public ValueTask DisposeAsync() => rounds.DisposeAsync();

    internal Task RunAsync() => rounds.RunAsync();

    async Task RoundAsync(CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        foreach (var due in await store.DueAsync(Age, MostInRound, cancellation))
        {
            var told = await results.DecideAsync(due.Environment, due.Experiment, cancellation);
            if (told.TryGet(out var note, out _)) await store.WriteAsync(due.Environment, due.Experiment, note, cancellation);
            if (clock.GetElapsedTime(began) > LongestRound) return;
        }
    }
}
