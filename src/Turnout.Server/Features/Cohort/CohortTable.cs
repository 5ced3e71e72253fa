using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Cohort;

/// <summary>
/// Who is synthetic, in memory: a look-up costs no I/O, and an empty cohort costs one comparison. Thread-safe. When the store cannot be
/// read the last table stands: a real customer is never taken for a test (C3).
/// </summary>
internal sealed class CohortTable : IDisposable
{
    readonly CohortStore store;
    readonly Database database;
    readonly ILogger<CohortTable> log;
    readonly SemaphoreSlim refreshing = new(1);
    volatile FrozenSet<CohortMember> members = FrozenSet<CohortMember>.Empty;

    public CohortTable(CohortStore store, Database database, ILogger<CohortTable> log)
    {
        this.store = store;
        this.database = database;
        this.log = log;
        database.Changed += OnChanged;
    }

    /// <summary>Whether nobody is, anywhere.</summary>
    public bool IsEmpty => members.Count == 0;

    /// <summary>Whether a unit is synthetic: the user itself is, or its team is. Ids that are null are not.</summary>
    public bool IsSynthetic(string environment, string? userId, string? teamId)
    {
        var current = members;
        if (current.Count == 0) return false;
        return (userId is not null && current.Contains(new(environment, CohortMember.User, userId)))
            || (teamId is not null && current.Contains(new(environment, CohortMember.Team, teamId)));
    }

    /// <summary>The ids of an environment's synthetic units of a kind, in ordinal order.</summary>
    public IReadOnlyList<string> IdsOf(string environment, string unit) =>
        [.. members.Where(member => member.Environment == environment && member.Unit == unit).Select(member => member.Id).Order(StringComparer.Ordinal)];

    /// <summary>Reads the table again.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        await refreshing.WaitAsync(cancellation);
        try
        {
            var rows = await store.AllAsync(cancellation);
            members = rows.Select(row => new CohortMember(row.Environment, row.Unit, row.Id)).ToFrozenSet();
        }
        finally
        {
            refreshing.Release();
        }
    }

    public void Dispose()
    {
        database.Changed -= OnChanged;
        refreshing.Dispose();
    }

    void OnChanged(Change change)
    {
        if (change.Kind is ChangeKind.Cohort or ChangeKind.Everything) _ = RefreshInBackgroundAsync();
    }

    async Task RefreshInBackgroundAsync()
    {
        try
        {
            await RefreshAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is StorageException or ObjectDisposedException)
        {
            // The store says Everything when it is back.
            log.LogWarning("The test cohort could not be read again: {Reason}", exception.Message);
        }
    }
}
