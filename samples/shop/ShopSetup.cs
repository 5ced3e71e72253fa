using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Shop;

/// <summary>What the shop needs of Turnout to talk to it.</summary>
internal sealed record ShopKeys(string Server, string Client);

/// <summary>Makes the flag, the five experiments and two keys of the shop, where they are not there yet, through Turnout's public API.</summary>
internal sealed class ShopSetup : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _root;

    public ShopSetup(Uri server, string adminToken, string environment)
    {
        _http = new HttpClient { BaseAddress = server };
        _http.DefaultRequestHeaders.Authorization = new("Bearer", adminToken);
        _root = $"/api/v1/environments/{environment}";
    }

    public async Task<ShopKeys> RunAsync()
    {
        using (var known = await _http.GetAsync($"{_root}/flags/shop.banner"))
        {
            if (known.StatusCode == HttpStatusCode.NotFound)
                await CallAsync(HttpMethod.Put, "flags/shop.banner", new { key = "shop.banner", description = "The line above every page of the shop", enabled = false });
        }

        await LaunchAsync("landing-hero", "visitor", ["control", "benefit-focused"], "Landing page hero, for anonymous visitors");
        await LaunchAsync("pricing-tiers", "visitor", ["control", "variant-a", "variant-b"], "Three price lists");
        await LaunchAsync("dashboard-layout", "team", ["list", "grid"], "Dashboard layout: all members of a team see the same");
        await LaunchAsync("upgrade-button", "user", ["control", "urgent"], "Upgrade button, with a verified conversion");
        await LaunchAsync("team-reports", "user", ["control", "charts"], "Reports, for plans with teams only",
            new { attribute = "plan", op = "in", value = (string[])["teams", "organization"] });
        return new ShopKeys(await NewKeyAsync("server"), await NewKeyAsync("client"));
    }

    public void Dispose() => _http.Dispose();

    private async Task LaunchAsync(string key, string unit, string[] variants, string description, object? audience = null)
    {
        using var known = await _http.GetAsync($"{_root}/experiments/{key}");
        if (known.IsSuccessStatusCode) return;
        var experiment = new Dictionary<string, object?>
        {
            ["key"] = key,
            ["description"] = description,
            ["unit"] = unit,
            ["assignment"] = "deterministic",
            ["variants"] = variants.Select(variant => new { key = variant, weight = 1 }),
            ["control"] = variants[0],
        };
        if (audience is not null) experiment["if"] = audience;
        await CallAsync(HttpMethod.Post, "experiments", experiment);
        await CallAsync(HttpMethod.Post, $"experiments/{key}/launch", new { });
    }

    private async Task<string> NewKeyAsync(string kind) =>
        (await CallAsync(HttpMethod.Post, "keys", new { kind, name = "shop" })).GetProperty("key").GetString()!;

    private async Task<JsonElement> CallAsync(HttpMethod method, string path, object body)
    {
        using var request = new HttpRequestMessage(method, $"{_root}/{path}") { Content = JsonContent.Create(body) };
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"Turnout answered {method} {path} with {(int)answer.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }
}
