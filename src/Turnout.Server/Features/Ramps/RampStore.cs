using System.Text.Json;
using System.Text.Json.Nodes;
using Turnout.Engine.Definitions;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Assignments;
using Turnout.Server.Features.Audit;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Features.Drafts;
using Turnout.Server.Features.Environments;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Flags;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Ramps;

/// <summary>The SQL of ramps, and the steps they take: each one transaction with the change it makes.</summary>
internal sealed class RampStore(Database database, FlagStore flags, ExperimentWrites experiments, AuditStore audit, TimeProvider clock)
{
    const string Columns = "environment, kind, key, steps, status, step, step_since AS StepSince, note, revision";

    static readonly Author Author = new("ramp");

    public Task<Result<RampRow>> FindAsync(string environment, Item item, CancellationToken cancellation) =>
        database.ReadAsync<Result<RampRow>>(async session =>
            await RowAsync(session, environment, item) is { } row ? row
            : await EnvironmentStore.FindAsync(session, environment) is null ? EnvironmentStore.Unknown(environment) : Unknown(item), cancellation);

    /// <summary>The ramps that run.</summary>
    public Task<List<RampRow>> RunningAsync(CancellationToken cancellation) =>
        database.ReadAsync(session => session.QueryAsync<RampRow>($"SELECT {Columns} FROM ramps WHERE status = 'running' ORDER BY environment, kind, key"), cancellation);

    /// <summary>Sets a ramp; its first step is taken at the next round.</summary>
    public Task<Result<RampRow>> SetAsync(string environment, Item item, RampRequest request, Precondition precondition, Author author, CancellationToken cancellation) =>
        database.WriteAsync<RampRow>(async session =>
            await session.LockEnvironmentAsync(environment) is null ? EnvironmentStore.Unknown(environment)
            : await Review.CheckAsync(session, environment, author) is { } review ? review
            : await SetAsync(session, environment, item, request, precondition, author), cancellation);

    /// <summary>The same within a transaction that holds the environment's lock, of a change that was reviewed.</summary>
    public async Task<Result<RampRow>> SetAsync(Session session, string environment, Item item, RampRequest request, Precondition precondition, Author author)
    {
        if (!(await PercentAsync(session, environment, item)).TryGet(out var percent, out var problem)) return problem;
        var current = await RowAsync(session, environment, item);
        if (precondition.Check(current?.Revision) is { } failed) return failed;
        if (request.Check(percent) is { } wrong) return wrong;
        var next = new RampRow
        {
            Environment = environment, Kind = item.Kind, Key = item.Key, Steps = JsonSerializer.Serialize(request, Wire.Json), Step = -1,
            StepSince = Now, Revision = (current?.Revision ?? 0) + 1,
        };
        await SaveAsync(session, next, author, "ramp.set", current?.Steps, next.Steps);
        return next;
    }

    /// <summary>Pauses a ramp where it stands, or lets it go on.</summary>
    public Task<Result<RampRow>> MoveAsync(string environment, Item item, bool pause, Precondition precondition, Author author, CancellationToken cancellation) =>
        database.WriteAsync<RampRow>(async session =>
            await session.LockEnvironmentAsync(environment) is null ? EnvironmentStore.Unknown(environment)
            : !pause && await Review.CheckAsync(session, environment, author) is { } review ? review
            : await MoveAsync(session, environment, item, pause, precondition, author), cancellation);

    /// <summary>The same within a transaction that holds the environment's lock, of a change that was reviewed.</summary>
    public async Task<Result<RampRow>> MoveAsync(Session session, string environment, Item item, bool pause, Precondition precondition, Author author)
    {
        if (await RowAsync(session, environment, item) is not { } current) return Unknown(item);
        if (precondition.Check(current.Revision) is { } failed) return failed;
        if (current.Status != (pause ? RampRow.Running : RampRow.Paused))
            return Problem.Conflict("invalid_transition", $"A ramp that is {current.Status} cannot be {(pause ? "paused" : "resumed")}.");
        // Who resumes accepts what is there now, and the step begins to hold anew.
        var next = current.With(pause ? RampRow.Paused : RampRow.Running, stepSince: pause ? null : Now, note: "");
        await SaveAsync(session, next, author, pause ? "ramp.paused" : "ramp.resumed");
        return next;
    }

