using System.Net;
using System.Text.Json;
using Turnout.Server.Storage;

namespace Turnout.Server.Tests.Members;

public class MemberTests
{
    const string Path = "/api/v1/members";

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task An_invited_member_sets_a_password_and_signs_in_with_it(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await TurnoutHost.StartAsync(database);
        var (id, token) = await host.InviteAsync("Ada@Example.org", new { production = "editor" });
        using var joined = await host.Anonymous.PostAsync("/api/v1/session/join", HttpClientExtensions.Content(new { token, password = MemberExtensions.Password, name = "Ada" }));
        var cookie = joined.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        using var browser = await host.BrowserAsync(joined);
        Assert.Equal("member:ada@example.org", (await browser.GetAsync<JsonElement>("/api/v1/session")).Text("actor"));

        using var again = await host.SignInAsync("ADA@example.org");
        var session = await again.GetAsync<JsonElement>("/api/v1/session");
        Assert.Equal(id, session.Text("member"));
        Assert.Contains("flags_write", session.GetProperty("rights_in").GetProperty("production").EnumerateArray().Select(right => right.GetString()));
        var member = await host.Admin.GetAsync<JsonElement>($"{Path}/{id}");
        Assert.Equal("Ada", member.Text("name"));
        Assert.Equal(["password"], member.GetProperty("signs_in").EnumerateArray().Select(way => way.GetString()));
        await host.Anonymous.ProblemAsync(HttpMethod.Post, "/api/v1/session/join", new { token, password = MemberExtensions.Password }, 401, "invalid_sign_in");
    }

    [Fact]
    public async Task A_role_counts_in_its_environment_only()
    {
        await using var host = await TurnoutHost.StartAsync();
        var (_, ada) = await host.JoinAsync("ada@example.org", new { production = "viewer", development = "editor" });
        using (ada)
        {
            await ada.PutAsync<JsonElement>("/api/v1/environments/development/flags/f", new { key = "f" }, HttpStatusCode.Created);
            await ada.GetAsync<JsonElement>("/api/v1/environments/production/flags");
            await ada.ProblemAsync(HttpMethod.Put, "/api/v1/environments/production/flags/f", new { key = "f" }, 403, "forbidden");
            await ada.ProblemAsync(HttpMethod.Get, "/api/v1/environments/staging/flags", null, 403, "forbidden");
            await ada.ProblemAsync(HttpMethod.Post, "/api/v1/environments", new { key = "staging" }, 403, "forbidden");
            await ada.ProblemAsync(HttpMethod.Get, Path, null, 403, "forbidden");
            await ada.GetAsync<JsonElement>("/api/v1/audit?environment=production");
            await ada.ProblemAsync(HttpMethod.Get, "/api/v1/audit", null, 403, "forbidden");
        }
    }

