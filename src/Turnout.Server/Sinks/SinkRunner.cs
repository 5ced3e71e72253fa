using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Turnout.Server.Outbound;
using Turnout.Server.Storage;
using Turnout.Server.Telemetry;

namespace Turnout.Server.Sinks;

/// <summary>
/// Passes events on, on one server at a time, each sink at its own pace. At least once: a sink's place in the log moves only behind what its receiver
/// has taken. A batch that is refused is halved until the event that is at fault stands alone, and that one becomes a dead letter.
/// </summary>
internal sealed class SinkRunner(
    SinkRegistry registry, SinkFeed feed, SinkStore store, ServerMeter meter, Database database, IOptions<OutboundOptions> outbound, TimeProvider clock, ILogger<SinkRunner> log)
    : BackgroundRounds("sinks", database, outbound.Value, clock, log)
{
    /// <summary>A long way to go must not keep the other sinks waiting for the next round.</summary>
    const int BatchesARound = 50;

    readonly TimeProvider clock = clock;

    public override Task StartAsync(CancellationToken cancellationToken) =>
        registry.Sinks.Count == 0 ? Task.CompletedTask : base.StartAsync(cancellationToken);

    protected override async Task RoundAsync(CancellationToken cancellation)
    {
        var more = await Task.WhenAll(registry.Sinks.Select(sink => SendAsync(sink, cancellation)));
        if (more.Contains(true)) Wake();
    }

    /// <returns>Whether there is more to send.</returns>
    async Task<bool> SendAsync(EventSink sink, CancellationToken cancellation)
    {
        var state = await feed.StateAsync(sink.Settings.Environment, cancellation);
        var row = await store.FindAsync(sink.Name, cancellation);
        if (row is null || row.Environment != sink.Settings.Environment) row = await store.OpenAsync(sink, state.Next, cancellation);
        if (row.RestingUntil > clock.GetUtcNow().ToUnixTimeMilliseconds() || !await RetryLettersAsync(sink, cancellation)) return false;

        var position = row.Position;
        for (var i = 0; i < BatchesARound; i++)
        {
            if (position >= state.Next) return false;
            var (batch, next) = await feed.ReadAsync(state, sink, position, cancellation);
            var refused = new List<(SinkEvent, string)>();
            if (batch.Count > 0 && await TrySendAsync(sink, batch, refused, cancellation) is { } failure)
            {
                meter.PassedOn(sink.Name, 0, state.Next - position);
                await FailAsync(sink, failure, cancellation);
                return false;
            }
            await store.AdvanceAsync(sink.Name, position, next, batch.Count - refused.Count, refused, cancellation);
            meter.PassedOn(sink.Name, batch.Count - refused.Count, state.Next - next);
            position = next;
        }
        return true;
    }

    /// <returns>False when the receiver ails.</returns>
    async Task<bool> RetryLettersAsync(EventSink sink, CancellationToken cancellation)
    {
        while (await store.LettersToRetryAsync(sink.Name, sink.Settings.BatchSize, cancellation) is { Count: > 0 } letters)
        {
            var refused = new List<(SinkEvent, string)>();
            var failure = await TrySendAsync(sink, [.. letters.Select(letter => SinkEvent.Parse(letter.Position, letter.Event))], refused, cancellation);
            if (failure is { } ails)
            {
                await FailAsync(sink, ails, cancellation);
                return false;
            }
            await store.SettleLettersAsync(sink.Name, letters, refused, cancellation);
        }
        return true;
    }

    /// <returns>Null when all was taken or refused for good; else the failure after which it is sent again as a whole.</returns>
    static async Task<Outcome?> TrySendAsync(EventSink sink, List<SinkEvent> batch, List<(SinkEvent, string)> refused, CancellationToken cancellation)
    {
        var outcome = await sink.SendAsync(batch, cancellation);
        if (outcome.Delivered) return null;
        // Only these speak of the events; a wrong key or address would make dead letters of all.
        if (outcome.Status is not (400 or 413 or 422)) return outcome;
        if (batch.Count == 1)
        {
            refused.Add((batch[0], outcome.Error!));
            return null;
        }
        var half = batch.Count / 2;
        return await TrySendAsync(sink, batch[..half], refused, cancellation) ?? await TrySendAsync(sink, batch[half..], refused, cancellation);
    }

    async Task FailAsync(EventSink sink, Outcome outcome, CancellationToken cancellation)
    {
        log.LogWarning("The sink {Sink} could not pass events on, and tries again: {Reason}", sink.Name, outcome.Error);
        await store.FailAsync(sink.Name, outcome, cancellation);
    }
}
