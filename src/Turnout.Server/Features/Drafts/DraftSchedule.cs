using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Turnout.Server.Delivery;
using Turnout.Server.Features.Access;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Drafts;

/// <summary>Applies approved drafts when their time comes; one that cannot be applied then is marked so, with the reason, and not tried again.</summary>
internal sealed class DraftSchedule : IHostedService, IAsyncDisposable
{
    static readonly Author Author = new("schedule");

    readonly Rounds rounds;
    readonly DraftStore store;
    readonly DraftWrites writes;
    readonly Rulesets rulesets;
    readonly TimeProvider clock;

    public DraftSchedule(DraftStore store, DraftWrites writes, Rulesets rulesets, Database database, TimeProvider clock, ILogger<DraftSchedule> log)
    {
        (this.store, this.writes, this.rulesets, this.clock) = (store, writes, rulesets, clock);
        rounds = new Rounds("drafts", TimeSpan.FromSeconds(10), database, clock, log, RoundAsync);
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
        foreach (var due in await store.DueAsync(clock.GetUtcNow(), cancellation))
        {
            var applied = await writes.ApplyAsync(due.Environment, due.Id, Precondition.None, Author, cancellation);
            if (applied.TryGet(out var draft, out var problem)) await rulesets.ReachAsync(due.Environment, draft.Row.AppliedVersion!.Value);
            else await writes.FailAsync(due, problem, Author);
        }
    }
}
