using System.Text.Json;
using Turnout.Server.Hosting;
using Turnout.Server.Outbound;
using Turnout.Server.Storage;

namespace Turnout.Server.Sinks;

/// <summary>How far a sink has got.</summary>
internal sealed class SinkRow
{
    public string Name { get; init; } = "";

    public string Environment { get; init; } = "";

    public long Position { get; init; }

    public long Delivered { get; init; }

    public long Failures { get; init; }

    public string? Error { get; init; }

    public long RestingUntil { get; init; }

    public long UpdatedAt { get; init; }
}

/// <summary>An event that a receiver refused.</summary>
internal sealed class DeadLetterRow
{
    public string Id { get; init; } = "";

    public long Position { get; init; }

    public string Event { get; init; } = "";

    public string Error { get; init; } = "";

    public long CreatedAt { get; init; }

    public bool Retry { get; init; }
}

/// <summary>The SQL of sinks.</summary>
internal sealed class SinkStore(Database database, TimeProvider clock)
{
    static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(10);
    const int MaxError = 2000;

    const string Columns = "name, environment, position, delivered, failures, error, resting_until AS RestingUntil, updated_at AS UpdatedAt";
    const string LetterColumns = "id, position, event, error, created_at AS CreatedAt, retry";

    public static Problem Unknown(string name) => Problem.NotFound("unknown_sink", $"There is no sink '{name}' in the configuration.");

    public Task<SinkRow?> FindAsync(string name, CancellationToken cancellation) =>
        database.ReadAsync(session => session.FirstOrDefaultAsync<SinkRow>($"SELECT {Columns} FROM sinks WHERE name = @name", new { name }), cancellation);

    /// <summary>A sink's place in the log; one that is new, or was moved to another environment, gets one.</summary>
    /// <param name="sink">The sink.</param>
    /// <param name="end">The end of its environment's log.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<SinkRow> OpenAsync(EventSink sink, long end, CancellationToken cancellation) =>
        database.WriteAsync(session => session.SingleAsync<SinkRow>($"""
            INSERT INTO sinks (name, environment, position, delivered, failures, error, resting_until, updated_at)
            VALUES (@Name, @Environment, @position, 0, 0, NULL, 0, @now)
            ON CONFLICT (name) DO UPDATE SET environment = excluded.environment, updated_at = excluded.updated_at,
                position = CASE WHEN sinks.environment = excluded.environment THEN sinks.position ELSE excluded.position END
            RETURNING {Columns}
            """, new { sink.Name, sink.Settings.Environment, position = sink.Settings.FromStart ? 0 : end, now = Now() }), cancellation);

    /// <summary>Moves on behind what has arrived, unless somebody has put the sink elsewhere meanwhile, and keeps what was refused.</summary>
    public Task AdvanceAsync(string name, long from, long position, int delivered, IReadOnlyList<(SinkEvent Event, string Error)> refused, CancellationToken cancellation) =>
        database.WriteAsync(async session =>
        {
            await session.ExecuteAsync("""
                UPDATE sinks SET position = CASE WHEN position = @from THEN @position ELSE position END, delivered = delivered + @delivered, failures = 0, error = NULL, resting_until = 0, updated_at = @now WHERE name = @name
                """, new { name, from, position, delivered, now = Now() });
            foreach (var (item, error) in refused) await BuryAsync(session, name, item, error);
        }, cancellation);

    /// <summary>Notes a failure: the receiver is left in peace for a while.</summary>
    public Task FailAsync(string name, Outcome outcome, CancellationToken cancellation) =>
        database.WriteAsync(async session =>
        {
            var failures = await session.FirstOrDefaultAsync<long>("UPDATE sinks SET failures = failures + 1, error = @error, updated_at = @now WHERE name = @name RETURNING failures",
                new { name, error = Shorten(outcome.Error), now = Now() });
            var until = clock.GetUtcNow() + Backoff.After((int)Math.Min(failures, int.MaxValue), outcome.RetryAfter, LongestRest);
            await session.ExecuteAsync("UPDATE sinks SET resting_until = @until WHERE name = @name", new { name, until = until.ToUnixTimeMilliseconds() });
        }, cancellation);

    /// <summary>Puts a sink at another place of the log: what lies behind it is sent, again where it was before.</summary>
    public Task<SinkRow?> RewindAsync(string name, long position, CancellationToken cancellation) =>
        database.WriteAsync(session => session.FirstOrDefaultAsync<SinkRow>($"""
            UPDATE sinks SET position = @position, failures = 0, error = NULL, resting_until = 0, updated_at = @now WHERE name = @name RETURNING {Columns}
            """, new { name, position, now = Now() }), cancellation);