    /// <summary>Takes a ramp away; what it has set stays.</summary>
    public Task<Result<bool>> RemoveAsync(string environment, Item item, Precondition precondition, Author author, CancellationToken cancellation) =>
        database.WriteAsync<bool>(async session =>
        {
            if (await session.LockEnvironmentAsync(environment) is null) return EnvironmentStore.Unknown(environment);
            if (await RowAsync(session, environment, item) is not { } current) return Unknown(item);
            if (precondition.Check(current.Revision) is { } failed) return failed;
            await session.ExecuteAsync("DELETE FROM ramps WHERE environment = @environment AND kind = @Kind AND key = @Key", new { environment, item.Kind, item.Key });
            await audit.AppendAsync(session, author, new AuditEntry("ramp.removed", item.Key, environment) { Before = current.Steps });
            return true;
        }, cancellation);

    /// <summary>Takes the next step of a ramp that still stands as it was seen, or pauses it where someone has changed the item meanwhile.</summary>
    /// <returns>The ramp and the ruleset's version with the step; null where nothing changed in the ruleset.</returns>
    public Task<Result<(RampRow Ramp, long? Version)>> StepAsync(RampRow seen) =>
        database.WriteAsync<(RampRow, long?)>(async session =>
        {
            var (environment, item) = (seen.Environment, new Item(seen.Kind, seen.Key));
            if (await session.LockEnvironmentAsync(environment) is null) return EnvironmentStore.Unknown(environment);
            if (await RowAsync(session, environment, item) is not { Status: RampRow.Running } current || current.Revision != seen.Revision)
                return Problem.Conflict("invalid_transition", "The ramp was changed meanwhile.");
            var steps = current.Ramp.Steps;
            if (!(await PercentAsync(session, environment, item)).TryGet(out var percent, out var gone)) return await HaltAsync(session, current, gone.Detail);
            if (current.Step >= 0 && percent != steps[(int)current.Step].Percent)
                return await HaltAsync(session, current, $"Someone has set {percent:0.###} % by hand; the step in force is {steps[(int)current.Step].Percent:0.###} %.");
            if (current.Step == steps.Count - 1)
            {
                var done = current.With(RampRow.Done, note: "");
                await SaveAsync(session, done, Author, "ramp.done");
                return (done, (long?)null);
            }
            var next = current.With(step: current.Step + 1, stepSince: Now, note: "");
            if (!(await ApplyAsync(session, environment, item, steps[(int)next.Step].Percent)).TryGet(out var version, out var refused)) return await HaltAsync(session, current, refused.Detail);
            await SaveAsync(session, next, Author, "ramp.stepped");
            return (next, version);
        });

    /// <summary>Pauses a ramp, with the reason.</summary>
    public Task<Result<RampRow>> HaltAsync(RampRow seen, string reason) =>
        database.WriteAsync<RampRow>(async session =>
            await RowAsync(session, seen.Environment, new Item(seen.Kind, seen.Key)) is { Status: RampRow.Running } current && current.Revision == seen.Revision
                ? (await HaltAsync(session, current, reason)).Map(halted => halted.Ramp)
                : Problem.Conflict("invalid_transition", "The ramp was changed meanwhile."));

    /// <summary>Notes what a ramp waits for.</summary>
    public Task WaitAsync(RampRow seen, string note) => seen.Note == note ? Task.CompletedTask : database.WriteAsync(session => session.ExecuteAsync(
        "UPDATE ramps SET note = @note WHERE environment = @Environment AND kind = @Kind AND key = @Key AND revision = @Revision",
        new { note, seen.Environment, seen.Kind, seen.Key, seen.Revision }));

