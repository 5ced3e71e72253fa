using System.Text.Json.Serialization;

namespace Turnout.Server.Features.Metrics;

/// <summary>Sets a metric.</summary>
/// <param name="Type"><c>proportion</c>, <c>count</c>, <c>sum</c>, <c>mean</c>, <c>ratio</c>, <c>quantile</c>, <c>retention</c> or <c>funnel</c>.</param>
/// <param name="Event">The name of the event that counts. Of a funnel it is the last step, and may be left out.</param>
/// <param name="Key">As in the address, where it is given at all.</param>
/// <param name="Description">What it tells.</param>
/// <param name="DenominatorEvent">For a ratio: the event below the line.</param>
/// <param name="WindowDays">How long events count, in days, above 0 and up to 365; 7 when left out.</param>
/// <param name="DelayDays">How long after a unit's first exposure the window begins, in days, 0 to 365; 0 when left out. Retention needs one above 0.</param>
/// <param name="Quantile">For a quantile: which, 0.001 to 0.999.</param>
/// <param name="Steps">For a funnel: 2 to 10 different events in their order.</param>
/// <param name="Cap">For <c>count</c>, <c>sum</c>, <c>mean</c> and <c>ratio</c> (there above the line): above what a unit's number counts as the limit.</param>
/// <param name="PrePeriodDays">For <c>proportion</c>, <c>count</c>, <c>sum</c>, <c>mean</c> and <c>ratio</c>: how many days before a unit's first exposure tell what it would have done anyway (CUPED), 0 to 90; 14 when left out, 0 for none.</param>
/// <param name="MatureOnly">Whether units whose window is still open are left out for now; always so for retention.</param>
/// <param name="Goal"><c>increase</c> (default) or <c>decrease</c>.</param>
/// <param name="CreatedAt">Ignored, like <paramref name="UpdatedAt"/>: so an answer can be changed and sent back.</param>
/// <param name="UpdatedAt">Ignored.</param>
internal sealed record MetricRequest(
    MetricType Type,
    string? Event = null,
    string? Key = null,
    string? Description = null,
    string? DenominatorEvent = null,
    double? WindowDays = null,
    double? DelayDays = null,
    double? Quantile = null,
    IReadOnlyList<string>? Steps = null,
    MetricCapBody? Cap = null,
    double? PrePeriodDays = null,
    bool? MatureOnly = null,
    MetricGoal? Goal = null,
    DateTimeOffset? CreatedAt = null,
    DateTimeOffset? UpdatedAt = null);

/// <summary>A limit to what one unit counts: <c>percentile</c> or <c>value</c>, one of them.</summary>
/// <param name="Percentile">Of the numbers of the units of all variants together, 0.5 to below 1; 0.999 is customary.</param>
/// <param name="IgnoreZeros">Whether the percentile is taken among the units whose number is not 0.</param>
/// <param name="Value">The limit itself.</param>
internal sealed record MetricCapBody(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Percentile = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? IgnoreZeros = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Value = null);

/// <summary>A metric.</summary>
internal sealed record MetricBody(
    string Key,
    string Description,
    string Event,
    MetricType Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DenominatorEvent,
    double WindowDays,
    double DelayDays,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Quantile,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Steps,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] MetricCapBody? Cap,
    double PrePeriodDays,
    bool MatureOnly,
    MetricGoal Goal,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static MetricBody Of(Metric metric)
    {
        var definition = metric.Definition;
        return new(definition.Key, definition.Description, definition.Event, definition.Type, definition.DenominatorEvent, definition.WindowDays,
            definition.DelayDays, definition.Quantile, definition.Steps.Count == 0 ? null : definition.Steps, Of(definition.Cap), definition.PrePeriodDays,
            definition.MatureOnly, definition.Goal, metric.CreatedAt, metric.UpdatedAt);
    }

    static MetricCapBody? Of(MetricCap? cap) =>
        cap is null ? null : new(cap.Percentile, cap.Percentile is null ? null : cap.IgnoreZeros, cap.Value);
}
