using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Turnout.Engine.Definitions;
using Turnout.Server.Analysis;
using Turnout.Server.Delivery;
using Turnout.Server.Delivery.Recent;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Features.Guardrails;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Ramps;

/// <summary>Takes the steps of ramps when they are due, on one server at a time: held long enough, enough units seen, and nothing hurts.</summary>
internal sealed class RampJob : IHostedService, IAsyncDisposable
{
    readonly Rounds rounds;
    readonly RampStore store;
    readonly Rulesets rulesets;
    readonly RecentContexts recent;
    readonly ExperimentResults results;
    readonly TimeProvider clock;

    public RampJob(RampStore store, Rulesets rulesets, RecentContexts recent, ExperimentResults results, Database database, TimeProvider clock, ILogger<RampJob> log)
    {
        (this.store, this.rulesets, this.recent, this.results, this.clock) = (store, rulesets, recent, results, clock);
        rounds = new Rounds("ramps", TimeSpan.FromSeconds(10), database, clock, log, RoundAsync);
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
        foreach (var ramp in await store.RunningAsync(cancellation))
        {
            if (ramp.Kind == Item.ExperimentKind && ramp.Ramp.Guardrail != false && await HarmAsync(ramp, cancellation) is { } harm)
            {
                await store.HaltAsync(ramp, harm);
                continue;
            }
            if (clock.GetUtcNow() < ramp.NextAt) continue;
            if (await MissingAsync(ramp, cancellation) is { } missing)
            {
                await store.WaitAsync(ramp, missing);
                continue;
            }
            if ((await store.StepAsync(ramp)).TryGet(out var stepped, out _) && stepped.Version is { } version) await rulesets.ReachAsync(ramp.Environment, version);
        }
    }

    async Task<string?> HarmAsync(RampRow ramp, CancellationToken cancellation)
    {
        var seen = await results.AskAsync<Seen>(ramp.Environment, ramp.Key, counted => new Seen(GuardrailWatch.Look(counted, new GuardrailPolicy())), cancellation);
        return seen.TryGet(out var look, out _) ? look.Trip?.Reason : null;
    }

    /// <summary>What a ramp has to wait for; null for nothing.</summary>
    async Task<string?> MissingAsync(RampRow ramp, CancellationToken cancellation)
    {
        // A server that starts knows nothing yet.
        if (rulesets.Find(ramp.Environment)?.Ruleset is not { } ruleset) return ramp.Note;
        if (ramp.Kind == Item.ExperimentKind && ruleset.FindExperiment(ramp.Key) is { Status: ExperimentStatus.Draft or ExperimentStatus.Paused } experiment)
            return $"Waits until the experiment runs: it is {experiment.Status.ToString().ToLowerInvariant()}.";
        var wanted = ramp.Step < 0 ? 0 : ramp.Ramp.Steps[(int)ramp.Step].MinUnits;
        if (wanted == 0) return null;
        var units = ramp.Kind == Item.ExperimentKind
            ? await store.AssignedAsync(ramp.Environment, ramp.Key, cancellation)
            : (await recent.FindAsync(ramp.Environment, cancellation)).Units;
        return units >= wanted ? null : $"Waits for units: {units} of {wanted}.";
    }

    sealed record Seen(Trip? Trip);
}
