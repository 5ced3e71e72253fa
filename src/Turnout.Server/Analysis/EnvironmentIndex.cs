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
    readonly Dictionary<string, (AnalysisPlan Plan, long Next, Tally Tally)> tallies = new(StringComparer.Ordinal);
    long generation;
    long clock;

    public SemaphoreSlim Gate { get; } = new(1);

    /// <summary>Roughly how many bytes the index occupies.</summary>
    public long Bytes => units.Values.Sum(table => table.Bytes) + series.Values.Sum(column => column.Series.Bytes) + exposures.Values.Sum(column => column.Series.Bytes);

    /// <summary>Counts an experiment as of a state of the log.</summary>
    /// <param name="plan">What to count.</param>
    /// <param name="state">The log; events behind it are not read.</param>
    /// <param name="maxBytes">When the index outgrows this, columns that were not used lately are dropped.</param>
    public async Task<Tally> CountAsync(AnalysisPlan plan, LogState state, long maxBytes, CancellationToken cancellation)
    {
        if (state.Generation != generation) Forget(state.Generation);
        clock++;
        await AdvanceAsync(plan, state, cancellation);
        if (tallies.TryGetValue(plan.Experiment, out var known) && known.Next == state.Next && known.Plan.Equals(plan)) return known.Tally;
        var tally = Tally.Of(plan, exposures[plan.Exposures].Series, key => series[key].Series, TableOf(plan.Unit).Count);
        tallies[plan.Experiment] = (plan, state.Next, tally);
        Shrink(maxBytes);
        return tally;
    }

    async Task AdvanceAsync(AnalysisPlan plan, LogState state, CancellationToken cancellation)
    {
        var shown = Use(exposures, plan.Exposures, static () => new ExposureSeries());
        var wanted = plan.Series.Select(key => (Key: key, Column: Use(series, key, static () => new EventSeries()))).ToList();
        var table = TableOf(plan.Unit);
        var from = wanted.Select(item => item.Column.Next).Append(shown.Next).Min();
        if (from >= state.Next) return;

        var scan = new LogScan(plan.Unit, table, Encoding.UTF8.GetBytes(plan.Experiment), shown, wanted);
        try
        {
            await log.ReadAsync(state.Number, from, state.Next, scan.Read, cancellation);
        }
        catch
        {
            // Columns that hold a part of a block would count it twice: they begin anew.
            exposures.Remove(plan.Exposures);
            foreach (var item in wanted) series.Remove(item.Key);
            throw;
        }
        shown.Next = state.Next;
        foreach (var item in wanted) item.Column.Next = state.Next;
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
        tallies.Clear();
    }

    void Shrink(long maxBytes)
    {
        if (Bytes <= maxBytes) return;
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
