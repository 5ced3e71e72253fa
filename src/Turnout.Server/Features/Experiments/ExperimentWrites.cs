using System.Text.Json.Nodes;
using Turnout.Engine.Checks;
using Turnout.Engine.Definitions;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Features.Drafts;
using Turnout.Server.Features.Environments;
using Turnout.Server.Features.Flags;
using Turnout.Server.Features.Metrics;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Experiments;

/// <summary>Removes what else is kept of an experiment (assignments, events), in the transaction that deletes it.</summary>
internal delegate Task RemoveTraces(Session session, string environment, string experiment);

/// <summary>
/// The changes of experiments, each one transaction: load, decide, check against what the change touches, save. The caller then lets
/// <see cref="Delivery.Rulesets"/> catch up.
/// </summary>
internal sealed class ExperimentWrites(Database database, ExperimentStore store, FlagStore flags, IEnumerable<RemoveTraces> traces, TimeProvider clock)
{
    /// <summary>Makes an experiment, in draft.</summary>
    public Task<Result<Saved<Experiment>>> CreateAsync(string environment, ExperimentRequest request, Author author, CancellationToken cancellation) =>
        database.WriteAsync<Saved<Experiment>>(async session =>
        {
            if (await session.LockEnvironmentAsync(environment) is null) return EnvironmentStore.Unknown(environment);
            if (!ExperimentChanges.Create(request, clock.GetUtcNow()).TryGet(out var next, out var problem)) return problem;
            if (next.StartAt is not null && await Review.CheckAsync(session, environment, author) is { } review) return review;
            if (await ExperimentReads.FindAsync(session, environment, next.Key) is not null)
                return Problem.Conflict("key_taken", $"There is an experiment '{next.Key}' already.");
            if (await CheckAsync(session, environment, next) is { } wrong) return wrong;
            return await store.SaveAsync(session, environment, null, next, author, "experiment.created");
        }, cancellation);

    /// <summary>Changes the members that the patch has. A patch that changes nothing leaves no trace.</summary>
    public Task<Result<Saved<Experiment>>> EditAsync(
        string environment, string key, JsonObject patch, Precondition precondition, Author author, SaveOptions options, CancellationToken cancellation) =>
        database.WriteAsync<Saved<Experiment>>(async session =>
            // A draft that does not start by itself decides nothing yet.
            (patch["start_at"] is not null || await ExperimentReads.FindAsync(session, environment, key) is { Status: not ExperimentStatus.Draft }) && await Review.CheckAsync(session, environment, author) is { } review
                ? review : await EditAsync(session, environment, key, patch, precondition, author, options), cancellation);

    public async Task<Result<Saved<Experiment>>> EditAsync(
        Session session, string environment, string key, JsonObject patch, Precondition precondition, Author author, SaveOptions options)
    {
        if (await session.LockEnvironmentAsync(environment) is not { } version) return EnvironmentStore.Unknown(environment);
        if (await ExperimentReads.FindAsync(session, environment, key) is not { } current) return ExperimentStore.Unknown(key);
        if (precondition.Check(current.Revision) is { } failed) return failed;
        var request = ExperimentRequest.Of(current).With(patch);
        if (!ExperimentChanges.Edit(current, request, clock.GetUtcNow()).TryGet(out var next, out var problem)) return problem;
        if (await CheckAsync(session, environment, next) is { } wrong) return wrong;
        var changed = ExperimentChanges.Changed(current, next);
        if (changed.Count == 0) return new Saved<Experiment>(current, false, version);
        return await store.SaveAsync(session, environment, current, next, author, "experiment.updated", options.Metadata(changed));
    }

