using System.Net;
using System.Text.Json;

namespace Turnout.Server.Tests.EndToEnd;

/// <summary>
/// The main job on real input: a game moved its first gate from level 30 to level 40 for half of 90,189 new players, and published who came back after a day and
/// after a week (Cookie Cats, 2017). Every player is replayed, event by event, over HTTP.
/// </summary>
public class CookieCatsTests
{
    static readonly (string Variant, int Players, int Day1, int Day7)[] Published = [("gate_30", 44_700, 20_034, 8_502), ("gate_40", 45_489, 20_119, 8_279)];

    [Theory]
    [MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task The_published_players_give_the_published_answer(Store kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = await TurnoutHost.StartAsync(database);
        foreach (var day in new[] { 1, 7 })
        {
            await host.Admin.PutAsync<JsonElement>($"/api/v1/environments/production/metrics/retained-day-{day}",
                new { key = $"retained-day-{day}", @event = $"returned-day-{day}", type = "proportion", window_days = day + 1 }, HttpStatusCode.Created);
        }
        await host.RunExperimentAsync(new
        {
            key = "gate-level", variants = Published.Select(arm => new { key = arm.Variant, weight = 1 }).ToArray(), control = "gate_30",
            metrics = new[] { "retained-day-7", "retained-day-1" },
            decision = new { planned_units = 90_000 },
        });
        using var application = host.Client(await host.CreateKeyAsync("server"));
        var sent = 0;
        foreach (var batch in Events(host.Clock.GetUtcNow().AddDays(-30)).Chunk(1000))
        {
            await application.SendEventsAsync(batch);
            sent += batch.Length;
        }
        Assert.Equal(90_189 + 20_034 + 20_119 + 8_502 + 8_279, sent);

        var results = await host.ResultsAsync("gate-level");
        foreach (var (variant, arm) in results.GetProperty("variants").EnumerateArray().Zip(Published))
        {
            Assert.Equal(arm.Variant, variant.GetProperty("key").GetString());
            Assert.Equal(arm.Players, variant.GetProperty("units").GetInt64());
            Assert.Equal(arm.Players, variant.GetProperty("exposures").GetInt64());
            Assert.Equal(arm.Players, variant.GetProperty("assignments").GetInt64());
        }
        Check(results.GetProperty("metrics")[0], arm => arm.Day7, -3.164, 0.00155, "loss");
        Check(results.GetProperty("metrics")[1], arm => arm.Day1, -1.784, 0.0744, "no_difference_shown");
        // Looked at every day, the difference after a week still counts: √k·exp(−ρ²N·z²/2k) with k = Nρ² + 1.
        var decided = results.GetProperty("metrics")[0].GetProperty("comparisons")[0].GetProperty("decided");
        Assert.Equal("always_valid", decided.GetProperty("method").GetString());
        var logs = -2 * Math.Log(0.05);
        var spread = (logs + Math.Log(1 + logs)) / 90_000 * 90_189;
        var unpooled = decided.GetProperty("difference").GetDouble() / decided.GetProperty("standard_error").GetDouble();
        Assert.Equal(Math.Sqrt(spread + 1) * Math.Exp(-spread / (spread + 1) * unpooled * unpooled / 2), decided.GetProperty("p_value").GetDouble(), 1e-9);
        Assert.Equal("loss", results.GetProperty("verdict").GetString());
        // The split itself is a little off 50:50 (z = 2.63), and not off enough for an alarm.
        Assert.False(results.GetProperty("sample_ratio").GetProperty("mismatch").GetBoolean());
        Assert.Equal(0.0086, results.GetProperty("sample_ratio").GetProperty("p_value").GetDouble(), 0.0001);
    }

    static void Check(JsonElement metric, Func<(string Variant, int Players, int Day1, int Day7), int> retained, double publishedZ, double publishedP, string verdict)
    {
        var (control, treatment) = (Published[0], Published[1]);
        // S4's test, written out here on its own.
        double nc = control.Players, nt = treatment.Players, pc = retained(control) / nc, pt = retained(treatment) / nt;
        var pooled = (retained(control) + retained(treatment)) / (nc + nt);
        var z = (pt - pc) / Math.Sqrt(pooled * (1 - pooled) * (1 / nc + 1 / nt));
        var comparison = Assert.Single(metric.GetProperty("comparisons").EnumerateArray());
        Assert.Equal("gate_40", comparison.GetProperty("variant").GetString());
        Assert.Equal("gate_30", comparison.GetProperty("control").GetString());
        Assert.Equal(z, comparison.GetProperty("z").GetDouble(), 1e-9);
        Assert.Equal(publishedZ, comparison.GetProperty("z").GetDouble(), 0.001);
        Assert.Equal(TwoSided(z), comparison.GetProperty("p_value").GetDouble(), 1e-6);
        Assert.Equal(publishedP, comparison.GetProperty("p_value").GetDouble(), 0.00005);
        Assert.Equal(pt - pc, comparison.GetProperty("difference").GetDouble(), 1e-12);
        Assert.Equal((pt - pc) / pc, comparison.GetProperty("lift").GetDouble(), 1e-12);
        var half = 1.959963984540054 * Math.Sqrt(pc * (1 - pc) / nc + pt * (1 - pt) / nt);
        Assert.Equal(pt - pc - half, comparison.GetProperty("confidence_interval")[0].GetDouble(), 1e-9);
        Assert.Equal(pt - pc + half, comparison.GetProperty("confidence_interval")[1].GetDouble(), 1e-9);
        Assert.Equal(Math.Abs(z) > 1.96, comparison.GetProperty("significant").GetBoolean());
        Assert.Equal(verdict, comparison.GetProperty("verdict").GetString());
        foreach (var (variant, arm) in metric.GetProperty("variants").EnumerateArray().Zip(Published))
        {
            Assert.Equal(retained(arm), variant.GetProperty("total").GetDouble());
            Assert.Equal(retained(arm) / (double)arm.Players, variant.GetProperty("mean").GetDouble(), 1e-12);
        }
    }

    static IEnumerable<object> Events(DateTimeOffset start)
    {
        var player = 0;
        foreach (var (variant, players, day1, day7) in Published)
        {
            for (var i = 0; i < players; i++, player++)
            {
                var installed = start.AddSeconds(player % 86_400);
                yield return new { id = Id(), @event = "experiment_viewed", timestamp = installed, user_id = $"p{player}", properties = new { experiment_slug = "gate-level", variant, assignment_type = "deterministic" } };
                if (i < day1) yield return new { id = Id(), @event = "returned-day-1", timestamp = installed.AddDays(1), user_id = $"p{player}" };
                // Who came back after a week is not who came back after a day: the last, not the first.
                if (i >= players - day7) yield return new { id = Id(), @event = "returned-day-7", timestamp = installed.AddDays(7), user_id = $"p{player}" };
            }
        }
    }

    static string Id() => Guid.CreateVersion7().ToString();

    /// <summary>2·P(N &gt; |z|), by Simpson's rule.</summary>
    static double TwoSided(double z)
    {
        const int steps = 100_000;
        double from = Math.Abs(z), to = from + 12, h = (to - from) / steps, sum = 0;
        for (var i = 0; i <= steps; i++)
            sum += Math.Exp(-Math.Pow(from + i * h, 2) / 2) * (i is 0 or steps ? 1 : i % 2 == 1 ? 4 : 2);
        return 2 * sum * h / 3 / Math.Sqrt(2 * Math.PI);
    }
}
