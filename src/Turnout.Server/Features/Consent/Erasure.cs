using System.Buffers.Text;
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
/// <param name="Events">How many events name it no more; they stay as a nameless unit's, so that results do not change.</param>
internal sealed record ErasedBody(int Assignments, int Events);

/// <summary>Erases a person (or any other unit): everything that names it, here. Results stay, as the numbers of a unit that nobody can name.</summary>
internal sealed class Erasure(
    Database database, Assignments.Assignments assignments, Consents consents, RecentContexts recent, Cohort.CohortTable cohort, AuditStore audit)
{
    /// <summary>What the audit log calls a unit: it can be checked by who knows the id, and tells nobody else.</summary>
    public static string Mark(UnitKey unit) => "unit:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{unit.Environment}/{unit.Unit}/{unit.Id}")).AsSpan(0, 12));

    /// <summary>Erases a unit. Costs a reading of the environment's whole event log.</summary>
    /// <returns>What was erased; 404 <c>unknown_environment</c>; 409 <c>events_archived</c>.</returns>
    public async Task<Result<ErasedBody>> EraseAsync(UnitKey unit, bool archiveDone, Author author, CancellationToken cancellation)
    {
        // Known to nobody and thrown away: the names given instead lead back to no one.
        var secret = RandomNumberGenerator.GetBytes(32);
        var erased = await database.WriteAsync<ErasedBody>(async session =>
        {
            if (await EnvironmentStore.FindAsync(session, unit.Environment) is null) return EnvironmentStore.Unknown(unit.Environment);
            var values = new { unit.Environment, unit.Unit, unit.Id };
            var assigned = await session.ExecuteAsync("DELETE FROM assignments WHERE environment = @Environment AND unit = @Unit AND unit_id = @Id", values);
            await session.ExecuteAsync("DELETE FROM consents WHERE environment = @Environment AND unit = @Unit AND unit_id = @Id", values);
            if (await session.ExecuteAsync("DELETE FROM units WHERE environment = @Environment AND unit = @Unit AND id = @Id", values) > 0)
                session.Notify(new Change(ChangeKind.Cohort, unit.Environment));
            await RecentContextStore.RemoveAsync(session, unit.Environment, Names(unit));
            if (!(await EventLogStore.RenameUnitAsync(session, unit.Environment, unit.Unit, unit.Id, original => NameInstead(secret, original), archiveDone)).TryGet(out var events, out var archived))
                return archived;
            await SinkStore.ForgetUnitAsync(session, unit.Environment, unit.Id);
            await audit.AppendAsync(session, author, new AuditEntry("unit.erased", Mark(unit), unit.Environment) { Metadata = new { unit.Unit, assignments = assigned, events } });
            session.Notify(new Change(ChangeKind.Consent, unit.Environment));
            return new ErasedBody(assigned, events);
        }, cancellation);
        if (erased.Failed) return erased;
        recent.Forget(unit.Environment, Names(unit));
        consents.Forget();
        assignments.Forget();
        await cohort.RefreshAsync(cancellation);
        return erased;
    }

    static Func<EvaluationContext, bool> Names(UnitKey unit) => context => context.UnitId(unit.Unit) == unit.Id;

    static byte[] NameInstead(byte[] secret, ReadOnlySpan<byte> original) =>
        Encoding.ASCII.GetBytes("erased-" + Base64Url.EncodeToString(HMACSHA256.HashData(secret, original).AsSpan(0, 16)));
}
