using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Turnout.Server.Storage;

namespace Turnout.Server.Outbound;

/// <summary>
/// A background job that sends things out, in rounds, on one server at a time: on every tick and when woken, one round after the other. Waking it while it runs
/// makes it run once more.
/// </summary>
internal abstract class BackgroundRounds(string job, Database database, OutboundOptions options, TimeProvider clock, ILogger log) : IHostedService, IAsyncDisposable
{
    static readonly TimeSpan Tick = TimeSpan.FromSeconds(5);

    readonly SemaphoreSlim running = new(1);
    readonly CancellationTokenSource stopping = new();
    ITimer? timer;
    int woken;

    public virtual Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.Enabled) return Task.CompletedTask;
        database.Changed += OnChanged;
        timer = clock.CreateTimer(_ => Wake(), null, TimeSpan.Zero, Tick);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        database.Changed -= OnChanged;
        if (timer is not null) await timer.DisposeAsync();
        await stopping.CancelAsync();
        // What is being sent is given up and sent again by the next server.
        await running.WaitAsync(cancellationToken);
        running.Release();
    }

    public ValueTask DisposeAsync()
    {
        timer?.Dispose();
        stopping.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Asks for a round soon; costs nothing to speak of.</summary>
    public void Wake()
    {
        if (options.Enabled && Interlocked.Exchange(ref woken, 1) == 0) _ = Task.Run(RunAsync);
    }

    /// <summary>Does what there is to do now.</summary>
    protected abstract Task RoundAsync(CancellationToken cancellation);

    void OnChanged(Change change) => Wake();

    /// <summary>Waits for the round that runs, if one does, and runs another; failures are logged.</summary>
    internal async Task RunAsync()
    {
        if (stopping.IsCancellationRequested) return;
        await running.WaitAsync();
        try
        {
            Volatile.Write(ref woken, 0);
            if (stopping.IsCancellationRequested) return;
            await database.TryAloneAsync(job, () => RoundAsync(stopping.Token), stopping.Token);
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
            // The next tick tries again; a bug must not end the job for good.
            log.LogError(exception, "A round of the job {Job} failed", job);
        }
        finally
        {
            running.Release();
        }
    }
}
