using System.Net;
using System.Text.Json;

namespace Turnout.Server.Tests.Metrics;

public class MetricEndpointsTests
{
    const string Production = "/api/v1/environments/production";
    const string Metrics = $"{Production}/metrics";

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task A_metric_is_made_replaced_listed_and_removed(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await TurnoutHost.StartAsync(database);
        var made = await host.Admin.PutAsync<JsonElement>($"{Metrics}/purchase", new { @event = "purchase", type = "proportion" }, HttpStatusCode.Created);
        Assert.Equal(7, made.GetProperty("window_days").GetDouble());
        Assert.Equal(("proportion", "increase", "purchase"), (made.Text("type"), made.Text("goal"), made.Text("event")));
        var ratio = await host.Admin.PutAsync<JsonElement>($"{Metrics}/per-order", new { @event = "revenue", type = "ratio", denominator_event = "order", goal = "decrease", window_days = 0.5 }, HttpStatusCode.Created);
        Assert.Equal(("order", "decrease"), (ratio.Text("denominator_event"), ratio.Text("goal")));
        using var same = await host.Admin.PutAsync($"{Metrics}/purchase", HttpClientExtensions.Content(made));
        Assert.Equal(("\"1\"", HttpStatusCode.OK), (same.Headers.ETag!.ToString(), same.StatusCode));
        var changed = await host.Admin.PutAsync<JsonElement>($"{Metrics}/purchase", new { @event = "purchase", type = "count" });
        Assert.Equal("count", changed.Text("type"));

        var page = await host.Admin.GetAsync<JsonElement>(Metrics);
        Assert.Equal(["per-order", "purchase"], page.GetProperty("items").EnumerateArray().Select(metric => metric.Text("key")));
        using var deleted = await host.Admin.DeleteAsync($"{Metrics}/purchase");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{Metrics}/purchase", null, 404, "unknown_metric");
        Assert.Equal(["metric.created", "metric.updated", "metric.deleted"], (await host.AuditAsync("purchase")).Select(entry => entry.Text("kind")));
    }

    [Fact]
    public async Task A_metric_of_an_experiment_stays()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PutAsync<string>($"{Metrics}/m", new { @event = "e", type = "sum" }, HttpStatusCode.Created);
        await host.Admin.PostAsync<string>($"{Production}/experiments", new { key = "x", metrics = new[] { "m" }, variants = new[] { new { key = "a" }, new { key = "b" } } }, HttpStatusCode.Created);
        var problem = await host.Admin.ProblemAsync(HttpMethod.Delete, $"{Metrics}/m", null, 409, "metric_in_use");
        Assert.Contains("experiment 'x'", problem.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"sum"}""", "missing_member", "event")]
    [InlineData("""{"event":"e"}""", "missing_member", "type")]
    [InlineData("""{"event":"e","type":"median"}""", "wrong_type", "type")]
    [InlineData("""{"event":"","type":"sum"}""", "invalid_event", "event")]
    [InlineData("""{"event":"e","type":"ratio"}""", "missing_member", "denominator_event")]
    [InlineData("""{"event":"e","type":"sum","denominator_event":"d"}""", "unexpected_member", "denominator_event")]
    [InlineData("""{"event":"e","type":"sum","window_days":0}""", "invalid_window", "window_days")]
    [InlineData("""{"event":"e","type":"sum","window_days":1e300}""", "invalid_window", "window_days")]
    [InlineData("""{"event":"e","type":"sum","colour":1}""", "unknown_member", "colour")]
    public async Task Bad_metrics_are_refused_with_code_and_member(string body, string code, string member)
    {
        await using var host = await TurnoutHost.StartAsync();
        var problem = await host.Admin.ProblemAsync(HttpMethod.Put, $"{Metrics}/m", body, 400, code);
        Assert.True(problem.GetProperty("errors").TryGetProperty(member, out _), problem.GetRawText());
    }
}
