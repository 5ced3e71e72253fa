using Turnout.Server.Features.Experiments;
using Turnout.Statistics.Multiplicity;

namespace Turnout.Server.Analysis.Decisions;

/// <summary>A p-value after correction, and the level of the interval that goes with it.</summary>
internal readonly record struct AdjustedTest(double? PValue, double IntervalAlpha);

/// <summary>Corrects p-values within families: metrics × treatments. What could not be computed leaves its family and its size. Pure.</summary>
internal static class Families
{
    /// <param name="parts">The metrics' families.</param>
    /// <param name="pValues">By metric and treatment.</param>
    /// <param name="alpha">The level of each family.</param>
    public static AdjustedTest[][] Adjust(IReadOnlyList<MetricPart> parts, IReadOnlyList<double?[]> pValues, double alpha)
    {
        var adjusted = pValues.Select(row => new AdjustedTest[row.Length]).ToArray();
        foreach (var family in Enumerable.Range(0, parts.Count).GroupBy(i => (parts[i].Family, parts[i].Correction)))
        {
            var places = family.SelectMany(i => Enumerable.Range(0, pValues[i].Length).Select(k => (Metric: i, Treatment: k))).ToList();
            double?[] together = [.. places.Select(place => pValues[place.Metric][place.Treatment])];
            var level = Adjustment.IntervalAlpha(together, family.Key.Correction, alpha);
            var corrected = Adjustment.Adjust(together, family.Key.Correction);
            for (var i = 0; i < places.Count; i++) adjusted[places[i].Metric][places[i].Treatment] = new(corrected[i], level);
        }
        return adjusted;
    }
}
