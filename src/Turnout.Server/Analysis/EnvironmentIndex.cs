using System.Text;
using Turnout.Server.Events;

namespace Turnout.Server.Analysis;

/// <summary>
/// The columns of one environment's log that its experiments need, in memory: read once, then carried on by the new events alone. Everything in it can be
/// read from the log again. Not thread-safe; <see cref="Gate"/> is for its users.
/// </summary>
internal sealed class EnvironmentIndex(EventLogStore log)
{
    readonly Dictionary<string, UnitTable> units = new(StringComparer.Ordinal);
    readonly Dictionary<SeriesKey, Column<EventSeries>> series = [];
    readonly Dictionary<ExposureKey, Column<ExposureSeries>> exposures = [];
    readonly Dictionary<DimensionKey, Column<DimensionValues>> dimensions = [];
    readonly Dictionary<string, ExperimentCount> counts = new(StringComparer.Ordinal);
    long generation;
    long clock;

    public SemaphoreSlim Gate { get; } = new(1);

    /// <summary>Roughly how many bytes the index occupies.</summary>
    public long Bytes => units.Values.Sum(table => table.Bytes) + series.Values.Sum(column => column.Series.Bytes) + exposures.Values.Sum(column => column.Series.Bytes)
        + dimensions.Values.Sum(column => column.Series.Bytes) + counts.Values.Sum(count => count.Bytes);

    /// <summary>Counts an experiment as of a state of the log.</summary>
    /// <param name="plan">What to count.</param>
    /// <param name="state">The log; events behind it are not read.</param>
    /// <param name="now">Which windows are over.</param>
    /// <param name="maxBytes">When the index outgrows this, what was not used lately is dropped.</param>
    public async Task<Tally> CountAsync(AnalysisPlan plan, LogState state, DateTimeOffset now, long maxBytes, CancellationToken cancellation)
    {
        if (state.Generation != generation) Forget(state.Generation);
        clock++;
        while (!await AdvanceAsync(plan, state, cancellation))
        {
            state = await log.StateAsync(state.Number, cancellation);
            Forget(state.Generation);
        }
        var shown = exposures[plan.Exposures].Series;
        if (!counts.TryGetValue(plan.Experiment, out var count) || !count.CanCount(plan, shown)) counts[plan.Experiment] = count = new ExperimentCount(plan, shown);
        count.Used = clock;
        try
        {
            var table = TableOf(plan.Unit);
            var tally = count.Count(
                plan, key => series[key].Series, DimensionOf(plan) is { } dimension ? dimensions[dimension].Series : null, table.Count, state.Next, now.ToUnixTimeMilliseconds());
            return tally with { IdAt = place => Encoding.UTF8.GetString(table.IdOf(tally.Units.NumberAt(place))) };
        }
        catch
        {
            // What was counted halfway cannot be carried on.
            counts.Remove(plan.Experiment);
            throw;
        }
        finally
        {
            Shrink(maxBytes);
        }
    }

    static DimensionKey? DimensionOf(AnalysisPlan plan) => plan.Dimension is { } property ? new(plan.Unit, plan.Experiment, property, string.Join(',', plan.Arms)) : null;

    /// <returns>False when old events were changed while they were read.</returns>
    async Task<bool> AdvanceAsync(AnalysisPlan plan, LogState state, CancellationToken cancellation)
    {
        var shown = Use(exposures, plan.Exposures, static () => new ExposureSeries());
        var wanted = plan.Series.Select(key => (Key: key, Column: Use(series, key, static () => new EventSeries()))).ToList();
        var values = DimensionOf(plan) is { } dimension ? Use(dimensions, dimension, () => new DimensionValues(plan.Arms)) : null;
        var table = TableOf(plan.Unit);
        var from = wanted.Select(item => item.Column.Next).Append(shown.Next).Append(values?.Next ?? long.MaxValue).Min();
        if (from >= state.Next) return true;

        var scan = new LogScan(plan, table, shown, wanted, values);
        try
        {
            if (!await log.ReadCountedAsync(state, from, scan.ReadsProperties ? null : new(scan.Wanted, scan.Read), scan.Read, cancellation)) return false;
        }
        catch
        {
            // Columns that hold a part of a block would count it twice: they begin anew, and all that was counted from them.
            exposures.Remove(plan.Exposures);
            foreach (var item in wanted) series.Remove(item.Key);
            if (DimensionOf(plan) is { } key) dimensions.Remove(key);
            counts.Clear();
            throw;
        }
        shown.Next = state.Next;
        foreach (var item in wanted) item.Column.Next = state.Next;
        if (values is not null) values.Next = state.Next;
        return true;
    }

    Column<T> Use<TKey, T>(Dictionary<TKey, Column<T>> columns, TKey key, Func<T> create)
        where TKey : notnull
    {
        if (!columns.TryGetValue(key, out var column)) columns[key] = column = new Column<T>(create());
        column.Used = clock;
        return column;
    }

    UnitTable TableOf(string unit)
    {
        if (!units.TryGetValue(unit, out var table)) units[unit] = table = new UnitTable();
        return table;
    }

    void Forget(long newGeneration)
    {
        generation = newGeneration;
        units.Clear();
        series.Clear();
        exposures.Clear();
        dimensions.Clear();
        counts.Clear();
    }

    void Shrink(long maxBytes)
    {
        if (Bytes <= maxBytes) return;
        foreach (var key in counts.Where(pair => pair.Value.Used < clock).Select(pair => pair.Key).ToList()) counts.Remove(key);
        foreach (var key in dimensions.Where(pair => pair.Value.Used < clock).Select(pair => pair.Key).ToList()) dimensions.Remove(key);
        foreach (var key in series.Where(pair => pair.Value.Used < clock).Select(pair => pair.Key).ToList()) series.Remove(key);
        foreach (var key in exposures.Where(pair => pair.Value.Used < clock).Select(pair => pair.Key).ToList()) exposures.Remove(key);
    }

    /// <summary>A series and how far into the log it reaches.</summary>
    internal sealed class Column<T>(T series)
    {
        public T Series { get; } = series;

        public long Next { get; set; }

        /// <summary>When it was last asked for, by the index's own count.</summary>
        public long Used { get; set; }
    }
}
