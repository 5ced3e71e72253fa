using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Turnout.Engine.Definitions;
using Turnout.Server.Delivery;
using Turnout.Server.Features.Access;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Experiments;

/// <summary>
/// Starts and stops experiments at their <c>start_at</c> and <c>stop_at</c>, also those that came due while no server ran. Sleeps until the
/// next is due and looks again after every change; on several servers the first to look takes the step, and the others find it taken.
/// </summary>
internal sealed class Schedules(ExperimentStore store, ExperimentWrites writes, Rulesets rulesets, TimeProvider clock, ILogger<Schedules> log) : IHostedService, IDisposable
{
    static readonly Author Author = new("schedule");
    // Another server's clock may be ahead of this one's, and a store may have been away.
    static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(30);

    readonly SemaphoreSlim running = new(1);
    // What could not be started is tried again, and told of once.
    readonly HashSet<(string Environment, string Key, long Revision)> refused = [];
    ITimer? timer;
    volatile bool stopped;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        timer = clock.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        rulesets.Published += OnPublished;
        await RunAsync();
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        stopped = true;
        rulesets.Published -= OnPublished;
        timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        timer?.Dispose();
        running.Dispose();
    }

    void OnPublished(PublishedRuleset published) => Wake();

    void Wake() => _ = Task.Run(async () =>
    {
        try
        {
            await RunAsync();
        }
        catch (ObjectDisposedException)
        {
            // The server has stopped meanwhile.
        }
    });

    async Task RunAsync()
    {
        await running.WaitAsync();
        var sleep = LongestSleep;
        try
        {
            if (stopped) return;
            var now = clock.GetUtcNow();
            foreach (var due in await store.DueAsync(now, CancellationToken.None)) await TakeStepAsync(due);
            if (await store.NextDueAsync(now, CancellationToken.None) is { } next)
            {
                var wait = DateTimeOffset.FromUnixTimeMilliseconds(next) - clock.GetUtcNow();
                sleep = wait < TimeSpan.Zero ? TimeSpan.Zero : wait < LongestSleep ? wait : LongestSleep;
            }
        }
        catch (StorageException exception)
        {
            log.LogWarning("Schedules wait for the store: {Reason}", exception.Message);
        }
        finally
        {
            if (!stopped) timer?.Change(sleep, Timeout.InfiniteTimeSpan);
            running.Release();
        }
    }

    async Task TakeStepAsync(ExperimentRow due)
    {
        var starts = ExperimentRow.Parse(due.Definition).Status == ExperimentStatus.Draft;
        var moved = await writes.MoveAsync(
            due.Environment, due.Key, starts ? LaunchWhenDue : StopWhenDue, starts ? "experiment.launched" : "experiment.stopped", false, Precondition.None, Author,
            CancellationToken.None);
        if (moved.TryGet(out var saved, out var problem)) await rulesets.ReachAsync(due.Environment, saved.Version);
        else if (problem.Code != "invalid_transition" && refused.Add((due.Environment, due.Key, due.Revision)))
            log.LogWarning("The experiment {Key} in {Environment} could not be {Step}: {Detail}", due.Key, due.Environment, starts ? "started" : "stopped", problem.Detail);
    }

    // Meanwhile someone may have taken the step, or put it off.
    static Result<Experiment> LaunchWhenDue(Experiment current, DateTimeOffset now) =>
        current.StartAt <= now ? ExperimentLifecycle.Launch(current, now) : NotDue;

    static Result<Experiment> StopWhenDue(Experiment current, DateTimeOffset now) =>
        current.StopAt <= now ? ExperimentLifecycle.Stop(current, now) : NotDue;

    static Problem NotDue { get; } = Problem.Conflict("invalid_transition", "The experiment's schedule was changed meanwhile.");
}
