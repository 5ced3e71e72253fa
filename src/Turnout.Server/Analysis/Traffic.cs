using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Metrics;

namespace Turnout.Server.Analysis;

/// <summary>How many units came while an experiment ran.</summary>
/// <param name="Units">All that were exposed, and as many more as its traffic share left out.</param>
/// <param name="Days">From the first exposure's day to the last one's, both included.</param>
internal sealed record Traffic(double Units, int Days)
{
    public static Traffic? Of(Experiment experiment, Tally tally)
    {
        var units = tally.Units.Units.Sum();
        return units == 0 || experiment.Definition.Traffic <= 0 || tally.Days.Count == 0
            ? null
            : new Traffic(units * 100 / experiment.Definition.Traffic, tally.Days[^1].Day.DayNumber - tally.Days[0].Day.DayNumber + 1);
    }

    /// <summary>The effect over all of them; null for metrics whose numbers do not add up over units.</summary>
    public WholeTrafficBody? Scale(MetricType type, DecidedBody decided) => type is MetricType.Mean or MetricType.Ratio or MetricType.Quantile
        ? null
        : new WholeTrafficBody(Units, Days, decided.Difference * Units, decided.ConfidenceInterval?.Select(end => end * Units).ToArray(), decided.Difference * Units / Days);
}
