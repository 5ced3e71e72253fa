using System.Text.Json;
using System.Text.Json.Serialization;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Ramps;

/// <summary>A step of a ramp.</summary>
/// <param name="Percent">The flag's rollout or the experiment's traffic from this step on, above that of the step before, up to 100.</param>
/// <param name="HoldMinutes">How long it stays at least, 0 to 525,600 minutes.</param>
/// <param name="MinUnits">Units that must have been seen before it goes on: of a flag, those evaluated within a day (about); of an experiment, those assigned.</param>
internal sealed record RampStep(double Percent, double HoldMinutes = 60, long MinUnits = 0);

/// <summary>Sets a ramp.</summary>
/// <param name="Steps">1 to 50, each above the one before.</param>
/// <param name="Guardrail">Of an experiment: whether a guardrail metric that is clearly worse or a sample-ratio mismatch pauses the ramp (it does when left out).</param>
internal sealed record RampRequest(IReadOnlyList<RampStep> Steps, bool? Guardrail = null)
{
    public const int MaxSteps = 50;

    /// <returns>Null, or 400 <c>invalid_steps</c>.</returns>
    public Problem? Check(double current)
    {
        if (Steps.Count is 0 or > MaxSteps) return Invalid("steps", $"A ramp has 1 to {MaxSteps} steps.");
        var before = current;
        for (var i = 0; i < Steps.Count; i++)
        {
            var step = Steps[i];
            if (!(step.Percent > before && step.Percent <= 100)) return Invalid($"steps[{i}].percent", $"Each step lies above the one before ({before:0.###} %), and none above 100 %.");
            if (step.HoldMinutes is not (>= 0 and <= 525_600)) return Invalid($"steps[{i}].hold_minutes", "'hold_minutes' is 0 to 525600.");
            if (step.MinUnits is not (>= 0 and <= 1_000_000_000)) return Invalid($"steps[{i}].min_units", "'min_units' is 0 to 1000000000.");
            before = step.Percent;
        }
        return null;
    }

    static Problem Invalid(string member, string message) => Problem.Invalid("invalid_steps", member, message);
}

/// <summary>A ramp.</summary>
/// <param name="Status"><c>running</c>, <c>paused</c> or <c>done</c>.</param>
/// <param name="Step">The number of the step in force, from 0; −1 before the first.</param>
/// <param name="StepSince">Since when.</param>
/// <param name="NextAt">When the next step is taken at the earliest; null where there is none.</param>
/// <param name="Note">What it waits for, or why it was paused.</param>
internal sealed record RampBody(
    IReadOnlyList<RampStep> Steps, bool Guardrail, string Status, int Step, DateTimeOffset StepSince, DateTimeOffset? NextAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note)
{
    public static RampBody Of(RampRow row)
    {
        var ramp = row.Ramp;
        var since = DateTimeOffset.FromUnixTimeMilliseconds(row.StepSince);
        return new(ramp.Steps, ramp.Guardrail != false, row.Status, (int)row.Step, since, row.Status == RampRow.Running ? row.NextAt : null, row.Note.Length == 0 ? null : row.Note);
    }
}

internal sealed class RampRow
{
    public const string Running = "running", Paused = "paused", Done = "done";

    public string Environment { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Key { get; init; } = "";

    /// <summary>The request, as JSON.</summary>
    public string Steps { get; init; } = "";

    public string Status { get; init; } = Running;

    public long Step { get; init; }

    public long StepSince { get; init; }

    public string Note { get; init; } = "";

    public long Revision { get; init; }

    public RampRequest Ramp => JsonSerializer.Deserialize<RampRequest>(Steps, Wire.Json)!;

    /// <summary>When the step in force has been held long enough.</summary>
    public DateTimeOffset NextAt => DateTimeOffset.FromUnixTimeMilliseconds(StepSince).AddMinutes(Step < 0 ? 0 : Ramp.Steps[(int)Step].HoldMinutes);

    public RampRow With(string? status = null, long? step = null, long? stepSince = null, string? note = null) => new()
    {
        Environment = Environment, Kind = Kind, Key = Key, Steps = Steps, Status = status ?? Status, Step = step ?? Step, StepSince = stepSince ?? StepSince, Note = note ?? Note,
        Revision = Revision + 1,
    };
}
