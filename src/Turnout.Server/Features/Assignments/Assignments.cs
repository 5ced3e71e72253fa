using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Turnout.Engine;
using Turnout.Engine.Definitions;
using Turnout.Server.Delivery;
using Turnout.Server.Features.Cohort;
using Turnout.Server.Features.Consent;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Assignments;

/// <summary>Whether a unit is in an experiment.</summary>
/// <param name="Variant">Null when it is not.</param>
/// <param name="IsNew">Whether the assignment was made by this call.</param>
internal readonly record struct AssignmentDecision(string? Variant, bool IsNew, Reason Reason);

/// <summary>Makes assignments, keeps them, and gives them to evaluations. Thread-safe.</summary>
internal sealed class Assignments : IAsyncDisposable
{
    const int CachedUnits = 200_000;
    const int WaitingAtMost = 50_000;
    const int GroupSize = 2_000;

    readonly AssignmentStore store;
    readonly CohortTable cohort;
    readonly Consents consents;
    readonly AssignmentCache cache;
    readonly KnownAssignments known;
    readonly DeferredAssignments deferred;
    readonly CommitQueue<IReadOnlyList<NewAssignment>, IReadOnlyList<Assigned>> queue;
    readonly Rulesets rulesets;
    readonly ConditionalWeakTable<Ruleset, RunningExperiments> running = [];

    public Assignments(AssignmentStore store, CohortTable cohort, Consents consents, Rulesets rulesets, Database database, TimeProvider clock, ILogger<Assignments> log)
    {
        this.store = store;
        this.cohort = cohort;
        this.consents = consents;
        this.rulesets = rulesets;
        // On SQLite this process is the only one that assigns.
        cache = new AssignmentCache(CachedUnits, ReferenceEquals(database.Dialect, Dialect.Sqlite) ? null : TimeSpan.FromSeconds(15), clock);
        known = new KnownAssignments(store, cache, log);
        deferred = new DeferredAssignments(store, cache, rulesets, database, clock, log);
        queue = new CommitQueue<IReadOnlyList<NewAssignment>, IReadOnlyList<Assigned>>(StoreAsync, WaitingAtMost, GroupSize);
        rulesets.Published += OnPublished;
    }

    /// <summary>
    /// What the context's units are assigned to, for an evaluation; null where there is nothing to respect. Answers from memory where it can,
    /// asks the database once for a unit it does not know, and not at all where no experiment runs for a unit that the context has. While the database is
    /// away, what memory has of a unit is all. Where a sensitive experiment runs, it also sets the context's <c>consent</c> to what is recorded.
    /// </summary>
    public async ValueTask<StoredAssignments?> ForAsync(Ruleset ruleset, EvaluationContext context, CancellationToken cancellation = default) =>
        (await KnownAsync(ruleset, context, cancellation)).Stored;

    /// <summary>The same, after drawing and storing a variant of every running random experiment that the context can take part in; none is drawn while the store is away.</summary>
    /// <returns>The assignments, or a problem when what was drawn could not be stored.</returns>
    public async ValueTask<Result<StoredAssignments?>> ForWithDrawsAsync(Ruleset ruleset, EvaluationContext context, CancellationToken cancellation = default)
    {
        var (stored, missing) = await KnownAsync(ruleset, context, cancellation);
        if (missing is not null) return stored;
        var drawn = false;
        foreach (var experiment in RunningIn(ruleset).Random)
        {
            var decision = Ruleset.Decide(experiment, context, stored);
            if (decision.Reason != Reason.NotAssigned) continue;
            try
            {
                if ((await StoreAsync(Wanted(ruleset, decision, context))).Problem is { } problem) return problem;
            }
            catch (StorageException)
            {
                break;
            }
            drawn = true;
        }
        return drawn ? await ForAsync(ruleset, context, cancellation) : stored;
    }

