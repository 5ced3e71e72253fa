using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Turnout.Server.Outbound;

namespace Turnout.Server.Features.Webhooks;

/// <summary>Sends one message, signed by Standard Webhooks.</summary>
internal sealed class WebhookSender(OutboundHttp http, SealedSecrets secrets, TimeProvider clock)
{
    /// <returns>What came of it; also where the secret cannot be opened, since <c>TURNOUT_SECRETS_KEY</c> was changed.</returns>
    public async Task<Outcome> SendAsync(WebhookRow webhook, string id, string body, CancellationToken cancellation)
    {
        if (http.Check(webhook.Url) is { } wrong) return new Outcome(null, $"the address {wrong}", 0);
        var now = clock.GetUtcNow();
        if (secrets.Open(webhook.Secret, webhook.Id) is not { } secret) return new Outcome(null, "its secret cannot be opened: give it a new one", 0);
        var bytes = Encoding.UTF8.GetBytes(body);
        var signature = WebhookChanges.Sign(secret, id, now.ToUnixTimeSeconds(), bytes);
        if (webhook.OldSecret is { } old && webhook.OldSecretUntil > now.ToUnixTimeMilliseconds() && secrets.Open(old, webhook.Id) is { } before)
            signature += $" {WebhookChanges.Sign(before, id, now.ToUnixTimeSeconds(), bytes)}";

        using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url)
        {
            Content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", signature);
        return await http.SendAsync(request, cancellation);
    }
}
