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

    public const double MaxPrePeriodDays = 90;

    public const int MaxSteps = 10;

    const double DefaultWindowDays = 7;

    public static Result<Metric> Set(Metric? current, MetricRequest request, string key, DateTimeOffset now)
    {
        if (request.Key is { } named && named != key)
            return Problem.Invalid("key_mismatch", "key", $"The body names the metric '{named}', the address '{key}'.");
        var definition = new MetricDefinition
        {
            Key = key,
            Description = request.Description ?? "",
            Event = request.Event ?? (request.Steps is { Count: > 0 } steps ? steps[^1] : null) ?? "",
            Type = request.Type,
            DenominatorEvent = request.DenominatorEvent,
            WindowDays = request.WindowDays ?? DefaultWindowDays,
            DelayDays = request.DelayDays ?? 0,
            Quantile = request.Quantile,
            Steps = request.Steps ?? [],
            Cap = request.Cap is { } cap ? new MetricCap(cap.Percentile, cap.IgnoreZeros ?? false, cap.Value) : null,
            PrePeriodDays = request.PrePeriodDays ?? (request.Type.HasPrePeriod() ? MetricDefinition.DefaultPrePeriodDays : 0),
            MatureOnly = request.Type == MetricType.Retention || (request.MatureOnly ?? false),
            Goal = request.Goal ?? MetricGoal.Increase,
        };
        if (DefinitionProblems.From(Errors(definition, request)) is { } problem) return problem;
        return new Metric
        {
            Definition = definition,
            Revision = (current?.Revision ?? 0) + 1,
            CreatedAt = current?.CreatedAt ?? now,
            UpdatedAt = now,
        };
    }

    static List<DefinitionError> Errors(MetricDefinition metric, MetricRequest request)
    {
        var errors = new List<DefinitionError>();
        Texts.CheckDescription(metric.Description, "description", errors);
        if (metric.Type == MetricType.Funnel)
        {
            CheckSteps(metric, errors);
        }
        else
        {
            if (request.Event is null) errors.Add(new("event", "missing_member", "The name of the event that counts is required."));
            else CheckEvent(metric.Event, "event", errors);
            if (request.Steps is not null) errors.Add(new("steps", "unexpected_member", "Only a funnel has steps."));
        }
        if (metric.Type == MetricType.Ratio)
        {
            if (metric.DenominatorEvent is null) errors.Add(new("denominator_event", "missing_member", "A ratio needs the event below the line."));
            else CheckEvent(metric.DenominatorEvent, "denominator_event", errors);
        }
        else if (metric.DenominatorEvent is not null)
        {
            errors.Add(new("denominator_event", "unexpected_member", "Only a ratio has an event below the line."));
        }
        CheckWindow(metric, errors);
        CheckQuantile(metric, errors);
        CheckCap(metric, request.Cap, errors);
        return errors;
    }

    static void CheckSteps(MetricDefinition metric, List<DefinitionError> errors)
    {
        if (metric.Steps.Count is < 2 or > MaxSteps)
            errors.Add(new("steps", metric.Steps.Count == 0 ? "missing_member" : "invalid_steps", $"A funnel has 2 to {MaxSteps} steps."));
        else if (metric.Steps.Distinct(StringComparer.Ordinal).Count() < metric.Steps.Count)
            errors.Add(new("steps", "invalid_steps", "The steps of a funnel are different events."));
        else if (metric.Event != metric.Steps[^1])
            errors.Add(new("event", "invalid_steps", "The event of a funnel is its last step."));
        for (var i = 0; i < metric.Steps.Count; i++) CheckEvent(metric.Steps[i], $"steps[{i}]", errors);
    }

    static void CheckWindow(MetricDefinition metric, List<DefinitionError> errors)
    {
        if (metric.WindowDays is not (> 0 and <= MaxWindowDays))
            errors.Add(new("window_days", "invalid_window", $"A window is longer than 0 days and at most {MaxWindowDays}."));
        if (metric.DelayDays is not (>= 0 and <= MaxWindowDays))
            errors.Add(new("delay_days", "invalid_window", $"A delay is 0 to {MaxWindowDays} days."));
        else if (metric.Type == MetricType.Retention && metric.DelayDays == 0)
            errors.Add(new("delay_days", "missing_member", "Retention needs to know after how many days a unit is expected back."));
        if (metric.PrePeriodDays is not (>= 0 and <= MaxPrePeriodDays))
            errors.Add(new("pre_period_days", "invalid_window", $"A pre-period is 0 to {MaxPrePeriodDays} days."));
        else if (metric.PrePeriodDays > 0 && !metric.Type.HasPrePeriod())
            errors.Add(new("pre_period_days", "unexpected_member", "A quantile, a retention and a funnel have no pre-period."));
    }

    static void CheckQuantile(MetricDefinition metric, List<DefinitionError> errors)
    {
        if (metric.Type != MetricType.Quantile)
        {
            if (metric.Quantile is not null) errors.Add(new("quantile", "unexpected_member", "Only a quantile has one."));
        }
        else if (metric.Quantile is null)
        {
            errors.Add(new("quantile", "missing_member", "Which quantile is required: 0.95 for the 95th percentile."));
        }
        else if (metric.Quantile is not (>= 0.001 and <= 0.999))
        {
            errors.Add(new("quantile", "invalid_quantile", "A quantile is 0.001 to 0.999."));
        }
    }

    static void CheckCap(MetricDefinition metric, MetricCapBody? cap, List<DefinitionError> errors)
    {
        if (cap is null) return;
        if (!metric.Type.CanBeCapped())
            errors.Add(new("cap", "unexpected_member", "Only a count, sum, mean or ratio can be capped."));
        else if (cap.Percentile is null == cap.Value is null)
            errors.Add(new("cap", "invalid_cap", "A cap has a percentile or a value: one of them."));
        else if (cap.Percentile is not (null or (>= 0.5 and < 1)))
            errors.Add(new("cap.percentile", "invalid_cap", "A cap's percentile is 0.5 to below 1."));
        else if (cap.Value is { } value && !(value > 0 && double.IsFinite(value)))
            errors.Add(new("cap.value", "invalid_cap", "A cap's value is above 0."));
        else if (cap.IgnoreZeros is not null && cap.Value is not null)
            errors.Add(new("cap.ignore_zeros", "unexpected_member", "Only a percentile can ignore zeros."));
    }

    static void CheckEvent(string? name, string member, List<DefinitionError> errors)
    {
        if (name is null || name.Length is 0 or > MaxEventLength || name.Any(char.IsControl))
            errors.Add(new(member, "invalid_event", $"An event's name has 1 to {MaxEventLength} characters, none of them a control character."));
    }
}
