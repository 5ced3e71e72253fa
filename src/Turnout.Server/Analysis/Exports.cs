using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Events;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Assignments;
using Turnout.Server.Features.Environments;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Analysis;

/// <summary>Streams what was collected out of the house, a part at a time, so that neither memory nor a snapshot of the database is held for a slow reader.</summary>
internal static class Exports
{
    const int AssignmentsAtATime = 2000;

    public static Problem InvalidFormat(params string[] formats) =>
        Problem.Invalid("invalid_format", "format", $"'format' is one of {string.Join(", ", formats)}.");

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var environment = endpoints.MapGroup("/api/v1/environments/{environment}");
        Describe(environment.MapGet("events/export", Events), "exportEvents", "Events");
        Describe(environment.MapGet("experiments/{key}/exposures/export", Exposures), "exportExposures", "Results");
        Describe(environment.MapGet("experiments/{key}/units/export", UnitExport.Units), "exportUnits", "Results");
        Describe(environment.MapGet("experiments/{key}/assignments/export", Assignments), "exportAssignments", "Results");

        static void Describe(RouteHandlerBuilder endpoint, string name, string tag) => endpoint.WithName(name).WithTags(tag)
            .Requires(Right.EventsRead).Produces(200, contentType: "application/x-ndjson", additionalContentTypes: ["text/csv", "application/json"]);
    }

    /// <summary>The events of the environment, in the order they were taken: as they would be sent again. `Turnout-Next` leads to those that come later.</summary>
    internal static async Task<IResult> Events(
        string environment, [AsParameters] ExportQuery query, HttpContext context, EventLogStore log, Database database, CancellationToken cancellation)
    {
        if (await database.ReadAsync(session => EnvironmentStore.FindAsync(session, environment), cancellation) is null) return EnvironmentStore.Unknown(environment).ToHttp();
        return await SendAsync(environment, query, context, log, "events", EventLines.CsvHead, static _ => true, EventLines.Write, cancellation);
    }

    /// <summary>The exposures to the experiment's variants, in the order they were taken, repeated ones too.</summary>
    internal static async Task<IResult> Exposures(
        string environment, string key, [AsParameters] ExportQuery query, HttpContext context, EventLogStore log, Database database, CancellationToken cancellation)
    {
        if (await database.ReadAsync(session => ExperimentReads.FindAsync(session, environment, key), cancellation) is not { } experiment) return ExperimentStore.Unknown(key).ToHttp();
        var (unit, name) = (experiment.Definition.Unit, Encoding.UTF8.GetBytes(key));
        return await SendAsync(environment, query, context, log, "exposures", EventLines.ExposuresCsvHead,
            record => record.Kind == EventKind.Exposure && record.Experiment.SequenceEqual(name) && !record.UnitId(unit).IsEmpty,
            (output, record, csv) => EventLines.WriteExposure(output, record, unit, csv), cancellation);
    }

    /// <summary>The units assigned to the experiment's variants, in the order they were made.</summary>
    internal static async Task<IResult> Assignments(
        string environment, string key, [AsParameters] ExportQuery query, HttpContext context, Database database, CancellationToken cancellation)
    {
        if (!query.Read(CursorKey.Number, CursorKey.Text, CursorKey.Text).TryGet(out var wanted, out var problem)) return problem.ToHttp();
        if (await database.ReadAsync(session => ExperimentReads.FindAsync(session, environment, key), cancellation) is null) return ExperimentStore.Unknown(key).ToHttp();
        await using var body = new ExportBody(context, "assignments", wanted.Format, query.Limit, "experiment,variant,unit,unit_id,assigned_at\n"u8);
        var last = wanted.After is { } after ? new AssignmentRow { AssignedAt = long.Parse(after[0], CultureInfo.InvariantCulture), Unit = after[1], UnitId = after[2] } : null;
        List<AssignmentRow> rows;
        do
        {
            rows = await database.ReadAsync(session => AssignmentReads.PageAsync(session, environment, key, query.WithSynthetic, last, AssignmentsAtATime), cancellation);
            foreach (var row in rows)
            {
                if (body.IsFull) break;
                last = row;
                var at = DateTimeOffset.FromUnixTimeMilliseconds(row.AssignedAt);
                Encoding.UTF8.GetBytes(body.IsCsv
                    ? $"{row.Experiment},{row.Variant},{EventLines.Quote(row.Unit)},{EventLines.Quote(row.UnitId)},{EventLines.Instant(row.AssignedAt)}"
                    : JsonSerializer.Serialize(new { row.Experiment, row.Variant, row.Unit, row.UnitId, AssignedAt = at }, Wire.Json), body.Begin());
                body.End();
            }
            await body.FlushAsync(cancellation);
        }
        while (rows.Count == AssignmentsAtATime && !body.IsFull);
        await body.EndAsync(Cursor.Write((last?.AssignedAt ?? 0).ToString(CultureInfo.InvariantCulture), last?.Unit ?? "", last?.UnitId ?? ""), cancellation);
        return Results.Empty;
    }

    delegate bool Wanted(EventRecord record);

    delegate void Writer(System.Buffers.IBufferWriter<byte> output, EventRecord record, bool csv);

    static async Task<IResult> SendAsync(
        string environment, ExportQuery query, HttpContext context, EventLogStore log, string name, string csvHead, Wanted isWanted, Writer write, CancellationToken cancellation)
    {
        if (!query.Read(CursorKey.Number, CursorKey.Number).TryGet(out var wanted, out var problem)) return problem.ToHttp();
        // Where to read on, at the beginning of a block, and which event of it comes next.
        var (from, next) = wanted.After is { } after ? (Number(after[0]), Number(after[1])) : (0, 0);
        await using var body = new ExportBody(context, name, wanted.Format, query.Limit, Encoding.UTF8.GetBytes(csvHead));
        var state = await log.StateAsync(environment, cancellation);
        if (query.Limit is null) body.Promise(Cursor.Write(Text(state.Next), Text(state.Next)));
        while (from < state.Next && !body.IsFull)
        {
            var block = from;
            var end = await log.ReadBlockAsync(state.Number, from, (first, records) =>
            {
                block = first;
                for (var position = first; !body.IsFull && EventRecord.TryRead(ref records, out var record); position++)
                {
                    if (position < next) continue;
                    next = position + 1;
                    if (record.Kind == EventKind.Void || (record.IsSynthetic && !query.WithSynthetic) || !isWanted(record)) continue;
                    write(body.Begin(), record, body.IsCsv);
                    body.End();
                }
            }, cancellation);
            from = end is null ? state.Next : next < end ? block : end.Value;
            next = Math.Max(next, from);
            await body.FlushAsync(cancellation);
        }
        await body.EndAsync(Cursor.Write(Text(from), Text(next)), cancellation);
        return Results.Empty;

        static long Number(string text) => Math.Max(0, long.Parse(text, CultureInfo.InvariantCulture));

        static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
