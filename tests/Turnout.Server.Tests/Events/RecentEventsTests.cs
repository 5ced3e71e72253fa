using System.Text.Json;

namespace Turnout.Server.Tests.Events;

public class RecentEventsTests
{
    const string Recent = "/api/v1/environments/production/events/recent";

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task The_latest_events_come_first_and_after_a_position_only_what_came_since(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await TurnoutHost.StartAsync(database);
        Assert.Equal((0, 0L, ""), await LookAsync(host, ""));
        await SendAsync(host, new { id = "a", @event = "purchase", user_id = "u1" }, new { id = "b", @event = "visit", visitor_id = "v1" });
        await SendAsync(host, new { id = "c", @event = "purchase", team_id = "t1" });
        var (_, position, ids) = await LookAsync(host, "");
        Assert.Equal((3L, "c b a"), (position, ids));
        await SendAsync(host, new { id = "d", @event = "visit", user_id = "u1" });
        Assert.Equal((1, 4L, "d"), await LookAsync(host, $"after={position}"));
        Assert.Equal((0, 4L, ""), await LookAsync(host, "after=4"));
        Assert.Equal((0, 4L, ""), await LookAsync(host, "after=99"));
        Assert.Equal((2, 4L, "d c"), await LookAsync(host, "limit=2"));
    }

    [Fact]
    public async Task They_are_filtered_by_unit_name_and_experiment_and_the_test_cohort_is_marked()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PostAsync<string>("/api/v1/environments/production/experiments", new { key = "e", variants = new object[] { new { key = "x", weight = 1 }, new { key = "y", weight = 1 } } }, System.Net.HttpStatusCode.Created);
        await host.Admin.PostAsync<string>("/api/v1/environments/production/experiments/e/launch", new { });
        await SendAsync(host,
            new { id = "a", @event = "purchase", user_id = "u1", value = 2.5, properties = new { plan = "pro" } },
            new { id = "b", @event = "experiment_viewed", user_id = "u2", properties = new { experiment_slug = "e", variant = "x", assignment_type = "deterministic" } },
            new { id = "c", @event = "experiment_conversion", user_id = "u2", properties = new { experiment_slug = "e", variant = "x", conversion_event = "bought" } },
            new { id = "d", @event = "visit", visitor_id = "u1" });
        Assert.Equal("d a", (await LookAsync(host, "unit=u1")).Ids);
        Assert.Equal("c b", (await LookAsync(host, "experiment=e")).Ids);
        Assert.Equal("b", (await LookAsync(host, "name=experiment_viewed")).Ids);
        Assert.Equal("", (await LookAsync(host, "unit=u1&experiment=e")).Ids);
        object rule = new { @if = new { all = Array.Empty<object>() }, serve = new { experiment = "e" } };
        await host.Admin.PutAsync<string>("/api/v1/environments/production/flags/served", 
            new { type = "string", variants = new { x = "one", y = "two" }, off_variant = "x", rules = new[] { rule } }, System.Net.HttpStatusCode.Created);
        await host.Admin.PutAsync<string>("/api/v1/environments/production/flags/plain", new { }, System.Net.HttpStatusCode.Created);
        Assert.Equal("c b", (await LookAsync(host, "flag=served")).Ids);
        Assert.Equal(("", ""), ((await LookAsync(host, "flag=plain")).Ids, (await LookAsync(host, "flag=none")).Ids));
        var conversion = (await host.Admin.GetAsync<JsonElement>($"{Recent}?name=experiment_conversion")).GetProperty("items")[0];
        Assert.Equal(("e", "x", "bought", false), (conversion.Text("experiment_slug"), conversion.Text("variant"), conversion.Text("conversion_event"), conversion.GetProperty("synthetic").GetBoolean()));
        var purchase = (await host.Admin.GetAsync<JsonElement>($"{Recent}?name=purchase")).GetProperty("items")[0];
        Assert.Equal((2.5, "pro"), (purchase.GetProperty("value").GetDouble(), purchase.GetProperty("properties").Text("plan")));
    }

    [Fact]
    public async Task Wrong_limits_positions_and_environments_are_refused()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{Recent}?limit=0", null, 400, "invalid_limit");
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{Recent}?limit=501", null, 400, "invalid_limit");
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{Recent}?after=-1", null, 400, "invalid_cursor");
        await host.Admin.ProblemAsync(HttpMethod.Get, "/api/v1/environments/none/events/recent", null, 404, "unknown_environment");
        using var application = host.Client(await host.CreateKeyAsync("server"));
        await application.ProblemAsync(HttpMethod.Get, Recent, null, 403, "forbidden");
    }

    static async Task SendAsync(TurnoutHost host, params object[] events)
    {
        using var application = host.Client(await host.CreateKeyAsync("server"));
        await application.PostAsync<string>("/api/v1/events", new { events }, System.Net.HttpStatusCode.Accepted);
    }

    static async Task<(int Count, long Position, string Ids)> LookAsync(TurnoutHost host, string query)
    {
        var answer = await host.Admin.GetAsync<JsonElement>($"{Recent}?{query}");
        var items = answer.GetProperty("items");
        return (items.GetArrayLength(), answer.GetProperty("position").GetInt64(), string.Join(' ', items.EnumerateArray().Select(item => item.Text("id"))));
    }
}
