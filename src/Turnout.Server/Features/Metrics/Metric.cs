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
}

/// <summary>Which direction is the better one.</summary>
internal enum MetricGoal
{
    Increase,
    Decrease,
}

/// <summary>How events become a number per unit.</summary>
internal sealed record MetricDefinition
{
    public required string Key { get; init; }

    public string Description { get; init; } = "";

    /// <summary>The name of the event that counts.</summary>
    public required string Event { get; init; }

    public required MetricType Type { get; init; }

    /// <summary>The event below the line of a ratio; null for all other types.</summary>
    public string? DenominatorEvent { get; init; }

    /// <summary>How long after a unit's first exposure its events count, in days.</summary>
    public double WindowDays { get; init; } = 7;

    public MetricGoal Goal { get; init; }
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
