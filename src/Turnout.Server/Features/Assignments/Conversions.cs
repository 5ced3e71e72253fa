using System.Text;
using Turnout.Engine;
using Turnout.Engine.Definitions;
using Turnout.Server.Events;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Audit;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;
using Turnout.Server.Telemetry;

namespace Turnout.Server.Features.Assignments;

/// <summary>Records conversions that end users report of themselves: checked against the server's own variant, then audited and counted, both or neither.</summary>
internal sealed class Conversions(Assignments assignments, EventLogStore log, AuditStore audit, Database database, ServerMeter meter, TimeProvider clock)
{
    /// <param name="isPrivate">Whether the request carried Global Privacy Control's signal.</param>
    /// <returns>The id of the event; 404 <c>unknown_experiment</c>, 400 <c>invalid_variant</c> or <c>invalid_action</c>, 409 <c>variant_mismatch</c>.</returns>
    public async Task<Result<string>> RecordAsync(Ruleset ruleset, ConvertedRequest request, bool isPrivate, Caller caller, Author author, CancellationToken cancellation)
    {
        if (ruleset.FindExperiment(request.Experiment) is not { } experiment) return ExperimentStore.Unknown(request.Experiment);
        if (experiment.IndexOf(request.Variant) < 0)
            return Problem.Invalid("invalid_variant", "variant", $"The experiment '{experiment.Key}' has no variant '{request.Variant}'.");
        if (request.ActionTaken.Any(char.IsControl) || Encoding.UTF8.GetByteCount(request.ActionTaken) is 0 or > EventText.MaxNameBytes)
            return Problem.Invalid("invalid_action", "action_taken", $"'action_taken' has 1 to {EventText.MaxNameBytes} bytes and no control characters.");
        var context = caller.Identify(new EvaluationContext());
        if (!(await assignments.FindAsync(ruleset, experiment.Key, context, cancellation)).TryGet(out var own, out var problem)) return problem;
        if (own.Variant != request.Variant)
            return Problem.Conflict("variant_mismatch", own.Variant is null
                ? $"The user is not in the experiment '{experiment.Key}' ({own.Reason.ToWire()})."
                : $"The user has another variant of the experiment '{experiment.Key}'.");

        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now).ToString();
        using var batch = Event(ruleset.Environment, id, request, experiment, context, now);
        if (isPrivate) batch.MarkPrivate(0);
        await database.WriteAsync(async session =>
        {
            await audit.AppendAsync(session, author, new AuditEntry("experiment.conversion", experiment.Key, ruleset.Environment)
            {
                Metadata = new { request.Experiment, request.Variant, request.ActionTaken },
            });
            await log.AppendAsync(session, ruleset.Environment, [batch]);
        }, cancellation);
        meter.TookIn(batch, 1, 0, ruleset);
        return id;
    }

    EventBatch Event(string environment, string id, ConvertedRequest request, RulesetExperiment experiment, EvaluationContext context, DateTimeOffset now)
    {
        var batch = new EventBatch(environment);
        batch.Begin(EventKind.Conversion, now.ToUnixTimeMilliseconds(), request.Value);
        batch.Id(Encoding.UTF8.GetBytes(id));
        foreach (var text in (ReadOnlySpan<string?>)[context.UserId, context.TeamId, context.VisitorId, experiment.Key, request.Variant,
            experiment.Assignment == AssignmentType.Random ? "random" : "deterministic", request.ActionTaken])
            batch.Text(Encoding.UTF8.GetBytes(text ?? ""));
        batch.End([]);
        if (assignments.IsSynthetic(environment, context)) batch.MarkSynthetic(0);
        return batch;
    }
}
