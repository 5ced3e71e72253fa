using Turnout.Server.Features.Metrics;

namespace Turnout.Server.Analysis.Replays;

/// <summary>Real units, in the order of their coming, to be dealt to two variants anew.</summary>
/// <param name="metric">Whose numbers are replayed.</param>
/// <param name="days">On which day each unit came, from 0; ascending.</param>
internal abstract class ReplayUnits(MetricDefinition metric, int[] days)
{
    public MetricDefinition Metric { get; } = metric;

    public int[] Days { get; } = days;

    public int Count => Days.Length;

    /// <summary>Of all units: what effects are shares of.</summary>
    public abstract double Mean { get; }

    /// <summary>Two variants that have nobody yet.</summary>
    public abstract ReplayHands Deal();

    /// <param name="tally">Held while this runs.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="place">Its place in the tally's plan.</param>
    /// <returns>The units that count: of a mean and a quantile those that have a value.</returns>
    public static ReplayUnits Of(Tally tally, MetricDefinition metric, int place) =>
        tally.Values[place] is { } values ? ValuedUnits.Of(tally, values) : NumberedUnits.Of(tally, metric, tally.Numbers[place]!);

    /// <summary>The days of units from their first exposures, from the first day on.</summary>
    protected static int[] DaysOf(IReadOnlyList<long> firsts)
    {
        return [.. firsts.Select(at => (int)(Day(at) - Day(firsts[0])))];

        static long Day(long at) => at / (long)MetricFold.MillisecondsADay;
    }
}

/// <summary>Two variants on the way.</summary>
internal abstract class ReplayHands
{
    /// <summary>Deals a unit.</summary>
    /// <param name="unit">Its index.</param>
    /// <param name="toTreatment">To whom.</param>
    public abstract void Add(int unit, bool toTreatment);

    /// <summary>What control and treatment amount to so far.</summary>
    public abstract ArmTotals[] Totals();
}
