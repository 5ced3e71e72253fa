using System.Text.Json;
using Turnout.Server.Features.Access;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Audit;

/// <summary>The append-only log of every change by anyone.</summary>
internal sealed class AuditStore(Database database, TimeProvider clock)
{
    /// <summary>Writes an entry in the transaction of the change it tells of: both are kept, or neither.</summary>
    public Task AppendAsync(Session session, Author author, AuditEntry entry)
    {
        var now = clock.GetUtcNow();
        return session.ExecuteAsync("""
            INSERT INTO audit (id, at, actor, kind, target, environment, request_id, metadata, before, after)
            VALUES (@Id, @At, @Actor, @Kind, @Target, @Environment, @RequestId, @Metadata, @Before, @After)
            """, new AuditRow
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
        });
    }

    /// <summary>A page of the log, newest first; a filter that is null lets all pass.</summary>
    public Task<List<AuditRow>> ListAsync(string? environment, string? kind, string? target, PageRequest page, CancellationToken cancellation)
    {
        var after = page.AfterNumber() ?? long.MaxValue;
        var filter = (environment is null ? "" : " AND environment = @environment") + (kind is null ? "" : " AND kind = @kind") + (target is null ? "" : " AND target = @target");
        return database.ReadAsync(session => session.QueryAsync<AuditRow>($"""
            SELECT sequence, id, at, actor, kind, target, environment, request_id AS RequestId, metadata, before, after
            FROM audit WHERE sequence < @after{filter} ORDER BY sequence DESC LIMIT @Fetch
            """, new { after, environment, kind, target, page.Fetch }), cancellation);
    }
}
