using System.Buffers;
using System.Text.Json;
using Turnout.Engine;
using Turnout.Engine.Definitions;
using Turnout.Server.Events;
using Turnout.Server.Features.Access;

namespace Turnout.Server.Delivery.Ofrep;

/// <summary>
/// Reads what OpenFeature's <c>track()</c> says (<c>{"version":1,"events":[{"name","context","details"}]}</c>) and writes it down as the events
/// that Turnout knows: the context gives the ids and the attributes that experiments have as units, so a client need not know them.
/// </summary>
internal static class OfrepTracking
{
    /// <summary>The version of this extension.</summary>
    public const int Version = 1;

    static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };
    static readonly JsonWriterOptions Unchecked = new() { SkipValidation = true };

    /// <returns>The body of <c>POST /api/v1/events</c> that says the same; or what is wrong.</returns>
    public static (ReadOnlyMemory<byte> Events, OfrepError? Error) Read(ReadOnlyMemory<byte> body, Caller caller, Ruleset ruleset)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Options);
            var output = new ArrayBufferWriter<byte>(Math.Max(body.Length, 256));
            using var writer = new Utf8JsonWriter(output, Unchecked);
            var error = Write(writer, document.RootElement, caller, ruleset);
            writer.Flush();
            return (output.WrittenMemory, error);
        }
        catch (JsonException exception)
        {
            return (default, OfrepError.Parse($"The body is not JSON: {exception.Message}"));
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // JsonElement and Utf8JsonWriter say so of text that is not UTF-8, and of lone surrogates.
            return (default, OfrepError.Parse("The body holds text that is not UTF-8."));
        }
    }

    static OfrepError? Write(Utf8JsonWriter writer, JsonElement root, Caller caller, Ruleset ruleset)
    {
        if (root.ValueKind != JsonValueKind.Object) return OfrepError.Parse("The body is an object with 'events'.");
        JsonElement events = default;
        foreach (var member in root.EnumerateObject())
        {
            if (member.NameEquals("events")) events = member.Value;
            else if (!member.NameEquals("version")) return Unknown(member.Name, "this request");
            else if (!member.Value.TryGetInt32OrNone(out var version) || version != Version)
                return OfrepError.Parse($"This server knows version {Version} of tracking.");
        }
        if (events.ValueKind != JsonValueKind.Array) return OfrepError.Parse("'events' is required: a list.");

        var units = ruleset.Experiments.Where(experiment => experiment.Status == ExperimentStatus.Running)
            .Select(experiment => experiment.Unit).Except(["user", "team", "visitor"]).ToArray();
        writer.WriteStartObject();
        writer.WriteStartArray("events"u8);
        var index = 0;
        foreach (var item in events.EnumerateArray())
        {
            if (WriteEvent(writer, item, $"events[{index++}]", caller, ruleset, units) is { } error) return error;
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
        return null;
    }

    static OfrepError? WriteEvent(Utf8JsonWriter writer, JsonElement item, string where, Caller caller, Ruleset ruleset, string[] units)
    {
        if (item.ValueKind != JsonValueKind.Object) return OfrepError.Parse($"'{where}' is an object.");
        JsonElement id = default, name = default, timestamp = default, given = default, details = default;
        foreach (var member in item.EnumerateObject())
        {
            switch (member.Name)
            {
                case "id": id = member.Value; break;
                case "name": name = member.Value; break;
                case "timestamp": timestamp = member.Value; break;
                case "context": given = member.Value; break;
                case "details": details = member.Value; break;
                default: return Unknown(member.Name, where);
            }
        }
        if (name.ValueKind != JsonValueKind.String) return OfrepError.Parse($"'{where}.name' is required: the event's name.");
        if (details.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null or JsonValueKind.Undefined)) return OfrepError.Parse($"'{where}.details' is an object.");
        var (context, error) = OfrepRequest.ReadContext(given);
        if (context is null) return error! with { Details = $"{where}: {error.Details}" };
        caller.Identify(context);

        writer.WriteStartObject();
        // Without an id of its own an event that is sent twice counts twice.
        if (id.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) writer.WriteString("id"u8, Guid.CreateVersion7());
        else WriteMember(writer, "id", id);
        WriteMember(writer, "event", name);
        if (timestamp.ValueKind != JsonValueKind.Undefined) WriteMember(writer, "timestamp", timestamp);
        WriteUnit(writer, "user_id", context.UnitId("user"));
        WriteUnit(writer, "team_id", context.UnitId("team"));
        WriteUnit(writer, "visitor_id", context.UnitId("visitor"));
        if (Member(details, "value") is { } value) WriteMember(writer, "value", value);
        WriteProperties(writer, name.GetString()!, details, context, ruleset, units);
        writer.WriteEndObject();
        return null;
    }

    static void WriteProperties(Utf8JsonWriter writer, string name, JsonElement details, EvaluationContext context, Ruleset ruleset, string[] units)
    {
        writer.WriteStartObject("properties"u8);
        foreach (var unit in units.Where(unit => Member(details, unit) is null)) WriteUnit(writer, unit, context.UnitId(unit));
        if (details.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in details.EnumerateObject().Where(member => !member.NameEquals("value"))) member.WriteTo(writer);
            // The client knows experiment and variant from the flag's metadata; how the unit was assigned is known here.
            if (name is EventRecord.ExposureName or EventRecord.ConversionName
                && Member(details, "assignment_type") is null
                && Member(details, "experiment_slug") is { ValueKind: JsonValueKind.String } slug
                && ruleset.FindExperiment(slug.GetString()!) is { } experiment)
                writer.WriteString("assignment_type"u8, experiment.Assignment == AssignmentType.Random ? "random"u8 : "deterministic"u8);
        }
        writer.WriteEndObject();
    }

    static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    static void WriteMember(Utf8JsonWriter writer, string name, JsonElement value)
    {
        writer.WritePropertyName(name);
        value.WriteTo(writer);
    }

    static void WriteUnit(Utf8JsonWriter writer, string name, string? id)
    {
        if (id is not null) writer.WriteString(name, id);
    }

    static OfrepError Unknown(string name, string where) => OfrepError.Parse($"'{name}' is not a member of {where}; what is your own goes into 'details'.");

    static bool TryGetInt32OrNone(this JsonElement value, out int number)
    {
        number = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out number);
    }
}
