using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Turnout.Server.Events;
using Turnout.Server.Features.Metrics;
using Turnout.Server.Hosting;

namespace Turnout.Server.Analysis;

/// <summary>The units of an experiment as its results see them: one row for each, with every metric's number. What one would give to R's <c>t.test</c>.</summary>
internal static class UnitExport
{
    /// <summary>One row for each unit in the analysis, in the order in which they were first met, with each metric's number as it counts.</summary>
    internal static async Task<IResult> Units(
        string environment, string key, [AsParameters] ExportQuery query, HttpContext context, ExperimentResults results, CancellationToken cancellation)
    {
        if (!query.Read(CursorKey.Number).TryGet(out var wanted, out var problem)) return problem.ToHttp();
        var start = wanted.After is { } after ? (int)Math.Clamp(long.Parse(after[0], CultureInfo.InvariantCulture), 0, int.MaxValue) : 0;
        // Copied, so that nobody waits for a slow reader.
        if (!(await results.AskAsync<Rows>(environment, key, counted => Rows.Of(counted, start, query.Limit), cancellation)).TryGet(out var rows, out problem)) return problem.ToHttp();
        await using var body = new ExportBody(context, "units", wanted.Format, query.Limit, Encoding.UTF8.GetBytes(rows.Head));
        for (var i = 0; i < rows.Count && !body.IsFull; i++)
        {
            rows.Write(body, i);
            start = rows.PlaceOf(i) + 1;
            if (i % 1000 == 999) await body.FlushAsync(cancellation);
        }
        await body.EndAsync(Cursor.Write(Math.Max(start, rows.Count == 0 ? rows.End : start).ToString(CultureInfo.InvariantCulture)), cancellation);
        return Results.Empty;
    }

    /// <summary>A copy of what was counted, by row.</summary>
    sealed class Rows
    {
        readonly List<(int Place, string Id, string Variant, long First)> units = [];
        readonly List<(string Name, double?[] Values)> columns = [];
        string experiment = "";
        string unit = "";

        public int Count => units.Count;

        /// <summary>Behind the last place looked at.</summary>
        public int End { get; private set; }

        public string Head => $"experiment,variant,unit,unit_id,first_exposed_at{string.Concat(columns.Select(column => "," + column.Name))}\n";

        public int PlaceOf(int row) => units[row].Place;

        public static Rows Of(Counted counted, int start, int? limit)
        {
            var (plan, tally) = (counted.Plan, counted.Tally);
            var rows = new Rows { experiment = plan.Experiment, unit = plan.Unit, End = Math.Max(start, tally.Units.Count) };
            for (var place = start; place < tally.Units.Count && rows.Count < (limit ?? int.MaxValue); place++)
                if (tally.Units.ArmAt(place) is >= 0 and var arm)
                    rows.units.Add((place, tally.IdAt(place), plan.Arms[arm], tally.Units.FirstAt(place)));
            for (var i = 0; i < plan.Metrics.Count; i++)
                if (tally.Numbers[i] is { } numbers) rows.AddColumns(plan.Metrics[i], numbers, counted);
            return rows;
        }

        public void Write(ExportBody body, int row)
        {
            var (_, id, variant, first) = units[row];
            if (body.IsCsv)
            {
                var line = new StringBuilder().AppendJoin(',', experiment, variant, EventLines.Quote(unit), EventLines.Quote(id), EventLines.Instant(first));
                foreach (var (_, values) in columns) line.Append(',').Append(values[row]?.ToString("R", CultureInfo.InvariantCulture));
                Encoding.UTF8.GetBytes(line.ToString(), body.Begin());
            }
            else
            {
                using var writer = new Utf8JsonWriter(body.Begin(), new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
                writer.WriteStartObject();
                writer.WriteString("experiment"u8, experiment);
                writer.WriteString("variant"u8, variant);
                writer.WriteString("unit"u8, unit);
                writer.WriteString("unit_id"u8, id);
                writer.WriteString("first_exposed_at"u8, EventLines.Instant(first));
                writer.WriteStartObject("metrics"u8);
                foreach (var (name, values) in columns)
                    if (values[row] is { } value && double.IsFinite(value)) writer.WriteNumber(name, value);
                writer.WriteEndObject();
                writer.WriteEndObject();
            }
            body.End();
        }

        void AddColumns(MetricDefinition metric, UnitNumbers numbers, Counted counted)
        {
            var open = counted.AsOf.ToUnixTimeMilliseconds() - MetricFold.SpanMs(metric);
            bool isRatio = metric.Type == MetricType.Ratio, hasPast = metric.PrePeriodDays > 0;
            double?[] y = new double?[Count], below = new double?[Count], preY = new double?[Count], preBelow = new double?[Count];
            for (var row = 0; row < Count; row++)
            {
                if ((metric.MatureOnly && units[row].First > open) || !numbers.TryGet(units[row].Place, out var number)) continue;
                (y[row], below[row], preY[row], preBelow[row]) = (number.Y, number.Below, number.PreY, number.PreBelow);
            }
            columns.Add((metric.Key, y));
            if (isRatio) columns.Add(($"{metric.Key}:below", below));
            if (hasPast) columns.Add(($"{metric.Key}:pre", preY));
            if (isRatio && hasPast) columns.Add(($"{metric.Key}:pre_below", preBelow));
        }
    }
}
