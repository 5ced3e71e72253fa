using Turnout.Engine.Definitions;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Experiments;

/// <summary>The steps of an experiment's life: draft → running ⇄ paused → stopped → archived. Pure.</summary>
internal static class ExperimentLifecycle
{
    public static Result<Experiment> Launch(Experiment current, DateTimeOffset now) =>
        Move(current, now, "launched", ExperimentStatus.Running, [ExperimentStatus.Draft]).Then<Experiment>(next =>
            current.StopAt <= now
                ? Problem.Conflict("invalid_schedule", "The experiment's 'stop_at' has passed; set another one before launching it.")
                : DecisionChanges.Fix(current, now).Map(decision => next with { StartedAt = now, Decision = decision }));

    public static Result<Experiment> Pause(Experiment current, DateTimeOffset now) =>
        Move(current, now, "paused", ExperimentStatus.Paused, [ExperimentStatus.Running]);

    public static Result<Experiment> Resume(Experiment current, DateTimeOffset now) =>
        Move(current, now, "resumed", ExperimentStatus.Running, [ExperimentStatus.Paused]);

    public static Result<Experiment> Stop(Experiment current, DateTimeOffset now) =>
        Move(current, now, "stopped", ExperimentStatus.Stopped, [ExperimentStatus.Running, ExperimentStatus.Paused]).Map(next => next with { StoppedAt = now });

    /// <summary>Stops the experiment and names its winner; one that was stopped without a winner gets it now.</summary>
    public static Result<Experiment> Conclude(Experiment current, string winner, DateTimeOffset now)
    {
        var moved = current is { Status: ExperimentStatus.Stopped, Winner: null }
            ? current with { Revision = current.Revision + 1, UpdatedAt = now }
            : Move(current, now, "concluded", ExperimentStatus.Stopped, [ExperimentStatus.Running, ExperimentStatus.Paused]);
        if (!moved.TryGet(out var next, out var problem)) return problem;
        return current.Definition.Variants.Any(arm => arm.Key == winner)
            ? next with { Winner = winner, StoppedAt = current.StoppedAt ?? now }
            : Problem.Invalid("unknown_variant", "winner", $"The experiment has no variant '{winner}'.");
    }

    public static Result<Experiment> Archive(Experiment current, DateTimeOffset now) =>
        Move(current, now, "archived", ExperimentStatus.Archived, [ExperimentStatus.Stopped]);

    static Result<Experiment> Move(Experiment current, DateTimeOffset now, string verb, ExperimentStatus to, ExperimentStatus[] from)
    {
        if (!from.Contains(current.Status))
        {
            return Problem.Conflict("invalid_transition",
                $"An experiment that is {Experiment.Wire(current.Status)} cannot be {verb}; only one that is {string.Join(" or ", from.Select(Experiment.Wire))} can.");
        }
        return current with { Definition = current.Definition with { Status = to }, Revision = current.Revision + 1, UpdatedAt = now };
    }
}