    public Task<long> CountLettersAsync(string name, CancellationToken cancellation) =>
        database.ReadAsync(async session => await session.ScalarAsync<long>("SELECT COUNT(*) FROM sink_dead_letters WHERE sink = @name", new { name }), cancellation);

    /// <summary>A page of dead letters, by their position in the log.</summary>
    public Task<List<DeadLetterRow>> ListLettersAsync(string name, PageRequest page, CancellationToken cancellation) =>
        database.ReadAsync(session => session.QueryAsync<DeadLetterRow>(
            $"SELECT {LetterColumns} FROM sink_dead_letters WHERE sink = @name AND position > @after ORDER BY position LIMIT @Fetch",
            new { name, after = page.AfterNumber() ?? -1, page.Fetch }), cancellation);

    /// <summary>Asks for all dead letters to be sent again.</summary>
    /// <returns>How many there are.</returns>
    public Task<int> RetryLettersAsync(string name, CancellationToken cancellation) =>
        database.WriteAsync(session => session.ExecuteAsync("UPDATE sink_dead_letters SET retry = TRUE WHERE sink = @name", new { name }), cancellation);

    /// <summary>Forgets all dead letters.</summary>
    public Task<int> ForgetLettersAsync(string name, CancellationToken cancellation) =>
        database.WriteAsync(session => session.ExecuteAsync("DELETE FROM sink_dead_letters WHERE sink = @name", new { name }), cancellation);

    /// <summary>Forgets the dead letters of an environment's sinks that hold this id anywhere, in a transaction of the caller's.</summary>
    public static async Task ForgetUnitAsync(Session session, string environment, string id)
    {
        var letters = await session.QueryAsync<DeadLetterRow>(
            $"SELECT {LetterColumns} FROM sink_dead_letters WHERE sink IN (SELECT name FROM sinks WHERE environment = @environment)", new { environment });
        foreach (var letter in letters.Where(letter => Holds(JsonElement.Parse(letter.Event), id)))
            await session.ExecuteAsync("DELETE FROM sink_dead_letters WHERE id = @Id", new { letter.Id });
    }

    static bool Holds(JsonElement value, string id) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() == id,
        JsonValueKind.Array => value.EnumerateArray().Any(item => Holds(item, id)),
        JsonValueKind.Object => value.EnumerateObject().Any(member => Holds(member.Value, id)),
        _ => false,
    };

    public Task<List<DeadLetterRow>> LettersToRetryAsync(string name, int limit, CancellationToken cancellation) =>
        database.ReadAsync(session => session.QueryAsync<DeadLetterRow>(
            $"SELECT {LetterColumns} FROM sink_dead_letters WHERE sink = @name AND retry ORDER BY position LIMIT @limit", new { name, limit }), cancellation);

    /// <summary>Notes what came of sending dead letters again.</summary>
    public Task SettleLettersAsync(string name, IReadOnlyList<DeadLetterRow> letters, IReadOnlyList<(SinkEvent Event, string Error)> refused, CancellationToken cancellation) =>
        database.WriteAsync(async session =>
        {
            foreach (var letter in letters) await session.ExecuteAsync("DELETE FROM sink_dead_letters WHERE id = @Id", new { letter.Id });
            foreach (var (item, error) in refused) await BuryAsync(session, name, item, error);
            await session.ExecuteAsync("UPDATE sinks SET delivered = delivered + @delivered, failures = 0, error = NULL, resting_until = 0 WHERE name = @name",
                new { name, delivered = letters.Count - refused.Count });
        }, cancellation);

    Task<int> BuryAsync(Session session, string name, SinkEvent item, string error) =>
        session.ExecuteAsync("""
            INSERT INTO sink_dead_letters (id, sink, position, event, error, created_at, retry) VALUES (@id, @name, @Position, @text, @error, @now, FALSE)
            ON CONFLICT (sink, position) DO UPDATE SET error = excluded.error, retry = FALSE
            """, new
        {
            id = Guid.CreateVersion7(clock.GetUtcNow()).ToString(),
            name,
            item.Position,
            text = item.ToJson().ToJsonString(Wire.Json),
            error = Shorten(error),
            now = Now(),
        });

    static string? Shorten(string? error) => error is { Length: > MaxError } ? error[..MaxError] : error;

    long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