    /// <summary>
    /// Assigns the context's unit where it takes part and has no variant yet. While the store is away, experiments by hash are answered from memory and the
    /// hash, and stored later.
    /// </summary>
    /// <returns>What it has; 404 <c>unknown_experiment</c>; 503 <c>overloaded</c>.</returns>
    /// <exception cref="StorageException">The store is away and the experiment is random.</exception>
    public async Task<Result<AssignmentDecision>> AssignAsync(Ruleset ruleset, string key, EvaluationContext context, CancellationToken cancellation)
    {
        if (ruleset.FindExperiment(key) is not { } experiment) return ExperimentStore.Unknown(key);
        if (RunningIn(ruleset).AnySensitive) await consents.ApplyAsync(ruleset.Environment, context, cancellation);
        if (context.UnitId(experiment.Unit) is not { } id) return Answer(Ruleset.Decide(experiment, context));

        // What the unit has of other experiments, and other units have of this one, is of no account here.
        var unit = new UnitKey(ruleset.Environment, experiment.Unit, id);
        StorageException? missing = null;
        if (known.IsAway || cache.Find(unit, key) is not { } variants)
        {
            var byRules = Ruleset.Decide(experiment, context);
            if (!known.IsAway && TakesPart(byRules))
            {
                // Whoever takes part now is written without a look before: the store keeps the variant that is there.
                try
                {
                    return (await StoreAsync(Wanted(ruleset, byRules, context))).Map(Answer);
                }
                catch (StorageException)
                {
                    // The look below meets the outage too, and finds what memory has.
                }
            }
            (var found, missing) = await known.FindAsync([unit], cancellation);
            variants = found[0];
        }
        var decision = Ruleset.Decide(experiment, context, variants.Length == 0 ? null : new StoredAssignments([(unit, variants)]));
        if (!TakesPart(decision)) return Answer(decision);
        var isDrawn = decision.Reason == Reason.NotAssigned;
        // Perhaps it was drawn before: only the store knows.
        if (isDrawn && missing is not null) throw missing;
        var wanted = Wanted(ruleset, decision, context);
        try
        {
            return missing is not null ? Defer(wanted) : (await StoreAsync(wanted)).Map(Answer);
        }
        catch (StorageException) when (!isDrawn)
        {
            return Defer(wanted);
        }
    }

    /// <summary>The variant that the context's unit has, or would be given by hash; assigns nothing.</summary>
    /// <returns>What it has; 404 <c>unknown_experiment</c>.</returns>
    /// <exception cref="StorageException">The store is away, and memory does not have the variant of a random experiment.</exception>
    public async Task<Result<AssignmentDecision>> FindAsync(Ruleset ruleset, string key, EvaluationContext context, CancellationToken cancellation)
    {
        if (ruleset.FindExperiment(key) is not { } experiment) return ExperimentStore.Unknown(key);
        var (stored, missing) = await KnownAsync(ruleset, context, cancellation);
        var decision = Ruleset.Decide(experiment, context, stored);
        if (decision.Reason == Reason.NotAssigned && missing is not null) throw missing;
        return Answer(decision);
    }

    /// <summary>Records what units were shown elsewhere, where they have no variant yet.</summary>
    /// <returns>Null; or 503 <c>overloaded</c>.</returns>
    public async Task<Problem?> RecordAsync(IReadOnlyList<NewAssignment> shown)
    {
        var wanted = shown.Where(item => !Has(item)).ToList();
        return wanted.Count == 0 ? null : (await queue.RunAsync(wanted, wanted.Count)).Problem;
    }

    /// <summary>The server's own variant for a unit of whom nothing but the id is known: the stored one, else the one by hash; null when it has none.</summary>
    /// <exception cref="StorageException">The store is away, and memory does not have the variant of a random experiment.</exception>
    public async ValueTask<string?> OwnVariantAsync(Ruleset ruleset, RulesetExperiment experiment, string unitId, CancellationToken cancellation)
    {
        var (found, missing) = await known.FindAsync([new UnitKey(ruleset.Environment, experiment.Unit, unitId)], cancellation);
        foreach (var variant in found[0])
            if (variant.Experiment == experiment.Key) return variant.Variant;
        if (experiment.Assignment == AssignmentType.Random) return missing is null ? null : throw missing;
        var arm = experiment.ArmByHash(unitId);
        return arm < 0 ? null : experiment.Arms[arm].Key;
    }

    public bool IsSynthetic(string environment, EvaluationContext context) => cohort.IsSynthetic(environment, context.UnitId("user"), context.TeamId);

