using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Turnout.Server.Events;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Metrics;
using Turnout.Server.Storage;

namespace Turnout.Server.Analysis;

/// <summary>Removes events that are older than they are to be kept, on one server at a time, and keeps what the results of experiments need of them.</summary>
internal sealed class EventRetention(Database database, EventLogStore logs, TimeProvider clock, IOptions<EventOptions> options, ILogger<EventRetention> log)
    : IHostedService, IDisposable
{
    const string Job = "event-retention";

    // What one transaction removes; while it runs, intake waits.
    const int EventsAtATime = 50_000;

    static readonly TimeSpan Period = TimeSpan.FromHours(1);

    readonly CancellationTokenSource stop = new();
    ITimer? timer;
    Task round = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.RetentionDays > 0) timer = clock.CreateTimer(_ => Begin(), null, TimeSpan.FromMinutes(1), Period);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (timer is not null) await timer.DisposeAsync();
        await stop.CancelAsync();
        await round;
    }

    public void Dispose() => stop.Dispose();

    /// <summary>Removes what is old enough.</summary>
    public Task<bool> RemoveAsync() => database.TryAloneAsync(Job, async () =>
    {
        var before = clock.GetUtcNow().AddDays(-options.Value.RetentionDays);
        foreach (var ageing in await logs.LogsAsync(stop.Token))
        {
            var to = await logs.FirstSinceAsync(ageing, before, stop.Token);
            if (to <= ageing.Removed) continue;
            var now = await RemoveAsync(ageing, to);
            if (now is null) continue;
            await logs.RemoveFromArchiveAsync(now, stop.Token);
            log.LogInformation("Removed {Count} events of {Environment} that were taken before {Before}", now.Removed - ageing.Removed, ageing.Environment, before);
        }
    }, stop.Token);

    /// <returns>The log afterwards; null when it was changed meanwhile: the next round tries again.</returns>
    async Task<AgeingLog?> RemoveAsync(AgeingLog ageing, long to)
    {
        var records = await database.ReadAsync(async session => new KeptRecords(
            await ExperimentReads.AllAsync(session, ageing.Environment), [.. (await MetricReads.AllAsync(session, ageing.Environment)).Select(metric => metric.Definition)]), stop.Token);
        if (!await logs.ReadCountedAsync(ageing.State, 0, null, (_, part) => records.Note(part), stop.Token)) return null;
        while (ageing.Removed < to)
        {
            using var kept = new EventBatch(ageing.Environment);
            // Parts of the log are removed whole: the next one begins where the last one read ends.
            var end = await logs.ReadAsync(ageing.State.Number, ageing.Removed, Math.Min(to, ageing.Removed + EventsAtATime), (_, part) => records.Choose(part, kept), stop.Token);
            if (end == ageing.Removed) end = Math.Min(to, end + EventsAtATime);
            if (await logs.RemoveAsync(ageing, end, kept.Records.ToArray(), stop.Token) is not { } next) return null;
            ageing = next;
        }
        return ageing;
    }

    void Begin()
    {
        // A round that takes longer than the period is still the only one.
        if (round.IsCompleted) round = Task.Run(RunAsync);
    }

    async Task RunAsync()
    {
        try
        {
            await RemoveAsync();
        }
        catch (StorageException exception)
        {
            log.LogWarning("Old events are removed later: {Reason}", exception.Message);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            log.LogError(exception, "Removing old events failed");
        }
    }
}
