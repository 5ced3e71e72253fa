using Turnout.Engine;
using Turnout.Engine.Definitions;
using Turnout.Server.Features.Assignments;

namespace Turnout.Server.Delivery;

/// <summary>The assignments that an answer respects. Thread-safe.</summary>
internal sealed class CallerAssignments(Assignments assignments)
{
    /// <summary>
    /// What the context's units have, after drawing what random experiments owe them. While the store is out of reach, evaluation goes on with what memory
    /// has: experiments by hash give units unknown to it the variants they would give anyone new, random ones none.
    /// </summary>
    /// <returns>The assignments, and the experiments that were drawn just now; null for none.</returns>
    public async ValueTask<(IStoredAssignments? Stored, IReadOnlySet<string>? Drawn)> ForAsync(
        PublishedRuleset published, EvaluationContext context, CancellationToken cancellation)
    {
        if (!published.HasRunningExperiments) return default;
        var stored = await assignments.ForAsync(published.Ruleset, context, cancellation);
        if (Owed(published.Ruleset, context, stored) is not { } drawn) return (stored, null);
        var all = await assignments.ForWithDrawsAsync(published.Ruleset, context, cancellation);
        return all.TryGet(out var withDraws, out _) ? (withDraws, drawn) : (stored, null);
    }

    static HashSet<string>? Owed(Ruleset ruleset, EvaluationContext context, IStoredAssignments? stored)
    {
        HashSet<string>? owed = null;
        foreach (var experiment in ruleset.Experiments)
        {
            if (experiment is not { Status: ExperimentStatus.Running, Assignment: AssignmentType.Random }) continue;
            if (Ruleset.Decide(experiment, context, stored).Reason == Reason.NotAssigned) (owed ??= []).Add(experiment.Key);
        }
        return owed;
    }
}
