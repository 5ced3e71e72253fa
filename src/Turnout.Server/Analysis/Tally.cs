namespace Turnout.Server.Analysis;

/// <summary>All that was counted for a plan.</summary>
/// <param name="Units">Who is in.</param>
/// <param name="Metrics">By metric and arm, in the plan's order.</param>
internal sealed record Tally(EnrolledUnits Units, IReadOnlyList<ArmTotals[]> Metrics)
{
    /// <summary>Counts. The outcome depends on the series alone, so that counting from the beginning and going on where one stopped give the same, bit for bit.</summary>
    public static Tally Of(AnalysisPlan plan, ExposureSeries exposures, Func<SeriesKey, EventSeries> series, int units)
    {
        var enrolled = EnrolledUnits.Of(exposures, plan.Arms, units);
        return new Tally(enrolled, [.. plan.Metrics.Select(metric => MetricFold.Of(
            metric, enrolled, plan.Arms.Count, Find(metric.Event), metric.DenominatorEvent is { } denominator ? Find(denominator) : []))]);

        List<EventSeries> Find(string name) => [.. plan.SeriesOf(name).Select(series)];
    }
}
