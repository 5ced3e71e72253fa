using Microsoft.Extensions.Logging;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Assignments;

/// <summary>
/// What units are assigned to: from memory, else from the store; while the store is away, whatever memory still has. Thread-safe.
/// </summary>
internal sealed class KnownAssignments(AssignmentStore store, AssignmentCache cache, ILogger log) : IAsyncDisposable
{
    const int WaitingAtMost = 100_000;
    const int GroupSize = 500;

    // A look into the store costs more than what is looked for: requests that come meanwhile share the next one.
    readonly CommitQueue<IReadOnlyList<UnitKey>, UnitVariant[][]> looks = new(store.OfUnitsAsync, WaitingAtMost, GroupSize);

    // Why the store could not be asked the last time; null when it could.
    volatile StorageException? outage;
    int asking;

    /// <summary>Asks the store at most once, for the units that memory does not know.</summary>
    /// <param name="units">The units.</param>
    /// <param name="cancellation">Ends the wait for the store.</param>
    /// <returns>What each is assigned to, in order; and, where some of it could not be asked for, why.</returns>
    public async ValueTask<(UnitVariant[][] Variants, StorageException? Missing)> FindAsync(IReadOnlyList<UnitKey> units, CancellationToken cancellation)
    {
        var found = new UnitVariant[units.Count][];
        List<int>? unknown = null;
        for (var i = 0; i < found.Length; i++)
        {
            // Nothing ends by its age while nobody could say what came after it.
            if (outage is null && cache.Find(units[i]) is { } variants) found[i] = variants;
            else (unknown ??= []).Add(i);
        }
        if (unknown is null) return (found, null);

        // During an outage one call at a time looks whether it is over: the others do not wait for it.
        var away = outage;
        if (away is not null && Interlocked.Exchange(ref asking, 1) == 1) return (Remembered(units, found, unknown), away);
        try
        {
            var looked = await looks.RunAsync([.. unknown.Select(i => units[i])], unknown.Count).WaitAsync(cancellation);
            if (!looked.TryGet(out var read, out var problem)) throw new StorageException(problem);
            for (var i = 0; i < read.Length; i++) found[unknown[i]] = cache.Add(units[unknown[i]], read[i]);
            if (away is not null) log.LogInformation("Assignments are read from the store again.");
            outage = null;
            return (found, null);
        }
        catch (StorageException exception)
        {
            if (away is null) log.LogWarning("Evaluating with the assignments in memory alone: {Reason}", exception.Message);
            outage = exception;
            return (Remembered(units, found, unknown), exception);
        }
        finally
        {
            if (away is not null) Volatile.Write(ref asking, 0);
        }
    }

    /// <summary>Whether the store could not be asked the last time.</summary>
    public bool IsAway => outage is not null;

    public ValueTask DisposeAsync() => looks.DisposeAsync();

    UnitVariant[][] Remembered(IReadOnlyList<UnitKey> units, UnitVariant[][] found, List<int> unknown)
    {
        foreach (var i in unknown) found[i] = cache.FindAny(units[i]) ?? [];
        return found;
    }
}
