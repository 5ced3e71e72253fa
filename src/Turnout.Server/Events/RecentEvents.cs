using System.ComponentModel;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Environments;
using Turnout.Server.Features.Flags;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Events;

/// <summary>What arrives now: the end of an environment's log, for whoever looks whether an application speaks.</summary>
internal static class RecentEvents
{
    const int DefaultLimit = 100, MaxLimit = 500;

    /// <summary>How far back from the log's end a first look goes, and how much a later one reads at most.</summary>
    const int Window = 10_000;

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/api/v1/environments/{environment}/events/recent", ListRecent).WithName("listRecentEvents").WithTags("Events").Requires(Right.EventsRead);

    /// <summary>
    /// The latest events as they were taken, newest first, of the test cohort too. Looks at the last 10,000; asked again with `after`, at
    /// those that came since.
    /// </summary>
    internal static async Task<Results<Ok<RecentEventsBody>, ProblemHttpResult>> ListRecent(
        string environment,
        [Description("Only events that name this user, team or visitor id.")] string? unit,
        [Description("Only exposures and conversions of this experiment.")] string? experiment,
        [Description("Only exposures and conversions of experiments that this flag serves.")] string? flag,
        [Description("Only events of this name.")] string? name,
        [Description("The `position` of the answer before: only what came since.")] long? after,
        [Description("How many at most, 1 to 500; 100 when left out.")] int? limit,
        EventLogStore log, EnvironmentStore environments, Database database, CancellationToken cancellation)
    {
        if (limit is < 1 or > MaxLimit) return Problem.Invalid("invalid_limit", "limit", $"'limit' is 1 to {MaxLimit}.").ToHttp();
        if (after is < 0) return Problem.Invalid("invalid_cursor", "after", "'after' is the position of an answer before.").ToHttp();
        if (await environments.FindAsync(environment, cancellation) is null) return EnvironmentStore.Unknown(environment).ToHttp();
        var state = await log.StateAsync(environment, cancellation);
        var from = Math.Max(Math.Min(after ?? 0, state.Next), state.Next - Window);
        var found = new Queue<RecentEventBody>();
        var served = string.IsNullOrEmpty(flag) ? null : await database.ReadAsync(session => FlagReads.ExperimentsAsync(session, environment, flag), cancellation);
        var wanted = new Wanted(Utf8(unit), Utf8(experiment), served?.Select(key => Utf8(key)!).ToList(), name);
        if (from < state.Next)
        {
            await log.ReadAsync(state.Number, from, state.Next, (first, records) =>
            {
                for (var position = first; EventRecord.TryRead(ref records, out var record); position++)
                {
                    if (position < from || !wanted.Takes(record)) continue;
                    found.Enqueue(RecentEventBody.Of(record));
                    if (found.Count > (limit ?? DefaultLimit)) found.Dequeue();
                }
            }, cancellation);
        }
        return TypedResults.Ok(new RecentEventsBody([.. found.Reverse()], state.Next));
    }

    static byte[]? Utf8(string? text) => string.IsNullOrEmpty(text) ? null : Encoding.UTF8.GetBytes(text);

    sealed record Wanted(byte[]? Unit, byte[]? Experiment, List<byte[]>? Served, string? Name)
    {
        public bool Takes(EventRecord record) =>
            record.Kind != EventKind.Void
            && (Unit is null || record.User.SequenceEqual(Unit) || record.Team.SequenceEqual(Unit) || record.Visitor.SequenceEqual(Unit))
            && (Experiment is null || record.Experiment.SequenceEqual(Experiment))
            && (Served is null || IsOneOf(Served, record.Experiment))
            && (string.IsNullOrEmpty(Name) || record.EventName == Name);

        static bool IsOneOf(List<byte[]> keys, ReadOnlySpan<byte> key)
        {
            foreach (var one in keys)
            {
                if (key.SequenceEqual(one)) return true;
            }
            return false;
        }
    }
}

/// <summary>The end of the log.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="Position">The log's end, to be sent as `after` next time.</param>
internal sealed record RecentEventsBody(IReadOnlyList<RecentEventBody> Items, long Position);

/// <summary>An event as it lies in the log. What it does not have is null.</summary>
/// <param name="ExperimentSlug">Of exposures and conversions.</param>
/// <param name="ConversionEvent">What a conversion converted to.</param>
/// <param name="Synthetic">Whether it came from the test cohort: it is in no result.</param>
internal sealed record RecentEventBody(
    string Id, string Event, DateTimeOffset Timestamp, string? UserId, string? TeamId, string? VisitorId, double? Value, string? ExperimentSlug, string? Variant,
    string? AssignmentType, string? ConversionEvent, JsonElement? Properties, bool Synthetic)
{
    public static RecentEventBody Of(EventRecord record) => new(
        EventId.ToText(record.Id), record.EventName, DateTimeOffset.FromUnixTimeMilliseconds(record.At), Text(record.User), Text(record.Team), Text(record.Visitor),
        record.HasValue ? record.Value : null, Text(record.Experiment), Text(record.Variant), Text(record.AssignmentType),
        record.Kind == EventKind.Conversion ? Text(record.Name) : null,
        record.Properties.IsEmpty ? null : JsonSerializer.Deserialize<JsonElement>(record.Properties), record.IsSynthetic);

    static string? Text(ReadOnlySpan<byte> text) => text.IsEmpty ? null : Encoding.UTF8.GetString(text);
}
