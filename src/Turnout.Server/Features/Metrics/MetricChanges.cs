using Turnout.Engine.Checks;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Metrics;

/// <summary>Decides what a request makes of a metric. Pure.</summary>
internal static class MetricChanges
{
    public const double MaxWindowDays = 365;

    /// <summary>The longest name of an event, in characters.</summary>
    public const int MaxEventLength = 128;

    public static Result<Metric> Set(Metric? current, MetricRequest request, string key, DateTimeOffset now)
    {
        if (request.Key is { } named && named != key)
            return Problem.Invalid("key_mismatch", "key", $"The body names the metric '{named}', the address '{key}'.");
        var definition = new MetricDefinition
        {
            Key = key,
            Description = request.Description ?? "",
            Event = request.Event,
            Type = request.Type,
            DenominatorEvent = request.DenominatorEvent,
            WindowDays = request.WindowDays ?? 7,
            Goal = request.Goal ?? MetricGoal.Increase,
        };
        if (DefinitionProblems.From(Errors(definition)) is { } problem) return problem;
        return new Metric
        {
            Definition = definition,
            Revision = (current?.Revision ?? 0) + 1,
            CreatedAt = current?.CreatedAt ?? now,
            UpdatedAt = now,
        };
    }

    static List<DefinitionError> Errors(MetricDefinition metric)
    {
        var errors = new List<DefinitionError>();
        Texts.CheckDescription(metric.Description, "description", errors);
        CheckEvent(metric.Event, "event", errors);
        if (metric.Type == MetricType.Ratio)
        {
            if (metric.DenominatorEvent is null) errors.Add(new("denominator_event", "missing_member", "A ratio needs the event below the line."));
            else CheckEvent(metric.DenominatorEvent, "denominator_event", errors);
        }
        else if (metric.DenominatorEvent is not null)
        {
            errors.Add(new("denominator_event", "unexpected_member", "Only a ratio has an event below the line."));
        }
        if (metric.WindowDays is not (> 0 and <= MaxWindowDays))
            errors.Add(new("window_days", "invalid_window", $"A window is longer than 0 days and at most {MaxWindowDays}."));
        return errors;
    }

    static void CheckEvent(string name, string member, List<DefinitionError> errors)
    {
        if (name.Length is 0 or > MaxEventLength || name.Any(char.IsControl))
            errors.Add(new(member, "invalid_event", $"An event's name has 1 to {MaxEventLength} characters, none of them a control character."));
    }
}
