using System.Net;
using System.Text.Json;
using Turnout.Server.Tests.Members;

namespace Turnout.Server.Tests.Access;

public class TokenTests
{
    const string Tokens = "/api/v1/tokens", Own = "/api/v1/session/tokens", Flags = "/api/v1/environments/production/flags";

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task A_service_token_can_do_what_its_scopes_say_and_nothing_else(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await TurnoutHost.StartAsync(database);
        var made = await host.Admin.PostAsync<JsonElement>(Tokens, new { name = "terraform", scopes = new[] { "flags_read", "cohort_write" } }, HttpStatusCode.Created);
        using var program = host.Client(made.Text("token"));
        await program.GetAsync<JsonElement>(Flags);
        await program.PutAsync<string>("/api/v1/environments/production/cohort/user/u1", null, HttpStatusCode.NoContent);
        await program.ProblemAsync(HttpMethod.Put, $"{Flags}/f", new { key = "f" }, 403, "forbidden");
        await program.ProblemAsync(HttpMethod.Get, Tokens, null, 403, "forbidden");
        await program.ProblemAsync(HttpMethod.Post, "/api/v1/session", new { }, 401, "unauthenticated");
        Assert.Equal("service:terraform", (await host.AuditAsync("u1"))[0].Text("actor"));
        Assert.DoesNotContain(made.Text("token"), await host.Admin.GetAsync<string>(Tokens), StringComparison.Ordinal);
        await host.Admin.SendAsync<string>(HttpMethod.Delete, $"{Tokens}/{made.Text("id")}", null, HttpStatusCode.NoContent);
        await program.ProblemAsync(HttpMethod.Get, Flags, null, 401, "unauthenticated");
    }

    [Fact]
    public async Task A_token_of_one_environment_is_none_in_another()
    {
        await using var host = await TurnoutHost.StartAsync();
        var made = await host.Admin.PostAsync<JsonElement>(Tokens, new { name = "ci", scopes = new[] { "editor" }, environment = "development" }, HttpStatusCode.Created);
        using var program = host.Client(made.Text("token"));
        await program.PutAsync<JsonElement>("/api/v1/environments/development/flags/f", new { key = "f" }, HttpStatusCode.Created);
        await program.ProblemAsync(HttpMethod.Get, Flags, null, 403, "forbidden");
        await program.ProblemAsync(HttpMethod.Get, "/api/v1/audit", null, 403, "forbidden");
    }

    [Fact]
    public async Task A_personal_token_never_does_more_than_its_member_may()
    {
        await using var host = await TurnoutHost.StartAsync();
        var (id, ada) = await host.JoinAsync("ada@example.org", new { production = "viewer" });
        using var _ = ada;
        var made = await ada.PostAsync<JsonElement>(Own, new { name = "laptop", scopes = new[] { "admin" } }, HttpStatusCode.Created);
        using var laptop = host.Client(made.Text("token"));
        await laptop.GetAsync<JsonElement>(Flags);
        await laptop.ProblemAsync(HttpMethod.Put, $"{Flags}/f", new { key = "f" }, 403, "forbidden");
        await laptop.ProblemAsync(HttpMethod.Get, "/api/v1/environments/development/flags", null, 403, "forbidden");
        // It is no sign-in: it makes no tokens and changes no password.
        await laptop.ProblemAsync(HttpMethod.Post, Own, new { name = "x", scopes = new[] { "viewer" } }, 403, "forbidden");

        await host.Admin.SendAsync<JsonElement>(HttpMethod.Patch, $"/api/v1/members/{id}", new { roles = new { production = "editor" } }, HttpStatusCode.OK);
        await laptop.PutAsync<JsonElement>($"{Flags}/f", new { key = "f" }, HttpStatusCode.Created);
        Assert.Equal("personal:ada@example.org:laptop", (await host.AuditAsync("f"))[0].Text("actor"));
        await host.Admin.SendAsync<JsonElement>(HttpMethod.Patch, $"/api/v1/members/{id}", new { disabled = true }, HttpStatusCode.OK);
        await laptop.ProblemAsync(HttpMethod.Get, Flags, null, 401, "unauthenticated");
    }

