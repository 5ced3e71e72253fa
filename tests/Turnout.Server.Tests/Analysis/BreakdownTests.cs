using System.Net;
using System.Text.Json;

namespace Turnout.Server.Tests.Analysis;

public class BreakdownTests
{
    static readonly string[] Countries = ["DE", "FR", "IN"];

    /// <summary>600 units over three days and three countries; the treatment works in India only.</summary>
    static async Task<TurnoutHost> StartAsync()
    {
        var host = await TurnoutHost.StartAsync();
        await host.Admin.PutAsync<JsonElement>("/api/v1/environments/production/metrics/buy", new { key = "buy", @event = "buy", type = "proportion", pre_period_days = 0 }, HttpStatusCode.Created);
        await host.Admin.PutAsync<JsonElement>("/api/v1/environments/production/metrics/price", new { key = "price", @event = "buy", type = "quantile", quantile = 0.5 }, HttpStatusCode.Created);
        await host.RunExperimentAsync(new { key = "exp", variants = new[] { new { key = "a" }, new { key = "b" } }, metrics = new[] { "buy", "price" } });
        using var application = host.Client(await host.CreateKeyAsync("server"));
        var events = new List<object>();
        for (var i = 0; i < 600; i++)
        {
            var (variant, country, at) = (i % 2 == 0 ? "a" : "b", Countries[i / 2 % 3], host.Clock.GetUtcNow().Date.AddDays(-20 + i % 3));
            events.Add(new { id = $"e{i}", @event = "experiment_viewed", timestamp = new DateTimeOffset(at, TimeSpan.Zero), user_id = $"u{i}", properties = new { experiment_slug = "exp", variant, country } });
            if (i / 6 % 10 < (variant == "b" && country == "IN" ? 8 : 3)) events.Add(new { id = $"b{i}", @event = "buy", timestamp = new DateTimeOffset(at.AddHours(1), TimeSpan.Zero), user_id = $"u{i}", value = i * 37 % 101 });
        }
        foreach (var batch in events.Chunk(1000)) await application.SendEventsAsync(batch);
        return host;
    }

    [Fact]
    public async Task The_last_day_is_the_whole_and_days_add_up()
    {
        await using var host = await StartAsync();
        var body = await host.Admin.GetAsync<JsonElement>($"{Harness.Experiments}/exp/results/days");
        var days = body.GetProperty("days").EnumerateArray().ToList();
        Assert.Equal(3, days.Count);
        Assert.Equal("always_valid", body.GetProperty("method").GetString());
        Assert.Equal([100, 200, 300], days.Select(day => day.GetProperty("units")[0].GetInt64()));
        Assert.All(days, day => Assert.Equal(100, day.GetProperty("new_units")[1].GetInt64()));
        // The quantile's too, which has no sums that could be added up.
        var metrics = (await host.ResultsAsync("exp")).GetProperty("metrics");
        Assert.Equal(["buy", "price"], days[0].GetProperty("metrics").EnumerateArray().Select(metric => metric.GetProperty("key").GetString()));
        for (var i = 0; i < 2; i++)
        {
            var whole = metrics[i].GetProperty("comparisons")[0].GetProperty("decided");
            var last = days[^1].GetProperty("metrics")[i].GetProperty("comparisons")[0];
            Assert.Equal(whole.GetProperty("difference").GetDouble(), last.GetProperty("difference").GetDouble(), 1e-12);
            Assert.Equal(whole.GetProperty("p_value").GetDouble(), last.GetProperty("p_value").GetDouble(), 1e-12);
            Assert.Equal(whole.GetProperty("confidence_interval")[0].GetDouble(), last.GetProperty("confidence_interval")[0].GetDouble(), 1e-12);
        }
        var bought = days.Select(day => day.GetProperty("metrics")[1].GetProperty("variants")[0].GetProperty("units").GetInt64()).ToList();
        Assert.True(bought[0] > 0 && bought[0] < bought[1] && bought[1] < bought[2]);
        // More units, narrower intervals.
        var widths = days.Select(day => day.GetProperty("metrics")[0].GetProperty("comparisons")[0].GetProperty("confidence_interval")).Select(ends => ends[1].GetDouble() - ends[0].GetDouble()).ToList();
        Assert.Equal(widths.OrderDescending(), widths);
    }

    [Fact]
    public async Task Values_of_a_dimension_are_corrected_for_their_number()
    {
        await using var host = await StartAsync();
        var body = await host.Admin.GetAsync<JsonElement>($"{Harness.Experiments}/exp/results/slices?dimension=country");
        Assert.Equal("holm", body.GetProperty("correction").GetString());
        var slices = body.GetProperty("slices").EnumerateArray().Where(slice => slice.GetProperty("value").ValueKind == JsonValueKind.String)
            .ToDictionary(slice => slice.GetProperty("value").GetString()!, slice => slice.GetProperty("metrics")[0].GetProperty("comparisons")[0]);
        Assert.Equal(Countries, slices.Keys.Order());
        var india = slices["IN"];
        Assert.True(india.GetProperty("significant").GetBoolean());
        // The smallest of three p-values is multiplied by three.
        Assert.Equal(3 * india.GetProperty("p_value").GetDouble(), india.GetProperty("adjusted_p_value").GetDouble(), 1e-12);
        Assert.False(slices["DE"].GetProperty("significant").GetBoolean());
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{Harness.Experiments}/exp/results/slices", null, 400, "invalid_dimension");
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{Harness.Experiments}/nothing/results/days", null, 404, "unknown_experiment");
    }
}
