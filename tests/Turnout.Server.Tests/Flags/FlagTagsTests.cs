using System.Net;
using System.Text.Json;

namespace Turnout.Server.Tests.Flags;

public class FlagTagsTests
{
    const string Production = "/api/v1/environments/production";

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task Every_tag_of_an_environment_is_told_once_with_how_many_flags_have_it(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await TurnoutHost.StartAsync(database);
        Assert.Equal("""{"items":[]}""", await host.Admin.GetAsync<string>($"{Production}/flag-tags"));

        var tagged = new[] { new[] { "web", "Pay" }, ["web"], ["Web", "WEB"], ["a, \"b\""], [] };
        for (var i = 0; i < tagged.Length; i++) await host.Admin.PutAsync<string>($"{Production}/flags/f{i}", new { tags = tagged[i] }, HttpStatusCode.Created);
        await host.Admin.PutAsync<string>("/api/v1/environments/development/flags/f", new { tags = new[] { "elsewhere" } }, HttpStatusCode.Created);

        var tags = (await host.Admin.GetAsync<JsonElement>($"{Production}/flag-tags")).GetProperty("items").EnumerateArray().Select(item => (item.Text("tag"), item.GetProperty("flags").GetInt32())).ToList();
        Assert.Equal([("a, \"b\"", 1), ("Pay", 1), ("web", 3)], tags);
        foreach (var (tag, flags) in tags)
            Assert.Equal(flags, (await host.Admin.GetAsync<JsonElement>($"{Production}/flags?tag={Uri.EscapeDataString(tag)}")).GetProperty("items").GetArrayLength());

        // Of two spellings that are as frequent it is the one that sorts first, so that it does not change by itself.
        await host.Admin.SendAsync<string>(HttpMethod.Delete, $"{Production}/flags/f0", null, HttpStatusCode.NoContent);
        Assert.Equal(["a, \"b\"", "Web"], (await host.Admin.GetAsync<JsonElement>($"{Production}/flag-tags")).GetProperty("items").EnumerateArray().Select(item => item.Text("tag")));
        await host.Admin.ProblemAsync(HttpMethod.Get, "/api/v1/environments/nowhere/flag-tags", null, 404, "unknown_environment");
    }
}