    [Fact]
    public async Task A_personal_token_ends_after_ninety_days_unless_it_says_otherwise()
    {
        await using var host = await TurnoutHost.StartAsync();
        var (_, ada) = await host.JoinAsync("ada@example.org", new { production = "viewer" });
        using var _ = ada;
        var made = await ada.PostAsync<JsonElement>(Own, new { name = "laptop", scopes = new[] { "viewer" } }, HttpStatusCode.Created);
        Assert.Equal(host.Clock.GetUtcNow().AddDays(90), made.GetProperty("expires_at").GetDateTimeOffset());
        await ada.ProblemAsync(HttpMethod.Post, Own, new { name = "x", scopes = new[] { "viewer" }, expires_at = host.Clock.GetUtcNow().AddDays(367) }, 400, "invalid_expiry");
        using var laptop = host.Client(made.Text("token"));
        host.Clock.Advance(TimeSpan.FromDays(90) - TimeSpan.FromMilliseconds(1));
        await laptop.GetAsync<JsonElement>(Flags);
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await laptop.ProblemAsync(HttpMethod.Get, Flags, null, 401, "unauthenticated");
    }

    [Fact]
    public async Task Nobody_reaches_another_s_tokens_or_an_environment_s_keys_by_their_id()
    {
        await using var host = await TurnoutHost.StartAsync();
        var (_, ada) = await host.JoinAsync("ada@example.org");
        var (_, bob) = await host.JoinAsync("bob@example.org");
        using (ada)
        using (bob)
        {
            var id = (await ada.PostAsync<JsonElement>(Own, new { name = "laptop", scopes = new[] { "viewer" } }, HttpStatusCode.Created)).Text("id");
            Assert.Equal(0, (await bob.GetAsync<JsonElement>(Own)).GetProperty("items").GetArrayLength());
            await bob.ProblemAsync(HttpMethod.Delete, $"{Own}/{id}", null, 404, "unknown_key");
            await bob.ProblemAsync(HttpMethod.Post, $"{Own}/{id}/rotate", new { }, 404, "unknown_key");
            await host.Admin.ProblemAsync(HttpMethod.Delete, $"/api/v1/environments/production/keys/{id}", null, 404, "unknown_key");
            await ada.SendAsync<string>(HttpMethod.Delete, $"{Own}/{id}", null, HttpStatusCode.NoContent);
        }
    }

    [Fact]
    public async Task Who_may_only_manage_members_gives_nobody_more_than_that()
    {
        await using var host = await TurnoutHost.StartAsync();
        var (id, ada) = await host.JoinAsync("ada@example.org", new Dictionary<string, string> { ["*"] = "admin" });
        using var _ = ada;
        var made = await host.Admin.PostAsync<JsonElement>(Tokens, new { name = "hr", scopes = new[] { "members_read", "members_write" } }, HttpStatusCode.Created);
        var strong = await host.Admin.PostAsync<JsonElement>(Tokens, new { name = "deploy", scopes = new[] { "admin" } }, HttpStatusCode.Created);
        using var hr = host.Client(made.Text("token"));
        await hr.PostAsync<JsonElement>("/api/v1/members", new { email = "bob@example.org" }, HttpStatusCode.Created);
        await hr.ProblemAsync(HttpMethod.Post, "/api/v1/members", new { email = "eve@example.org", roles = new { production = "viewer" } }, 403, "scope_too_wide");
        await hr.ProblemAsync(HttpMethod.Patch, $"/api/v1/members/{id}", new { roles = new { production = "viewer" } }, 403, "scope_too_wide");
        await hr.ProblemAsync(HttpMethod.Post, $"/api/v1/members/{id}/invitation", null, 403, "scope_too_wide");
        await hr.ProblemAsync(HttpMethod.Post, Tokens, new { name = "x", scopes = new[] { "flags_read" } }, 403, "scope_too_wide");
        await hr.ProblemAsync(HttpMethod.Post, $"{Tokens}/{strong.Text("id")}/rotate", new { }, 403, "scope_too_wide");
    }

    [Theory]
    [InlineData("""{"name":"x","scopes":[]}""", 400, "invalid_scope")]
    [InlineData("""{"name":"x","scopes":["account"]}""", 400, "invalid_scope")]
    [InlineData("""{"name":"x","scopes":["ruleset_read"]}""", 400, "invalid_scope")]
    [InlineData("""{"name":"x","scopes":["flags_read","nonsense"]}""", 400, "invalid_scope")]
    [InlineData("""{"name":"x","scopes":[""]}""", 400, "invalid_scope")]
    [InlineData("""{"name":"","scopes":["flags_read"]}""", 400, "invalid_name")]
    [InlineData("""{"name":"x","scopes":["flags_read"],"environment":"nowhere"}""", 404, "unknown_environment")]
    [InlineData("""{"name":"x","scopes":["flags_read"],"expires_at":"2020-01-01T00:00:00Z"}""", 400, "invalid_expiry")]
    public async Task A_bad_request_for_a_token_makes_none(string body, int status, string code)
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.ProblemAsync(HttpMethod.Post, Tokens, body, status, code);
        Assert.Equal(0, (await host.Admin.GetAsync<JsonElement>(Tokens)).GetProperty("items").GetArrayLength());
    }
}
