using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Turnout.Server.Analysis;
using Turnout.Server.Delivery;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Guardrails;

/// <summary>Looks at the watched experiments once a minute, on one server at a time, and pauses those that hurt. The test cohort never counts.</summary>
internal sealed class GuardrailJob : IHostedService, IAsyncDisposable
{
    readonly Rounds rounds;
    readonly GuardrailStore store;
    readonly ExperimentResults results;
    readonly Rulesets rulesets;
    readonly ILogger<GuardrailJob> log;

    public GuardrailJob(GuardrailStore store, ExperimentResults results, Rulesets rulesets, Database database, TimeProvider clock, ILogger<GuardrailJob> log)
    {
        (this.store, this.results, this.rulesets, this.log) = (store, results, rulesets, log);
        rounds = new Rounds("guardrails", TimeSpan.FromMinutes(1), database, clock, log, RoundAsync);
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
        foreach (var watched in await store.WatchedAsync(cancellation))
        {
            var seen = await results.AskAsync<Seen>(watched.Environment, watched.Experiment, counted => new Seen(GuardrailWatch.Look(counted, watched.Policy)), cancellation);
            if (!seen.TryGet(out var look, out _) || look.Trip is not { } trip) continue;
            if (!(await store.TripAsync(watched, trip)).TryGet(out var paused, out _)) continue;
            log.LogWarning("The guardrail paused the experiment {Experiment} in {Environment}: {Reason}", watched.Experiment, watched.Environment, trip.Reason);
            await rulesets.ReachAsync(watched.Environment, paused.Version);
        }
    }

    sealed record Seen(Trip? Trip);
}
