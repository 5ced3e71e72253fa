namespace Turnout.Engine;

/// <summary>What became of a step of an evaluation.</summary>
public enum StepOutcome : byte
{
    /// <summary>It did not decide; the next step was asked.</summary>
    Passed,

    /// <summary>It decided.</summary>
    Decided,

    /// <summary>An earlier step had decided.</summary>
    NotReached,
}

/// <summary>A step of an evaluation.</summary>
/// <param name="Kind">Which step.</param>
/// <param name="Name">As <see cref="Evaluation.Rule"/> would call it: <c>deny</c>, <c>prerequisite:KEY</c>, a rule's name or number, …</param>
/// <param name="Holds">
/// Whether the step by itself would decide: the flag is off, the prerequisite is not met, the id is in the list, the audience is failed, the
/// rule's condition holds; always true for the rollout. Also told for steps that were not reached.
/// </param>
/// <param name="Outcome">What became of it.</param>
public sealed record ExplanationStep(DecidedBy Kind, string Name, bool Holds, StepOutcome Outcome);

/// <summary>An evaluation with all its steps, in their order.</summary>
/// <param name="Evaluation">The outcome.</param>
/// <param name="Steps">The steps that the flag has; empty where it cannot be evaluated at all.</param>
public sealed record Explanation(Evaluation Evaluation, IReadOnlyList<ExplanationStep> Steps);
