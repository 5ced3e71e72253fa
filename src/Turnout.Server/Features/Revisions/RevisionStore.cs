using Turnout.Server.Features.Access;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Features.Environments;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Revisions;

/// <summary>A state that an item had.</summary>
internal sealed class RevisionRow
{
    public string Kind { get; init; } = "";

    public string Key { get; init; } = "";

    /// <summary>The version of the environment's ruleset that brought it; of a metric, which no ruleset has, its own revision.</summary>
    public long Version { get; init; }

    /// <summary>The item's own revision, as its ETag had it.</summary>
    public long Revision { get; init; }

    public long At { get; init; }

    public string Actor { get; init; } = "";

    /// <summary>The item's body as JSON; null where it was removed.</summary>
    public string? Document { get; init; }
}

/// <summary>The SQL of revisions. They are written with the change they tell of and never changed.</summary>
internal sealed class RevisionStore(Database database)
{
    const string Columns = "kind, key, version, revision, at, actor, document";

    /// <summary>Keeps the state that an item has from now on, in the transaction that saves it.</summary>
    /// <param name="version">The environment's version with the change; of a metric its revision.</param>
    /// <param name="document">The item's body as JSON; null where it is removed.</param>
    public static Task RecordAsync(Session session, string environment, Item item, long revision, long version, DateTimeOffset at, Author author, string? document) =>
        session.ExecuteAsync("""
            INSERT INTO revisions (environment, kind, key, version, revision, at, actor, document)
            VALUES (@environment, @Kind, @Key, @version, @revision, @at, @Name, @document)
            """, new { environment, item.Kind, item.Key, version, revision, at = at.ToUnixTimeMilliseconds(), author.Name, document });

    /// <summary>The item's latest revision; 0 where it never was there.</summary>
    public static async Task<long> LastAsync(Session session, string environment, Item item) => await session.ScalarAsync<long?>(
        "SELECT MAX(revision) FROM revisions WHERE environment = @environment AND kind = @Kind AND key = @Key", new { environment, item.Kind, item.Key }) ?? 0;

    /// <summary>A page of an item's revisions, newest first.</summary>
    /// <returns>404 <c>unknown_environment</c> or <c>unknown_revision</c> where there never was such an item.</returns>
    public Task<Result<List<RevisionRow>>> ListAsync(string environment, Item item, PageRequest page, CancellationToken cancellation) =>
        database.ReadAsync<Result<List<RevisionRow>>>(async session =>
        {
            if (await EnvironmentStore.FindAsync(session, environment) is null) return EnvironmentStore.Unknown(environment);
            var rows = await session.QueryAsync<RevisionRow>($"""
                SELECT {Columns} FROM revisions WHERE environment = @environment AND kind = @Kind AND key = @Key AND version < @before ORDER BY version DESC LIMIT @fetch
                """, new { environment, item.Kind, item.Key, before = page.AfterNumber() ?? long.MaxValue, fetch = page.Fetch });
            return rows.Count == 0 && page.After is null ? Unknown(item) : rows;
        }, cancellation);

    /// <summary>A revision, and the one before it.</summary>
    public Task<Result<(RevisionRow Revision, RevisionRow? Before)>> FindAsync(string environment, Item item, long version, CancellationToken cancellation) =>
        database.ReadAsync(session => FindAsync(session, environment, item, version), cancellation);

    public static async Task<Result<(RevisionRow Revision, RevisionRow? Before)>> FindAsync(Session session, string environment, Item item, long version)
    {
        var rows = await session.QueryAsync<RevisionRow>($"""
            SELECT {Columns} FROM revisions WHERE environment = @environment AND kind = @Kind AND key = @Key AND version <= @version ORDER BY version DESC LIMIT 2
            """, new { environment, item.Kind, item.Key, version });
        return rows is [var revision, ..] && revision.Version == version ? (revision, rows.ElementAtOrDefault(1)) : Unknown(item, version);
    }

    /// <summary>The state of all that rulesets are made of at an instant, and the version the environment had then; the version is 0 before the first change.</summary>
    public static async Task<(long Version, List<RevisionRow> Items)> AtAsync(Session session, string environment, DateTimeOffset at)
    {
        var version = await session.ScalarAsync<long?>(
            "SELECT MAX(version) FROM revisions WHERE environment = @environment AND kind <> @MetricKind AND at <= @at",
            new { environment, Item.MetricKind, at = at.ToUnixTimeMilliseconds() }) ?? 0;
        return (version, await session.QueryAsync<RevisionRow>($"""
            SELECT {Columns} FROM revisions AS latest WHERE environment = @environment AND kind <> @MetricKind AND document IS NOT NULL AND version = (
                SELECT MAX(version) FROM revisions WHERE environment = @environment AND kind = latest.kind AND key = latest.key AND version <= @version)
            ORDER BY kind, key
            """, new { environment, version, Item.MetricKind }));
    }

    /// <summary>The items of a kind that have no revision: those that were there before revisions were kept.</summary>
    public static Task<List<(string Environment, string Key)>> WithoutAsync(Session session, string kind, string table) =>
        session.QueryAsync<(string, string)>($"""
            SELECT environment, key FROM {table} AS item WHERE NOT EXISTS (
                SELECT 1 FROM revisions WHERE revisions.environment = item.environment AND revisions.kind = @kind AND revisions.key = item.key)
            """, new { kind });

    static Problem Unknown(Item item, long? version = null) => Problem.NotFound("unknown_revision",
        version is null ? $"There never was a {item} in this environment." : $"The {item} has no revision of version {version}.");
}
