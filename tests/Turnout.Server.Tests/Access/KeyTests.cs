using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Turnout.Server.Features.Access;
using Turnout.Server.Storage;

namespace Turnout.Server.Tests.Access;

public class KeyTests
{
    const string Keys = "/api/v1/environments/production/keys";

    [Fact]
    public async Task A_key_is_shown_once_and_kept_only_as_its_hash()
    {
        await using var host = await TurnoutHost.StartAsync();
        var made = await host.Admin.PostAsync<JsonElement>(Keys, new { kind = "server", name = "checkout" }, HttpStatusCode.Created);
        var secret = made.GetProperty("key").GetString()!;
        Assert.StartsWith("turnout_server_", secret, StringComparison.Ordinal);
        Assert.Equal(43, secret.Length - "turnout_server_".Length);
        var list = await host.Admin.GetAsync<string>(Keys);
        Assert.DoesNotContain(secret, list, StringComparison.Ordinal);
        Assert.Contains("checkout", list, StringComparison.Ordinal);
        var everything = await host.Service<Database>().ReadAsync(session => session.QueryAsync<string>(
            "SELECT id || name || hash || hint || created_by FROM access_keys UNION ALL SELECT metadata || actor || target FROM audit"));
        Assert.DoesNotContain(everything, text => text.Contains(secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("server", 200)]
    [InlineData("client", 403)]
    public async Task Only_a_server_key_reads_the_ruleset(string kind, int status)
    {
        await using var host = await StartAsync();
        using var client = host.Client(await host.CreateKeyAsync(kind));
        using var response = await client.GetAsync("/test/ruleset");
        Assert.Equal(status, (int)response.StatusCode);
        if (status == 403) await response.ReadProblemAsync(403, "forbidden");
    }

    [Fact]
    public async Task A_key_belongs_to_its_environment()
    {
        await using var host = await StartAsync();
        using var client = host.Client(await host.CreateKeyAsync("client", "development"));
        Assert.Equal("development client:test", await client.GetAsync<string>("/test/evaluate"));
    }

    [Fact]
    public async Task A_key_may_come_as_X_API_Key()
    {
        await using var host = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/test/evaluate") { Headers = { { "X-API-Key", await host.CreateKeyAsync("server") } } };
        using var response = await host.Anonymous.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Only_a_client_key_may_come_in_the_query_and_only_where_the_endpoint_says_so()
    {
        await using var host = await StartAsync();
        var client = await host.CreateKeyAsync("client");
        var server = await host.CreateKeyAsync("server");
        await host.Anonymous.GetAsync<string>($"/test/beacon?key={client}");
        await host.Anonymous.ProblemAsync(HttpMethod.Get, $"/test/beacon?key={server}", null, 401, "unauthenticated");
        await host.Anonymous.ProblemAsync(HttpMethod.Get, $"/test/evaluate?key={client}", null, 401, "unauthenticated");
    }

    [Fact]
    public async Task A_key_is_refused_the_moment_it_is_revoked()
    {
        await using var host = await StartAsync();
        var made = await host.Admin.PostAsync<JsonElement>(Keys, new { kind = "client", name = "web" }, HttpStatusCode.Created);
        using var client = host.Client(made.GetProperty("key").GetString());
        await client.GetAsync<string>("/test/evaluate");
        await host.Admin.SendAsync<string>(HttpMethod.Delete, $"{Keys}/{made.GetProperty("id").GetString()}", null, HttpStatusCode.NoContent);
        await client.ProblemAsync(HttpMethod.Get, "/test/evaluate", null, 401, "unauthenticated");
        await host.Admin.ProblemAsync(HttpMethod.Delete, $"{Keys}/{made.GetProperty("id").GetString()}", null, 404, "unknown_key");
    }

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task A_key_outlives_a_restart(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        string key;
        await using (var host = await StartAsync(database)) key = await host.CreateKeyAsync("server");
        await using (var host = await StartAsync(database))
        {
            using var client = host.Client(key);
            await client.GetAsync<string>("/test/ruleset");
        }
    }

    [Fact]
    public async Task A_key_revoked_on_one_server_is_refused_on_another()
    {
        await using var database = await TestDatabase.CreateAsync(Store.Postgres);
        await using var first = await StartAsync(database);
        await using var second = await StartAsync(database);
        var heard = new SemaphoreSlim(0);
        second.Service<Database>().Changed += change => heard.Release();
        var made = await first.Admin.PostAsync<JsonElement>(Keys, new { kind = "client", name = "web" }, HttpStatusCode.Created);
        Assert.True(await heard.WaitAsync(TimeSpan.FromSeconds(60)));
        await second.Service<KeyTable>().RefreshAsync(CancellationToken.None);
        using var client = second.Client(made.GetProperty("key").GetString());
        await client.GetAsync<string>("/test/evaluate");
        await first.Admin.SendAsync<string>(HttpMethod.Delete, $"{Keys}/{made.GetProperty("id").GetString()}", null, HttpStatusCode.NoContent);
        Assert.True(await heard.WaitAsync(TimeSpan.FromSeconds(60)));
        await second.Service<KeyTable>().RefreshAsync(CancellationToken.None);
        await client.ProblemAsync(HttpMethod.Get, "/test/evaluate", null, 401, "unauthenticated");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer x")]
    [InlineData("Bearer turnout_server_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("turnout_server_x")]
    public async Task A_missing_or_unknown_key_is_unauthenticated(string? authorization)
    {
        await using var host = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/test/evaluate");
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await host.Anonymous.SendAsync(request);
        await response.ReadProblemAsync(401, "unauthenticated");
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task A_huge_key_is_unauthenticated()
    {
        await using var host = await StartAsync();
        using var client = host.Client(new string('a', 20_000));
        await client.ProblemAsync(HttpMethod.Get, "/test/evaluate", null, 401, "unauthenticated");
    }

    [Fact]
    public async Task Applications_may_not_call_the_operators_endpoints()
    {
        await using var host = await StartAsync();
        foreach (var token in new[] { await host.CreateKeyAsync("server"), await host.CreateKeyAsync("client"), Tokens.Sign(new { sub = "u1" }) })
        {
            using var client = host.Client(token);
            await client.ProblemAsync(HttpMethod.Get, Keys, null, 403, "forbidden");
            await client.ProblemAsync(HttpMethod.Post, "/api/v1/environments", new { key = "x" }, 403, "forbidden");
        }
        await host.Admin.ProblemAsync(HttpMethod.Get, "/test/evaluate", null, 403, "forbidden");
    }

    [Fact]
    public async Task An_end_user_comes_with_the_claims_of_the_token()
    {
        await using var host = await StartAsync();
        using var client = host.Client(Tokens.Sign(new { sub = "u1" }));
        Assert.Equal("production user:u1", await client.GetAsync<string>("/test/self"));
        using var expired = host.Client(Tokens.Sign(new { sub = "u1", exp = 1 }));
        await expired.ProblemAsync(HttpMethod.Get, "/test/self", null, 401, "expired_token");
        using var server = host.Client(await host.CreateKeyAsync("server"));
        await server.ProblemAsync(HttpMethod.Get, "/test/self", null, 403, "forbidden");
    }

    [Theory]
    [InlineData("{\"kind\":\"admin\",\"name\":\"x\"}", "invalid_kind")]
    [InlineData("{\"kind\":\"Server\",\"name\":\"x\"}", "invalid_kind")]
    [InlineData("{\"kind\":\"server\",\"name\":\"\"}", "invalid_name")]
    [InlineData("{\"kind\":\"server\",\"name\":\"a\\u0001\"}", "invalid_name")]
    [InlineData("{\"kind\":\"server\"}", "missing_member")]
    public async Task A_bad_request_for_a_key_makes_none(string body, string code)
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.ProblemAsync(HttpMethod.Post, Keys, body, 400, code);
        Assert.Equal(0, (await host.Admin.GetAsync<JsonElement>(Keys)).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Keys_of_an_unknown_environment_are_not_found()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.ProblemAsync(HttpMethod.Get, "/api/v1/environments/nowhere/keys", null, 404, "unknown_environment");
        await host.Admin.ProblemAsync(HttpMethod.Post, "/api/v1/environments/nowhere/keys", new { kind = "server", name = "x" }, 404, "unknown_environment");
    }

    [Fact]
    public async Task Pages_of_other_origins_may_call_what_client_keys_may_and_nothing_else()
    {
        await using var host = await StartAsync();
        using var preflight = Preflight("/test/evaluate");
        using var allowed = await host.Anonymous.SendAsync(preflight);
        Assert.Equal("*", allowed.Headers.GetValues("Access-Control-Allow-Origin").Single());
        using var refusedPreflight = Preflight(Keys);
        using var refused = await host.Anonymous.SendAsync(refusedPreflight);
        Assert.False(refused.Headers.Contains("Access-Control-Allow-Origin"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/test/evaluate") { Headers = { { "Origin", "https://shop.example" } } };
        // A refusal is readable by the page as well.
        using var unauthenticated = await host.Anonymous.SendAsync(request);
        await unauthenticated.ReadProblemAsync(401, "unauthenticated");
        Assert.Equal("*", unauthenticated.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    [Fact]
    public void Finding_a_caller_costs_no_allocation()
    {
        var hash = SecretHash.Of("turnout_server_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) hash = SecretHash.Of("turnout_server_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(hash, SecretHash.Parse(hash.ToString()));
    }

    static HttpRequestMessage Preflight(string address) => new(HttpMethod.Options, address)
    {
        Headers = { { "Origin", "https://shop.example" }, { "Access-Control-Request-Method", "GET" }, { "Access-Control-Request-Headers", "authorization" } },
    };

    static Task<TurnoutHost> StartAsync(TestDatabase? database = null) => TurnoutHost.StartAsync(database, map: endpoints =>
    {
        var test = endpoints.MapGroup("/test");
        ((IEndpointConventionBuilder)test).Finally(endpoints.ServiceProvider.GetRequiredService<Gate>().Guard);
        test.MapGet("/evaluate", Answer).Requires(Right.Evaluate);
        test.MapGet("/ruleset", Answer).Requires(Right.RulesetRead);
        test.MapGet("/self", Answer).Requires(Right.Self);
        test.MapGet("/beacon", Answer).Requires(Right.EventsSend).AcceptsKeyInQuery();
    });

    static string Answer(Caller caller) => $"{caller.Environment} {caller.Actor}";
}
