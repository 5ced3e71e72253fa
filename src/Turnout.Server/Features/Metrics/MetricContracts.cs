using System.Text.Json.Serialization;

namespace Turnout.Server.Features.Metrics;

/// <summary>Sets a metric.</summary>
/// <param name="Event">The name of the event that counts.</param>
/// <param name="Type"><c>proportion</c>, <c>count</c>, <c>sum</c>, <c>mean</c> or <c>ratio</c>.</param>
/// <param name="Key">As in the address, where it is given at all.</param>
/// <param name="Description">What it tells.</param>
/// <param name="DenominatorEvent">For a ratio: the event below the line.</param>
/// <param name="WindowDays">How long after a unit's first exposure its events count, in days, above 0 and up to 365; 7 when left out.</param>
/// <param name="Goal"><c>increase</c> (default) or <c>decrease</c>.</param>
/// <param name="CreatedAt">Ignored, like <paramref name="UpdatedAt"/>: so an answer can be changed and sent back.</param>
/// <param name="UpdatedAt">Ignored.</param>
internal sealed record MetricRequest(
    string Event,
    MetricType Type,
    string? Key = null,
    string? Description = null,
    string? DenominatorEvent = null,
    double? WindowDays = null,
    MetricGoal? Goal = null,
    DateTimeOffset? CreatedAt = null,
    DateTimeOffset? UpdatedAt = null);

/// <summary>A metric.</summary>
internal sealed record MetricBody(
    string Key,
    string Description,
    string Event,
    MetricType Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DenominatorEvent,
    double WindowDays,
    MetricGoal Goal,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static MetricBody Of(Metric metric)
    {
        var definition = metric.Definition;
        return new(definition.Key, definition.Description, definition.Event, definition.Type, definition.DenominatorEvent, definition.WindowDays,
            definition.Goal, metric.CreatedAt, metric.UpdatedAt);
    }
}
