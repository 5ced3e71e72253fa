using System.Security.Claims;
using System.Text.Json;
using Turnout.Client;

namespace Shop;

/// <summary>The one HTML page of the shop, with what the browser needs to show the right variants at its first paint.</summary>
internal sealed class ShopPage
{
    private const string Mark = "<!--turnout-->";

    private readonly string _before;
    private readonly string _after;
    private readonly Uri _server;
    private readonly string _clientKey;

    private ShopPage(string html, Uri server, string clientKey)
    {
        var at = html.IndexOf(Mark, StringComparison.Ordinal);
        (_before, _after) = (html[..at], html[(at + Mark.Length)..]);
        (_server, _clientKey) = (server, clientKey);
    }

    /// <summary>Reads the page that Vite built.</summary>
    public static async Task<ShopPage> LoadAsync(string path, Uri server, string clientKey)
    {
        if (!File.Exists(path)) throw new InvalidOperationException($"The pages are not built: {path} is missing. Start the shop with samples/shop/run.sh.");
        return new ShopPage(await File.ReadAllTextAsync(path), server, clientKey);
    }

    public IResult Render(RequestFlags flags, HttpContext http)
    {
        // The serializer escapes "<", and so does BootstrapJson: neither can end the script element.
        var settings = JsonSerializer.Serialize(new
        {
            url = _server.ToString().TrimEnd('/'),
            clientKey = _clientKey,
            context = new { userId = http.User.FindFirstValue("sub"), teamId = http.User.FindFirstValue("team_id"), plan = http.User.FindFirstValue("plan") },
        });
        http.Response.Headers.CacheControl = "no-store";
        return Results.Content($"{_before}<script>window.shop = {settings}; window.shop.bootstrap = {flags.BootstrapJson()};</script>{_after}", "text/html; charset=utf-8");
    }
}
