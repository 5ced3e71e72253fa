using Turnout.Engine;
using Turnout.Engine.Definitions;
using Turnout.Server.Delivery;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Assignments;
using Turnout.Server.Features.Cohort;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Features.Drafts;
using Turnout.Server.Features.Environments;
using Turnout.Server.Features.Flags;
using Turnout.Server.Features.Previews;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Experiments;

/// <summary>Who gets what when a flag becomes an experiment.</summary>
/// <param name="Flag">The flag as it would be.</param>
/// <param name="Experiment">The experiment as it would be.</param>
/// <param name="Assigned">Units of the allow list: they keep the feature, and are assigned to the treatment.</param>
/// <param name="Contexts">The recent contexts by which the moves were counted.</param>
/// <param name="Moves">From which of the flag's variants to which, of the recent contexts.</param>
/// <param name="Arms">From which of the flag's variants into which arm; null for those who take no part.</param>
/// <param name="HeldOut">The per cent of units in the environment's holdout, who take part in no experiment and would lose the feature.</param>
internal sealed record FlagExperimentPreview(
    FlagBody Flag, ExperimentBody Experiment, int Assigned, PreviewContextsBody Contexts, IReadOnlyList<MoveBody> Moves, IReadOnlyList<ArmMoveBody> Arms, double HeldOut);

/// <summary>How many of the recent contexts that have a variant of the flag today come into an arm.</summary>
internal sealed record ArmMoveBody(string? From, string? To, int Count);

/// <summary>Turns flags into experiments: previewed, then done in one transaction.</summary>
internal sealed class FlagExperimentWrites(
    Database database, FlagStore flags, ExperimentStore experiments, AssignmentStore assignments, CohortTable cohort, Rehearsals rehearsals, TimeProvider clock)
{
    /// <summary>Says who would get what. Changes nothing.</summary>
    public async Task<Result<FlagExperimentPreview>> PreviewAsync(string environment, string key, FlagExperimentRequest request, CancellationToken cancellation)
    {
        var read = await database.ReadAsync<Result<(RulesetDefinition, FlagExperiment)>>(async session =>
        {
            if ((await RulesetReads.LoadAsync(session, environment, -1)).Definition is not { } ruleset) return EnvironmentStore.Unknown(environment);
            return (await PlanAsync(session, environment, key, request, Precondition.None)).Map(planned => (ruleset, planned.Plan));
        }, cancellation);
        if (!read.TryGet(out var found, out var problem)) return problem;
        var (before, plan) = found;
        var after = before with
        {
            Flags = [.. before.Flags.Where(flag => flag.Key != key), plan.Flag.Definition],
            Experiments = [.. before.Experiments, plan.Experiment.Definition],
        };
        var listed = plan.Flag.Definition.Allow.ToHashSet(StringComparer.Ordinal);
        IStoredAssignments With(IStoredAssignments? stored) => new AllowedAsAssigned(stored, request.Experiment, listed, plan.Treatment);
        var values = await rehearsals.ReplayAsync(environment, before, after, (ruleset, context, stored) => OutcomeBody.Of(ruleset.Evaluate(key, context, With(stored))), cancellation);
        var arms = await rehearsals.ReplayAsync(environment, before, after, (ruleset, context, stored) => ruleset.FindExperiment(request.Experiment) is { } experiment
            ? OutcomeBody.Of(Ruleset.Decide(experiment, context, With(stored))) : OutcomeBody.Of(ruleset.Evaluate(key, context, stored)), cancellation);
        return new FlagExperimentPreview(
            FlagBody.Of(plan.Flag), ExperimentBody.Of(plan.Experiment), listed.Count, Rehearsals.ContextsOf(values, References.AttributesOf(plan.Experiment.Definition.If)),
            Rehearsals.MovesOf(values), [.. Rehearsals.MovesOf(arms).GroupBy(move => (move.From, move.To)).Select(group => new ArmMoveBody(group.Key.From, group.Key.To, group.Sum(move => move.Count)))],
            before.Holdout?.Percent ?? 0);
    }

    /// <summary>Makes the experiment, launches it, assigns the allow list to its treatment and lets the flag serve it: all of it or nothing.</summary>
    /// <param name="precondition">On the flag, so that what was previewed is what is done.</param>
    /// <param name="force">Also where the environment's holdout would take the feature from some.</param>
    public Task<Result<Saved<FlagExperiment>>> ApplyAsync(
        string environment, string key, FlagExperimentRequest request, Precondition precondition, bool force, Author author, CancellationToken cancellation) =>
        database.WriteAsync<Saved<FlagExperiment>>(async session =>
        {
            if (await session.LockEnvironmentAsync(environment) is null) return EnvironmentStore.Unknown(environment);
            if (await Review.CheckAsync(session, environment, author) is { } review) return review;
            if (!(await PlanAsync(session, environment, key, request, precondition)).TryGet(out var planned, out var problem)) return problem;
            var (current, plan) = planned;
            if (!force && await HoldoutStore.DefinitionAsync(session, environment) is { } holdout)
                return Problem.Conflict("holdout_in_force", $"{holdout.Percent:0.###} % of the units are held out of every experiment, and those of them who have the feature today would lose it. '?force=true' does it all the same.");
            await experiments.SaveAsync(session, environment, null, plan.Experiment, author, "experiment.launched", new { from_flag = key });
            var unit = plan.Experiment.Definition.Unit;
            await assignments.AssignAsync(session, [.. plan.Flag.Definition.Allow.Distinct(StringComparer.Ordinal).Select(id => new NewAssignment(
                new UnitKey(environment, unit, id), plan.Experiment.Key, plan.Treatment,
                cohort.IsSynthetic(environment, unit == "user" ? id : null, unit == "team" ? id : null)))]);
            var surroundings = await Neighbours.LoadAsync(session, environment, References.Of(plan.Flag.Definition));
            if (FlagChanges.Check(plan.Flag, surroundings) is { } wrong) return wrong;
            var saved = await flags.SaveAsync(session, environment, current, plan.Flag, author, "flag.updated", new { experiment = plan.Experiment.Key });
            return new Saved<FlagExperiment>(plan, true, saved.Version);
        }, cancellation);

    async Task<Result<(Flag Current, FlagExperiment Plan)>> PlanAsync(
        Session session, string environment, string key, FlagExperimentRequest request, Precondition precondition)
    {
        if (await FlagReads.FindAsync(session, environment, key) is not { } current) return FlagStore.Unknown(key);
        if (precondition.Check(current.Revision) is { } failed) return failed;
        if (!FlagExperiments.Plan(current, request, clock.GetUtcNow()).TryGet(out var plan, out var problem)) return problem;
        if (await ExperimentReads.FindAsync(session, environment, request.Experiment) is not null)
            return Problem.Conflict("key_taken", $"There is an experiment '{request.Experiment}' already.");
        return await ExperimentWrites.CheckAsync(session, environment, plan.Experiment) is { } wrong ? wrong : (current, plan);
    }

    /// <summary>The allow list as if it were assigned to the treatment already.</summary>
    sealed class AllowedAsAssigned(IStoredAssignments? stored, string key, HashSet<string> allowed, string treatment) : IStoredAssignments
    {
        public bool TryGetVariant(RulesetExperiment experiment, string unitId, out int armIndex)
        {
            if (experiment.Key == key && allowed.Contains(unitId))
            {
                armIndex = experiment.IndexOf(treatment);
                return armIndex >= 0;
            }
            armIndex = -1;
            return stored is not null && stored.TryGetVariant(experiment, unitId, out armIndex);
        }
    }
}
