using System.Text;
using Turnout.Server.Events;

namespace Turnout.Server.Analysis;

/// <summary>Hands the events of a stretch of the log to the columns that collect them.</summary>
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

    public LogScan(
        string unit, UnitTable units, byte[] experiment, EnvironmentIndex.Column<ExposureSeries> exposures,
        IReadOnlyList<(SeriesKey Key, EnvironmentIndex.Column<EventSeries> Column)> series, EnvironmentIndex.Column<DimensionValues>? dimension, string? property)
    {
        this.dimension = dimension;
        this.property = property ?? "";
        this.unit = unit;
        this.units = units;
        this.experiment = experiment;
        this.exposures = exposures;
        metrics = [.. series.Where(item => item.Key.Experiment is null).Select(Target.Of)];
        conversions = [.. series.Where(item => item.Key.Experiment is not null).Select(Target.Of)];
    }

    /// <summary>Takes a block.</summary>
    /// <param name="position">The position of its first event.</param>
    /// <param name="records">Its records.</param>
    public void Read(long position, ReadOnlySpan<byte> records)
    {
        for (; EventRecord.TryRead(ref records, out var record); position++)
        {
            if (record.IsSynthetic) continue;
            switch (record.Kind)
            {
                case EventKind.Metric:
                    foreach (var target in metrics)
                        if (record.Name.SequenceEqual(target.Name)) Add(target, position, record);
                    break;
                case EventKind.Exposure when record.Experiment.SequenceEqual(experiment):
                    if (record.UnitId(unit) is { IsEmpty: false } id) Expose(position, record, units.NumberOf(id));
                    break;
                case EventKind.Conversion when record.Experiment.SequenceEqual(experiment):
                    foreach (var target in conversions)
                        if (target.Name is null || record.Name.SequenceEqual(target.Name)) Add(target, position, record);
                    break;
            }
        }
    }

    void Expose(long position, EventRecord record, int number)
    {
        if (position >= exposures.Next) exposures.Series.Add(number, record.At, record.Variant);
        if (dimension is not null && position >= dimension.Next)
            dimension.Series.Add(number, record.At, record.Variant, EventProperties.Find(record.Properties, property));
    }

    void Add(Target target, long position, EventRecord record)
    {
        // A column that reaches further than another is read past again.
        if (position < target.Column.Next || record.UnitId(unit) is not { IsEmpty: false } id) return;
        target.Column.Series.Add(units.NumberOf(id), record.At, record.HasValue ? record.Value : double.NaN);
    }

    readonly record struct Target(byte[]? Name, EnvironmentIndex.Column<EventSeries> Column)
    {
        public static Target Of((SeriesKey Key, EnvironmentIndex.Column<EventSeries> Column) item) =>
            new(item.Key.Event is { } name ? Encoding.UTF8.GetBytes(name) : null, item.Column);
    }
}
