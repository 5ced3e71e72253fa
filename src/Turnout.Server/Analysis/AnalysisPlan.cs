using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Metrics;

namespace Turnout.Server.Analysis;

/// <summary>What is to be counted for an experiment.</summary>
/// <param name="Experiment">Its key.</param>
/// <param name="Unit">What it assigns.</param>
/// <param name="Arms">Its variants, in their order.</param>
/// <param name="Metrics">Its metrics, in their order.</param>
internal sealed record AnalysisPlan(string Experiment, string Unit, IReadOnlyList<string> Arms, IReadOnlyList<MetricDefinition> Metrics)
{
    /// <summary>What stands in for the metrics of an experiment that has none: whether a unit converted at all.</summary>
    public static readonly MetricDefinition Conversion = new()
    {
        Key = "conversion", Event = Events.EventRecord.ConversionName, Type = MetricType.Proportion,
        // An experiment has no conversions before its exposures.
        PrePeriodDays = 0,
    };

    /// <summary>A property of exposures by whose value in a unit's first exposure the units are told apart as well; null: none.</summary>
    public string? Dimension { get; init; }

    public static AnalysisPlan Of(Experiment experiment, IReadOnlyList<Metric> metrics) => new(
        experiment.Key, experiment.Definition.Unit, [.. experiment.Definition.Variants.Select(arm => arm.Key)],
        metrics.Count == 0 ? [Conversion] : [.. metrics.Select(metric => metric.Definition)]);

    public ExposureKey Exposures => new(Unit, Experiment);

    /// <summary>Where a metric's events are found: those of the name, and the experiment's own conversions to it.</summary>
    public IReadOnlyList<SeriesKey> SeriesOf(string @event) => @event == Conversion.Event
        ? [new(Unit, Experiment, null)]
        : [new(Unit, null, @event), new(Unit, Experiment, @event)];

    public IEnumerable<SeriesKey> Series => Metrics.SelectMany(metric => metric.Events).SelectMany(SeriesOf).Distinct();

    /// <summary>Whether the units of two plans are the same.</summary>
    public bool HasUnitsOf(AnalysisPlan other) => Experiment == other.Experiment && Unit == other.Unit && Arms.SequenceEqual(other.Arms);

    /// <summary>Whether two plans count the same.</summary>
    public bool Equals(AnalysisPlan? other) => other is not null && HasUnitsOf(other) && Dimension == other.Dimension && Metrics.SequenceEqual(other.Metrics);

    public override int GetHashCode() => HashCode.Combine(Experiment, Unit, Arms.Count, Metrics.Count);
}
