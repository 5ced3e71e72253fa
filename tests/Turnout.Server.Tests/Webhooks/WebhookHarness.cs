using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Turnout.Server.Features.Webhooks;
using Turnout.Server.Tests.Outbound;

namespace Turnout.Server.Tests.Webhooks;

/// <summary>What tests of webhooks do again and again.</summary>
internal static class WebhookHarness
{
    public const string Webhooks = "/api/v1/webhooks";

    /// <summary>Makes a webhook through the API and answers with its id and secret.</summary>
    public static async Task<(string Id, string Secret)> CreateWebhookAsync(this TurnoutHost host, string url, string format = "json", string[]? events = null, string[]? environments = null)
    {
        var made = await host.Admin.PostAsync<JsonElement>(Webhooks, new { name = "chat", url, format, events, environments }, HttpStatusCode.Created);
        return (made.Text("id"), made.Text("secret"));
    }

    public static Task<string> SetFlagAsync(this TurnoutHost host, string key, object? flag = null, string environment = "production") =>
        host.Admin.SendAsync<string>(HttpMethod.Put, $"/api/v1/environments/{environment}/flags/{key}", flag ?? new { key, enabled = true }, HttpStatusCode.Created);

    public static Task DispatchAsync(this TurnoutHost host) => host.Service<WebhookDispatcher>().RunAsync();

    public static async Task<List<JsonElement>> DeliveriesAsync(this TurnoutHost host, string webhook, string query = "") =>
        [.. (await host.Admin.GetAsync<JsonElement>($"{Webhooks}/{webhook}/deliveries{query}")).GetProperty("items").EnumerateArray()];

    /// <summary>Checks a message as a receiver would, by the text of the Standard Webhooks specification.</summary>
    public static bool IsSignedBy(this Received message, string secret)
    {
        var documented = DocumentedCheck.Accepts(secret, message.Headers["webhook-id"], message.Headers["webhook-timestamp"], message.Headers["webhook-signature"], message.Body);
        var signed = Encoding.UTF8.GetBytes($"{message.Headers["webhook-id"]}.{message.Headers["webhook-timestamp"]}.{message.Text}");
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret.Split('_')[1]), signed));
        var isSigned = message.Headers["webhook-signature"].Split(' ').Contains(expected);
        Assert.Equal(isSigned, documented);
        return isSigned;
    }
}