    [Theory]
    [InlineData("viewer", false, false, false)]
    [InlineData("editor", true, false, false)]
    [InlineData("releaser", true, true, false)]
    [InlineData("admin", true, true, true)]
    public async Task Each_role_can_do_what_the_one_before_can_and_more(string role, bool edits, bool releases, bool manages)
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PostAsync<JsonElement>(Harness.Experiments, new { key = "e", variants = new[] { new { key = "a", weight = 1 }, new { key = "b", weight = 1 } }, unit = "user" }, HttpStatusCode.Created);
        var (_, ada) = await host.JoinAsync("ada@example.org", new Dictionary<string, string> { ["*"] = role });
        using (ada)
        {
            await ada.GetAsync<JsonElement>(Harness.Experiments);
            Assert.Equal(edits, (await ada.PutAsync("/api/v1/environments/production/flags/f", HttpClientExtensions.Content(new { key = "f" }))).IsSuccessStatusCode);
            Assert.Equal(releases, (await ada.PostAsync($"{Harness.Experiments}/e/launch", null)).IsSuccessStatusCode);
            Assert.Equal(manages, (await ada.PostAsync("/api/v1/environments/production/keys", HttpClientExtensions.Content(new { kind = "server", name = "x" }))).IsSuccessStatusCode);
            Assert.Equal(manages, (await ada.GetAsync(Path)).IsSuccessStatusCode);
        }
    }

    [Fact]
    public async Task Losing_a_role_being_disabled_and_being_removed_count_at_once()
    {
        await using var host = await TurnoutHost.StartAsync();
        var (id, ada) = await host.JoinAsync("ada@example.org", new { production = "editor" });
        const string flags = "/api/v1/environments/production/flags";
        using (ada)
        {
            await host.Admin.SendAsync<JsonElement>(HttpMethod.Patch, $"{Path}/{id}", new { roles = new { production = "viewer" } }, HttpStatusCode.OK);
            await ada.ProblemAsync(HttpMethod.Put, $"{flags}/f", new { key = "f" }, 403, "forbidden");
            await host.Admin.SendAsync<JsonElement>(HttpMethod.Patch, $"{Path}/{id}", new { disabled = true }, HttpStatusCode.OK);
            await ada.ProblemAsync(HttpMethod.Get, flags, null, 401, "unauthenticated");
            await host.Anonymous.ProblemAsync(HttpMethod.Post, "/api/v1/session", new { email = "ada@example.org", password = MemberExtensions.Password }, 401, "invalid_sign_in");
            await host.Admin.SendAsync<JsonElement>(HttpMethod.Patch, $"{Path}/{id}", new { disabled = false }, HttpStatusCode.OK);
        }
        using var back = await host.SignInAsync("ada@example.org");
        await back.GetAsync<JsonElement>(flags);
        await host.Admin.SendAsync<string>(HttpMethod.Delete, $"{Path}/{id}", null, HttpStatusCode.NoContent);
        await back.ProblemAsync(HttpMethod.Get, flags, null, 401, "unauthenticated");
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{Path}/{id}", null, 404, "unknown_member");
    }

    [Fact]
    public async Task Of_two_who_change_a_member_at_once_the_second_is_told()
    {
        await using var host = await TurnoutHost.StartAsync();
        var (id, _) = await host.InviteAsync("ada@example.org");
        using var read = await host.Admin.GetAsync($"{Path}/{id}");
        foreach (var status in new[] { HttpStatusCode.OK, HttpStatusCode.PreconditionFailed })
        {
            using var change = new HttpRequestMessage(HttpMethod.Patch, $"{Path}/{id}") { Content = HttpClientExtensions.Content(new { name = "Ada" }) };
            change.Headers.IfMatch.Add(read.Headers.ETag!);
            using var answer = await host.Admin.SendAsync(change);
            Assert.Equal(status, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("""{"email":"nobody"}""", 400, "invalid_email")]
    [InlineData("""{"email":"a b@example.org"}""", 400, "invalid_email")]
    [InlineData("""{"email":"ada@example.org","roles":{"production":"owner"}}""", 400, "invalid_role")]
    [InlineData("""{"email":"ada@example.org","roles":{"production":"Admin"}}""", 400, "invalid_role")]
    [InlineData("""{"email":"ada@example.org","roles":{"a/b":"admin"}}""", 400, "invalid_role")]
    [InlineData("""{"email":"ada@example.org","roles":{"nowhere":"admin"}}""", 404, "unknown_environment")]
    [InlineData("""{"email":"ada@example.org","name":""}""", 400, "invalid_name")]
    [InlineData("""{"email":"taken@example.org"}""", 409, "email_taken")]
    [InlineData("""{"email":"ada@example.org","password":"x"}""", 400, "unknown_member")]
    public async Task A_bad_invitation_makes_no_member(string body, int status, string code)
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.InviteAsync("taken@example.org");
        await host.Admin.ProblemAsync(HttpMethod.Post, Path, body, status, code);
        Assert.Equal(1, (await host.Admin.GetAsync<JsonElement>(Path)).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task An_invitation_ends_and_a_new_one_ends_the_one_before()
    {
        await using var host = await TurnoutHost.StartAsync();
        var (id, first) = await host.InviteAsync("ada@example.org");
        var second = (await host.Admin.PostAsync<JsonElement>($"{Path}/{id}/invitation", null)).Text("token");
        await host.Anonymous.ProblemAsync(HttpMethod.Post, "/api/v1/session/join", new { token = first, password = MemberExtensions.Password }, 401, "invalid_sign_in");
        await host.Anonymous.ProblemAsync(HttpMethod.Post, "/api/v1/session/join", new { token = second, password = "aaaaaaaaaaaaaaa" }, 400, "invalid_password");
        host.Clock.Advance(TimeSpan.FromDays(3));
        await host.Anonymous.ProblemAsync(HttpMethod.Post, "/api/v1/session/join", new { token = second, password = MemberExtensions.Password }, 401, "invalid_sign_in");
    }

    [Fact]
    public async Task What_is_kept_and_audited_holds_no_secret()
    {
        await using var host = await TurnoutHost.StartAsync();
        var (_, token) = await host.InviteAsync("ada@example.org");
        using var joined = await host.Anonymous.PostAsync("/api/v1/session/join", HttpClientExtensions.Content(new { token, password = MemberExtensions.Password }));
        var session = joined.Headers.GetValues("Set-Cookie").Single().Split(';')[0].Split('=')[1];
        var everything = await host.Service<Database>().ReadAsync(session => session.QueryAsync<string>("""
            SELECT id || email || name || COALESCE(password_hash, '') FROM members UNION ALL SELECT hash FROM member_links UNION ALL SELECT hash || actor FROM access_sessions
            UNION ALL SELECT metadata || COALESCE(before, '') || COALESCE(after, '') || actor || target FROM audit
            """));
        Assert.DoesNotContain(everything, text => text.Contains(token, StringComparison.Ordinal) || text.Contains(MemberExtensions.Password, StringComparison.Ordinal) || text.Contains(session, StringComparison.Ordinal));
        var audit = (await host.Admin.GetAsync<JsonElement>("/api/v1/audit")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["session.started", "member.joined", "member.invited", "member.created"], audit.Select(entry => entry.Text("kind")));
        Assert.Equal(["member:ada@example.org", "member:ada@example.org", "admin", "admin"], audit.Select(entry => entry.Text("actor")));
        Assert.DoesNotContain(audit, entry => entry.GetRawText().Contains("AQAAAA", StringComparison.Ordinal));
    }
}
