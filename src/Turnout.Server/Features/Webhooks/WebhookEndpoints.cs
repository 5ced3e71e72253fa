using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Features.Access;
using Turnout.Server.Hosting;
using Turnout.Server.Outbound;

namespace Turnout.Server.Features.Webhooks;

internal static class WebhookEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var webhooks = endpoints.MapGroup("/api/v1/webhooks").WithTags("Webhooks");
        webhooks.MapGet("", ListWebhooks).WithName("listWebhooks").Requires(Right.WebhooksRead);
        webhooks.MapPost("", CreateWebhook).WithName("createWebhook").Requires(Right.WebhooksWrite);
        webhooks.MapGet("/{id}", GetWebhook).WithName("getWebhook").Requires(Right.WebhooksRead);
        webhooks.MapPut("/{id}", SetWebhook).WithName("setWebhook").Requires(Right.WebhooksWrite);
        webhooks.MapDelete("/{id}", DeleteWebhook).WithName("deleteWebhook").Requires(Right.WebhooksWrite);
        webhooks.MapPost("/{id}/secret", RotateWebhookSecret).WithName("rotateWebhookSecret").Requires(Right.WebhooksWrite);
        webhooks.MapPost("/{id}/test", TestWebhook).WithName("testWebhook").Requires(Right.WebhooksWrite);
        webhooks.MapPost("/{id}/replay", ReplayWebhook).WithName("replayWebhook").Requires(Right.WebhooksWrite);
        webhooks.MapGet("/{id}/deliveries", ListDeliveries).WithName("listDeliveries").Requires(Right.WebhooksRead);
        webhooks.MapGet("/{id}/deliveries/{delivery}", GetDelivery).WithName("getDelivery").Requires(Right.WebhooksRead);
        webhooks.MapPost("/{id}/deliveries/{delivery}/replay", ReplayDelivery).WithName("replayDelivery").Requires(Right.WebhooksWrite);
    }

    /// <summary>The webhooks, oldest first, without their secrets.</summary>
    internal static async Task<Results<Ok<Page<WebhookBody>>, ProblemHttpResult>> ListWebhooks(
        [AsParameters] PageQuery query, WebhookStore store, CancellationToken cancellation)
    {
        if (!query.Read().TryGet(out var page, out var problem)) return problem.ToHttp();
        return TypedResults.Ok(Page.Of(await store.ListAsync(page, cancellation), page, item => WebhookBody.Of(item.Row, item.Pending), item => [item.Row.Id]));
    }

    /// <summary>Makes a webhook, told of what happens from now on. The answer is the only place where its secret can be read.</summary>
    internal static async Task<Results<Created<WebhookBody>, ProblemHttpResult>> CreateWebhook(
        WebhookRequest request, WebhookStore store, OutboundHttp http, Author author, HttpResponse response, CancellationToken cancellation)
    {
        if (WebhookChanges.Check(request, http) is { } wrong) return wrong.ToHttp();
        if (!(await store.CreateAsync(request, author, cancellation)).TryGet(out var made, out var problem)) return problem.ToHttp();
        ETag.Set(response, made.Row.Revision);
        return TypedResults.Created((string?)null, WebhookBody.Of(made.Row, 0, made.Secret));
    }

    /// <summary>A webhook.</summary>
    internal static async Task<Results<Ok<WebhookBody>, ProblemHttpResult>> GetWebhook(
        string id, WebhookStore store, HttpResponse response, CancellationToken cancellation)
    {
        if (!(await store.FindAsync(id, cancellation)).TryGet(out var found, out var problem)) return problem.ToHttp();
        ETag.Set(response, found.Row.Revision);
        return TypedResults.Ok(WebhookBody.Of(found.Row, found.Pending));
    }

    /// <summary>Changes a webhook. Switched on again, it is told of what happens from then on; replay tells it of what happened before.</summary>
    internal static async Task<Results<Ok<WebhookBody>, ProblemHttpResult>> SetWebhook(
        string id, WebhookRequest request, Precondition precondition, WebhookStore store, OutboundHttp http, WebhookDispatcher dispatcher, Author author,
        HttpResponse response, CancellationToken cancellation)
    {
        if (WebhookChanges.Check(request, http) is { } wrong) return wrong.ToHttp();
        if (!(await store.UpdateAsync(id, request, precondition, author, cancellation)).TryGet(out var saved, out var problem)) return problem.ToHttp();
        dispatcher.Wake();
        ETag.Set(response, saved.Row.Revision);
        return TypedResults.Ok(WebhookBody.Of(saved.Row, saved.Pending));
    }

    /// <summary>Removes a webhook with its deliveries.</summary>
    internal static async Task<Results<NoContent, ProblemHttpResult>> DeleteWebhook(
        string id, Precondition precondition, WebhookStore store, Author author, CancellationToken cancellation) =>
        (await store.DeleteAsync(id, precondition, author, cancellation)).Problem is { } problem ? problem.ToHttp() : TypedResults.NoContent();

    /// <summary>Gives a webhook a new secret. For 24 hours its messages carry a signature by the old one as well.</summary>
    internal static async Task<Results<Ok<WebhookSecretBody>, ProblemHttpResult>> RotateWebhookSecret(
        string id, WebhookStore store, Author author, CancellationToken cancellation) =>
        (await store.RotateAsync(id, author, cancellation)).TryGet(out var body, out var problem) ? TypedResults.Ok(body) : problem.ToHttp();

    /// <summary>Sends a <c>webhook.test</c> message now, once, and says what came of it.</summary>
    internal static async Task<Results<Ok<DeliveryBody>, ProblemHttpResult>> TestWebhook(
        string id, WebhookStore store, WebhookSender sender, WebhookQueue queue, TimeProvider clock, CancellationToken cancellation)
    {
        if (!(await store.FindAsync(id, cancellation)).TryGet(out var found, out var problem)) return problem.ToHttp();
        var now = clock.GetUtcNow();
        var body = WebhookMessages.OfTest(found.Row.Name, now, found.Row.Format);
        var delivery = Guid.CreateVersion7(now).ToString();
        var outcome = await sender.SendAsync(found.Row, delivery, body, cancellation);
        return TypedResults.Ok(DeliveryBody.Whole(await queue.RecordTestAsync(found.Row, delivery, body, outcome, cancellation)));
    }

    /// <summary>Tells a webhook of a stretch of the past again: every change it wants, delivered before or not, under the same ids.</summary>
    internal static async Task<Results<Accepted<ReplayBody>, ProblemHttpResult>> ReplayWebhook(
        string id, ReplayRequest request, WebhookQueue queue, WebhookDispatcher dispatcher, CancellationToken cancellation)
    {
        if (request.Until < request.Since) return Problem.Invalid("invalid_value", "until", "'until' is before 'since'.").ToHttp();
        if (!(await queue.ReplayAsync(id, request, cancellation)).TryGet(out var queued, out var problem)) return problem.ToHttp();
        dispatcher.Wake();
        return TypedResults.Accepted((string?)null, new ReplayBody(queued));
    }

    /// <summary>What a webhook was told and is to be told, newest first.</summary>
    internal static async Task<Results<Ok<Page<DeliveryBody>>, ProblemHttpResult>> ListDeliveries(
        string id, [Description("Only `pending`, `delivered` or `failed` ones.")] string? status,
        [AsParameters] PageQuery query, WebhookQueue queue, CancellationToken cancellation)
    {
        if (status is not (null or DeliveryRow.Pending or DeliveryRow.Delivered or DeliveryRow.Failed))
            return Problem.Invalid("invalid_value", "status", "'status' is 'pending', 'delivered' or 'failed'.").ToHttp();
        if (!query.ReadKeys(CursorKey.Number, CursorKey.Text).TryGet(out var page, out var problem)) return problem.ToHttp();
        if (!(await queue.ListAsync(id, status, page, cancellation)).TryGet(out var rows, out problem)) return problem.ToHttp();
        return TypedResults.Ok(Page.Of(rows, page, DeliveryBody.Of, row => [row.Sequence.ToString(CultureInfo.InvariantCulture), row.Id]));
    }

    /// <summary>A delivery with what is sent.</summary>
    internal static async Task<Results<Ok<DeliveryBody>, ProblemHttpResult>> GetDelivery(
        string id, string delivery, WebhookQueue queue, CancellationToken cancellation) =>
        (await queue.FindAsync(id, delivery, cancellation)).TryGet(out var row, out var problem) ? TypedResults.Ok(DeliveryBody.Whole(row)) : problem.ToHttp();

    /// <summary>Sends a delivery again at once, whatever became of it, under the same id.</summary>
    internal static async Task<Results<Accepted<DeliveryBody>, ProblemHttpResult>> ReplayDelivery(
        string id, string delivery, WebhookQueue queue, WebhookDispatcher dispatcher, CancellationToken cancellation)
    {
        if (!(await queue.ReplayOneAsync(id, delivery, cancellation)).TryGet(out var row, out var problem)) return problem.ToHttp();
        dispatcher.Wake();
        return TypedResults.Accepted((string?)null, DeliveryBody.Of(row));
    }
}
