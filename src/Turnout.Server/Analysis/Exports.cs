using System.ComponentModel;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Turnout.Server.Events;
using Turnout.Server.Features.Assignments;
using Turnout.Server.Features.Environments;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Analysis;

/// <summary>Streams what was collected out of the house, a part at a time, as lines of JSON or as CSV.</summary>
internal static class Exports
{
    const int AssignmentsAtATime = 2000;

    public static Problem InvalidFormat(params string[] formats) =>
        Problem.Invalid("invalid_format", "format", $"'format' is one of {string.Join(", ", formats)}.");

    /// <summary>The events of the environment, in the order they were taken.</summary>
    internal static async Task<IResult> Events(
        string environment, [Description("`ndjson` (default) or `csv`.")] string? format, [Description("Whether events of the test cohort come too.")] bool? synthetic,
        HttpContext context, EventLogStore log, Database database, CancellationToken cancellation)
    {
        if (format is not (null or "ndjson" or "csv")) return InvalidFormat("ndjson", "csv").ToHttp();
        if (await database.ReadAsync(session => EnvironmentStore.FindAsync(session, environment), cancellation) is null) return EnvironmentStore.Unknown(environment).ToHttp();
        var csv = format == "csv";
        var body = Begin(context, csv, "events");
        if (csv) Write(body, EventLines.CsvHead);
        var state = await log.StateAsync(environment, cancellation);
        for (var next = 0L; next < state.Next;)
        {
            // Block by block, so that neither a snapshot of the database nor more than a part of the log is held while a slow reader reads.
            next = await log.ReadBlockAsync(state.Number, next, (_, records) =>
            {
                while (EventRecord.TryRead(ref records, out var record))
                    if (record.Kind != EventKind.Void && (synthetic == true || !record.IsSynthetic)) EventLines.Write(body, record, csv);
            }, cancellation) ?? state.Next;
            await body.FlushAsync(cancellation);
        }
        return Results.Empty;
    }

    /// <summary>The units assigned to the experiment's variants.</summary>
    internal static async Task<IResult> Assignments(
        string environment, string key, [Description("`ndjson` (default) or `csv`.")] string? format, [Description("Whether units of the test cohort come too.")] bool? synthetic,
        HttpContext context, Database database, CancellationToken cancellation)
    {
        if (format is not (null or "ndjson" or "csv")) return InvalidFormat("ndjson", "csv").ToHttp();
        if (await database.ReadAsync(session => ExperimentReads.FindAsync(session, environment, key), cancellation) is null) return ExperimentStore.Unknown(key).ToHttp();
        var csv = format == "csv";
        var body = Begin(context, csv, "assignments");
        if (csv) Write(body, "experiment,variant,unit,unit_id,assigned_at\n");
        AssignmentRow? after = null;
        List<AssignmentRow> rows;
        do
        {
            rows = await database.ReadAsync(session => AssignmentReads.PageAsync(session, environment, key, synthetic == true, after, AssignmentsAtATime), cancellation);
            foreach (var row in rows)
            {
                var at = DateTimeOffset.FromUnixTimeMilliseconds(row.AssignedAt);
                Write(body, csv
                    ? $"{row.Experiment},{row.Variant},{EventLines.Quote(row.Unit)},{EventLines.Quote(row.UnitId)},{at.UtcDateTime.ToString(EventLines.InstantFormat, CultureInfo.InvariantCulture)}\n"
                    : JsonSerializer.Serialize(new { row.Experiment, row.Variant, row.Unit, row.UnitId, AssignedAt = at }, Wire.Json) + "\n");
            }
            await body.FlushAsync(cancellation);
            after = rows.Count == 0 ? null : rows[^1];
        }
        while (rows.Count == AssignmentsAtATime);
        return Results.Empty;
    }

    static PipeWriter Begin(HttpContext context, bool csv, string name)
    {
        context.Response.ContentType = csv ? "text/csv; charset=utf-8" : "application/x-ndjson";
        context.Response.Headers.ContentDisposition = $"attachment; filename={name}.{(csv ? "csv" : "ndjson")}";
        return context.Response.BodyWriter;
    }

    static void Write(PipeWriter body, string text) => Encoding.UTF8.GetBytes(text, body);
}
