using System.Text.Json;

namespace Turnout.Server.Sinks;

/// <summary>A sink and how it fares.</summary>
/// <param name="Name">Its name in the configuration.</param>
/// <param name="Type"><c>posthog</c>, <c>segment</c>, <c>http</c> or <c>ndjson</c>.</param>
/// <param name="Target">The address or folder.</param>
/// <param name="Position">The position of the next event to look at.</param>
/// <param name="Behind">How many events of the log are still to be looked at.</param>
/// <param name="Delivered">How many events it has passed on.</param>
/// <param name="DeadLetters">How many were refused one by one.</param>
/// <param name="Failures">Attempts that failed in a row; 0 when all is well.</param>
/// <param name="Error">What the last of them said.</param>
/// <param name="RestingUntil">Until when the receiver is left in peace for them.</param>
internal sealed record SinkBody(
    string Name, string Type, string Environment, string Target, long Position, long Behind, long Delivered, long DeadLetters, long Failures, string? Error, DateTimeOffset? RestingUntil)
{
    public static SinkBody Of(EventSink sink, SinkRow? row, long end, long letters)
    {
        var position = row?.Environment == sink.Settings.Environment ? row.Position : sink.Settings.FromStart ? 0 : end;
        return new SinkBody(sink.Name, sink.Settings.Type!, sink.Settings.Environment, sink.Settings.Url ?? sink.Settings.Folder ?? "", position, Math.Max(0, end - position),
            row?.Delivered ?? 0, letters, row?.Failures ?? 0, row?.Error, row is null or { RestingUntil: 0 } ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.RestingUntil));
    }
}

/// <summary>The sinks that are configured, by name.</summary>
internal sealed record SinksBody(IReadOnlyList<SinkBody> Items);

/// <summary>An event that a receiver refused.</summary>
/// <param name="Position">Its position in the log of the environment.</param>
/// <param name="Error">What the receiver said.</param>
internal sealed record DeadLetterBody(string Id, long Position, JsonElement Event, string Error, DateTimeOffset CreatedAt)
{
    public static DeadLetterBody Of(DeadLetterRow row) =>
        new(row.Id, row.Position, JsonElement.Parse(row.Event), row.Error, DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt));
}

/// <summary>Asks for a sink to be put at another place of the log.</summary>
/// <param name="Position">Of the next event to send, 0 to the end of the log; 0 sends everything again.</param>
internal sealed record RewindRequest(long Position);

/// <summary>How many dead letters.</summary>
internal sealed record LettersBody(int Count);