    public static Task RemoveTracesAsync(Session session, string environment, string experiment) => session.ExecuteAsync(
        "DELETE FROM ramps WHERE environment = @environment AND kind = 'experiment' AND key = @experiment", new { environment, experiment });

    /// <summary>How many units an experiment has.</summary>
    public Task<long> AssignedAsync(string environment, string experiment, CancellationToken cancellation) => database.ReadAsync(
        async session => (await AssignmentReads.TotalsAsync(session, environment, [experiment])).GetValueOrDefault(experiment), cancellation);

    async Task<Result<(RampRow Ramp, long? Version)>> HaltAsync(Session session, RampRow current, string reason)
    {
        var halted = current.With(RampRow.Paused, note: reason);
        await SaveAsync(session, halted, Author, "ramp.paused");
        return (halted, (long?)null);
    }

    async Task<Result<long>> ApplyAsync(Session session, string environment, Item item, double percent)
    {
        if (item.Kind == Item.ExperimentKind)
            return (await experiments.EditAsync(session, environment, item.Key, new JsonObject { ["traffic"] = percent }, Precondition.None, Author, SaveOptions.None)).Map(saved => saved.Version);
        var flag = (await FlagReads.FindAsync(session, environment, item.Key))!;
        var request = JsonSerializer.Deserialize<FlagRequest>(JsonSerializer.Serialize(FlagBody.Of(flag), Wire.Json), Wire.Json)! with { Rollout = percent };
        return (await flags.SetAsync(session, environment, item.Key, request, Precondition.None, Author, SaveOptions.None)).Map(saved => saved.Version);
    }

    static async Task<Result<double>> PercentAsync(Session session, string environment, Item item)
    {
        if (item.Kind == Item.FlagKind) return await FlagReads.FindAsync(session, environment, item.Key) is { } flag ? flag.Definition.Rollout : FlagStore.Unknown(item.Key);
        return await ExperimentReads.FindAsync(session, environment, item.Key) is not { } experiment ? ExperimentStore.Unknown(item.Key)
            : experiment.Status is ExperimentStatus.Stopped or ExperimentStatus.Archived
                ? Problem.Conflict("invalid_transition", $"The experiment is {Experiment.Wire(experiment.Status)}: its traffic stands still.")
            : experiment.Definition.Traffic;
    }

    async Task SaveAsync(Session session, RampRow next, Author author, string kind, string? before = null, string? after = null)
    {
        await session.ExecuteAsync("""
            INSERT INTO ramps (environment, kind, key, steps, status, step, step_since, note, revision, updated_at)
            VALUES (@Environment, @Kind, @Key, @Steps, @Status, @Step, @StepSince, @Note, @Revision, @now)
            ON CONFLICT (environment, kind, key) DO UPDATE SET steps = excluded.steps, status = excluded.status, step = excluded.step, step_since = excluded.step_since,
                note = excluded.note, revision = excluded.revision, updated_at = excluded.updated_at
            """, new { next.Environment, next.Kind, next.Key, next.Steps, next.Status, next.Step, next.StepSince, next.Note, next.Revision, now = Now });
        await audit.AppendAsync(session, author, new AuditEntry(kind, next.Key, next.Environment)
        {
            Metadata = new { item = new Item(next.Kind, next.Key).ToString(), next.Step, percent = next.Step < 0 ? (double?)null : next.Ramp.Steps[(int)next.Step].Percent, reason = next.Note.Length == 0 ? null : next.Note },
            Before = before,
            After = after,
        });
    }

    long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    static Task<RampRow?> RowAsync(Session session, string environment, Item item) => session.FirstOrDefaultAsync<RampRow>(
        $"SELECT {Columns} FROM ramps WHERE environment = @environment AND kind = @Kind AND key = @Key", new { environment, item.Kind, item.Key });

    static Problem Unknown(Item item) => Problem.NotFound("unknown_ramp", $"The {item} has no ramp.");
}
