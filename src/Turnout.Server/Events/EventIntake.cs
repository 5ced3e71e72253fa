using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Turnout.Server.Delivery;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Cohort;
using Turnout.Server.Hosting;
using Turnout.Server.Telemetry;

namespace Turnout.Server.Events;

/// <summary>The one way of events into the log, in whichever form they came. Thread-safe.</summary>
internal sealed class EventIntake(
    EventLog log, Exposures exposures, CohortTable cohort, Rulesets rulesets, ServerMeter meter, IOptions<EventOptions> options, TimeProvider clock)
{
    /// <summary>The largest body, in bytes, after unpacking.</summary>
    public const int MaxBodyBytes = 8 << 20;

    /// <summary>A reader of this caller's events; its batch is <see cref="TakeAsync"/>'s.</summary>
    public EventReader Open(Caller caller)
    {
        var now = clock.GetUtcNow();
        var source = new EventSource(caller.RequiredEnvironment, now.ToUnixTimeMilliseconds(),
            now.AddDays(-options.Value.OldestDays).ToUnixTimeMilliseconds(), (now + EventOptions.MaxAhead).ToUnixTimeMilliseconds());
        return new EventReader(caller.Kind != CallerKind.EndUser ? source : source with { User = Claim(caller, "user_id"), Team = Claim(caller, "team_id") });
    }

    /// <summary>Keeps what was read, and records what it says of assignments.</summary>
    /// <returns>What became of the events, once they are durable; 503 <c>overloaded</c>: sent again, they count once.</returns>
    public async Task<Result<EventsAnswer>> TakeAsync(EventReader reader, HttpRequest request, Caller caller, CancellationToken cancellation)
    {
        MarkSynthetic(reader.Batch);
        PrivacySignal.Mark(reader.Batch, request);
        await exposures.CheckAsync(reader, caller, cancellation);
        var kept = reader.Batch.Count - reader.Refused.Count;
        if (!(await log.AppendAsync(reader.Batch)).TryGet(out var appended, out var problem)) return problem;
        if (await exposures.RecordAsync(reader.Batch, caller) is { } notRecorded) return notRecorded;
        meter.TookIn(reader.Batch, appended, kept - appended, rulesets.Find(reader.Batch.Environment)?.Ruleset);
        meter.TurnedAway(reader.Batch.Environment, reader.Refused);
        return new EventsAnswer(appended, kept - appended, reader.Refused.Count == 0 ? null : reader.Refused);
    }

    static byte[] Claim(Caller caller, string name) =>
        caller.Claims.TryGetValue(name, out var value) ? Encoding.UTF8.GetBytes(value.ToString()) : [];

    void MarkSynthetic(EventBatch batch)
    {
        if (cohort.IsEmpty) return;
        for (var i = 0; i < batch.Count; i++)
        {
            var record = batch.Read(i);
            if (cohort.IsSynthetic(batch.Environment, Text(record.User), Text(record.Team))) batch.MarkSynthetic(i);
        }
    }

    static string? Text(ReadOnlySpan<byte> text) => text.IsEmpty ? null : Encoding.UTF8.GetString(text);
}
