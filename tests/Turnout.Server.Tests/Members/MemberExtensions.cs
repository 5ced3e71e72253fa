using System.Net;
using System.Text.Json;

namespace Turnout.Server.Tests.Members;

/// <summary>Members and their browsers, for tests.</summary>
internal static class MemberExtensions
{
    public const string Password = "correct horse battery";

    /// <summary>Invites a member; answers its id and the invitation's token.</summary>
    public static async Task<(string Id, string Token)> InviteAsync(this TurnoutHost host, string email, object? roles = null)
    {
        var made = await host.Admin.PostAsync<JsonElement>("/api/v1/members", new { email, roles = roles ?? new { } }, HttpStatusCode.Created);
        return (made.GetProperty("member").Text("id"), made.GetProperty("invitation").Text("token"));
    }

    /// <summary>A member who has followed its invitation, signed in.</summary>
    public static async Task<(string Id, HttpClient Client)> JoinAsync(this TurnoutHost host, string email, object? roles = null)
    {
        var (id, token) = await host.InviteAsync(email, roles);
        using var joined = await host.Anonymous.PostAsync("/api/v1/session/join", HttpClientExtensions.Content(new { token, password = Password }));
        return (id, await host.BrowserAsync(joined));
    }

    public static async Task<HttpClient> SignInAsync(this TurnoutHost host, string email, string password = Password)
    {
        using var answer = await host.Anonymous.PostAsync("/api/v1/session", HttpClientExtensions.Content(new { email, password }));
        return await host.BrowserAsync(answer);
    }

    /// <summary>A browser with the cookie of an answer that signed in.</summary>
    public static async Task<HttpClient> BrowserAsync(this TurnoutHost host, HttpResponseMessage answer)
    {
        await answer.ReadAsync<JsonElement>();
        return host.BrowserOf(answer.Headers.GetValues("Set-Cookie").Single());
    }

    public static HttpClient BrowserOf(this TurnoutHost host, string setCookie)
    {
        var browser = host.Client(null);
        browser.DefaultRequestHeaders.Add("Cookie", setCookie.Split(';')[0]);
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        return browser;
    }
}
