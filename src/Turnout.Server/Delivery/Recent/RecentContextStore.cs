using Turnout.Engine;
using Turnout.Server.Storage;

namespace Turnout.Server.Delivery.Recent;

/// <summary>The SQL of recent contexts.</summary>
internal sealed class RecentContextStore(Database database)
{
    const string Columns = "hash, context AS Json, seen_at AS SeenAt";

    /// <summary>The units of the smallest hashes that were seen since an instant.</summary>
    public async Task<IReadOnlyList<SeenContext>> AllAsync(string environment, long earliest, CancellationToken cancellation) =>
        (await database.ReadAsync(session => session.QueryAsync<Row>($"""
            SELECT {Columns} FROM recent_contexts WHERE environment = @environment AND seen_at >= @earliest ORDER BY hash LIMIT {ContextSample.Capacity}
            """, new { environment, earliest }), cancellation)).ConvertAll(row => row.ToSeen());

    /// <summary>Writes contexts down, the later of a unit over the earlier, and forgets what is too old or one too many.</summary>
    public Task WriteAsync(string environment, IReadOnlyList<SeenContext> seen, long earliest) =>
        database.WriteAsync(async session =>
        {
            await session.ExecuteAsync("""
                INSERT INTO recent_contexts (environment, hash, context, seen_at) VALUES (@environment, @Hash, @Json, @SeenAt)
                ON CONFLICT (environment, hash) DO UPDATE SET context = excluded.context, seen_at = excluded.seen_at WHERE recent_contexts.seen_at < excluded.seen_at
                """, seen.OrderBy(item => item.Hash).Select(item => new { environment, item.Hash, item.Json, item.SeenAt }));
            await session.ExecuteAsync($"""
                DELETE FROM recent_contexts WHERE environment = @environment AND (seen_at < @earliest OR hash >
                    (SELECT hash FROM recent_contexts WHERE environment = @environment AND seen_at >= @earliest ORDER BY hash LIMIT 1 OFFSET {ContextSample.Capacity - 1}))
                """, new { environment, earliest });
        });

    /// <summary>Forgets the contexts of which <paramref name="which"/> is true.</summary>
    public static async Task RemoveAsync(Session session, string environment, Func<EvaluationContext, bool> which)
    {
        foreach (var row in await session.QueryAsync<Row>($"SELECT {Columns} FROM recent_contexts WHERE environment = @environment", new { environment }))
        {
            if (which(row.ToSeen().ToContext()))
                await session.ExecuteAsync("DELETE FROM recent_contexts WHERE environment = @environment AND hash = @Hash", new { environment, row.Hash });
        }
    }

    sealed class Row
    {
        public long Hash { get; init; }

        public string Json { get; init; } = "";

        public long SeenAt { get; init; }

        public SeenContext ToSeen() => new(Hash, Json, SeenAt);
    }
}
