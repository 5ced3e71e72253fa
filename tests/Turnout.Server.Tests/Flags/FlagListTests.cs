using System.Net;
using System.Text.Json;

namespace Turnout.Server.Tests.Flags;

public class FlagListTests
{
    const string Flags = "/api/v1/environments/production/flags";

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task List_has_critical_flags_first_and_pages_and_searches(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await TurnoutHost.StartAsync(database);
        await host.Admin.PutAsync<string>($"{Flags}/alpha", new { tags = new[] { "Pay", "100%_a" } }, HttpStatusCode.Created);
        await host.Admin.PutAsync<string>($"{Flags}/beta", new { description = "The Checkout" }, HttpStatusCode.Created);
        await host.Admin.PutAsync<string>($"{Flags}/gamma", new { critical = true }, HttpStatusCode.Created);
        await host.Admin.PutAsync<string>("/api/v1/environments/development/flags/delta", new { }, HttpStatusCode.Created);

        async Task<string[]> Keys(string query) =>
            [.. (await host.Admin.GetAsync<JsonElement>($"{Flags}{query}")).GetProperty("items").EnumerateArray().Select(flag => flag.Text("key"))];

        Assert.Equal(["gamma", "alpha", "beta"], await Keys(""));
        Assert.Equal(["beta"], await Keys("?q=checkOUT"));
        Assert.Equal(["alpha"], await Keys("?tag=pay"));
        Assert.Empty(await Keys("?tag=pa"));
        Assert.Equal(["alpha"], await Keys("?q=100%25_"));
        Assert.Empty(await Keys("?q=1_0"));
        Assert.Equal(["beta"], await Keys("?q=the%20checkout"));
        Assert.Equal(["beta"], await Keys("?q=be%20out"));
        Assert.Empty(await Keys("?q=checkout%20the"));

        await host.Admin.PostAsync<JsonElement>($"{Flags}/beta/toggle", new { enabled = true });
        Assert.Equal(["beta"], await Keys("?state=on"));
        Assert.Equal(["gamma", "alpha"], await Keys("?state=off"));
        Assert.Equal(["gamma"], await Keys("?state=critical"));
        var off = await host.Admin.GetAsync<JsonElement>($"{Flags}?state=off&limit=1");
        Assert.Equal(["alpha"], await Keys($"?state=off&limit=1&after={off.Text("next")}"));
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{Flags}?state=broken", null, 400, "invalid_state");

        var first = await host.Admin.GetAsync<JsonElement>($"{Flags}?limit=2");
        Assert.Equal(["gamma", "alpha"], first.GetProperty("items").EnumerateArray().Select(flag => flag.Text("key")));
        Assert.Equal(["beta"], await Keys($"?limit=2&after={first.Text("next")}"));
    }

    [Fact]
    public async Task Of_many_flags_those_in_one_state_are_found_across_what_is_read_at_once()
    {
        await using var host = await TurnoutHost.StartAsync();
        for (var i = 0; i < 520; i++) await host.Admin.PutAsync<string>($"{Flags}/flag-{i:000}", new { enabled = i % 260 == 259 }, HttpStatusCode.Created);
        var page = await host.Admin.GetAsync<JsonElement>($"{Flags}?state=on&limit=1");
        Assert.Equal("flag-259", Assert.Single(page.GetProperty("items").EnumerateArray()).Text("key"));
        page = await host.Admin.GetAsync<JsonElement>($"{Flags}?state=on&limit=1&after={page.Text("next")}");
        Assert.Equal("flag-519", Assert.Single(page.GetProperty("items").EnumerateArray()).Text("key"));
        Assert.Equal(JsonValueKind.Null, page.GetProperty("next").ValueKind);
    }
}
