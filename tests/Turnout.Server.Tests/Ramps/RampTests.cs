using System.Net;
using System.Text.Json;
using Turnout.Server.Features.Ramps;

namespace Turnout.Server.Tests.Ramps;

public class RampTests
{
    const string Flags = "/api/v1/environments/production/flags";

    static readonly object Steps = new { steps = new object[] { new { percent = 5, hold_minutes = 60 }, new { percent = 25, hold_minutes = 120 }, new { percent = 100, hold_minutes = 0 } } };

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task A_flag_grows_step_by_step_and_each_step_is_held(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await TurnoutHost.StartAsync(database);
        await host.Admin.PutAsync<JsonElement>($"{Flags}/f", new { enabled = true, rollout = 0, tags = new[] { "x" } }, HttpStatusCode.Created);
        await host.Admin.PutAsync<JsonElement>($"{Flags}/f/ramp", Steps);
        Assert.Equal(5, await AfterAsync(host, TimeSpan.Zero));
        Assert.Equal(5, await AfterAsync(host, TimeSpan.FromMinutes(59)));
        Assert.Equal(25, await AfterAsync(host, TimeSpan.FromMinutes(1)));
        Assert.Equal(25, await AfterAsync(host, TimeSpan.FromMinutes(119)));
        Assert.Equal(100, await AfterAsync(host, TimeSpan.FromMinutes(1)));
        await AfterAsync(host, TimeSpan.Zero);
        var ramp = await host.Admin.GetAsync<JsonElement>($"{Flags}/f/ramp");
        Assert.Equal(("done", 2), (ramp.Text("status"), ramp.GetProperty("step").GetInt32()));
        var audit = await host.AuditAsync("f");
        Assert.Equal(3, audit.Count(entry => entry.Text("kind") == "flag.updated" && entry.Text("actor") == "ramp"));
        Assert.Equal("x", (await host.Admin.GetAsync<JsonElement>($"{Flags}/f")).GetProperty("tags")[0].GetString());
    }

