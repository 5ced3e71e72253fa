using System.Globalization;

namespace Turnout.Server.Events.ClickHouse;

internal sealed partial class ClickHouseEvents
{
    // Some megabytes; less at first, so that counting begins soon.
    const int CountedAtFirst = 50_000, CountedAtATime = 400_000;
    const int BytesACount = 40;
    const int PartsAhead = 2;

    /// <summary>Reads the events of a stretch of a log that are counted, in order.</summary>
    /// <param name="log">Its name on ClickHouse.</param>
    /// <param name="from">The first position.</param>
    /// <param name="to">The position behind the last one.</param>
    /// <param name="removals">By experiment, the positions before which its exposures and conversions are taken out.</param>
    /// <param name="reader">Takes the events.</param>
    /// <param name="events">Takes those of parts in which events were written again, as <see cref="ReadAsync"/> does.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task ReadCountedAsync(
        string log, long from, long to, ILookup<string, long> removals, CountedReader reader, Action<long, ReadOnlySpan<byte>> events, CancellationToken cancellation)
    {
        await PrepareAsync(cancellation);
        var coming = new Queue<(long Start, long End, Task<CountedRows?> Rows)>();
        var size = CountedAtFirst;
        while (Ask())
        {
            var (start, end, task) = coming.Dequeue();
            using var rows = await task;
            // ClickHouse works on the next parts while this one is read.
            Ask();
            if (rows is not null) reader.Read(rows);
            else await ReadAsync(log, start, end, removals, events, isWhole: false, cancellation);
        }

        bool Ask()
        {
            while (from < to && coming.Count < PartsAhead)
            {
                var end = Math.Min(to, from + size);
                coming.Enqueue((from, end, SelectCountedAsync(log, from, end, removals[reader.Wanted.Experiment].DefaultIfEmpty().Max(), reader.Wanted, cancellation)));
                from = end;
                size = Math.Min(CountedAtATime, size * 2);
            }
            return coming.Count > 0;
        }
    }

    async Task<CountedRows?> SelectCountedAsync(string log, long from, long to, long removed, CountedEvents wanted, CancellationToken cancellation)
    {
        var names = wanted.Names.Count == 1 ? $"= {Quote(wanted.Names[0])}" : $"IN ({string.Join(", ", wanted.Names.Select(Quote))})";
        var metrics = wanted.Names.Count == 0 ? "" : $"kind = {(int)EventKind.Metric} AND name {names} OR ";
        var rows = await Http.SelectAsync(string.Create(CultureInfo.InvariantCulture, $"""
            SELECT {CountedRows.Columns(wanted, from)} FROM {Table}
            PREWHERE log = {Quote(log)} AND position >= {from} AND position < {to}
            WHERE bitAnd(flags, {EventRecord.SyntheticFlag}) = 0 AND notEmpty({wanted.Unit})
                AND ({metrics}kind IN ({(int)EventKind.Exposure}, {(int)EventKind.Conversion}) AND experiment = {Quote(wanted.Experiment)} AND position >= {removed})
            FORMAT Native
            """), cancellation, (int)(to - from) * BytesACount);
        return CountedRows.Read(rows, from);
    }
}
