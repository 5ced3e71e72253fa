using System.Text;
using Turnout.Server.Events;
using Turnout.Server.Features.Environments;
using Turnout.Server.Features.Metrics;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Analysis.Planning;

/// <summary>Which past is asked for.</summary>
/// <param name="Unit"><c>user</c>, <c>team</c>, <c>visitor</c> or a property.</param>
/// <param name="Days">Over how many days units may have come, 1 to 400.</param>
/// <param name="EntryEvent">Units come in with this event; null: with any.</param>
internal sealed record PastQuery(string Unit, double Days, string? EntryEvent)
{
    public const double DefaultDays = 28;

    public Problem? Check()
    {
        if (Days is not (>= 1 and <= 400)) return Problem.Invalid("invalid_days", "days", "'days' is 1 to 400.");
        if (Unit.Length is 0 or > 128) return Problem.Invalid("invalid_unit", "unit", "'unit' is user, team, visitor or the name of a property.");
        return EntryEvent is { Length: 0 or > MetricChanges.MaxEventLength }
            ? Problem.Invalid("invalid_event", "entry_event", $"An event's name has 1 to {MetricChanges.MaxEventLength} characters.") : null;
    }
}

/// <summary>What a metric was in a stretch of the past, as an experiment without any change would have counted it.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="From">When the stretch begins: units are in from their first event after it on.</param>
/// <param name="To">When it ends.</param>
/// <param name="IsMature">Whether every unit's window is over; else the log is too young, and numbers may grow.</param>
/// <param name="Tally">One arm, of all units.</param>
/// <param name="DailyUnits">New units of each whole day.</param>
internal sealed record Past(MetricDefinition Metric, DateTimeOffset From, DateTimeOffset To, bool IsMature, Tally Tally, IReadOnlyList<long> DailyUnits)
{
    public ArmTotals Totals => Tally.Metrics[0][0];
}

/// <summary>Reads the past of metrics from the event log: once through for each question, nothing is kept.</summary>
internal sealed class MetricPasts(Database database, EventLogStore log, TimeProvider clock)
{
    const string Arm = "all";

    /// <returns>The past; 404 <c>unknown_environment</c> or <c>unknown_metric</c>.</returns>
    public async Task<Result<Past>> ReadAsync(string environment, string metric, PastQuery query, CancellationToken cancellation)
    {
        var found = await database.ReadAsync<Result<Metric>>(async session =>
            await MetricReads.FindAsync(session, environment, metric) is { } known ? known
            : await EnvironmentStore.FindAsync(session, environment) is null ? EnvironmentStore.Unknown(environment)
            : Problem.NotFound("unknown_metric", $"There is no metric '{metric}' in this environment."), cancellation);
        return found.TryGet(out var item, out var problem) ? await ReadAsync(environment, item.Definition, query, cancellation) : problem;
    }

    public async Task<Past> ReadAsync(string environment, MetricDefinition metric, PastQuery query, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var window = TimeSpan.FromDays(metric.DelayDays + metric.WindowDays);
        var state = await log.StateAsync(environment, cancellation);
        // Units that came so late that their window is still open would tell less than the truth.
        var past = await ReadAsync(state, metric, query, now - window - TimeSpan.FromDays(query.Days), now - window, now, cancellation);
        return past.Tally.Units.Units[0] > 0 ? past with { IsMature = true } : await ReadAsync(state, metric, query, now - TimeSpan.FromDays(query.Days), now, now, cancellation);
    }

    async Task<Past> ReadAsync(
        LogState state, MetricDefinition metric, PastQuery query, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now, CancellationToken cancellation)
    {
        var plan = new AnalysisPlan("", query.Unit, [Arm], [metric]);
        var scan = new PastScan(query, [.. metric.Events], from.ToUnixTimeMilliseconds());
        if (state.Next > 0) await log.ReadAsync(state.Number, 0, state.Next, scan.Read, cancellation);
        var entries = scan.Entries(to.ToUnixTimeMilliseconds(), Encoding.UTF8.GetBytes(Arm));
        var tally = new ExperimentCount(plan, entries).Count(plan, key => scan.Events(key.Experiment is null ? key.Event : null), null, scan.Units, state.Next, now.ToUnixTimeMilliseconds());
        return new Past(metric, from, to, false, tally, Daily(tally, to));
    }

    /// <summary>New units of each day from the first on which any came; days without any are 0, the last, broken one is left out.</summary>
    static List<long> Daily(Tally tally, DateTimeOffset to)
    {
        if (tally.Days.Count == 0) return [];
        var last = DateOnly.FromDateTime(to.UtcDateTime);
        var begin = tally.Days[0].Day;
        var byDay = tally.Days.ToDictionary(day => day.Day, day => day.Units.Sum());
        return [.. Enumerable.Range(0, Math.Max(1, last.DayNumber - begin.DayNumber)).Select(i => byDay.GetValueOrDefault(begin.AddDays(i)))];
    }

    /// <summary>Collects when units came, and the metric's events.</summary>
    sealed class PastScan(PastQuery query, IReadOnlyList<string> events, long from)
    {
        readonly UnitTable units = new();
        readonly (string Name, byte[] Bytes, EventSeries Series)[] series = [.. events.Select(name => (name, Encoding.UTF8.GetBytes(name), new EventSeries()))];
        readonly byte[]? entry = query.EntryEvent is { } name ? Encoding.UTF8.GetBytes(name) : null;
        readonly List<long> firsts = [];

        public int Units => units.Count;

        public EventSeries Events(string? name) => Array.Find(series, one => one.Name == name).Series ?? new EventSeries();

        public void Read(long position, ReadOnlySpan<byte> records)
        {
            while (EventRecord.TryRead(ref records, out var record))
            {
                if (record.IsSynthetic || record.Kind == EventKind.Void || record.UnitId(query.Unit) is not { IsEmpty: false } id) continue;
                var unit = units.NumberOf(id);
                while (firsts.Count <= unit) firsts.Add(long.MaxValue);
                if (record.At >= from && (entry is null || IsEntry(record))) firsts[unit] = Math.Min(firsts[unit], record.At);
                if (record.Kind == EventKind.Exposure) continue;
                foreach (var (_, name, collected) in series)
                    if (record.Name.SequenceEqual(name)) collected.Add(unit, record.At, record.HasValue ? record.Value : double.NaN);
            }
        }

        /// <summary>The units that came before an instant, as if exposed when they came.</summary>
        public ExposureSeries Entries(long before, byte[] arm)
        {
            var entries = new ExposureSeries();
            for (var unit = 0; unit < firsts.Count; unit++)
                if (firsts[unit] < before) entries.Add(unit, firsts[unit], arm);
            return entries;
        }

        bool IsEntry(EventRecord record) => record.Kind == EventKind.Exposure ? entry!.AsSpan().SequenceEqual("experiment_viewed"u8) : record.Name.SequenceEqual(entry);
    }
}
