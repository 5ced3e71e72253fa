using Turnout.Server.Features.Access;
using Turnout.Server.Features.Audit;
using Turnout.Server.Features.Environments;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Cohort;

/// <summary>The SQL of the test cohort. Nobody else writes <c>is_test_cohort</c>.</summary>
internal sealed class CohortStore(Database database, AuditStore audit, TimeProvider clock)
{
    const string Columns = "environment, unit, id, changed_at AS ChangedAt";

    public Task<List<CohortRow>> AllAsync(CancellationToken cancellation) =>
        database.ReadAsync(session => session.QueryAsync<CohortRow>($"SELECT {Columns} FROM units WHERE is_test_cohort"), cancellation);

    public Task<List<CohortRow>> ListAsync(string environment, PageRequest page, CancellationToken cancellation) =>
        database.ReadAsync(session => session.QueryAsync<CohortRow>($"""
            SELECT {Columns} FROM units
            WHERE is_test_cohort AND environment = @environment AND (unit, id) > (@unit, @id)
            ORDER BY unit, id LIMIT @Fetch
            """, new { environment, unit = page.After?[0] ?? "", id = page.After?[1] ?? "", page.Fetch }), cancellation);

    /// <summary>Marks a unit as synthetic.</summary>
    /// <returns>Whether it was not before; 404 <c>unknown_environment</c>.</returns>
    public Task<Result<bool>> AddAsync(CohortMember member, Author author, CancellationToken cancellation) =>
        database.WriteAsync<bool>(async session =>
        {
            if (await EnvironmentStore.FindAsync(session, member.Environment) is null) return EnvironmentStore.Unknown(member.Environment);
            var changed = await session.ExecuteAsync("""
                INSERT INTO units (environment, unit, id, is_test_cohort, changed_at) VALUES (@Environment, @Unit, @Id, TRUE, @now)
                ON CONFLICT (environment, unit, id) DO UPDATE SET is_test_cohort = TRUE, changed_at = @now WHERE NOT units.is_test_cohort
                """, new { member.Environment, member.Unit, member.Id, now = Now() });
            if (changed > 0) await RecordAsync(session, "cohort.added", member, author);
            return changed > 0;
        }, cancellation);

    /// <summary>Makes a unit an ordinary one again. What it did while it was synthetic stays out of results.</summary>
    /// <returns>Whether it was synthetic; 404 <c>unknown_environment</c>.</returns>
    public Task<Result<bool>> RemoveAsync(CohortMember member, Author author, CancellationToken cancellation) =>
        database.WriteAsync<bool>(async session =>
        {
            if (await EnvironmentStore.FindAsync(session, member.Environment) is null) return EnvironmentStore.Unknown(member.Environment);
            var changed = await session.ExecuteAsync("""
                UPDATE units SET is_test_cohort = FALSE, changed_at = @now
                WHERE environment = @Environment AND unit = @Unit AND id = @Id AND is_test_cohort
                """, new { member.Environment, member.Unit, member.Id, now = Now() });
            if (changed > 0) await RecordAsync(session, "cohort.removed", member, author);
            return changed > 0;
        }, cancellation);

    async Task RecordAsync(Session session, string kind, CohortMember member, Author author)
    {
        await audit.AppendAsync(session, author, new AuditEntry(kind, member.Id, member.Environment) { Metadata = new { member.Unit } });
        session.Notify(new Change(ChangeKind.Cohort, member.Environment));
    }

    long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
