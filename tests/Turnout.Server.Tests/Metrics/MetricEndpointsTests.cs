using System.Net;
using System.Text.Json;
using Turnout.Server.Features.Metrics;

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

    [Theory]
    [InlineData("""{"event":"e","type":"sum","cap":{"percentile":0.999,"ignore_zeros":true},"pre_period_days":28,"mature_only":true}""")]
    [InlineData("""{"event":"e","type":"mean","cap":{"value":12.5},"delay_days":0.5}""")]
    [InlineData("""{"event":"e","type":"quantile","quantile":0.95}""")]
    [InlineData("""{"event":"e","type":"retention","delay_days":7}""")]
    [InlineData("""{"type":"funnel","steps":["seen","added","paid"]}""")]
    public async Task Every_type_can_be_set_read_and_sent_back_as_it_is(string body)
    {
        await using var host = await TurnoutHost.StartAsync();
        var made = await host.Admin.PutAsync<JsonElement>($"{Metrics}/m", JsonSerializer.Deserialize<JsonElement>(body), HttpStatusCode.Created);
        foreach (var member in JsonSerializer.Deserialize<JsonElement>(body).EnumerateObject())
            Assert.True(JsonElement.DeepEquals(member.Value, made.GetProperty(member.Name)), member.Name);
        using var same = await host.Admin.PutAsync($"{Metrics}/m", HttpClientExtensions.Content(made));
        Assert.Equal((HttpStatusCode.OK, "\"1\""), (same.StatusCode, same.Headers.ETag!.ToString()));
        Assert.Equal(made.GetRawText(), (await host.Admin.GetAsync<JsonElement>($"{Metrics}/m")).GetRawText());
    }

    [Fact]
    public async Task What_is_left_out_has_the_default_of_its_type()
    {
        await using var host = await TurnoutHost.StartAsync();
        Assert.Equal((7, 0, 14, false), await DefaultsAsync(new { @event = "e", type = "sum" }));
        Assert.Equal((7, 0, 0, false), await DefaultsAsync(new { @event = "e", type = "quantile", quantile = 0.5 }));
        Assert.Equal((7, 1, 0, true), await DefaultsAsync(new { @event = "e", type = "retention", delay_days = 1 }));
        Assert.Equal("b", (await host.Admin.PutAsync<JsonElement>($"{Metrics}/m", new { type = "funnel", steps = new[] { "a", "b" } })).Text("event"));

        async Task<(double, double, double, bool)> DefaultsAsync(object metric)
        {
            using var answer = await host.Admin.PutAsync($"{Metrics}/m", HttpClientExtensions.Content(metric));
            var made = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
            return (made.GetProperty("window_days").GetDouble(), made.GetProperty("delay_days").GetDouble(), made.GetProperty("pre_period_days").GetDouble(), made.GetProperty("mature_only").GetBoolean());
        }
    }

    [Fact]
    public void Two_metrics_are_equal_when_every_member_is()
    {
        var metric = new MetricDefinition { Key = "k", Event = "e", Type = MetricType.Funnel, Steps = ["a", "e"] };
        Assert.Equal(metric, metric with { Steps = ["a", "e"] });
        Assert.NotEqual(metric, metric with { Steps = ["b", "e"] });
        object[] others = ["other", "other", "other", MetricType.Sum, "other", 2.0, 2.0, 0.2, new MetricCap(0.9), 2.0, true, MetricGoal.Decrease];
        string[] members = ["Key", "Description", "Event", "Type", "DenominatorEvent", "WindowDays", "DelayDays", "Quantile", "Cap", "PrePeriodDays", "MatureOnly", "Goal"];
        Assert.Equal(typeof(MetricDefinition).GetProperties(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Instance).Where(member => member.CanWrite).Select(member => member.Name).Order(), members.Append("Steps").Order());
        foreach (var (member, value) in members.Zip(others))
        {
            var other = metric with { };
            typeof(MetricDefinition).GetProperty(member)!.SetValue(other, value);
            Assert.NotEqual(metric, other);
        }
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
    [InlineData("""{"event":"e","type":"sum","delay_days":-1}""", "invalid_window", "delay_days")]
    [InlineData("""{"event":"e","type":"retention"}""", "missing_member", "delay_days")]
    [InlineData("""{"event":"e","type":"retention","delay_days":7,"pre_period_days":14}""", "unexpected_member", "pre_period_days")]
    [InlineData("""{"event":"e","type":"sum","pre_period_days":91}""", "invalid_window", "pre_period_days")]
    [InlineData("""{"event":"e","type":"sum","quantile":0.5}""", "unexpected_member", "quantile")]
    [InlineData("""{"event":"e","type":"quantile"}""", "missing_member", "quantile")]
    [InlineData("""{"event":"e","type":"quantile","quantile":95}""", "invalid_quantile", "quantile")]
    [InlineData("""{"event":"e","type":"quantile","quantile":1e-320}""", "invalid_quantile", "quantile")]
    [InlineData("""{"type":"funnel"}""", "missing_member", "steps")]
    [InlineData("""{"type":"funnel","steps":["a"]}""", "invalid_steps", "steps")]
    [InlineData("""{"type":"funnel","steps":["a","b","a"]}""", "invalid_steps", "steps")]
    [InlineData("""{"type":"funnel","steps":["a","","b"]}""", "invalid_event", "steps[1]")]
    [InlineData("""{"type":"funnel","steps":["a","b"],"event":"a"}""", "invalid_steps", "event")]
    [InlineData("""{"event":"e","type":"count","steps":["a","b"]}""", "unexpected_member", "steps")]
    [InlineData("""{"event":"e","type":"proportion","cap":{"value":1}}""", "unexpected_member", "cap")]
    [InlineData("""{"event":"e","type":"sum","cap":{}}""", "invalid_cap", "cap")]
    [InlineData("""{"event":"e","type":"sum","cap":{"value":1,"percentile":0.9}}""", "invalid_cap", "cap")]
    [InlineData("""{"event":"e","type":"sum","cap":{"percentile":99.9}}""", "invalid_cap", "cap.percentile")]
    [InlineData("""{"event":"e","type":"sum","cap":{"value":0}}""", "invalid_cap", "cap.value")]
    [InlineData("""{"event":"e","type":"sum","cap":{"value":1,"ignore_zeros":true}}""", "unexpected_member", "cap.ignore_zeros")]
    [InlineData("""{"event":"e","type":"sum","cap":{"value":1,"per":"arm"}}""", "unknown_member", "cap.per")]
    public async Task Bad_metrics_are_refused_with_code_and_member(string body, string code, string member)
    {
        await using var host = await TurnoutHost.StartAsync();
        var problem = await host.Admin.ProblemAsync(HttpMethod.Put, $"{Metrics}/m", body, 400, code);
        Assert.True(problem.GetProperty("errors").TryGetProperty(member, out _), problem.GetRawText());
    }
}
