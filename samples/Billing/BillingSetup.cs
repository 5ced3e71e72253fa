using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Billing;

/// <summary>Makes the sample's kill switch, experiment and server key through Turnout's public API, where they are not there yet.</summary>
internal sealed class BillingSetup : IDisposable
{
    private const string Root = "/api/v1/environments/production/";
    private readonly HttpClient _http;

    public BillingSetup(Uri server, string adminToken)
    {
        _http = new HttpClient { BaseAddress = server };
        _http.DefaultRequestHeaders.Authorization = new("Bearer", adminToken);
    }

    /// <summary>A new server key.</summary>
    public async Task<string> RunAsync()
    {
        if (!await ExistsAsync("flags/billing.charging"))
        {
            await CallAsync(HttpMethod.Put, "flags/billing.charging",
                new { key = "billing.charging", description = "Charges customers; off stops all charges", enabled = true, critical = true });
        }

        if (!await ExistsAsync("experiments/upgrade_button"))
        {
            await CallAsync(HttpMethod.Post, "experiments", new
            {
                key = "upgrade_button",
                description = "Does an urgent or a value-minded upgrade button sell more?",
                unit = "team",
                assignment = "deterministic",
                algorithm = "sha256-modulo",
                variants = new[] { new { key = "control", weight = 1 }, new { key = "urgent", weight = 1 }, new { key = "value", weight = 1 } },
            });
            await CallAsync(HttpMethod.Post, "experiments/upgrade_button/launch", new { });
        }

        var key = await CallAsync(HttpMethod.Post, "keys", new { kind = "server", name = "billing" });
        return key.GetProperty("key").GetString()!;
    }

    public void Dispose() => _http.Dispose();

    private async Task<bool> ExistsAsync(string path)
    {
        using var answer = await _http.GetAsync(Root + path);
        return answer.StatusCode != HttpStatusCode.NotFound;
    }

    private async Task<JsonElement> CallAsync(HttpMethod method, string path, object body)
    {
        using var request = new HttpRequestMessage(method, Root + path) { Content = JsonContent.Create(body) };
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"Turnout answered {method} {path} with {(int)answer.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }
}
