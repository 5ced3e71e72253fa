using System.Text;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Events;

internal sealed partial class EventLogStore
{
    /// <summary>Gives a unit another name wherever the log names it. Costs a reading of the whole log.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="environment">Whose log.</param>
    /// <param name="unit"><c>user</c>, <c>team</c>, <c>visitor</c>, or a property.</param>
    /// <param name="id">The unit's id.</param>
    /// <param name="nameInstead">From a name to the one that stands in for it.</param>
    /// <param name="archiveDone">Whether ClickHouse has been seen to.</param>
    /// <returns>How many events named it; 409 <c>events_archived</c> where some of the log lies in ClickHouse.</returns>
    public static async Task<Result<int>> RenameUnitAsync(
        Session session, string environment, string unit, string id, Func<ReadOnlySpan<byte>, byte[]> nameInstead, bool archiveDone)
    {
        if (await FindAsync(session, environment, session.Dialect.ForUpdate) is not { } log) return 0;
        if (log is { Archive: not null, Moved: > 0 } && !archiveDone)
            return Problem.Conflict("events_archived", "A part of this environment's events lies in ClickHouse, where Turnout does not rename: see docs/guides/consent.md, then call again with '?archive_done=true'.");
        var name = Encoding.UTF8.GetBytes(id);
        var count = 0;
        foreach (var table in (string[])["event_blocks", "event_kept"])
        {
            foreach (var first in await session.QueryAsync<long>($"SELECT first FROM {table} WHERE log = @Number ORDER BY first", new { log.Number }))
            {
                var body = await session.SingleAsync<byte[]>($"SELECT body FROM {table} WHERE log = @Number AND first = @first", new { log.Number, first });
                if (EventBlock.RenameUnit(body, unit, name, nameInstead) is not { } renamed) continue;
                count += renamed.Count;
                await session.ExecuteAsync($"UPDATE {table} SET body = @Body WHERE log = @Number AND first = @first", new { renamed.Body, log.Number, first });
            }
        }
        if (count > 0) await session.ExecuteAsync("UPDATE event_logs SET generation = generation + 1 WHERE number = @Number", new { log.Number });
        return count;
    }
}
