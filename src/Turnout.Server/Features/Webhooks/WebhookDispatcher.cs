using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Turnout.Server.Outbound;
using Turnout.Server.Storage;
using Turnout.Server.Telemetry;

namespace Turnout.Server.Features.Webhooks;

/// <summary>
/// Tells webhooks of what the audit log says, on one server at a time. Nothing is missed: each webhook has a mark in the log, which moves in the
/// transaction that queues its deliveries. A delivery is sent at least once, under an id that stays.
/// </summary>
internal sealed class WebhookDispatcher(
    WebhookQueue queue, WebhookSender sender, ServerMeter meter, Database database, IOptions<WebhookOptions> options, IOptions<OutboundOptions> outbound, TimeProvider clock,
    ILogger<WebhookDispatcher> log)
    : BackgroundRounds("webhooks", database, outbound.Value, clock, log)
{
    const int DeliveriesAtATime = 20;
    static readonly TimeSpan PruneEvery = TimeSpan.FromHours(1);

    readonly TimeProvider clock = clock;
    DateTimeOffset pruneAt;

    protected override async Task RoundAsync(CancellationToken cancellation)
    {
        foreach (var webhook in (await queue.WorkAsync(cancellation)).Behind)
            while (await queue.QueueAsync(webhook.Id, cancellation)) { }
        // Side by side: one that stalls does not hold the others up.
        await Task.WhenAll((await queue.WorkAsync(cancellation)).Due.Select(webhook => DeliverAsync(webhook, cancellation)));
        if (clock.GetUtcNow() < pruneAt) return;
        pruneAt = clock.GetUtcNow() + PruneEvery;
        await queue.PruneAsync(clock.GetUtcNow().AddDays(-options.Value.KeepDays), cancellation);
    }

    async Task DeliverAsync(WebhookRow webhook, CancellationToken cancellation)
    {
        while (await queue.DueAsync(webhook.Id, DeliveriesAtATime, cancellation) is { Count: > 0 } due)
        {
            foreach (var delivery in due)
            {
                var outcome = await sender.SendAsync(webhook, delivery.Id, delivery.Body, cancellation);
                meter.Told(outcome.Delivered);
                if (await queue.RecordAsync(webhook, delivery, outcome, cancellation)) return;
            }
        }
    }
}
