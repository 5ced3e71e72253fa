using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Turnout.Server.Hosting;

namespace Turnout.Server.Events;

/// <summary>Whose events these are and what is true of them all, whatever they say themselves.</summary>
/// <param name="Environment">The environment of the key or token.</param>
/// <param name="Now">When they arrived, Unix milliseconds.</param>
/// <param name="Earliest">Events from before are refused.</param>
/// <param name="Latest">Events from after are refused: no clock is that wrong.</param>
/// <param name="User">The end user of the token; null where a key came.</param>
/// <param name="Team">The end user's team.</param>
internal sealed record EventSource(string Environment, long Now, long Earliest, long Latest, byte[]? User = null, byte[]? Team = null);

/// <summary>An event that was understood and is not kept.</summary>
/// <param name="Index">Its place in the request, from 0.</param>
/// <param name="Id">Its id.</param>
/// <param name="Code">Stable, snake_case.</param>
/// <param name="Detail">Why, for people.</param>
internal sealed record RefusedEvent(int Index, string Id, string Code, string Detail);

/// <summary>Reads the events of a request from JSON straight into the log's records; builds no document. Used once.</summary>
internal sealed class EventReader(EventSource source) : IDisposable
{
    public const int MaxEvents = 1000;

    const int MaxErrors = 20;
    const int MaxDepth = 64;
    internal const int MaxPropertiesBytes = 32 * 1024;

    static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    readonly EventBatch batch = new(source.Environment);
    readonly List<RefusedEvent> refused = [];
    readonly Dictionary<string, string[]> errors = [];
    readonly ArrayBufferWriter<byte> otherProperties = new();
    string? firstCode;
    int index;

    /// <summary>The events read; nothing to be kept where there is a problem.</summary>
    public EventBatch Batch => batch;

    /// <summary>Events that are not kept; the others are.</summary>
    public List<RefusedEvent> Refused => refused;

    /// <summary>Makes an event of the batch one that is not kept.</summary>
    public void Refuse(int position, string code, string detail)
    {
        refused.Add(new RefusedEvent(position, EventId.ToText(batch.Read(position).Id), code, detail));
        batch.Refuse(position);
    }

    public void Dispose() => batch.Dispose();

