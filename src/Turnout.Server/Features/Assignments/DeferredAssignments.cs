using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Turnout.Engine;
using Turnout.Server.Delivery;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Assignments;

/// <summary>
/// Assignments by hash that were answered while the store was away, and are stored when it is back. One that is lost with its server loses nothing: the hash
/// gives the same variant again. Thread-safe.
/// </summary>
internal sealed class DeferredAssignments : IAsyncDisposable
{
    /// <summary>Above it, assigning is refused until the store is back.</summary>
    internal const int AtMost = 200_000;

    const int GroupSize = 2_000;
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    static readonly Problem Full = new("overloaded", 503, "More units were assigned while the store was away than this server remembers; nothing of this request was kept.") { RetryAfterSeconds = 2 };

    readonly ConcurrentDictionary<(UnitKey Unit, string Experiment), NewAssignment> waiting = new();
    readonly SemaphoreSlim storing = new(1);
    readonly AssignmentStore store;
    readonly AssignmentCache cache;
    readonly Rulesets rulesets;
    readonly Database database;
    readonly ILogger log;
    readonly ITimer timer;
    int count;

    public DeferredAssignments(AssignmentStore store, AssignmentCache cache, Rulesets rulesets, Database database, TimeProvider clock, ILogger log)
    {
        this.store = store;
        this.cache = cache;
        this.rulesets = rulesets;
        this.database = database;
        this.log = log;
        timer = clock.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        database.Changed += OnChanged;
    }

    /// <summary>How many wait.</summary>
    public int Count => Volatile.Read(ref count);

    /// <returns>Whether it was not waiting already; or 503 <c>overloaded</c>.</returns>
    public Result<bool> Add(NewAssignment assignment)
    {
        if (Count >= AtMost) return Full;
        if (!waiting.TryAdd((assignment.Unit, assignment.Experiment), assignment)) return false;
        if (Interlocked.Increment(ref count) == 1) timer.Change(Pause, Timeout.InfiniteTimeSpan);
        return true;
    }

    /// <summary>Stores what waits; what cannot be stored goes on waiting.</summary>
    public async Task StoreAsync()
    {
        await storing.WaitAsync();
        try
        {
            while (!waiting.IsEmpty)
            {
                var group = waiting.Take(GroupSize).ToList();
                // An experiment that was deleted takes its assignments with it.
                var wanted = group.ConvertAll(item => item.Value).FindAll(IsStillThere);
                var stored = (await store.AssignAsync([wanted]))[0];
                for (var i = 0; i < wanted.Count; i++) cache.AddOne(wanted[i].Unit, new UnitVariant(wanted[i].Experiment, stored[i].Variant));
                foreach (var item in group)
                    if (waiting.TryRemove(item)) Interlocked.Decrement(ref count);
                log.LogInformation("{Count} assignments that were answered while the store was away are stored.", wanted.Count);
            }
        }
        catch (StorageException)
        {
            timer.Change(Pause, Timeout.InfiniteTimeSpan);
        }
        finally
        {
            storing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        database.Changed -= OnChanged;
        await timer.DisposeAsync();
        await StoreAsync();
        if (Count > 0) log.LogWarning("{Count} assignments by hash could not be stored; they will be when their units are assigned again.", Count);
    }

    bool IsStillThere(NewAssignment item) => rulesets.Find(item.Unit.Environment)?.Ruleset.FindExperiment(item.Experiment) is not null;

    // Among others the notice that the database is back.
    void OnChanged(Change change)
    {
        if (change.Kind == ChangeKind.Everything && Count > 0) Wake();
    }

    void Wake() => _ = Task.Run(async () =>
    {
        try
        {
            await StoreAsync();
        }
        catch (ObjectDisposedException)
        {
            // The server has stopped meanwhile.
        }
    });
}
