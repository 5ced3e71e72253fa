using Turnout.Server.Storage;

namespace Turnout.Server.Events;

internal sealed partial class EventLogStore
{
    const string ErasureColumns = "unit, unit_id AS Id, before, secret";

    /// <summary>
    /// Gives a unit another name wherever the log names it, in the transaction of the caller's. What lies on ClickHouse, or is on its way there, is renamed for readers from
    /// now on, and there by and by (<see cref="EraseFromArchiveAsync"/>). Costs a reading of what lies in this database.
    /// </summary>
    /// <param name="session">The transaction.</param>
    /// <param name="environment">Whose log.</param>
    /// <param name="unit"><c>user</c>, <c>team</c>, <c>visitor</c>, or a property.</param>
    /// <param name="id">The unit's id.</param>
    /// <returns>How many events in this database named it, and whether there is more to be done on ClickHouse.</returns>
    public async Task<(int Events, bool IsPending)> EraseUnitAsync(Session session, string environment, string unit, string id)
    {
        if (await FindAsync(session, environment, session.Dialect.ForUpdate) is not { } log) return default;
        var earlier = await session.FirstOrDefaultAsync<UnitErasure>(
            $"SELECT {ErasureColumns} FROM event_erasures WHERE log = @Number AND unit = @unit AND unit_id = @id LIMIT 1", new { log.Number, unit, id });
        // One name for all of a unit's events, wherever they lie and however often it is asked for.
        var erasure = new UnitErasure { Unit = unit, Id = id, Before = log.Next, Secret = earlier?.Secret ?? UnitErasure.NewSecret() };
        var pending = archive.IsConfigured && log.Next > 0;
        if (pending)
        {
            await session.ExecuteAsync("""
                INSERT INTO event_erasures (log, unit, unit_id, before, secret) VALUES (@Number, @Unit, @Id, @Before, @Secret) ON CONFLICT (log, unit, unit_id, before) DO NOTHING
                """, new { log.Number, erasure.Unit, erasure.Id, erasure.Before, erasure.Secret });
        }
        var count = 0;
        foreach (var table in (string[])["event_blocks", "event_kept"])
        {
            foreach (var first in await session.QueryAsync<long>($"SELECT first FROM {table} WHERE log = @Number ORDER BY first", new { log.Number }))
            {
                var body = await session.SingleAsync<byte[]>($"SELECT body FROM {table} WHERE log = @Number AND first = @first", new { log.Number, first });
                if (erasure.Rename(body, first) is not { } renamed) continue;
                count += renamed.Count;
                await session.ExecuteAsync($"UPDATE {table} SET body = @Body WHERE log = @Number AND first = @first", new { renamed.Body, log.Number, first });
            }
        }
        if (count > 0 || pending) await session.ExecuteAsync("UPDATE event_logs SET generation = generation + 1 WHERE number = @Number", new { log.Number });
        return (count, pending);
    }

    /// <summary>What is still to be erased on ClickHouse, and has arrived there whole.</summary>
    public Task<List<PendingErasure>> PendingErasuresAsync(CancellationToken cancellation = default) => database.ReadAsync(session => session.QueryAsync<PendingErasure>("""
        SELECT erasure.log, log.environment, log.archive, erasure.unit, erasure.unit_id AS Id, erasure.before, erasure.secret
        FROM event_erasures AS erasure JOIN event_logs AS log ON log.number = erasure.log
        WHERE NOT EXISTS (SELECT 1 FROM event_blocks WHERE event_blocks.log = erasure.log AND first < erasure.before)
        ORDER BY erasure.log, erasure.before
        """), cancellation);

    /// <summary>Goes on with an erasure on ClickHouse. To be called again, however it was cut short, until it is done.</summary>
    /// <returns>Whether no row there names the unit any more.</returns>
    public async Task<bool> EraseFromArchiveAsync(PendingErasure pending, CancellationToken cancellation = default) =>
        pending.Archive is not { } name || await archive.EraseAsync(name, pending.Environment, pending.Erasure, cancellation);

    /// <summary>Forgets an erasure that is done, and with it the unit's name and the secret.</summary>
    public static Task<int> FinishErasureAsync(Session session, PendingErasure pending) => session.ExecuteAsync(
        "DELETE FROM event_erasures WHERE log = @Log AND unit = @Unit AND unit_id = @Id AND before = @Before", new { pending.Log, pending.Unit, pending.Id, pending.Before });
}

/// <summary>An erasure that goes on on ClickHouse.</summary>
internal sealed class PendingErasure
{
    public long Log { get; init; }

    public string Environment { get; init; } = "";

    /// <summary>The log's name on ClickHouse; null where nothing of it got there.</summary>
    public string? Archive { get; init; }

    public string Unit { get; init; } = "";

    public string Id { get; init; } = "";

    public long Before { get; init; }

    public string Secret { get; init; } = "";

    public UnitErasure Erasure => new() { Unit = Unit, Id = Id, Before = Before, Secret = Secret };
}
