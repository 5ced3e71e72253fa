using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Turnout.Server.Features.Environments;
using Turnout.Server.Storage;

namespace Turnout.Server.Delivery;

/// <summary>
/// The current ruleset of every environment, compiled: read without locks, built anew after each change and replaced as a whole. Thread-safe.
/// </summary>
internal sealed class Rulesets(Database database, EnvironmentStore environments, ILogger<Rulesets> log) : IHostedService, IDisposable
{
    readonly ConcurrentDictionary<string, PublishedRuleset> published = new(StringComparer.Ordinal);
    readonly SemaphoreSlim building = new(1);

    /// <summary>Raised after a ruleset was replaced. Handlers are quick and do not throw.</summary>
    public event Action<PublishedRuleset>? Published;

    /// <summary>The environment's ruleset; null when there is no such environment.</summary>
    public PublishedRuleset? Find(string environment) => published.GetValueOrDefault(environment);

    /// <summary>Completes when this server serves at least this version, so that who changed something meets the change.</summary>
    public async Task ReachAsync(string environment, long version)
    {
        if (Find(environment)?.Version >= version) return;
        try
        {
            await RefreshAsync(environment, version);
        }
        catch (StorageException exception)
        {
            // The change is durable; the notice of it, or of the store's return, brings it here later.
            log.LogWarning("The ruleset of {Environment} could not be read again: {Reason}", environment, exception.Message);
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        database.Changed += OnChanged;
        await RefreshAllAsync();
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        database.Changed -= OnChanged;
        return Task.CompletedTask;
    }

    public void Dispose() => building.Dispose();

    void OnChanged(Change change)
    {
        if (change.Kind == ChangeKind.Everything) _ = InBackgroundAsync(RefreshAllAsync);
        else if (change is { Kind: ChangeKind.Ruleset, Environment: { } environment }) _ = InBackgroundAsync(() => RefreshAsync(environment, null));
    }

    async Task RefreshAllAsync()
    {
        foreach (var environment in await environments.AllAsync()) await RefreshAsync(environment.Key, null);
    }

    async Task RefreshAsync(string environment, long? atLeast)
    {
        await building.WaitAsync();
        try
        {
            var current = Find(environment);
            // Others waited for the same change; the first of them brought it.
            if (atLeast is { } version && current?.Version >= version) return;
            var (exists, definition) = await database.ReadAsync(session => RulesetReads.LoadAsync(session, environment, current?.Version ?? -1));
            if (!exists) published.TryRemove(environment, out _);
            if (definition is null) return;
            var next = new PublishedRuleset(definition);
            published[environment] = next;
            Published?.Invoke(next);
        }
        finally
        {
            building.Release();
        }
    }

    async Task InBackgroundAsync(Func<Task> refresh)
    {
        try
        {
            await Task.Yield();
            await refresh();
        }
        catch (Exception exception) when (exception is StorageException or ObjectDisposedException)
        {
            log.LogWarning("Rulesets could not be read again: {Reason}", exception.Message);
        }
    }
}