    public async ValueTask DisposeAsync()
    {
        rulesets.Published -= OnPublished;
        await known.DisposeAsync();
        await queue.DisposeAsync();
        await deferred.DisposeAsync();
    }

    NewAssignment Wanted(Ruleset ruleset, ExperimentDecision decision, EvaluationContext context)
    {
        var experiment = decision.Experiment!;
        var variant = decision.Variant;
        if (variant is null)
        {
            Span<byte> random = stackalloc byte[16];
            RandomNumberGenerator.Fill(random);
            variant = experiment.Arms[experiment.ArmByHash(Convert.ToHexString(random))].Key;
        }
        var unit = new UnitKey(ruleset.Environment, experiment.Unit, decision.UnitId!);
        return new NewAssignment(unit, experiment.Key, variant, IsSynthetic(ruleset.Environment, context));
    }

    // By its rules the experiment takes the unit, which has no variant yet as far as is known.
    static bool TakesPart(ExperimentDecision decision) => decision.Reason is Reason.Split or Reason.NotAssigned;

    static AssignmentDecision Answer(ExperimentDecision decision) => new(decision.Variant, false, decision.Reason);

    static AssignmentDecision Answer(IReadOnlyList<Assigned> assigned) => new(assigned[0].Variant, assigned[0].IsNew, assigned[0].IsNew ? Reason.Split : Reason.Sticky);

    Result<AssignmentDecision> Defer(NewAssignment wanted) =>
        deferred.Add(wanted).Map(isNew => new AssignmentDecision(wanted.Variant, isNew, isNew ? Reason.Split : Reason.Sticky));

    Task<Result<IReadOnlyList<Assigned>>> StoreAsync(NewAssignment wanted) => queue.RunAsync([wanted], 1);

    async Task<IReadOnlyList<IReadOnlyList<Assigned>>> StoreAsync(IReadOnlyList<IReadOnlyList<NewAssignment>> groups)
    {
        var stored = await store.AssignAsync(groups);
        foreach (var (wanted, assigned) in groups.Zip(stored))
            for (var i = 0; i < wanted.Count; i++) cache.AddOne(wanted[i].Unit, new UnitVariant(wanted[i].Experiment, assigned[i].Variant));
        return stored;
    }

    bool Has(NewAssignment item) =>
        cache.FindAny(item.Unit) is { } variants && Array.Exists(variants, variant => variant.Experiment == item.Experiment);

    async ValueTask<(StoredAssignments? Stored, StorageException? Missing)> KnownAsync(Ruleset ruleset, EvaluationContext context, CancellationToken cancellation)
    {
        if (RunningIn(ruleset).AnySensitive) await consents.ApplyAsync(ruleset.Environment, context, cancellation);
        List<UnitKey>? units = null;
        foreach (var unit in RunningIn(ruleset).Units)
            if (context.UnitId(unit) is { } id) (units ??= []).Add(new UnitKey(ruleset.Environment, unit, id));
        if (units is null) return default;
        var (variants, missing) = await known.FindAsync(units, cancellation);
        return (Array.TrueForAll(variants, each => each.Length == 0) ? null : new StoredAssignments([.. units.Zip(variants)]), missing);
    }

    /// <summary>Forgets what memory has: something was erased.</summary>
    public void Forget() => cache.Clear();

    RunningExperiments RunningIn(Ruleset ruleset) => running.GetValue(ruleset, static ruleset => new RunningExperiments(ruleset));

    // An experiment that was deleted takes its assignments with it; another of its key must not meet them.
    void OnPublished(PublishedRuleset published) => cache.Clear();

    /// <summary>What of a ruleset concerns assignments.</summary>
    sealed class RunningExperiments(Ruleset ruleset)
    {
        public RulesetExperiment[] Random { get; } =
            [.. ruleset.Experiments.Where(experiment => experiment is { Status: ExperimentStatus.Running, Assignment: AssignmentType.Random })];

        public bool AnySensitive { get; } = ruleset.Experiments.Any(experiment => experiment is { Status: ExperimentStatus.Running, Sensitive: true });

        public string[] Units { get; } =
            [.. ruleset.Experiments.Where(experiment => experiment.Status == ExperimentStatus.Running).Select(experiment => experiment.Unit).Distinct()];
    }
}