    [Fact]
    public async Task A_ramp_is_paused_by_hand_and_by_a_change_of_someone_elses()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PutAsync<JsonElement>($"{Flags}/f", new { enabled = true, rollout = 0 }, HttpStatusCode.Created);
        await host.Admin.PutAsync<JsonElement>($"{Flags}/f/ramp", Steps);
        await AfterAsync(host, TimeSpan.Zero);
        await host.Admin.PostAsync<JsonElement>($"{Flags}/f/ramp/pause", null);
        Assert.Equal(5, await AfterAsync(host, TimeSpan.FromHours(9)));
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Flags}/f/ramp/pause", null, 409, "invalid_transition");
        await host.Admin.PostAsync<JsonElement>($"{Flags}/f/ramp/resume", null);
        Assert.Equal(5, await AfterAsync(host, TimeSpan.FromMinutes(59)));
        await host.Admin.PutAsync<JsonElement>($"{Flags}/f", new { enabled = true, rollout = 7 });
        Assert.Equal(7, await AfterAsync(host, TimeSpan.FromMinutes(1)));
        var ramp = await host.Admin.GetAsync<JsonElement>($"{Flags}/f/ramp");
        Assert.Equal("paused", ramp.Text("status"));
        Assert.Contains("by hand", ramp.Text("note"), StringComparison.Ordinal);
        await host.Admin.SendAsync<string>(HttpMethod.Delete, $"{Flags}/f/ramp", null, HttpStatusCode.NoContent);
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{Flags}/f/ramp", null, 404, "unknown_ramp");
    }

    [Fact]
    public async Task A_step_waits_for_units()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PutAsync<JsonElement>($"{Flags}/f", new { enabled = true, rollout = 0 }, HttpStatusCode.Created);
        await host.Admin.PutAsync<JsonElement>($"{Flags}/f/ramp", new { steps = new[] { new { percent = 10, hold_minutes = 0, min_units = 3 }, new { percent = 20, hold_minutes = 0, min_units = 0 } } });
        await AfterAsync(host, TimeSpan.Zero);
        Assert.Equal(10, await AfterAsync(host, TimeSpan.FromMinutes(1)));
        Assert.Equal("Waits for units: 0 of 3.", (await host.Admin.GetAsync<JsonElement>($"{Flags}/f/ramp")).Text("note"));
        using var app = host.Client(await host.CreateKeyAsync("server"));
        foreach (var user in new[] { "u", "v", "w" }) await app.PostAsync<JsonElement>("/api/v1/evaluate", new { context = new { user_id = user } });
        Assert.Equal(20, await AfterAsync(host, TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task An_experiments_traffic_grows_while_it_runs_and_halts_where_it_hurts()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PostAsync<JsonElement>(Harness.Experiments, new { key = "e", traffic = 1, variants = new[] { new { key = "a" }, new { key = "b" } } }, HttpStatusCode.Created);
        await host.Admin.PutAsync<JsonElement>($"{Harness.Experiments}/e/ramp", new { steps = new[] { new { percent = 10, hold_minutes = 10 }, new { percent = 50, hold_minutes = 10 } } });
        await host.Service<RampJob>().RunAsync();
        Assert.Equal("Waits until the experiment runs: it is draft.", (await host.Admin.GetAsync<JsonElement>($"{Harness.Experiments}/e/ramp")).Text("note"));
        await host.Admin.PostAsync<JsonElement>($"{Harness.Experiments}/e/launch", null);
        await host.Service<RampJob>().RunAsync();
        Assert.Equal(10, (await host.Admin.GetAsync<JsonElement>($"{Harness.Experiments}/e")).GetProperty("traffic").GetDouble());

        using var app = host.Client(await host.CreateKeyAsync("server"));
        await app.SendEventsAsync([.. Enumerable.Range(0, 400).Select(i => (object)new
        {
            id = Guid.NewGuid(), @event = "experiment_viewed", user_id = $"u-{i}", properties = new { experiment_slug = "e", variant = i % 5 == 0 ? "b" : "a", assignment_type = "deterministic" },
        })]);
        host.Clock.Advance(TimeSpan.FromMinutes(10));
        await host.Service<RampJob>().RunAsync();
        var ramp = await host.Admin.GetAsync<JsonElement>($"{Harness.Experiments}/e/ramp");
        Assert.Equal("paused", ramp.Text("status"));
        Assert.Contains("shares", ramp.Text("note"), StringComparison.Ordinal);
        Assert.Equal(10, (await host.Admin.GetAsync<JsonElement>($"{Harness.Experiments}/e")).GetProperty("traffic").GetDouble());
    }

    [Fact]
    public async Task Steps_that_go_down_and_other_nonsense_are_refused()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PutAsync<JsonElement>($"{Flags}/f", new { enabled = true, rollout = 20 }, HttpStatusCode.Created);
        foreach (object step in new object[] { new { percent = 10 }, new { percent = 101 }, new { percent = 30, hold_minutes = -1 }, new { percent = 30, min_units = -1 } })
            await host.Admin.ProblemAsync(HttpMethod.Put, $"{Flags}/f/ramp", new { steps = new[] { step } }, 400, "invalid_steps");
        await host.Admin.ProblemAsync(HttpMethod.Put, $"{Flags}/f/ramp", new { steps = Array.Empty<object>() }, 400, "invalid_steps");
        await host.Admin.ProblemAsync(HttpMethod.Put, $"{Flags}/f/ramp", new { }, 400, "missing_member");
        await host.Admin.ProblemAsync(HttpMethod.Put, $"{Flags}/none/ramp", Steps, 404, "unknown_flag");
    }

    static async Task<double> AfterAsync(TurnoutHost host, TimeSpan time)
    {
        host.Clock.Advance(time);
        await host.Service<RampJob>().RunAsync();
        return (await host.Admin.GetAsync<JsonElement>($"{Flags}/f")).GetProperty("rollout").GetDouble();
    }
}
