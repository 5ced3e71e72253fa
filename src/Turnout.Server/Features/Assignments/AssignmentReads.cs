using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Assignments;

/// <summary>What others may ask about assignments.</summary>
internal static class AssignmentReads
{
    /// <summary>How many units each variant has, without the test cohort; variants that nobody has are missing.</summary>
    public static async Task<Dictionary<string, long>> CountsAsync(Session session, string environment, string experiment) =>
        (await session.QueryAsync<CountRow>(
            "SELECT variant, units FROM assignment_counts WHERE environment = @environment AND experiment = @experiment", new { environment, experiment }))
        .ToDictionary(row => row.Variant, row => row.Units, StringComparer.Ordinal);

    /// <summary>How many units of the test cohort, and no others, each variant has; variants that none has are missing.</summary>
    public static async Task<Dictionary<string, long>> SyntheticCountsAsync(Session session, string environment, string experiment) =>
        (await session.QueryAsync<CountRow>(
            "SELECT variant, COUNT(*) AS units FROM assignments WHERE environment = @environment AND experiment = @experiment AND synthetic GROUP BY variant", new { environment, experiment }))
        .ToDictionary(row => row.Variant, row => row.Units, StringComparer.Ordinal);

    /// <summary>How many units each of the experiments has, without the test cohort; those that have none are missing.</summary>
    public static async Task<Dictionary<string, long>> TotalsAsync(Session session, string environment, string[] experiments) =>
        experiments.Length == 0 ? [] : (await session.QueryAsync<TotalRow>($"""
            SELECT experiment, CAST(SUM(units) AS BIGINT) AS units FROM assignment_counts
            WHERE environment = @environment AND {session.Dialect.In("experiment", "experiments")} GROUP BY experiment
            """, new { environment, experiments })).ToDictionary(row => row.Experiment, row => row.Units, StringComparer.Ordinal);

    /// <summary>A page of an experiment's assignments, in the order they were made.</summary>
    public static Task<List<AssignmentRow>> PageAsync(Session session, string environment, string experiment, bool withSynthetic, AssignmentRow? after, int fetch) =>
        session.QueryAsync<AssignmentRow>($"""
            SELECT unit, unit_id AS UnitId, experiment, variant, assigned_at AS AssignedAt FROM assignments
            WHERE environment = @environment AND experiment = @experiment{(withSynthetic ? "" : " AND NOT synthetic")}
                AND (assigned_at, unit, unit_id) > (@AssignedAt, @Unit, @UnitId)
            ORDER BY assigned_at, unit, unit_id LIMIT @fetch
            """, new { environment, experiment, AssignedAt = after?.AssignedAt ?? 0, Unit = after?.Unit ?? "", UnitId = after?.UnitId ?? "", fetch });

    /// <summary>What a unit was assigned to by an instant.</summary>
    public static async Task<UnitVariant[]> OfUnitAsync(Session session, UnitKey unit, DateTimeOffset by) =>
        [.. (await session.QueryAsync<AssignmentRow>("""
            SELECT experiment, variant FROM assignments WHERE environment = @Environment AND unit = @Unit AND unit_id = @Id AND assigned_at <= @by
            """, new { unit.Environment, unit.Unit, unit.Id, by = by.ToUnixTimeMilliseconds() })).Select(row => new UnitVariant(row.Experiment, row.Variant))];

    sealed class TotalRow
    {
        public string Experiment { get; init; } = "";

        public long Units { get; init; }
    }

    sealed class CountRow
    {
        public string Variant { get; init; } = "";

        public long Units { get; init; }
    }
}
