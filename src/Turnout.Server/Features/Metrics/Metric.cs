namespace Turnout.Server.Features.Metrics;

/// <summary>How a unit's events become its number.</summary>
internal enum MetricType
{
    /// <summary>1 for a unit that has the event within the window, else 0.</summary>
    Proportion,

    /// <summary>How many of the event a unit has.</summary>
    Count,

    /// <summary>The sum of the values of a unit's events; 0 without any.</summary>
    Sum,

    /// <summary>The mean of the values of the events of those units that have any.</summary>
    Mean,

    /// <summary>The sum of one event over the sum of another.</summary>
    Ratio,

    /// <summary>A quantile of the values of all events, however many a unit has.</summary>
    Quantile,

    /// <summary>1 for a unit that comes back: that has the event in a window which begins some time after its first exposure.</summary>
    Retention,

    /// <summary>1 for a unit that goes through all steps, one after the other.</summary>
    Funnel,
}

internal static class MetricTypes
{
    /// <summary>Whether a unit's number is 0 or 1.</summary>
    public static bool IsRate(this MetricType type) => type is MetricType.Proportion or MetricType.Retention or MetricType.Funnel;

    /// <summary>Whether a unit's number can be predicted by the same number of its past.</summary>
    public static bool HasPrePeriod(this MetricType type) => type is not (MetricType.Quantile or MetricType.Retention or MetricType.Funnel);

    /// <summary>Whether few units can have so large a number that they drown the others.</summary>
    public static bool CanBeCapped(this MetricType type) => type is MetricType.Count or MetricType.Sum or MetricType.Mean or MetricType.Ratio;
}

/// <summary>Above what a unit's number counts as the limit: either a fixed limit, or a percentile of the units of all arms together.</summary>
/// <param name="Percentile">0.5 to below 1; 0.999 is customary.</param>
/// <param name="IgnoreZeros">Whether the percentile is taken among the units whose number is not 0.</param>
/// <param name="Value">The fixed limit.</param>
internal sealed record MetricCap(double? Percentile = null, bool IgnoreZeros = false, double? Value = null);

/// <summary>Which direction is the better one.</summary>
internal enum MetricGoal
{
    Increase,
    Decrease,
}

/// <summary>How events become a number per unit.</summary>
internal sealed record MetricDefinition
{
    public const double DefaultPrePeriodDays = 14;

    public required string Key { get; init; }

    public string Description { get; init; } = "";

    /// <summary>The name of the event that counts; of a funnel its last step.</summary>
    public required string Event { get; init; }

    public required MetricType Type { get; init; }

    /// <summary>The event below the line of a ratio; null for all other types.</summary>
    public string? DenominatorEvent { get; init; }

    /// <summary>How long events count, in days, once the delay has passed.</summary>
    public double WindowDays { get; init; } = 7;

    /// <summary>How long after a unit's first exposure the window begins, in days.</summary>
    public double DelayDays { get; init; }

    /// <summary>Which quantile, between 0 and 1; null for all other types.</summary>
    public double? Quantile { get; init; }

    /// <summary>The events of a funnel in their order; empty for all other types.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];

    /// <summary>Null: every number counts as it is.</summary>
    public MetricCap? Cap { get; init; }

    /// <summary>How many days before a unit's first exposure tell what it would have done anyway (CUPED); 0: none.</summary>
    public double PrePeriodDays { get; init; } = DefaultPrePeriodDays;

    /// <summary>Whether units whose window is still open are left out for now.</summary>
    public bool MatureOnly { get; init; }

    public MetricGoal Goal { get; init; }

    /// <summary>The names of the events it counts, each once.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IEnumerable<string> Events => Steps.Append(Event).Concat(DenominatorEvent is { } denominator ? [denominator] : []).Distinct();

    // A record would compare the lists of steps by reference.
    public bool Equals(MetricDefinition? other) => other is not null && Steps.SequenceEqual(other.Steps) && Members == other.Members;

    public override int GetHashCode() => Members.GetHashCode();

    (string, string, string, MetricType, string?, double, double, double?, MetricCap?, double, bool, MetricGoal) Members =>
        (Key, Description, Event, Type, DenominatorEvent, WindowDays, DelayDays, Quantile, Cap, PrePeriodDays, MatureOnly, Goal);
}

/// <summary>A metric of an environment.</summary>
internal sealed record Metric
{
    public required MetricDefinition Definition { get; init; }

    public string Key => Definition.Key;

    public long Revision { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }
}
