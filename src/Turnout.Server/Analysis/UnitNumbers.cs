using Turnout.Server.Features.Metrics;

namespace Turnout.Server.Analysis;

/// <summary>What a metric makes of one unit.</summary>
/// <param name="Y">Its number; of a ratio the numerator.</param>
/// <param name="Below">Of a ratio the denominator.</param>
/// <param name="PreY">The same as <paramref name="Y"/>, of its pre-period; 0 without one.</param>
/// <param name="PreBelow">The same as <paramref name="Below"/>, of its pre-period.</param>
internal readonly record struct UnitNumber(double Y, double Below = 0, double PreY = 0, double PreBelow = 0);

/// <summary>What a metric makes of every enrolled unit. Carried on by new events; the outcome depends on the columns alone.</summary>
internal abstract class UnitNumbers
{
    /// <summary>The number of the unit at a place; false where the unit does not count, having nothing to be averaged.</summary>
    public abstract bool TryGet(int place, out UnitNumber number);

    /// <summary>Of a funnel: how many steps the unit went; 0 for all other types.</summary>
    public virtual int StepsOf(int place) => 0;
}

/// <summary>Numbers that follow from sums over a unit's events.</summary>
internal sealed class SummedNumbers(MetricType type, EventSums top, EventSums? bottom) : UnitNumbers
{
    public override bool TryGet(int place, out UnitNumber number)
    {
        EventSum after = top.After(place), before = top.Before(place);
        switch (type)
        {
            case MetricType.Count:
                number = new(after.Events, PreY: before.Events);
                return true;
            case MetricType.Sum:
                number = new(after.Sum, PreY: before.Sum);
                return true;
            case MetricType.Mean:
                number = after.Valued == 0 ? default : new(after.Sum / after.Valued, PreY: before.Valued == 0 ? 0 : before.Sum / before.Valued);
                return after.Valued > 0;
            case MetricType.Ratio:
                number = new(Part(after), Part(bottom!.After(place)), Part(before), Part(bottom.Before(place)));
                return true;
            default:
                number = new(after.Events > 0 ? 1 : 0, PreY: before.Events > 0 ? 1 : 0);
                return true;
        }
    }

    // In a ratio an event without a value counts one: so events over events is a rate.
    static double Part(EventSum sum) => sum.Sum + (sum.Events - sum.Valued);
}

/// <summary>1 for units that went all steps of a funnel.</summary>
internal sealed class FunnelNumbers(FunnelSteps steps) : UnitNumbers
{
    public override bool TryGet(int place, out UnitNumber number)
    {
        number = new(steps.ReachedBy(place) == steps.Count ? 1 : 0);
        return true;
    }

    public override int StepsOf(int place) => steps.ReachedBy(place);
}

/// <summary>The same numbers, none above a limit; the pre-period's are cut to the same.</summary>
internal sealed class CappedNumbers(UnitNumbers numbers, double limit) : UnitNumbers
{
    public override bool TryGet(int place, out UnitNumber number)
    {
        if (!numbers.TryGet(place, out number)) return false;
        number = number with { Y = Math.Min(number.Y, limit), PreY = Math.Min(number.PreY, limit) };
        return true;
    }
}
