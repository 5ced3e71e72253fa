using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Turnout.Server.Events;

namespace Turnout.Server.Analysis;

/// <summary>Events as text: as they would be sent again, or as a row of a table.</summary>
internal static class EventLines
{
    public const string CsvHead = "id,event,timestamp,user_id,team_id,visitor_id,value,experiment_slug,variant,assignment_type,conversion_event,properties\n";

    public const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    static readonly JsonWriterOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(IBufferWriter<byte> output, EventRecord record, bool csv)
    {
        if (csv) WriteCsv(output, record);
        else WriteJson(output, record);
    }

    public static string Quote(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    static void WriteJson(IBufferWriter<byte> output, EventRecord record)
    {
        using (var writer = new Utf8JsonWriter(output, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, EventId.ToText(record.Id));
            writer.WriteString("event"u8, record.EventName);
            writer.WriteString("timestamp"u8, Instant(record));
            if (!record.User.IsEmpty) writer.WriteString("user_id"u8, record.User);
            if (!record.Team.IsEmpty) writer.WriteString("team_id"u8, record.Team);
            if (!record.Visitor.IsEmpty) writer.WriteString("visitor_id"u8, record.Visitor);
            if (record.HasValue) writer.WriteNumber("value"u8, record.Value);
            if (record.Kind == EventKind.Metric && !record.Properties.IsEmpty)
            {
                writer.WritePropertyName("properties"u8);
                writer.WriteRawValue(record.Properties);
            }
            else if (record.Kind != EventKind.Metric)
            {
                WriteExperiment(writer, record);
            }
            writer.WriteEndObject();
        }
        output.Write("\n"u8);
    }

    static void WriteExperiment(Utf8JsonWriter writer, EventRecord record)
    {
        writer.WriteStartObject("properties"u8);
        writer.WriteString("experiment_slug"u8, record.Experiment);
        writer.WriteString("variant"u8, record.Variant);
        if (!record.AssignmentType.IsEmpty) writer.WriteString("assignment_type"u8, record.AssignmentType);
        if (!record.Name.IsEmpty) writer.WriteString("conversion_event"u8, record.Name);
        if (!record.Properties.IsEmpty)
        {
            using var others = JsonDocument.Parse(record.Properties.ToArray());
            foreach (var other in others.RootElement.EnumerateObject()) other.WriteTo(writer);
        }
        writer.WriteEndObject();
    }

    static void WriteCsv(IBufferWriter<byte> output, EventRecord record)
    {
        var isMetric = record.Kind == EventKind.Metric;
        var line = string.Join(',',
            Quote(EventId.ToText(record.Id)), Quote(record.EventName), Instant(record), Text(record.User), Text(record.Team), Text(record.Visitor),
            record.HasValue ? record.Value.ToString("R", CultureInfo.InvariantCulture) : "", Text(record.Experiment), Text(record.Variant),
            Text(record.AssignmentType), isMetric ? "" : Text(record.Name), Text(record.Properties));
        Encoding.UTF8.GetBytes(line, output);
        output.Write("\n"u8);
    }

    static string Instant(EventRecord record) => DateTimeOffset.FromUnixTimeMilliseconds(record.At).UtcDateTime.ToString(InstantFormat, CultureInfo.InvariantCulture);

    static string Text(ReadOnlySpan<byte> text) => Quote(Encoding.UTF8.GetString(text));
}
