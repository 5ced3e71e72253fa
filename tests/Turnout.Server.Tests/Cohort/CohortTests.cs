using System.Net;
using System.Text.Json;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Cohort;

namespace Turnout.Server.Tests.Cohort;

public class CohortTests
{
    const string Path = "/api/v1/environments/production/cohort";

    [Fact]
    public async Task A_marked_user_and_all_of_a_marked_team_are_synthetic_in_their_environment_only()
    {
        await using var host = await TurnoutHost.StartAsync();
        var table = host.Service<CohortTable>();
        Assert.False(table.IsSynthetic("production", "u1", "t1"));
        await host.Admin.PutAsync<string>($"{Path}/user/u1", null, HttpStatusCode.NoContent);
        await host.Admin.PutAsync<string>($"{Path}/team/t1", null, HttpStatusCode.NoContent);
        Assert.True(table.IsSynthetic("production", "u1", null));
        Assert.True(table.IsSynthetic("production", "u2", "t1"));
        Assert.False(table.IsSynthetic("production", "t1", "u1"));
        Assert.False(table.IsSynthetic("development", "u1", "t1"));
        Assert.False(table.IsSynthetic("production", null, null));
    }

    [Fact]
    public async Task A_server_key_is_told_who_is_synthetic_and_a_client_key_is_not()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PutAsync<string>($"{Path}/user/u2", null, HttpStatusCode.NoContent);
        await host.Admin.PutAsync<string>($"{Path}/user/u1", null, HttpStatusCode.NoContent);
        await host.Admin.PutAsync<string>($"{Path}/team/t1", null, HttpStatusCode.NoContent);
        using var server = host.Client(await host.CreateKeyAsync("server"));
        using var answer = await server.GetAsync("/sdk/v1/cohort");
        Assert.Equal("""{"users":["u1","u2"],"teams":["t1"]}""", await answer.Content.ReadAsStringAsync());
        using var again = new HttpRequestMessage(HttpMethod.Get, "/sdk/v1/cohort") { Headers = { IfNoneMatch = { answer.Headers.ETag! } } };
        Assert.Equal(HttpStatusCode.NotModified, (await server.SendAsync(again)).StatusCode);
        using var elsewhere = host.Client(await host.CreateKeyAsync("server", "development"));
        Assert.Equal("""{"users":[],"teams":[]}""", await elsewhere.GetStringAsync("/sdk/v1/cohort"));
        using var client = host.Client(await host.CreateKeyAsync("client"));
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/sdk/v1/cohort")).StatusCode);
    }

    [Fact]
    public async Task Removing_makes_an_ordinary_user_again_and_says_when_there_was_nothing_to_remove()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PutAsync<string>($"{Path}/user/u1", null, HttpStatusCode.NoContent);
        await host.Admin.SendAsync<string>(HttpMethod.Delete, $"{Path}/user/u1", null, HttpStatusCode.NoContent);
        Assert.False(host.Service<CohortTable>().IsSynthetic("production", "u1", null));
        await host.Admin.ProblemAsync(HttpMethod.Delete, $"{Path}/user/u1", null, 404, "not_in_cohort");
    }

    [Fact]
    public async Task Marking_twice_is_audited_once()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PutAsync<string>($"{Path}/user/u1", null, HttpStatusCode.NoContent);
        await host.Admin.PutAsync<string>($"{Path}/user/u1", null, HttpStatusCode.NoContent);
        var entry = Assert.Single((await host.Admin.GetAsync<JsonElement>("/api/v1/audit?kind=cohort.added")).GetProperty("items").EnumerateArray());
        Assert.Equal("u1", entry.GetProperty("target").GetString());
        Assert.Equal("user", entry.GetProperty("metadata").GetProperty("unit").GetString());
    }

    [Fact]
    public async Task List_is_paged_by_cursor()
    {
        await using var host = await TurnoutHost.StartAsync();
        foreach (var member in new[] { "user/b", "team/z", "user/a" }) await host.Admin.PutAsync<string>($"{Path}/{member}", null, HttpStatusCode.NoContent);
        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = await host.Admin.GetAsync<JsonElement>($"{Path}?limit=1{(after is null ? "" : $"&after={after}")}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => $"{item.GetProperty("unit")}/{item.GetProperty("id")}"));
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);
        Assert.Equal(["team/z", "user/a", "user/b"], seen);
    }

    [Theory]
    [InlineData("server")]
    [InlineData("client")]
    public async Task Keys_of_applications_may_not_touch_the_cohort(string kind)
    {
        await using var host = await TurnoutHost.StartAsync();
        using var application = host.Client(await host.CreateKeyAsync(kind));
        await application.ProblemAsync(HttpMethod.Put, $"{Path}/user/u1", null, 403, "forbidden");
        await host.Anonymous.ProblemAsync(HttpMethod.Put, $"{Path}/user/u1", null, 401, "unauthenticated");
    }

    [Theory]
    [InlineData("visitor/v1", 400, "invalid_unit")]
    [InlineData("user/a%01b", 400, "invalid_id")]
    public async Task What_cannot_be_in_the_cohort_is_refused(string member, int status, string code)
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.ProblemAsync(HttpMethod.Put, $"{Path}/{member}", null, status, code);
        await host.Admin.ProblemAsync(HttpMethod.Put, "/api/v1/environments/nowhere/cohort/user/u1", null, 404, "unknown_environment");
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task The_store_keeps_and_forgets_members(Store kind)
    {
        await using var test = await TestDatabase.CreateAsync(kind);
        await using var host = await TurnoutHost.StartAsync(test);
        var store = host.Service<CohortStore>();
        var member = new CohortMember("production", "user", "u1");
        Assert.True((await store.AddAsync(member, Author.System, default)).Value);
        Assert.False((await store.AddAsync(member, Author.System, default)).Value);
        Assert.Equal("u1", Assert.Single(await store.AllAsync(default)).Id);
        Assert.True((await store.RemoveAsync(member, Author.System, default)).Value);
        Assert.False((await store.RemoveAsync(member, Author.System, default)).Value);
        Assert.Empty(await store.AllAsync(default));
    }
}
