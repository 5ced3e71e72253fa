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

    public const string ExposuresCsvHead = "id,experiment,variant,unit,unit_id,timestamp,assignment_type,properties\n";

    const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    static readonly JsonWriterOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(IBufferWriter<byte> output, EventRecord record, bool csv)
    {
        if (csv) WriteCsv(output, record);
        else WriteJson(output, record);
    }

    /// <summary>An exposure by the unit of its experiment.</summary>
    public static void WriteExposure(IBufferWriter<byte> output, EventRecord record, string unit, bool csv)
    {
        if (csv)
        {
            Encoding.UTF8.GetBytes(string.Join(',', Quote(EventId.ToText(record.Id)), Text(record.Experiment), Text(record.Variant), Quote(unit), Text(record.UnitId(unit)),
                Instant(record.At), Text(record.AssignmentType), Text(record.Properties)), output);
            return;
        }
        using var writer = new Utf8JsonWriter(output, Options);
        writer.WriteStartObject();
        writer.WriteString("id"u8, EventId.ToText(record.Id));
        writer.WriteString("experiment"u8, record.Experiment);
        writer.WriteString("variant"u8, record.Variant);
        writer.WriteString("unit"u8, unit);
        writer.WriteString("unit_id"u8, record.UnitId(unit));
        writer.WriteString("timestamp"u8, Instant(record.At));
        if (!record.AssignmentType.IsEmpty) writer.WriteString("assignment_type"u8, record.AssignmentType);
        if (!record.Properties.IsEmpty)
        {
            WriteProperties(writer, record.Properties);
        }
        writer.WriteEndObject();
    }

    public static string Instant(long at) => DateTimeOffset.FromUnixTimeMilliseconds(at).UtcDateTime.ToString(InstantFormat, CultureInfo.InvariantCulture);

    public static string Quote(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    static void WriteJson(IBufferWriter<byte> output, EventRecord record)
    {
        using var writer = new Utf8JsonWriter(output, Options);
        writer.WriteStartObject();
        writer.WriteString("id"u8, EventId.ToText(record.Id));
        writer.WriteString("event"u8, record.EventName);
        writer.WriteString("timestamp"u8, Instant(record.At));
        if (!record.User.IsEmpty) writer.WriteString("user_id"u8, record.User);
        if (!record.Team.IsEmpty) writer.WriteString("team_id"u8, record.Team);
        if (!record.Visitor.IsEmpty) writer.WriteString("visitor_id"u8, record.Visitor);
        if (record.HasValue) writer.WriteNumber("value"u8, record.Value);
        if (record.Kind == EventKind.Metric && !record.Properties.IsEmpty)
        {
            WriteProperties(writer, record.Properties);
        }
        else if (record.Kind != EventKind.Metric)
        {
            WriteExperiment(writer, record);
        }
        writer.WriteEndObject();
    }

    static void WriteProperties(Utf8JsonWriter writer, ReadOnlySpan<byte> properties)
    {
        writer.WritePropertyName("properties"u8);
        if (properties.IndexOfAny((byte)'\n', (byte)'\r') < 0)
        {
            writer.WriteRawValue(properties);
            return;
        }
        // They came on several lines, and have to go on one.
        using var document = JsonDocument.Parse(properties.ToArray());
        document.RootElement.WriteTo(writer);
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
            Quote(EventId.ToText(record.Id)), Quote(record.EventName), Instant(record.At), Text(record.User), Text(record.Team), Text(record.Visitor),
            record.HasValue ? record.Value.ToString("R", CultureInfo.InvariantCulture) : "", Text(record.Experiment), Text(record.Variant),
            Text(record.AssignmentType), isMetric ? "" : Text(record.Name), Text(record.Properties));
        Encoding.UTF8.GetBytes(line, output);
    }

    static string Text(ReadOnlySpan<byte> text) => Quote(Encoding.UTF8.GetString(text));
}
