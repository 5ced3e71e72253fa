using System.Security.Cryptography;
using System.Text;
using Turnout.Engine;
using Turnout.Server.Delivery.Recent;
using Turnout.Server.Events;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Assignments;
using Turnout.Server.Features.Audit;
using Turnout.Server.Features.Environments;
using Turnout.Server.Hosting;
using Turnout.Server.Sinks;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Consent;

/// <summary>What was erased of a unit.</summary>
/// <param name="Assignments">How many assignments.</param>
/// <param name="Events">How many events in the store name it no more; they stay as a nameless unit's, so that results do not change.</param>
/// <param name="Pending">Whether there is a ClickHouse whose rows are still to be rewritten: nothing here shows the name meanwhile, and the audit log tells when it is done.</param>
internal sealed record ErasedBody(int Assignments, int Events, bool Pending);

/// <summary>Erases a person (or any other unit): everything that names it, here. Results stay, as the numbers of a unit that nobody can name.</summary>
internal sealed class Erasure(
    Database database, EventLogStore log, Assignments.Assignments assignments, Consents consents, RecentContexts recent, Cohort.CohortTable cohort, AuditStore audit)
{
    /// <summary>What the audit log calls a unit: it can be checked by who knows the id, and tells nobody else.</summary>
    public static string Mark(UnitKey unit) => "unit:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{unit.Environment}/{unit.Unit}/{unit.Id}")).AsSpan(0, 12));

    /// <summary>Erases a unit. Costs a reading of the part of the environment's event log that lies in the store.</summary>
    /// <returns>What was erased; 404 <c>unknown_environment</c>.</returns>
    public async Task<Result<ErasedBody>> EraseAsync(UnitKey unit, Author author, CancellationToken cancellation)
    {
        var erased = await database.WriteAsync<ErasedBody>(async session =>
        {
            if (await EnvironmentStore.FindAsync(session, unit.Environment) is null) return EnvironmentStore.Unknown(unit.Environment);
            var values = new { unit.Environment, unit.Unit, unit.Id };
            var assigned = await session.ExecuteAsync("DELETE FROM assignments WHERE environment = @Environment AND unit = @Unit AND unit_id = @Id", values);
            await session.ExecuteAsync("DELETE FROM consents WHERE environment = @Environment AND unit = @Unit AND unit_id = @Id", values);
            if (await session.ExecuteAsync("DELETE FROM units WHERE environment = @Environment AND unit = @Unit AND id = @Id", values) > 0)
                session.Notify(new Change(ChangeKind.Cohort, unit.Environment));
            await RecentContextStore.RemoveAsync(session, unit.Environment, Names(unit));
            var (events, pending) = await log.EraseUnitAsync(session, unit.Environment, unit.Unit, unit.Id);
            await SinkStore.ForgetUnitAsync(session, unit.Environment, unit.Id);
            await audit.AppendAsync(session, author, new AuditEntry("unit.erased", Mark(unit), unit.Environment) { Metadata = new { unit.Unit, assignments = assigned, events, pending } });
            session.Notify(new Change(ChangeKind.Consent, unit.Environment));
            return new ErasedBody(assigned, events, pending);
        }, cancellation);
        if (erased.Failed) return erased;
        recent.Forget(unit.Environment, Names(unit));
        consents.Forget();
        assignments.Forget();
        await cohort.RefreshAsync(cancellation);
        return erased;
    }

    static Func<EvaluationContext, bool> Names(UnitKey unit) => context => context.UnitId(unit.Unit) == unit.Id;
}