    /// <summary>Reads <c>{"events":[…]}</c>.</summary>
    /// <returns>Null, or a problem, and then none is taken.</returns>
    /// <exception cref="JsonException">The body is not JSON.</exception>
    public Problem? ReadDocument(ReadOnlySpan<byte> body)
    {
        if (NotUtf8(body) is { } wrong) return wrong;
        var reader = new Utf8JsonReader(body, Options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) return Problem.Invalid("wrong_type", "$", "The body is an object with 'events'.");
        var seen = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!reader.ValueTextEquals("events"u8))
                return Problem.Invalid("unknown_member", Name(ref reader), $"'{Name(ref reader)}' is not a member of this request.");
            if (seen) return Problem.Invalid("duplicate_member", "events", "'events' is given more than once.");
            seen = true;
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray) return Problem.Invalid("wrong_type", "events", "'events' is a list.");
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                if (Next(ref reader, body) is { } problem) return problem;
        }
        // Whatever follows the object is no JSON either.
        reader.Read();
        return seen ? Finish() : Problem.Invalid("missing_member", "events", "'events' is required.");
    }

    /// <summary>Reads one event a line; blank lines are skipped. Otherwise as <see cref="ReadDocument"/>.</summary>
    public Problem? ReadLines(ReadOnlySpan<byte> body)
    {
        if (NotUtf8(body) is { } wrong) return wrong;
        foreach (var range in body.Split((byte)'\n'))
        {
            var line = body[range].Trim(" \t\r"u8);
            if (line.IsEmpty) continue;
            var reader = new Utf8JsonReader(line, Options);
            reader.Read();
            if (Next(ref reader, line) is { } problem) return problem;
            reader.Read();
        }
        return Finish();
    }

    static Problem? NotUtf8(ReadOnlySpan<byte> body) =>
        Utf8.IsValid(body) ? null : new Problem("invalid_json", 400, "The body is not valid UTF-8.");

    Problem? Finish()
    {
        if (errors.Count == 0) return null;
        var (member, messages) = errors.First();
        return new Problem(firstCode!, 400, $"No event was taken; the first that is wrong: {member}: {messages[0]}", errors);
    }

    Problem? Next(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> document)
    {
        if (index == MaxEvents) return Problem.Invalid("too_many_events", "events", $"A call takes at most {MaxEvents} events; send the rest in another.");
        var depth = reader.CurrentDepth;
        if (Read(ref reader, document) is { } fault)
        {
            firstCode ??= fault.Code;
            var member = fault.Member.Length == 0 ? $"events[{index}]" : $"events[{index}].{fault.Member}";
            if (errors.Count < MaxErrors) errors[member] = [fault.Message];
            // On to the end of this event, to find what is wrong with the others.
            if (reader.CurrentDepth == depth) reader.Skip();
            while (reader.CurrentDepth > depth || reader.TokenType is JsonTokenType.PropertyName) reader.Read();
        }
        index++;
        return null;
    }

    /// <summary>Reads the event that begins at the reader's token; leaves the reader on its last token when it is right.</summary>
    Fault? Read(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> document)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return new("wrong_type", "", "An event is an object.");
        EventMembers seen = 0;
        ReadOnlySpan<byte> id = default, name = default, user = default, team = default, visitor = default, properties = default;
        double? value = null;
        var at = source.Now;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = EventMember.Of(ref reader);
            if (member == 0) return new("unknown_member", Name(ref reader), $"'{Name(ref reader)}' is not a member of an event; what is your own goes into 'properties'.");
            var wire = EventMember.Wire(member);
            if ((seen & member) != 0) return new("duplicate_member", wire, $"'{wire}' is given more than once.");
            seen |= member;
            reader.Read();
            if (reader.TokenType == JsonTokenType.Null) continue;
            Fault? fault = null;
            switch (member)
            {
                case EventMembers.Id: fault = EventText.Read(ref reader, wire, EventId.MaxBytes, out id); break;
                case EventMembers.Event: fault = EventText.Read(ref reader, wire, EventText.MaxNameBytes, out name); break;
                case EventMembers.User: fault = EventText.ReadUnit(ref reader, wire, out user); break;
                case EventMembers.Team: fault = EventText.ReadUnit(ref reader, wire, out team); break;
                case EventMembers.Visitor: fault = EventText.ReadUnit(ref reader, wire, out visitor); break;
                case EventMembers.Timestamp: fault = EventText.ReadInstant(ref reader, wire, out at); break;
                case EventMembers.Value: fault = EventText.ReadNumber(ref reader, wire, out value); break;
                default:
                    if (reader.TokenType != JsonTokenType.StartObject) return new("wrong_type", wire, "'properties' is an object.");
                    // Kept as it is: an exposure's and a conversion's are read below, when it is known to be one.
                    var start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    properties = document[start..(int)reader.BytesConsumed];
                    if (properties.Length > MaxPropertiesBytes) return new("too_large", wire, $"'properties' has at most {MaxPropertiesBytes} bytes.");
                    break;
            }
            if (fault is not null) return fault;
        }
        if (id.IsEmpty) return new("missing_member", "id", "'id' is required: by it an event that is sent twice counts once.");
        if (name.IsEmpty) return new("missing_member", "event", "'event' is required: the event's name.");
        return Keep(id, name, source.User ?? user, source.User is null ? team : source.Team, visitor, value, at, properties);
    }

    Fault? Keep(
        ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, ReadOnlySpan<byte> user, ReadOnlySpan<byte> team, ReadOnlySpan<byte> visitor,
        double? value, long at, ReadOnlySpan<byte> properties)
    {
        var kind = name.SequenceEqual("experiment_viewed"u8) ? EventKind.Exposure
            : name.SequenceEqual("experiment_conversion"u8) ? EventKind.Conversion
            : EventKind.Metric;
        var named = new ExperimentProperties();
        if (kind != EventKind.Metric && named.Read(properties, otherProperties) is { } fault) return fault;
        batch.Begin(kind, at, value);
        batch.Id(id);
        batch.Text(user);
        batch.Text(team);
        batch.Text(visitor);
        if (kind != EventKind.Metric)
        {
            batch.Text(named.Experiment);
            batch.Text(named.Variant);
            batch.Text(named.AssignmentType);
        }
        if (kind == EventKind.Metric) batch.Text(name);
        else if (kind == EventKind.Conversion) batch.Text(named.ConversionEvent);
        batch.End(kind == EventKind.Metric ? properties : otherProperties.WrittenSpan);
        if (at < source.Earliest)
            Refuse(batch.Count - 1, "timestamp_too_old", "The event is older than this server takes.");
        else if (at > source.Latest)
            Refuse(batch.Count - 1, "timestamp_in_future", "The event's time is more than a day ahead of this server's clock.");
        return null;
    }


    static string Name(scoped ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate, written as an escape.
            return "?";
        }
    }
}

/// <summary>What is wrong with an event.</summary>
/// <param name="Member">Where, below the event; empty for the event itself.</param>
internal sealed record Fault(string Code, string Member, string Message);
