using System.Net;
using System.Text.Json;

namespace Turnout.Server.Tests.Access;

public class ConnectionTests
{
    const string Connections = "/api/v1/environments/production/connections";
    const string Keys = "/api/v1/environments/production/keys";
    static readonly object Nobody = new { context = new { } };

    [Fact]
    public async Task Whoever_connects_an_application_is_told_what_reached_the_server_and_what_was_refused()
    {
        await using var host = await TurnoutHost.StartAsync();
        var bound = await host.Admin.PostAsync<JsonElement>(Keys, new { kind = "client", name = "web", origins = new[] { "https://shop.example" } }, HttpStatusCode.Created);
        var waiting = await host.Admin.GetAsync<JsonElement>(Connections);
        Assert.Empty(waiting.GetProperty("used").EnumerateArray());
        Assert.Empty(waiting.GetProperty("refused").EnumerateArray());

        using var nobody = host.Client(null);
        using var mistyped = host.Client("tsk_production_mistyped_9876");
        using var web = host.Client(bound.Text("key"));
        await nobody.ProblemAsync(HttpMethod.Post, "/api/v1/evaluate", Nobody, 401, "unauthenticated");
        await mistyped.ProblemAsync(HttpMethod.Post, "/api/v1/evaluate", Nobody, 401, "unauthenticated");
        await web.ProblemAsync(HttpMethod.Get, "/sdk/v1/ruleset", null, 403, "forbidden");
        web.DefaultRequestHeaders.Add("Origin", "https://elsewhere.example");
        await web.ProblemAsync(HttpMethod.Post, "/api/v1/evaluate", Nobody, 403, "origin_not_allowed");

        var seen = await host.Admin.GetAsync<JsonElement>(Connections);
        Assert.Equal(
            [("origin_not_allowed", "https://elsewhere.example", bound.Text("id")), ("forbidden", null!, bound.Text("id")), ("unauthenticated", null!, null!), ("unauthenticated", null!, null!)],
            seen.GetProperty("refused").EnumerateArray().Select(call => (call.Text("code"), call.Text("origin"), call.Text("key_id"))));
        Assert.Equal([bound.Text("hint"), bound.Text("hint"), "9876", null!], seen.GetProperty("refused").EnumerateArray().Select(call => call.Text("key_hint")));
        Assert.Equal(("client:web", "production"), Assert.Single(seen.GetProperty("used").EnumerateArray().Select(use => (use.Text("name"), use.Text("environment")))));

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty((await host.Admin.GetAsync<JsonElement>($"{Connections}?since={Uri.EscapeDataString(host.Clock.GetUtcNow().ToString("O"))}")).GetProperty("refused").EnumerateArray());
    }

    [Fact]
    public async Task Of_other_environments_it_shows_what_the_operator_may_see_there()
    {
        await using var host = await TurnoutHost.StartAsync();
        using var other = host.Client(await host.CreateKeyAsync("server", "development"));
        await other.PostAsync<JsonElement>("/api/v1/evaluate", Nobody);
        Assert.Equal("development", Assert.Single((await host.Admin.GetAsync<JsonElement>(Connections)).GetProperty("used").EnumerateArray()).Text("environment"));
        var token = await host.Admin.PostAsync<JsonElement>("/api/v1/tokens", new { name = "ci", scopes = new[] { "keys_read" }, environment = "production" }, HttpStatusCode.Created);
        using var narrow = host.Client(token.Text("token"));
        Assert.Empty((await narrow.GetAsync<JsonElement>(Connections)).GetProperty("used").EnumerateArray());
        await narrow.ProblemAsync(HttpMethod.Get, "/api/v1/environments/development/connections", null, 403, "forbidden");
        await host.Admin.ProblemAsync(HttpMethod.Get, "/api/v1/environments/nowhere/connections", null, 404, "unknown_environment");
    }
}
