using System.Collections.Frozen;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Environments;

/// <summary>Every environment's settings, in memory: a look-up costs no I/O. Thread-safe.</summary>
internal sealed class SettingsTable(SettingsStore store, Database database, ILogger<SettingsTable> log) : IHostedService, IDisposable
{
    readonly SemaphoreSlim refreshing = new(1);
    volatile FrozenDictionary<string, EnvironmentSettings> settings = FrozenDictionary<string, EnvironmentSettings>.Empty;

    /// <summary>Raised after the table was read again. Handlers are quick and do not throw.</summary>
    public event Action? Refreshed;

    public EnvironmentSettings Of(string environment) => settings.GetValueOrDefault(environment) ?? EnvironmentSettings.Default;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        database.Changed += OnChanged;
        return RefreshAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        database.Changed -= OnChanged;
        return Task.CompletedTask;
    }

    public async Task RefreshAsync(CancellationToken cancellation)
    {
        await refreshing.WaitAsync(cancellation);
        try
        {
            settings = (await store.AllAsync(cancellation)).ToFrozenDictionary(row => row.Environment, row => row.ToSettings());
        }
        finally
        {
            refreshing.Release();
        }
        Refreshed?.Invoke();
    }

    public void Dispose() => refreshing.Dispose();

    void OnChanged(Change change)
    {
        if (change.Kind is ChangeKind.Settings or ChangeKind.Everything) _ = Task.Run(RefreshInBackgroundAsync);
    }

    async Task RefreshInBackgroundAsync()
    {
        try
        {
            await RefreshAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is StorageException or ObjectDisposedException)
        {
            // The store says Everything when it is back; until then the last settings stand.
            log.LogWarning("The environments' settings could not be read again: {Reason}", exception.Message);
        }
    }
}
