using Microsoft.Extensions.Logging;
using Turnout.Server.Storage;

namespace Turnout.Server.Hosting;

/// <summary>
/// The heartbeat of a background job: a round on every tick, on one server at a time, one after the other; what fails is logged and tried again on the next tick.
/// </summary>
internal sealed class Rounds(string job, TimeSpan tick, Database database, TimeProvider clock, ILogger log, Func<CancellationToken, Task> round) : IAsyncDisposable
{
    readonly SemaphoreSlim running = new(1);
    readonly CancellationTokenSource stopping = new();
    ITimer? timer;

    public void Start() => timer = clock.CreateTimer(_ => _ = Task.Run(RunAsync), null, TimeSpan.Zero, tick);

    /// <summary>Ends with the round that runs.</summary>
    public async Task StopAsync()
    {
        if (timer is not null) await timer.DisposeAsync();
        await stopping.CancelAsync();
        await running.WaitAsync();
        running.Release();
    }

    /// <summary>Waits for the round that runs, if one does, and runs another.</summary>
    public async Task RunAsync()
    {
        if (stopping.IsCancellationRequested) return;
        await running.WaitAsync();
        try
        {
            if (!stopping.IsCancellationRequested) await database.TryAloneAsync(job, () => round(stopping.Token), stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The server stops.
        }
        catch (StorageException exception)
        {
            log.LogWarning("The job {Job} waits for the store: {Reason}", job, exception.Message);
        }
        catch (Exception exception)
        {
            // A bug must not end the job for good.
            log.LogError(exception, "A round of the job {Job} failed", job);
        }
        finally
        {
            running.Release();
        }
    }

    public ValueTask DisposeAsync()
    {
        timer?.Dispose();
        stopping.Dispose();
        return ValueTask.CompletedTask;
    }
}
