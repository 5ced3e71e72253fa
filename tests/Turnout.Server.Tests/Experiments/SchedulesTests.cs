using System.Net;
using System.Text.Json;
using Turnout.Engine.Definitions;
using Turnout.Server.Delivery;

namespace Turnout.Server.Tests.Experiments;

public class SchedulesTests
{
    const string Experiments = "/api/v1/environments/production/experiments";

    static readonly object[] Arms = [new { key = "a" }, new { key = "b" }];

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task An_experiment_starts_and_stops_by_itself(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await TurnoutHost.StartAsync(database);
        await host.Admin.PostAsync<string>(Experiments, new { key = "e", variants = Arms, start_at = "2026-01-15T13:00:00Z", stop_at = "2026-01-15T14:00:00Z" }, HttpStatusCode.Created);
        Assert.Equal("draft", (await host.Admin.GetAsync<JsonElement>($"{Experiments}/e")).Text("status"));

        await Reached(host, ExperimentStatus.Running, () => host.Clock.Advance(TimeSpan.FromHours(1)));
        await Reached(host, ExperimentStatus.Stopped, () => host.Clock.Advance(TimeSpan.FromHours(1)));
        var audit = await host.AuditAsync("e");
        Assert.Equal([("experiment.created", "admin"), ("experiment.launched", "schedule"), ("experiment.stopped", "schedule")], audit.Select(entry => (entry.Text("kind"), entry.Text("actor"))));
    }

    [Fact]
    public async Task What_came_due_while_no_server_ran_is_done_at_the_start()
    {
        await using var database = await TestDatabase.CreateAsync(Store.Sqlite);
        var clock = new ManualClock();
        await using (var host = await TurnoutHost.StartAsync(database, clock: clock))
        {
            await host.Admin.PostAsync<string>(Experiments, new { key = "e", variants = Arms, stop_at = "2026-01-16T00:00:00Z" }, HttpStatusCode.Created);
            await host.Admin.PostAsync<string>($"{Experiments}/e/launch", null);
        }
        clock.Advance(TimeSpan.FromDays(2));
        await using var later = await TurnoutHost.StartAsync(database, clock: clock);
        Assert.Equal("stopped", (await later.Admin.GetAsync<JsonElement>($"{Experiments}/e")).Text("status"));
    }

    [Fact]
    public async Task An_experiment_whose_end_has_passed_is_not_launched()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.PostAsync<string>(Experiments, new { key = "e", variants = Arms, stop_at = "2026-01-15T13:00:00Z" }, HttpStatusCode.Created);
        host.Clock.Advance(TimeSpan.FromHours(2));
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Experiments}/e/launch", null, 409, "invalid_schedule");
    }

    /// <summary>Waits until the ruleset has the experiment in that state.</summary>
    static async Task Reached(TurnoutHost host, ExperimentStatus status, Action act)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void OnPublished(PublishedRuleset published)
        {
            if (published.Ruleset.FindExperiment("e")?.Status == status) reached.TrySetResult();
        }
        host.Service<Rulesets>().Published += OnPublished;
        act();
        // The round that the clock passed may have read the time halfway and sleep for another half minute: let that pass too.
        while (await Task.WhenAny(reached.Task, Task.Delay(100, TestContext.Current.CancellationToken)) != reached.Task) host.Clock.Advance(TimeSpan.FromSeconds(30));
        host.Service<Rulesets>().Published -= OnPublished;
    }
}
