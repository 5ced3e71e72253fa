using System.Text.Json;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Audit;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Features.Environments;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Guardrails;

/// <summary>The SQL of guardrails.</summary>
internal sealed class GuardrailStore(Database database, ExperimentWrites experiments, AuditStore audit, TimeProvider clock)
{
    const string Columns = "environment, experiment, document, armed, tripped, revision";

    static readonly Author Author = new("guardrail");

    public Task<Result<GuardrailRow>> FindAsync(string environment, string key, CancellationToken cancellation) =>
        database.ReadAsync<Result<GuardrailRow>>(async session =>
            await RowAsync(session, environment, key) is { } row ? row
            : await EnvironmentStore.FindAsync(session, environment) is null ? EnvironmentStore.Unknown(environment)
            : await ExperimentReads.FindAsync(session, environment, key) is null ? ExperimentStore.Unknown(key)
            : Problem.NotFound("unknown_guardrail", $"The experiment '{key}' is not watched."), cancellation);

    /// <summary>Watches an experiment, or watches it again after it was paused.</summary>
    public Task<Result<GuardrailRow>> SetAsync(string environment, string key, GuardrailPolicy policy, Precondition precondition, Author author, CancellationToken cancellation) =>
        database.WriteAsync<GuardrailRow>(async session =>
        {
            if (await session.LockEnvironmentAsync(environment) is null) return EnvironmentStore.Unknown(environment);
            if (await ExperimentReads.FindAsync(session, environment, key) is null) return ExperimentStore.Unknown(key);
            var current = await RowAsync(session, environment, key);
            if (precondition.Check(current?.Revision) is { } failed) return failed;
            if (policy.Check() is { } wrong) return wrong;
            var next = new GuardrailRow { Environment = environment, Experiment = key, Document = JsonSerializer.Serialize(policy, Wire.Json), Armed = true, Revision = (current?.Revision ?? 0) + 1 };
            if (current is { Armed: true } && current.Document == next.Document) return current;
            await SaveAsync(session, next);
            await audit.AppendAsync(session, author, new AuditEntry("guardrail.set", key, environment) { Before = current?.Document, After = next.Document });
            return next;
        }, cancellation);

    /// <summary>Watches an experiment no more.</summary>
    public Task<Result<bool>> RemoveAsync(string environment, string key, Precondition precondition, Author author, CancellationToken cancellation) =>
        database.WriteAsync<bool>(async session =>
        {
            if (await session.LockEnvironmentAsync(environment) is null) return EnvironmentStore.Unknown(environment);
            if (await RowAsync(session, environment, key) is not { } current) return Problem.NotFound("unknown_guardrail", $"The experiment '{key}' is not watched.");
            if (precondition.Check(current.Revision) is { } failed) return failed;
            await RemoveTracesAsync(session, environment, key);
            await audit.AppendAsync(session, author, new AuditEntry("guardrail.removed", key, environment) { Before = current.Document });
            return true;
        }, cancellation);

    public static Task RemoveTracesAsync(Session session, string environment, string experiment) =>
        session.ExecuteAsync("DELETE FROM guardrails WHERE environment = @environment AND experiment = @experiment", new { environment, experiment });

    /// <summary>The experiments that run and are watched.</summary>
    public Task<List<GuardrailRow>> WatchedAsync(CancellationToken cancellation) =>
        database.ReadAsync(session => session.QueryAsync<GuardrailRow>($"""
            SELECT {Columns} FROM guardrails AS watched WHERE armed AND EXISTS (
                SELECT 1 FROM experiments WHERE experiments.environment = watched.environment AND experiments.key = watched.experiment AND experiments.status = 'running')
            ORDER BY environment, experiment
            """), cancellation);

    /// <summary>Pauses an experiment that hurts, where it is still watched and runs: audited as the guardrail's own doing.</summary>
    public Task<Result<Saved<Experiment>>> TripAsync(GuardrailRow watched, Trip trip) =>
        database.WriteAsync<Saved<Experiment>>(async session =>
        {
            if (await session.LockEnvironmentAsync(watched.Environment) is null) return EnvironmentStore.Unknown(watched.Environment);
            if (await RowAsync(session, watched.Environment, watched.Experiment) is not { Armed: true } current || current.Revision != watched.Revision)
                return Problem.Conflict("invalid_transition", "The guardrail was changed meanwhile.");
            await SaveAsync(session, new GuardrailRow
            {
                Environment = current.Environment, Experiment = current.Experiment, Document = current.Document, Armed = false,
                Tripped = JsonSerializer.Serialize(trip, Wire.Json), Revision = current.Revision + 1,
            });
            return await experiments.MoveAsync(session, watched.Environment, watched.Experiment, ExperimentLifecycle.Pause, "experiment.paused", Precondition.None, Author, trip);
        });

    Task<int> SaveAsync(Session session, GuardrailRow row) => session.ExecuteAsync("""
        INSERT INTO guardrails (environment, experiment, document, armed, tripped, revision, updated_at)
        VALUES (@Environment, @Experiment, @Document, @Armed, @Tripped, @Revision, @now)
        ON CONFLICT (environment, experiment) DO UPDATE SET document = excluded.document, armed = excluded.armed, tripped = excluded.tripped,
            revision = excluded.revision, updated_at = excluded.updated_at
        """, new { row.Environment, row.Experiment, row.Document, row.Armed, row.Tripped, row.Revision, now = clock.GetUtcNow().ToUnixTimeMilliseconds() });

    static Task<GuardrailRow?> RowAsync(Session session, string environment, string experiment) => session.FirstOrDefaultAsync<GuardrailRow>(
        $"SELECT {Columns} FROM guardrails WHERE environment = @environment AND experiment = @experiment", new { environment, experiment });
}
