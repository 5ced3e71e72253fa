using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Turnout.Server.Features.Webhooks;
using Turnout.Server.Outbound;

namespace Turnout.Server.Sinks;

/// <summary>
/// Any address of your own: <c>{"events":[…]}</c> in the form in which Turnout takes events, with a bearer token, or signed by Standard Webhooks
/// where the key is a <c>whsec_…</c> secret.
/// </summary>
internal sealed class HttpSink(string name, SinkSettings settings, OutboundHttp http, TimeProvider clock) : EventSink(name, settings)
{
    public override async Task<Outcome> SendAsync(IReadOnlyList<SinkEvent> batch, CancellationToken cancellation)
    {
        var body = JsonRequests.Bytes(new JsonObject { ["events"] = new JsonArray([.. batch.Select(item => item.ToJson())]) });
        using var request = JsonRequests.Post(Settings.Url!, body);
        if (Settings.Key is { Length: > 0 } key)
        {
            if (key.StartsWith("whsec_", StringComparison.Ordinal)) Sign(request, key, batch[0].Id, body);
            else request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
        return await http.SendAsync(request, cancellation);
    }

    void Sign(HttpRequestMessage request, string secret, string id, byte[] body)
    {
        var at = clock.GetUtcNow().ToUnixTimeSeconds();
        request.Headers.TryAddWithoutValidation("webhook-id", id);
        request.Headers.Add("webhook-timestamp", at.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookChanges.Sign(secret, id, at, body));
    }
}
