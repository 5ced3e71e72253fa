using System.Net;
using System.Text.Json;
using Turnout.Server.Features.Access;

namespace Turnout.Server.Tests.Access;

public class KeyLifeTests
{
    const string Keys = "/api/v1/environments/production/keys";
    static readonly object Nobody = new { context = new { } };

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task A_rotated_key_and_its_successor_both_work_until_the_overlap_ends(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await TurnoutHost.StartAsync(database);
        var old = await host.Admin.PostAsync<JsonElement>(Keys, new { kind = "client", name = "web", origins = new[] { "https://shop.example" } }, HttpStatusCode.Created);
        var renewed = await host.Admin.PostAsync<JsonElement>($"{Keys}/{old.Text("id")}/rotate", new { overlap_hours = 2 }, HttpStatusCode.Created);
        Assert.Equal(("web", old.Text("id"), "https://shop.example"), (renewed.Text("name"), renewed.Text("replaces"), renewed.GetProperty("origins")[0].GetString()));
        using var before = host.Client(old.Text("key"));
        using var after = host.Client(renewed.Text("key"));
        host.Clock.Advance(TimeSpan.FromHours(2) - TimeSpan.FromMilliseconds(1));
        await before.PostAsync<JsonElement>("/api/v1/evaluate", Nobody);
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await before.ProblemAsync(HttpMethod.Post, "/api/v1/evaluate", Nobody, 401, "unauthenticated");
        await after.PostAsync<JsonElement>("/api/v1/evaluate", Nobody);
        Assert.Equal("key.rotated", (await host.AuditAsync(renewed.Text("id")))[0].Text("kind"));
    }

    [Theory]
    [InlineData("""{"overlap_hours":-1}""", 400, "invalid_overlap")]
    [InlineData("""{"overlap_hours":721}""", 400, "invalid_overlap")]
    public async Task A_bad_rotation_changes_nothing(string body, int status, string code)
    {
        await using var host = await TurnoutHost.StartAsync();
        var id = (await host.Admin.PostAsync<JsonElement>(Keys, new { kind = "client", name = "web" }, HttpStatusCode.Created)).Text("id");
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Keys}/{id}/rotate", body, status, code);
        await host.Admin.ProblemAsync(HttpMethod.Post, $"/api/v1/environments/development/keys/{id}/rotate", new { }, 404, "unknown_key");
        Assert.Equal(JsonValueKind.Null, (await host.Admin.GetAsync<JsonElement>(Keys)).GetProperty("items")[0].GetProperty("expires_at").ValueKind);
    }

    [Fact]
    public async Task When_a_key_was_used_last_is_shown_at_once_and_outlives_the_server()
    {
        await using var database = await TestDatabase.CreateAsync(Store.Sqlite);
        var clock = new ManualClock();
        DateTimeOffset used;
        await using (var host = await TurnoutHost.StartAsync(database, clock: clock))
        {
            var key = await host.CreateKeyAsync("server");
            Assert.Equal(JsonValueKind.Null, (await LastUsedAsync(host)).ValueKind);
            using var client = host.Client(key);
            await client.PostAsync<JsonElement>("/api/v1/evaluate", Nobody);
            used = clock.GetUtcNow();
            Assert.Equal(used, (await LastUsedAsync(host)).GetDateTimeOffset());
        }
        clock.Advance(TimeSpan.FromHours(1));
        await using (var host = await TurnoutHost.StartAsync(database, clock: clock)) Assert.Equal(used, (await LastUsedAsync(host)).GetDateTimeOffset());
    }

    [Fact]
    public async Task Of_two_servers_that_saw_a_key_the_later_use_stays_written()
    {
        await using var database = await TestDatabase.CreateAsync(Store.Sqlite);
        await using var host = await TurnoutHost.StartAsync(database);
        var id = (await host.Admin.PostAsync<JsonElement>(Keys, new { kind = "server", name = "x" }, HttpStatusCode.Created)).Text("id");
        var store = host.Service<AccessStore>();
        await store.SetLastUsedAsync([new(id, 5000)], default);
        await store.SetLastUsedAsync([new(id, 4000)], default);
        Assert.Equal(5000, (await LastUsedAsync(host)).GetDateTimeOffset().ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task A_client_key_bound_to_origins_serves_their_pages_and_no_others()
    {
        await using var host = await TurnoutHost.StartAsync();
        var key = (await host.Admin.PostAsync<JsonElement>(Keys, new { kind = "client", name = "web", origins = new[] { "https://shop.example" } }, HttpStatusCode.Created)).Text("key");
        foreach (var (origin, status) in new[] { ("https://shop.example", 200), ("https://shop.example.evil", 403), ("http://shop.example", 403), ("null", 403) })
        {
            using var page = host.Client(key);
            page.DefaultRequestHeaders.Add("Origin", origin);
            if (status == 200) await page.PostAsync<JsonElement>("/api/v1/evaluate", Nobody);
            else await page.ProblemAsync(HttpMethod.Post, "/api/v1/evaluate", Nobody, 403, "origin_not_allowed");
        }
        // What is no page, such as an app, sends no origin.
        using var app = host.Client(key);
        await app.PostAsync<JsonElement>("/api/v1/evaluate", Nobody);
    }

    [Theory]
    [InlineData("""{"kind":"client","name":"x","origins":["https://shop.example/"]}""")]
    [InlineData("""{"kind":"client","name":"x","origins":["shop.example"]}""")]
    [InlineData("""{"kind":"client","name":"x","origins":["https://Shop.example"]}""")]
    [InlineData("""{"kind":"client","name":"x","origins":["https://shop.example:443"]}""")]
    [InlineData("""{"kind":"client","name":"x","origins":["*"]}""")]
    [InlineData("""{"kind":"client","name":"x","origins":[]}""")]
    [InlineData("""{"kind":"server","name":"x","origins":["https://shop.example"]}""")]
    public async Task What_is_no_origin_is_refused(string body)
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.ProblemAsync(HttpMethod.Post, Keys, body, 400, "invalid_origin");
    }

    [Fact]
    public async Task A_stream_ends_with_the_end_user_token_that_opened_it()
    {
        await using var host = await TurnoutHost.StartAsync();
        var exp = host.Clock.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds();
        using var client = host.Client(Harness.EndUserToken(new { sub = "u1", exp }));
        var issued = (await client.PostAsync<JsonElement>("/sdk/v1/stream/token", null)).Text("token");
        using var direct = await OpenAsync(client, "/sdk/v1/stream");
        using var byToken = await OpenAsync(host.Anonymous, $"/sdk/v1/stream?token={issued}");
        var ended = Task.WhenAll(ReadToEndAsync(direct), ReadToEndAsync(byToken));
        host.Clock.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(29));
        Assert.False(ended.IsCompleted);
        host.Clock.Advance(TimeSpan.FromSeconds(2));
        await ended.WaitAsync(TimeSpan.FromSeconds(60));
    }

    static async Task<HttpResponseMessage> OpenAsync(HttpClient client, string path)
    {
        var response = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return response;
    }

    static Task<string> ReadToEndAsync(HttpResponseMessage response) => response.Content.ReadAsStringAsync();

    static async Task<JsonElement> LastUsedAsync(TurnoutHost host) => (await host.Admin.GetAsync<JsonElement>(Keys)).GetProperty("items")[0].GetProperty("last_used_at");
}
