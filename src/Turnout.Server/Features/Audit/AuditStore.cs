using System.Runtime.CompilerServices;
using System.Text.Json;
using Turnout.Server.Features.Access;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Audit;

/// <summary>The append-only log of every change by anyone.</summary>
internal sealed class AuditStore(Database database, TimeProvider clock)
{
    // Entries are chained: on PostgreSQL whoever appends waits for the one before to commit.
    const int AppendQueue = 1;
    const int ChainPage = 1000;
    const string Columns = "sequence, id, at, actor, kind, target, environment, request_id AS RequestId, metadata, before, after, hash";

    /// <summary>
    /// Writes an entry in the transaction of the change it tells of: both are kept, or neither. Call it last: on PostgreSQL other changes
    /// wait from here to the commit.
    /// </summary>
    public async Task AppendAsync(Session session, Author author, AuditEntry entry)
    {
        if (session.Dialect.OneAtATime(AppendQueue) is { } wait) await session.ExecuteAsync(wait);
        var now = clock.GetUtcNow();
        var row = new AuditRow
        {
            Id = Guid.CreateVersion7(now).ToString(),
            At = now.ToUnixTimeMilliseconds(),
            Actor = author.Name,
            Kind = entry.Kind,
            Target = entry.Target,
            Environment = entry.Environment,
            RequestId = author.RequestId,
            Metadata = entry.Metadata is null ? "{}" : JsonSerializer.Serialize(entry.Metadata, Wire.Json),
            Before = entry.Before,
            After = entry.After,
        };
        var before = await session.FirstOrDefaultAsync<string>("SELECT hash FROM audit ORDER BY sequence DESC LIMIT 1") ?? AuditChain.Start;
        await session.ExecuteAsync("""
            INSERT INTO audit (id, at, actor, kind, target, environment, request_id, metadata, before, after, hash)
            VALUES (@Id, @At, @Actor, @Kind, @Target, @Environment, @RequestId, @Metadata, @Before, @After, @Hash)
            """, new { row.Id, row.At, row.Actor, row.Kind, row.Target, row.Environment, row.RequestId, row.Metadata, row.Before, row.After, Hash = AuditChain.Next(before, row) });
    }

    /// <summary>Follows the chain from the first entry, or to the first that is broken. Reads the whole log, a page at a time.</summary>
    public async Task<AuditChainReport> VerifyAsync(CancellationToken cancellation)
    {
        var (entries, head) = (0L, AuditChain.Start);
        await foreach (var row in AllAsync(cancellation))
        {
            if (AuditChain.Next(head, row) != row.Hash) return new AuditChainReport(entries, head, row.Id);
            head = row.Hash;
            entries++;
        }
        return new AuditChainReport(entries, head, null);
    }

    /// <summary>The whole log, oldest first.</summary>
    public async IAsyncEnumerable<AuditRow> AllAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var after = 0L;
        while (true)
        {
            var seen = after;
            var rows = await database.ReadAsync(session => session.QueryAsync<AuditRow>(
                $"SELECT {Columns} FROM audit WHERE sequence > @seen ORDER BY sequence LIMIT {ChainPage}", new { seen }), cancellation);
            foreach (var row in rows) yield return row;
            if (rows.Count < ChainPage) yield break;
            after = rows[^1].Sequence;
        }
    }

    /// <summary>A page of the log, newest first.</summary>
    public Task<List<AuditRow>> ListAsync(AuditFilter filter, PageRequest page, CancellationToken cancellation)
    {
        var after = page.AfterNumber() ?? long.MaxValue;
        return database.ReadAsync(session => session.QueryAsync<AuditRow>($"""
            SELECT {Columns} FROM audit WHERE sequence < @after{filter.Condition} ORDER BY sequence DESC LIMIT @Fetch
            """, new { after, filter.Environment, filter.Kind, filter.Target, filter.Actor, filter.ActorKind, filter.RequestId, filter.Since, filter.Until, page.Fetch }), cancellation);
    }
}

/// <summary>What entries are looked for; what is null lets all pass.</summary>
internal sealed record AuditFilter(string? Environment, string? Kind, string? Target)
{
    public string? Actor { get; init; }

    /// <summary>What stands before the first colon of the actor: <c>member</c>, <c>server</c>, <c>schedule</c>.</summary>
    public string? ActorKind { get; init; }

    public string? RequestId { get; init; }

    /// <summary>Unix milliseconds, this one too.</summary>
    public long? Since { get; init; }

    /// <summary>Unix milliseconds, not this one any more.</summary>
    public long? Until { get; init; }

    /// <summary>SQL over parameters of the same names.</summary>
    public string Condition => string.Concat(
        Environment is null ? "" : " AND environment = @Environment",
        Kind is null ? "" : " AND kind = @Kind",
        Target is null ? "" : " AND target = @Target",
        Actor is null ? "" : " AND actor = @Actor",
        // Both databases compare substr alike; LIKE would take % and _ for more than they are.
        ActorKind is null ? "" : " AND (actor = @ActorKind OR substr(actor, 1, length(@ActorKind) + 1) = @ActorKind || ':')",
        RequestId is null ? "" : " AND request_id = @RequestId",
        Since is null ? "" : " AND at >= @Since",
        Until is null ? "" : " AND at < @Until");
}
