using System.Net;
using System.Text.Json;

namespace Turnout.Server.Tests.Segments;

public class SegmentEndpointsTests
{
    const string Production = "/api/v1/environments/production";
    const string Segments = $"{Production}/segments";

    static object Plan(string plan) => new { attribute = "plan", op = "in", value = new[] { plan } };

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task A_segment_is_made_replaced_listed_and_removed(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await TurnoutHost.StartAsync(database);
        var made = await host.Admin.PutAsync<JsonElement>($"{Segments}/pros", new { description = "Who pays", @if = Plan("pro") }, HttpStatusCode.Created);
        Assert.Equal("pros", made.Text("key"));
        Assert.Equal("plan", made.GetProperty("if").Text("attribute"));
        await host.Admin.PutAsync<string>($"{Segments}/berlin", new { @if = new { attribute = "city", op = "equals", value = "Berlin" } }, HttpStatusCode.Created);
        using var replaced = await host.Admin.PutAsync($"{Segments}/pros", HttpClientExtensions.Content(new { @if = Plan("max") }));
        Assert.Equal(("\"2\"", HttpStatusCode.OK), (replaced.Headers.ETag!.ToString(), replaced.StatusCode));

        var page = await host.Admin.GetAsync<JsonElement>(Segments);
        Assert.Equal(["berlin", "pros"], page.GetProperty("items").EnumerateArray().Select(segment => segment.Text("key")));
        Assert.Single((await host.Admin.GetAsync<JsonElement>($"{Segments}?q=BER")).GetProperty("items").EnumerateArray());
        using var deleted = await host.Admin.DeleteAsync($"{Segments}/pros");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{Segments}/pros", null, 404, "unknown_segment");
        Assert.Equal(["segment.created", "segment.updated", "segment.deleted"], (await host.AuditAsync("pros")).Select(entry => entry.Text("kind")));
    }

    [Fact]
    public async Task Flags_follow_their_segments_and_segments_stay_while_used()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PutAsync<string>($"{Segments}/pros", new { @if = Plan("pro") }, HttpStatusCode.Created);
        await host.Admin.PutAsync<string>($"{Segments}/outer", new { @if = new { not = new { segment = "pros" } } }, HttpStatusCode.Created);
        await host.Admin.PutAsync<string>($"{Production}/flags/a", new { enabled = true, audience = new { segment = "pros" } }, HttpStatusCode.Created);
        Assert.True((await host.EvaluateAsync("a", new { user_id = "u", plan = "pro" })).GetProperty("value").GetBoolean());
        await host.Admin.PutAsync<string>($"{Segments}/pros", new { @if = Plan("max") });
        Assert.False((await host.EvaluateAsync("a", new { user_id = "u", plan = "pro" })).GetProperty("value").GetBoolean());

        var problem = await host.Admin.ProblemAsync(HttpMethod.Delete, $"{Segments}/pros", null, 409, "segment_in_use");
        Assert.Contains("flag 'a'", problem.Text("detail"), StringComparison.Ordinal);
        Assert.Contains("segment 'outer'", problem.Text("detail"), StringComparison.Ordinal);
        await host.Admin.PutAsync<string>($"{Production}/flags/a", new { enabled = true });
        using var outer = await host.Admin.DeleteAsync($"{Segments}/outer");
        using var deleted = await host.Admin.DeleteAsync($"{Segments}/pros");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
    }

    [Fact]
    public async Task Circles_are_refused()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PutAsync<string>($"{Segments}/a", new { @if = Plan("pro") }, HttpStatusCode.Created);
        await host.Admin.PutAsync<string>($"{Segments}/b", new { @if = new { segment = "a" } }, HttpStatusCode.Created);
        await host.Admin.PutAsync<string>($"{Segments}/c", new { @if = new { any = new[] { new { segment = "b" } } } }, HttpStatusCode.Created);
        await host.Admin.ProblemAsync(HttpMethod.Put, $"{Segments}/a", new { @if = new { segment = "c" } }, 400, "circular_segments");
        await host.Admin.ProblemAsync(HttpMethod.Put, $"{Segments}/a", new { @if = new { segment = "a" } }, 400, "circular_segments");
    }

    [Theory]
    [InlineData("{}", "missing_member")]
    [InlineData("""{"if":{"segment":"nope"}}""", "unknown_segment")]
    [InlineData("""{"if":{"attribute":"a","op":"gt","value":"x"}}""", "invalid_value")]
    [InlineData("""{"if":{"attribute":"a","op":"equals","value":1},"colour":1}""", "unknown_member")]
    [InlineData("""{"key":"other","if":{"attribute":"a","op":"equals","value":1}}""", "key_mismatch")]
    public async Task Bad_segments_are_refused_by_code(string body, string code)
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.ProblemAsync(HttpMethod.Put, $"{Segments}/a", body, 400, code);
        await host.Admin.ProblemAsync(HttpMethod.Put, $"{Segments}/a%20b", """{"if":{"all":[]}}""", 400, "invalid_key");
    }
}
