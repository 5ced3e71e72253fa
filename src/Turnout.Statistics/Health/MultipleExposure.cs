namespace Turnout.Statistics.Health;

/// <summary>Units that saw more than one arm. They are left out of the analysis; too many of them mean that assignment is broken.</summary>
/// <param name="Share">Of all units, those that saw more than one arm; 0 to 1.</param>
/// <param name="Limit">The share from which on it is an alarm.</param>
public sealed record MultipleExposureCheck(double Share, double Limit)
{
    /// <summary>The verdict: the share reaches the limit.</summary>
    public bool IsAlarm => Share >= Limit;
}

/// <summary>The check for units in two arms.</summary>
public static class MultipleExposure
{
    /// <summary>The customary limit, 1 %.</summary>
    public const double DefaultLimit = 0.01;

    /// <summary>Compares the share of multiply exposed units with the limit.</summary>
    /// <param name="units">All exposed units, these included; 1 or more, else <c>insufficient_data</c>.</param>
    /// <param name="multiplyExposed">Units that saw more than one arm; 0 to <paramref name="units"/>, else <c>invalid_input</c>.</param>
    /// <param name="limit">The share from which on it is an alarm.</param>
    public static Computed<MultipleExposureCheck> Check(long units, long multiplyExposed, double limit = DefaultLimit)
    {
        if (units < 0 || multiplyExposed < 0 || multiplyExposed > units)
            return NotComputable.Invalid("units", "multiply exposed units must be a part of all units");
        return units == 0 ? NotComputable.TooFewUnits("units", 1) : new MultipleExposureCheck((double)multiplyExposed / units, limit);
    }
}
