using System.Net;
using System.Text.Json;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Audit;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Tests.Audit;

public class AuditTests
{
    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task A_change_is_in_the_log_with_who_when_and_what(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await TurnoutHost.StartAsync(database);
        await host.Admin.PostAsync<JsonElement>("/api/v1/environments", new { key = "staging", name = "Staging" }, HttpStatusCode.Created);
        var entry = (await host.Admin.GetAsync<JsonElement>("/api/v1/audit")).GetProperty("items")[0];
        Assert.Equal("environment.created", entry.GetProperty("kind").GetString());
        Assert.Equal("staging", entry.GetProperty("target").GetString());
        Assert.Equal("staging", entry.GetProperty("environment").GetString());
        Assert.Equal("admin", entry.GetProperty("actor").GetString());
        Assert.Equal("2026-01-15T12:00:00.000Z", entry.GetProperty("at").GetString());
        Assert.Equal("Staging", entry.GetProperty("metadata").GetProperty("name").GetString());
        Assert.Equal(7, Guid.Parse(entry.GetProperty("id").GetString()!).Version);
        Assert.False(string.IsNullOrEmpty(entry.GetProperty("request_id").GetString()));
    }

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task The_log_is_paged_newest_first_and_filtered(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await TurnoutHost.StartAsync(database);
        var audit = host.Service<AuditStore>();
        for (var i = 0; i < 7; i++)
        {
            var entry = new AuditEntry(i % 2 == 0 ? "flag.updated" : "flag.deleted", $"f{i}", i < 4 ? "production" : "development") { Before = "{\"n\":1}", After = "{\"n\":2}" };
            await host.Service<Database>().WriteAsync(session => audit.AppendAsync(session, Author.System, entry));
        }
        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = await host.Admin.GetAsync<JsonElement>($"/api/v1/audit?limit=3{(after is null ? "" : $"&after={after}")}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("target").GetString()!));
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);
        Assert.Equal(["f6", "f5", "f4", "f3", "f2", "f1", "f0"], seen);

        Assert.Equal(["f6", "f4"], await TargetsAsync(host, "environment=development&kind=flag.updated"));
        Assert.Equal(["f3"], await TargetsAsync(host, "target=f3"));
        await host.Admin.ProblemAsync(HttpMethod.Get, "/api/v1/audit?target=%00", null, 400, "invalid_value");
        var first = (await host.Admin.GetAsync<JsonElement>("/api/v1/audit?limit=1")).GetProperty("items")[0];
        Assert.Equal(1, first.GetProperty("before").GetProperty("n").GetInt32());
        Assert.Equal(2, first.GetProperty("after").GetProperty("n").GetInt32());
        Assert.Equal("system", first.GetProperty("actor").GetString());
    }

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task A_change_that_fails_leaves_no_entry(Store store)
    {
        await using var place = await TestDatabase.CreateAsync(store);
        await using var database = await place.OpenAsync();
        var audit = new AuditStore(database, new ManualClock());
        var result = await database.WriteAsync<int>(async session =>
        {
            await audit.AppendAsync(session, Author.System, new AuditEntry("flag.updated", "f", null));
            return Problem.Conflict("no", "No.");
        });
        Assert.True(result.Failed);
        Assert.Empty(await audit.ListAsync(new AuditFilter(null, null, null), new PageRequest(50, null), CancellationToken.None));
    }

    [Fact]
    public async Task A_cursor_of_another_list_is_refused()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.ProblemAsync(HttpMethod.Get, $"/api/v1/audit?after={Cursor.Write("development")}", null, 400, "invalid_cursor");
    }

    static async Task<IEnumerable<string?>> TargetsAsync(TurnoutHost host, string query) =>
        (await host.Admin.GetAsync<JsonElement>($"/api/v1/audit?{query}")).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("target").GetString());

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task The_log_is_filtered_by_who_when_and_by_which_request(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await TurnoutHost.StartAsync(database);
        const string flags = "/api/v1/environments/production/flags";
        await host.Admin.PutAsync<JsonElement>($"{flags}/a", new { key = "a" }, HttpStatusCode.Created);
        var noon = host.Clock.GetUtcNow();
        host.Clock.Advance(TimeSpan.FromHours(1));
        var token = await host.Admin.PostAsync<JsonElement>("/api/v1/tokens", new { name = "100%_sure", scopes = new[] { "editor" } }, HttpStatusCode.Created);
        using var program = host.Client(token.GetProperty("token").GetString());
        await program.PutAsync<JsonElement>($"{flags}/b", new { key = "b" }, HttpStatusCode.Created);
        Assert.Equal(["b"], await TargetsOfAsync(host, "actor_kind=service"));
        Assert.Equal(["b"], await TargetsOfAsync(host, "actor=service:100%25_sure"));
        Assert.Empty(await TargetsOfAsync(host, "actor_kind=serv"));
        Assert.Empty(await TargetsOfAsync(host, "actor_kind=%25"));
        Assert.Equal(["a"], await TargetsOfAsync(host, $"kind=flag.created&until={Uri.EscapeDataString(noon.AddSeconds(1).ToString("O"))}"));
        Assert.Equal(["b"], await TargetsOfAsync(host, $"kind=flag.created&since={Uri.EscapeDataString(noon.AddSeconds(1).ToString("O"))}"));
        var entry = (await host.Admin.GetAsync<JsonElement>("/api/v1/audit?target=b")).GetProperty("items")[0];
        Assert.Equal("service", entry.GetProperty("actor_kind").GetString());
        Assert.Equal(["b"], await TargetsOfAsync(host, $"request_id={Uri.EscapeDataString(entry.GetProperty("request_id").GetString()!)}"));
        await host.Admin.ProblemAsync(HttpMethod.Get, "/api/v1/audit?since=yesterday", null, 400, "invalid_parameter");
    }

    static async Task<List<string?>> TargetsOfAsync(TurnoutHost host, string query) =>
        [.. (await host.Admin.GetAsync<JsonElement>($"/api/v1/audit?{query}")).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("target").GetString())];
}