    /// <summary>Makes a draft like an experiment, with changes. Without a salt of its own it draws its units anew.</summary>
    public Task<Result<Saved<Experiment>>> CopyAsync(string environment, string key, CopyRequest request, Author author, CancellationToken cancellation) =>
        database.WriteAsync<Saved<Experiment>>(async session =>
        {
            if (await session.LockEnvironmentAsync(environment) is null) return EnvironmentStore.Unknown(environment);
            if (await ExperimentReads.FindAsync(session, environment, key) is not { } original) return ExperimentStore.Unknown(key);
            var copied = ExperimentRequest.Of(original) with { Key = request.Key, Salt = null, StartAt = null, StopAt = null, Layer = null };
            if (request.Changes?.ContainsKey("key") == true) return Problem.Invalid("conflicting_members", "changes.key", "The copy's key stands in 'key'.");
            if (!ExperimentChanges.Create(copied.With(request.Changes ?? []), clock.GetUtcNow()).TryGet(out var next, out var problem)) return problem;
            if (next.StartAt is not null && await Review.CheckAsync(session, environment, author) is { } review) return review;
            if (await ExperimentReads.FindAsync(session, environment, next.Key) is not null)
                return Problem.Conflict("key_taken", $"There is an experiment '{next.Key}' already.");
            if (await CheckAsync(session, environment, next) is { } wrong) return wrong;
            return await store.SaveAsync(session, environment, null, next, author, "experiment.created", new { copy_of = key });
        }, cancellation);

    /// <summary>What serves the experiment.</summary>
    public Task<List<Item>> UsersAsync(string environment, string key, CancellationToken cancellation) =>
        database.ReadAsync(session => ReferenceStore.UsersAsync(session, environment, Item.Experiment(key)), cancellation);

