using Turnout.Server.Features.Experiments;
using Turnout.Statistics;
using Turnout.Statistics.Health;

namespace Turnout.Server.Analysis.Decisions;

/// <summary>Whether the experiment's data can be believed at all.</summary>
/// <param name="OneLook">The chi-square test of today's counts; null where nobody was exposed.</param>
/// <param name="Daily">The check that is valid under daily looks, and decides.</param>
/// <param name="MultipleExposure">Units in two arms; null where nobody was exposed.</param>
/// <param name="Units">Units in the analysis, by arm.</param>
/// <param name="Faults">What is wrong; empty when all is well.</param>
internal sealed record Health(SampleRatioCheck? OneLook, DailySampleRatioCheck? Daily, MultipleExposureCheck? MultipleExposure, IReadOnlyList<long> Units, IReadOnlyList<Fact> Faults)
{
    // A person who tests both variants among the first dozen units is no alarm yet.
    const long FewestUnits = 100;

    static readonly TimeSpan Silence = TimeSpan.FromDays(1);

    public bool IsMismatch => Daily?.IsMismatch == true;

    public static Health Of(Experiment experiment, Tally tally, DateTimeOffset asOf)
    {
        double[] weights = [.. experiment.Definition.Variants.Select(arm => arm.Weight)];
        var units = tally.Units.Units;
        var oneLook = SampleRatio.Check(weights, units) is { IsOk: true, Value: var check } ? check : null;
        var daily = DailySampleRatio.Check(weights, units, Math.Max(1, tally.Days.Count)) is { IsOk: true, Value: var looks } ? looks : null;
        var enrolled = units.Sum() + tally.Units.MultiplyExposed;
        var multiple = Statistics.Health.MultipleExposure.Check(enrolled, tally.Units.MultiplyExposed) is { IsOk: true, Value: var exposed } ? exposed : null;

        var faults = new List<Fact>();
        if (daily is { IsMismatch: true })
        {
            faults.Add(new(FactCodes.SampleRatioMismatch, daily.UnexpectedUnits > 0
                ? $"{Words.Count(daily.UnexpectedUnits, "unit")} met a variant of weight 0: assignment or logging is broken."
                : $"Units did not arrive in the shares asked for ({Words.Shares(units, weights)}; p = {Words.P(daily.PValue)}, valid under daily looks): assignment or logging is broken, and no effect can be believed."));
        }
        if (multiple is { IsAlarm: true } && enrolled >= FewestUnits)
            faults.Add(new(FactCodes.MultipleExposure, $"{Words.Share(multiple.Share)} of the units were shown more than one variant ({tally.Units.MultiplyExposed} of {enrolled}); below 1 % is customary."));
        if (enrolled == 0 && experiment.StartedAt is { } started && (experiment.StoppedAt ?? asOf) - started >= Silence)
            faults.Add(new(FactCodes.NoEvents, "No exposure has arrived since the launch: nothing tells who met which variant."));
        return new Health(oneLook, daily, multiple, units, faults);
    }
}
