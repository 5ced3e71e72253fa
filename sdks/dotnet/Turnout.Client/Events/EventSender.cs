using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Turnout.Client.Delivery;
using Turnout.Client.Telemetry;

namespace Turnout.Client.Events;

/// <summary>
/// Sends events in gzipped batches, again and again until the server has acknowledged them. What the server refuses for its content is divided
/// until the one bad event stands alone, and only that is dropped.
/// </summary>
internal sealed class EventSender(
    EventQueue queue,
    TurnoutApi api,
    ClientMeter meter,
    TimeProvider time,
    IOptions<TurnoutOptions> options,
    ILogger<EventSender> log) : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    private readonly TurnoutOptions _options = options.Value;
    private readonly SemaphoreSlim _sending = new(1, 1);

    // Parts of the batch in hand; only touched inside _sending.
    private readonly Stack<List<TurnoutEvent>> _parts = new();
    private bool _waits;

    /// <summary>Sends what waits. Null when all is out, else how long the server would like us to pause.</summary>
    public async Task<TimeSpan?> DrainAsync(CancellationToken cancel)
    {
        if (_options.Offline) return null;
        await _sending.WaitAsync(cancel);
        try
        {
            while (true)
            {
                if (_parts.Count == 0)
                {
                    var batch = queue.Take();
                    if (batch.Count == 0) return null;
                    _parts.Push(batch);
                }

                if (await SendTopAsync(cancel) is { } pause) return pause;
            }
        }
        finally
        {
            _sending.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_options.Offline) return;
        await Task.Yield();
        var backoff = new Backoff(TimeSpan.FromSeconds(1), LongestPause);
        try
        {
            while (true)
            {
                await WaitAsync(stoppingToken);
                while (await DrainAsync(stoppingToken) is { } asked)
                {
                    var pause = backoff.Next();
                    await Task.Delay(asked > pause ? asked : pause, time, stoppingToken);
                }

                backoff.Reset();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The rest leaves in StopAsync.
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var patience = new CancellationTokenSource(_options.ShutdownFlush, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        var backoff = new Backoff(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(2));
        try
        {
            while (await DrainAsync(either.Token) is not null) await Task.Delay(backoff.Next(), time, either.Token);
        }
        catch (OperationCanceledException)
        {
            meter.Dropped(queue.Count, "shutdown");
            log.EventsLost(queue.Count);
        }
    }

    public override void Dispose()
    {
        _sending.Dispose();
        base.Dispose();
    }

    private async Task WaitAsync(CancellationToken stop)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAny(queue.FullAsync(both.Token), Task.Delay(_options.FlushInterval, time, both.Token));
        await both.CancelAsync();
        stop.ThrowIfCancellationRequested();
    }

    /// <summary>Sends the topmost part. Null when it is done with; else it stays, and the pause is how long to wait.</summary>
    private async Task<TimeSpan?> SendTopAsync(CancellationToken cancel)
    {
        var part = _parts.Peek();
        TurnoutApi.Answer answer;
        try
        {
            using var activity = ClientMeter.Activities.StartActivity("turnout.events.send");
            activity?.SetTag("turnout.events.count", part.Count);
            answer = await api.PostAsync("api/v1/events", Encode(part), cancel);
        }
        catch (DeliveryException e)
        {
            return Wait(e.Problem.Code, TimeSpan.Zero);
        }

        switch (answer.Status)
        {
            case HttpStatusCode.Accepted or HttpStatusCode.OK:
                _parts.Pop();
                queue.Done(part.Count);
                meter.Sent(part.Count);
                _waits = false;
                return null;
            case HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity:
                _parts.Pop();
                if (part.Count > 1) Divide(part);
                else Refuse(answer);
                return null;
            // The key may be restored and the address mended: nothing is lost before the queue is full.
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound:
                return Wait(((int)answer.Status).ToString(System.Globalization.CultureInfo.InvariantCulture), LongestPause);
            default:
                var asked = answer.RetryAfter is { } after && after > TimeSpan.Zero ? after : TimeSpan.Zero;
                return Wait(((int)answer.Status).ToString(System.Globalization.CultureInfo.InvariantCulture), asked < LongestPause ? asked : LongestPause);
        }
    }

    private void Divide(List<TurnoutEvent> part)
    {
        var half = part.Count / 2;
        _parts.Push(part[half..]);
        _parts.Push(part[..half]);
    }

    private void Refuse(TurnoutApi.Answer answer)
    {
        queue.Done(1);
        meter.Dropped(1, "refused");
        log.EventRefused(Encoding.UTF8.GetString(answer.Body, 0, Math.Min(answer.Body.Length, 500)));
    }

    private TimeSpan? Wait(string code, TimeSpan pause)
    {
        if (!_waits) log.EventsWait(code, queue.Count, queue.Limit);
        _waits = true;
        return pause;
    }

    private static ByteArrayContent Encode(List<TurnoutEvent> events)
    {
        using var body = new MemoryStream();
        using (var gzip = new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true))
        using (var writer = new Utf8JsonWriter(gzip))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("events"u8);
            foreach (var one in events) one.Write(writer);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        var content = new ByteArrayContent(body.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        return content;
    }
}