    /// <summary>Confirms the removal of an experiment as it is now.</summary>
    public static string DeletionToken(string environment, Experiment experiment) => "delete-" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(
        System.Text.Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{environment}/{experiment.Key}/{experiment.Revision}/{experiment.CreatedAt.ToUnixTimeMilliseconds()}"))).AsSpan(0, 6));

    /// <summary>Takes a step of the lifecycle.</summary>
    /// <param name="step">One of <see cref="ExperimentLifecycle"/>.</param>
    /// <param name="kind">The audit log's name of it.</param>
    /// <param name="reviewed">Whether the environment may ask for a review of it.</param>
    public Task<Result<Saved<Experiment>>> MoveAsync(
        string environment, string key, Func<Experiment, DateTimeOffset, Result<Experiment>> step, string kind, bool reviewed, Precondition precondition, Author author,
        CancellationToken cancellation) =>
        database.WriteAsync<Saved<Experiment>>(async session =>
            reviewed && await Review.CheckAsync(session, environment, author) is { } review
                ? review : await MoveAsync(session, environment, key, step, kind, precondition, author), cancellation);

    public async Task<Result<Saved<Experiment>>> MoveAsync(
        Session session, string environment, string key, Func<Experiment, DateTimeOffset, Result<Experiment>> step, string kind, Precondition precondition, Author author,
        object? metadata = null)
    {
        if (await session.LockEnvironmentAsync(environment) is null) return EnvironmentStore.Unknown(environment);
        if (await ExperimentReads.FindAsync(session, environment, key) is not { } current) return ExperimentStore.Unknown(key);
        if (precondition.Check(current.Revision) is { } failed) return failed;
        if (!step(current, clock.GetUtcNow()).TryGet(out var next, out var problem)) return problem;
        if (next.Status == ExperimentStatus.Running && await CheckAsync(session, environment, next) is { } wrong) return wrong;
        if (next.Status == ExperimentStatus.Archived && await ReferenceStore.InUseAsync(session, environment, Item.Experiment(key)) is { } used) return used;
        return await store.SaveAsync(session, environment, current, next, author, kind, metadata);
    }

    /// <summary>Stops the experiment, names the winner and, where wanted, lets the flags that serve the experiment serve the winner.</summary>
    public Task<Result<Saved<Experiment>>> ConcludeAsync(
        string environment, string key, ConcludeRequest request, Precondition precondition, Author author, CancellationToken cancellation) =>
        database.WriteAsync<Saved<Experiment>>(async session =>
            // Without a new default it only stops.
            request.MakeDefault == true && await Review.CheckAsync(session, environment, author) is { } review
                ? review : await ConcludeAsync(session, environment, key, request, precondition, author), cancellation);

    public async Task<Result<Saved<Experiment>>> ConcludeAsync(
        Session session, string environment, string key, ConcludeRequest request, Precondition precondition, Author author)
    {
        if (await session.LockEnvironmentAsync(environment) is null) return EnvironmentStore.Unknown(environment);
        if (await ExperimentReads.FindAsync(session, environment, key) is not { } current) return ExperimentStore.Unknown(key);
        if (precondition.Check(current.Revision) is { } failed) return failed;
        var now = clock.GetUtcNow();
        if (!ExperimentLifecycle.Conclude(current, request.Winner, now).TryGet(out var next, out var problem)) return problem;
        var served = new List<string>();
        if (request.MakeDefault == true)
        {
            var winner = next.Definition.Variants.First(arm => arm.Key == request.Winner);
            foreach (var user in await ReferenceStore.UsersAsync(session, environment, Item.Experiment(key)))
            {
                if (user.Kind != Item.FlagKind || await FlagReads.FindAsync(session, environment, user.Key) is not { } flag) continue;
                var changed = FlagChanges.ServeWinner(flag, key, winner, now);
                await flags.SaveAsync(session, environment, flag, changed, author, "flag.updated", new { experiment = key, winner = request.Winner });
                served.Add(flag.Key);
            }
        }
        return await store.SaveAsync(session, environment, current, next, author, "experiment.concluded",
            new { winner = request.Winner, make_default = request.MakeDefault == true, flags = served });
    }

    /// <summary>Removes an experiment with its assignments and events; refused while a flag serves it.</summary>
    /// <returns>The ruleset's version without it.</returns>
    /// <param name="confirm">The key or <see cref="DeletionToken"/>; null where nobody was asked.</param>
    public Task<Result<long>> DeleteAsync(string environment, string key, string? confirm, Precondition precondition, Author author, CancellationToken cancellation) =>
        database.WriteAsync<long>(async session =>
            await Review.CheckAsync(session, environment, author) is { } review ? review : await DeleteAsync(session, environment, key, confirm, precondition, author), cancellation);

    public async Task<Result<long>> DeleteAsync(Session session, string environment, string key, string? confirm, Precondition precondition, Author author)
    {
        if (await session.LockEnvironmentAsync(environment) is null) return EnvironmentStore.Unknown(environment);
        if (await ExperimentReads.FindAsync(session, environment, key) is not { } current) return ExperimentStore.Unknown(key);
        if (precondition.Check(current.Revision) is { } failed) return failed;
        if (confirm is not null && confirm != key && confirm != DeletionToken(environment, current))
            return Problem.Invalid("wrong_confirmation", "confirm", $"Assignments and events of '{key}' go with it, for good; '{confirm}' does not confirm that.");
        if (await ReferenceStore.InUseAsync(session, environment, Item.Experiment(key)) is { } used) return used;
        foreach (var remove in traces) await remove(session, environment, key);
        return await store.RemoveAsync(session, environment, current, author);
    }

    /// <summary>Everything that is wrong with the experiment where it stands: by itself, in its layer, and for the flags that serve it.</summary>
    public static async Task<Problem?> CheckAsync(Session session, string environment, Experiment next)
    {
        var surroundings = await Neighbours.LoadAsync(session, environment, References.Of(next.Definition.If));
        var metrics = (await MetricReads.FindAsync(session, environment, next.Metrics)).Select(metric => metric.Key).ToHashSet(StringComparer.Ordinal);
        if (ExperimentChanges.Check(next, surroundings, metrics.Contains) is { } wrong) return wrong;

        if (next.Definition.Layer is { } layer && next.Status is ExperimentStatus.Draft or ExperimentStatus.Running or ExperimentStatus.Paused)
        {
            foreach (var other in await ExperimentStore.InLayerAsync(session, environment, next.Definition.Layer!.Key))
            {
                if (other.Key == next.Key || other.Layer is not { } taken || taken.From >= next.Definition.Layer.To || next.Definition.Layer.From >= taken.To) continue;
                return Problem.Conflict("layer_overlap", $"The experiment '{other.Key}' has the slots {taken.From} to {taken.To} of the layer '{taken.Key}'.");
            }
        }

        foreach (var user in await ReferenceStore.UsersAsync(session, environment, Item.Experiment(next.Key)))
        {
            if (user.Kind != Item.FlagKind || await FlagReads.FindAsync(session, environment, user.Key) is not { } flag) continue;
            var known = await Neighbours.LoadAsync(session, environment, References.Of(flag.Definition));
            var around = known with { FindExperiment = key => key == next.Key ? next.Definition : known.FindExperiment(key) };
            if (DefinitionProblems.Breaks("flag_mismatch", user, FlagCheck.Errors(flag.Definition, around)) is { } breaks) return breaks;
        }
        return null;
    }
}
