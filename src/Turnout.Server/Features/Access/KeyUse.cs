using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Access;

/// <summary>What this server has seen of a key's or session's use. Thread-safe.</summary>
internal sealed class KeyUse
{
    // To the second is enough; it keeps cores from passing the same line of memory around.
    const long Grain = 1000;

    long lastUsed;

    public Allowance Allowance { get; } = new();

    /// <summary>In Unix milliseconds; 0 when it was not used since this server's start.</summary>
    public long LastUsed => Volatile.Read(ref lastUsed);

    public void Note(long now)
    {
        if (now - Volatile.Read(ref lastUsed) >= Grain) Volatile.Write(ref lastUsed, now);
    }
}

/// <summary>Writes down once a minute, for all keys together, when they were used last.</summary>
internal sealed class KeyUseWriter(KeyTable keys, AccessStore store, TimeProvider clock, ILogger<KeyUseWriter> log) : IHostedService, IDisposable
{
    static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    readonly SemaphoreSlim writing = new(1);
    readonly Dictionary<string, long> written = [];
    ITimer? timer;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        timer = clock.CreateTimer(_ => _ = Task.Run(WriteAsync), null, Every, Every);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await WriteAsync();
    }

    /// <summary>Writes what was not written yet.</summary>
    public async Task WriteAsync()
    {
        await writing.WaitAsync();
        try
        {
            var used = keys.Uses().Where(use => use.Value > written.GetValueOrDefault(use.Key)).ToList();
            if (used.Count == 0) return;
            await store.SetLastUsedAsync(used, CancellationToken.None);
            foreach (var (id, at) in used) written[id] = at;
        }
        catch (Exception exception) when (exception is StorageException or ObjectDisposedException)
        {
            log.LogWarning("When keys were used last could not be written down: {Reason}", exception.Message);
        }
        finally
        {
            writing.Release();
        }
    }

    public void Dispose()
    {
        timer?.Dispose();
        writing.Dispose();
    }
}
