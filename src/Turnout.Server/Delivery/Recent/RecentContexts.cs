using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Turnout.Engine;
using Turnout.Server.Features.Cohort;
using Turnout.Server.Features.Environments;
using Turnout.Server.Storage;

namespace Turnout.Server.Delivery.Recent;

/// <summary>The contexts of an environment that were evaluated lately.</summary>
/// <param name="Contexts">One for each unit of the sample.</param>
/// <param name="Units">About how many units were seen altogether; exact as long as all of them are in the sample.</param>
/// <param name="Since">When the oldest of the sample was seen; null for an empty one.</param>
internal sealed record RecentSample(IReadOnlyList<EvaluationContext> Contexts, long Units, DateTimeOffset? Since);

/// <summary>
/// Keeps a bounded sample of the contexts that each environment evaluated within a day, by which changes are rehearsed before they are made. Each server samples what
/// it evaluates and writes it down once a minute, so that a rehearsal sees what all of them saw. Synthetic units are left out. Thread-safe.
/// </summary>
internal sealed class RecentContexts(
    RecentContextStore store, SettingsTable settings, CohortTable cohort, TimeProvider clock, ILogger<RecentContexts> log) : IHostedService, IDisposable
{
    static readonly TimeSpan MaxAge = TimeSpan.FromDays(1), Interval = TimeSpan.FromMinutes(1);

    readonly ConcurrentDictionary<string, ContextSample> samples = new(StringComparer.Ordinal);
    readonly SemaphoreSlim writing = new(1);
    long writtenUntil;
    ITimer? timer;

    /// <summary>Takes a context that is being evaluated into the sample, where its unit is drawn.</summary>
    public void Note(string environment, EvaluationContext context)
    {
        var wanted = settings.Of(environment).RecentContexts;
        if (!wanted.Enabled || (!cohort.IsEmpty && cohort.IsSynthetic(environment, context.UnitId("user"), context.TeamId))) return;
        var sample = samples.GetOrAdd(environment, static _ => new ContextSample());
        sample.Note(context, wanted.Attributes, clock.GetUtcNow().ToUnixTimeMilliseconds());
    }

    /// <summary>The sample of all servers: what this one saw until now, and the others until a minute ago.</summary>
    public async Task<RecentSample> FindAsync(string environment, CancellationToken cancellation)
    {
        var (all, units) = await SeenAsync(environment, cancellation);
        return new RecentSample([.. all.Select(seen => seen.Context)], units, all.Count == 0 ? null : all.Min(seen => seen.At));
    }

    /// <summary>The same with when each of them was seen, in no order that means anything, and about how many units there were altogether.</summary>
    public async Task<(IReadOnlyList<(EvaluationContext Context, DateTimeOffset At)> Contexts, long Units)> SeenAsync(string environment, CancellationToken cancellation)
    {
        var wanted = settings.Of(environment).RecentContexts;
        if (!wanted.Enabled) return ([], 0);
        var earliest = (clock.GetUtcNow() - MaxAge).ToUnixTimeMilliseconds();
        var own = samples.TryGetValue(environment, out var sample) ? sample.Since(earliest) : [];
        var all = own.Concat(await store.AllAsync(environment, earliest, cancellation)).GroupBy(seen => seen.Hash)
            .Select(group => group.MaxBy(seen => seen.SeenAt)!).OrderBy(seen => seen.Hash).Take(ContextSample.Capacity).ToList();
        // Of n hashes spread evenly the k-th smallest lies at about k/n.
        var units = all.Count < ContextSample.Capacity ? all.Count : (long)((all.Count - 1) / (all[^1].Hash / (double)long.MaxValue));
        return ([.. all.Select(seen => (ContextSample.Reduce(seen.ToContext(), wanted.Attributes), DateTimeOffset.FromUnixTimeMilliseconds(seen.SeenAt)))], units);
    }

    /// <summary>Forgets a unit, here; what is written down is the caller's to remove, and other servers' samples meet it with their next write.</summary>
    public void Forget(string environment, Func<EvaluationContext, bool> which)
    {
        if (samples.TryGetValue(environment, out var sample)) sample.Remove(which);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        settings.Refreshed += OnSettings;
        timer = clock.CreateTimer(_ => _ = WriteInBackgroundAsync(), null, Interval, Interval);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        settings.Refreshed -= OnSettings;
        timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await WriteInBackgroundAsync();
    }

    public void Dispose()
    {
        timer?.Dispose();
        writing.Dispose();
    }

    /// <summary>Writes down what was seen since the last time.</summary>
    internal async Task WriteAsync()
    {
        await writing.WaitAsync();
        try
        {
            var now = clock.GetUtcNow();
            var earliest = (now - MaxAge).ToUnixTimeMilliseconds();
            foreach (var (environment, sample) in samples)
            {
                var fresh = sample.Since(earliest).Where(seen => seen.SeenAt >= writtenUntil).ToList();
                if (fresh.Count > 0) await store.WriteAsync(environment, fresh, earliest);
            }
            writtenUntil = now.ToUnixTimeMilliseconds();
        }
        finally
        {
            writing.Release();
        }
    }

    // Another choice of attributes begins a new sample.
    void OnSettings() => samples.Clear();

    async Task WriteInBackgroundAsync()
    {
        try
        {
            await WriteAsync();
        }
        catch (Exception exception) when (exception is StorageException or ObjectDisposedException)
        {
            log.LogWarning("Recent contexts could not be written down: {Reason}", exception.Message);
        }
    }
}
