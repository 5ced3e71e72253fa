using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Turnout.Server.Events;
using Turnout.Server.Events.ClickHouse;

namespace Turnout.Server.Analysis;

/// <summary>Hands the events of a stretch of the log to the columns that collect them.</summary>
/// <remarks>
/// What is called for every event is compiled with all care at once (<see cref="MethodImplOptions.AggressiveOptimization"/>), here and wherever it counts: the first call
/// may have millions of events before it, and the runtime would find out that it is busy when they are through.
/// </remarks>
internal sealed class LogScan
{
    readonly string unit;
    readonly UnitTable units;
    readonly byte[] experiment;
    readonly EnvironmentIndex.Column<ExposureSeries> exposures;
    readonly Target[] metrics;
    readonly Target[] conversions;
    readonly EnvironmentIndex.Column<DimensionValues>? dimension;
    readonly string property;

    // Events whose units have no numbers yet. Numbers are given to many at a time.
    readonly Waiting[] waiting = new Waiting[UnitTable.Together];
    readonly (int Start, int Length)[] ids = new (int, int)[UnitTable.Together];
    readonly int[] numbers = new int[UnitTable.Together];
    int count;

    public LogScan(
        AnalysisPlan plan, UnitTable units, EnvironmentIndex.Column<ExposureSeries> exposures,
        IReadOnlyList<(SeriesKey Key, EnvironmentIndex.Column<EventSeries> Column)> series, EnvironmentIndex.Column<DimensionValues>? dimension)
    {
        this.dimension = dimension;
        this.units = units;
        this.exposures = exposures;
        property = plan.Dimension ?? "";
        unit = plan.Unit;
        experiment = Encoding.UTF8.GetBytes(plan.Experiment);
        Wanted = new CountedEvents(unit, plan.Experiment, [.. series.Select(item => item.Key.Event).OfType<string>().Distinct()]);
        metrics = [.. series.Where(item => item.Key.Experiment is null).Select(TargetOf)];
        conversions = [.. series.Where(item => item.Key.Experiment is not null).Select(TargetOf)];
    }

    /// <summary>What the scan looks at.</summary>
    public CountedEvents Wanted { get; }

    /// <summary>Whether it looks at properties of events.</summary>
    public bool ReadsProperties => dimension is not null || !UnitIsColumn;

    bool UnitIsColumn => unit is "user" or "team" or "visitor";

    /// <summary>Takes a block.</summary>
    /// <param name="position">The position of its first event.</param>
    /// <param name="records">Its records.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(long position, ReadOnlySpan<byte> records)
    {
        var all = records;
        for (; EventRecord.TryRead(ref records, out var record); position++)
        {
            if (record.IsSynthetic) continue;
            switch (record.Kind)
            {
                case EventKind.Metric:
                    foreach (var target in metrics)
                        if (record.Name.SequenceEqual(target.Name)) Add(target, position, record, all);
                    break;
                case EventKind.Exposure when record.Experiment.SequenceEqual(experiment):
                    if (record.UnitId(unit) is { IsEmpty: false } id) Expose(position, record, id, all);
                    break;
                case EventKind.Conversion when record.Experiment.SequenceEqual(experiment):
                    foreach (var target in conversions)
                        if (target.Name is null || record.Name.SequenceEqual(target.Name)) Add(target, position, record, all);
                    break;
            }
        }
        Number(all);
    }

    /// <summary>Takes events that were chosen by <see cref="Wanted"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(CountedRows rows)
    {
        while (rows.TryRead(out var row))
        {
            switch (row.Kind)
            {
                case EventKind.Metric:
                    foreach (var target in metrics)
                        if (row.Name == target.Number) Add(target, row, rows.Bytes);
                    break;
                case EventKind.Exposure:
                    if (row.Position >= exposures.Next) Wait(rows.Bytes, row.Unit, new(null, row.At, 0, exposures.Series.IndexOf(row.Variant)));
                    break;
                case EventKind.Conversion:
                    foreach (var target in conversions)
                        if (target.Name is null || row.Name == target.Number) Add(target, row, rows.Bytes);
                    break;
            }
        }
        Number(rows.Bytes);
    }

    void Expose(long position, EventRecord record, ReadOnlySpan<byte> id, ReadOnlySpan<byte> all)
    {
        var isNew = position >= exposures.Next;
        if (dimension is null && UnitIsColumn)
        {
            if (isNew) Wait(all, id, new(null, record.At, 0, exposures.Series.IndexOf(record.Variant)));
            return;
        }
        var number = units.NumberOf(id);
        if (isNew) exposures.Series.Add(number, record.At, record.Variant);
        if (dimension is not null && position >= dimension.Next)
            dimension.Series.Add(number, record.At, record.Variant, EventProperties.Find(record.Properties, property));
    }

    void Add(Target target, long position, EventRecord record, ReadOnlySpan<byte> all)
    {
        // A column that reaches further than another is read past again.
        if (position < target.Column.Next || record.UnitId(unit) is not { IsEmpty: false } id) return;
        var value = record.HasValue ? record.Value : double.NaN;
        // A property's text may lie elsewhere than in the record.
        if (UnitIsColumn) Wait(all, id, new(target.Column.Series, record.At, value, 0));
        else target.Column.Series.Add(units.NumberOf(id), record.At, value);
    }

    void Add(Target target, CountedRow row, ReadOnlySpan<byte> all)
    {
        if (row.Position >= target.Column.Next) Wait(all, row.Unit, new(target.Column.Series, row.At, row.Value, 0));
    }

    void Wait(ReadOnlySpan<byte> all, ReadOnlySpan<byte> id, Waiting one)
    {
        ids[count] = ((int)Unsafe.ByteOffset(ref MemoryMarshal.GetReference(all), ref MemoryMarshal.GetReference(id)), id.Length);
        waiting[count++] = one;
        if (count == UnitTable.Together) Number(all);
    }

    /// <summary>Gives those that wait their units' numbers and hands them on, in their order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Number(ReadOnlySpan<byte> all)
    {
        units.NumbersOf(all, ids.AsSpan(0, count), numbers);
        for (var i = 0; i < count; i++)
        {
            ref readonly var one = ref waiting[i];
            if (one.Series is { } series) series.Add(numbers[i], one.At, one.Value);
            else exposures.Series.Add(numbers[i], one.At, one.Shown);
        }
        count = 0;
    }

    Target TargetOf((SeriesKey Key, EnvironmentIndex.Column<EventSeries> Column) item) => item.Key.Event is { } name
        ? new(Encoding.UTF8.GetBytes(name), Wanted.NumberOf(name), item.Column)
        : new(null, 0, item.Column);

    /// <param name="Name">Null: any.</param>
    /// <param name="Number">The same, as <see cref="CountedEvents"/> numbers names.</param>
    /// <param name="Column">Where they go.</param>
    readonly record struct Target(byte[]? Name, int Number, EnvironmentIndex.Column<EventSeries> Column);

    /// <param name="Series">Null: an exposure.</param>
    readonly record struct Waiting(EventSeries? Series, long At, double Value, int Shown);
}
