using Turnout.Server.Features.Access;
using Turnout.Server.Features.Assignments;
using Turnout.Server.Features.Audit;
using Turnout.Server.Features.Environments;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Consent;

internal sealed class ConsentRow
{
    public bool Granted { get; init; }

    public string Actor { get; init; } = "";

    public long At { get; init; }
}

/// <summary>The SQL of recorded consent.</summary>
internal sealed class ConsentStore(Database database, AuditStore audit, TimeProvider clock)
{
    public Task<ConsentRow?> FindAsync(UnitKey unit, CancellationToken cancellation) => database.ReadAsync(session => FindAsync(session, unit), cancellation);

    /// <summary>Records that a unit agrees, or does not. The audit log keeps that somebody's consent changed, and not whose.</summary>
    /// <returns>What is recorded; 404 <c>unknown_environment</c>.</returns>
    public Task<Result<ConsentRow>> SetAsync(UnitKey unit, bool granted, Author author, CancellationToken cancellation) =>
        database.WriteAsync<ConsentRow>(async session =>
        {
            if (await EnvironmentStore.FindAsync(session, unit.Environment) is null) return EnvironmentStore.Unknown(unit.Environment);
            if (await FindAsync(session, unit) is { } known && known.Granted == granted) return known;
            // An end user's name would be the id itself.
            var actor = author.Name.StartsWith("user:", StringComparison.Ordinal) ? "user" : author.Name;
            var next = new ConsentRow { Granted = granted, Actor = actor, At = clock.GetUtcNow().ToUnixTimeMilliseconds() };
            await session.ExecuteAsync("""
                INSERT INTO consents (environment, unit, unit_id, granted, actor, at) VALUES (@Environment, @Unit, @Id, @Granted, @Actor, @At)
                ON CONFLICT (environment, unit, unit_id) DO UPDATE SET granted = excluded.granted, actor = excluded.actor, at = excluded.at
                """, new { unit.Environment, unit.Unit, unit.Id, next.Granted, next.Actor, next.At });
            await audit.AppendAsync(session, author with { Name = actor }, new AuditEntry(granted ? "consent.granted" : "consent.withdrawn", Erasure.Mark(unit), unit.Environment) { Metadata = new { unit.Unit } });
            session.Notify(new Change(ChangeKind.Consent, unit.Environment));
            return next;
        }, cancellation);

    static Task<ConsentRow?> FindAsync(Session session, UnitKey unit) => session.FirstOrDefaultAsync<ConsentRow>(
        "SELECT granted, actor, at FROM consents WHERE environment = @Environment AND unit = @Unit AND unit_id = @Id", new { unit.Environment, unit.Unit, unit.Id });
}
