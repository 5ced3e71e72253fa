using System.Net;
using System.Text.Json;
using Turnout.Server.Features.Guardrails;
using Turnout.Server.Tests.Outbound;
using Turnout.Server.Tests.Webhooks;

namespace Turnout.Server.Tests.Guardrails;

public class GuardrailTests
{
    const string Guardrail = Harness.Experiments + "/e/guardrail";

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task A_sample_ratio_mismatch_pauses_the_experiment_and_is_audited(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var host = await RunningAsync(database);
        using var app = host.Client(await host.CreateKeyAsync("server"));
        await host.Admin.PutAsync<JsonElement>(Guardrail, new { minimum_units = 200 });
        await ExposeAsync(app, 160, 20);
        await host.Service<GuardrailJob>().RunAsync();
        Assert.Equal("running", await StatusAsync(host));

        await ExposeAsync(app, 300, 60, from: 1000);
        await host.Service<GuardrailJob>().RunAsync();
        Assert.Equal("paused", await StatusAsync(host));
        var entry = (await host.AuditAsync("e"))[^1];
        Assert.Equal(("experiment.paused", "guardrail", "sample_ratio"), (entry.Text("kind"), entry.Text("actor"), entry.GetProperty("metadata").Text("cause")));
        var guardrail = await host.Admin.GetAsync<JsonElement>(Guardrail);
        Assert.Equal((false, "sample_ratio"), (guardrail.GetProperty("armed").GetBoolean(), guardrail.GetProperty("tripped").Text("cause")));
        Assert.EndsWith("460 : 80 (p < 0.00001). Assignment or logging is broken.", guardrail.GetProperty("tripped").Text("reason"), StringComparison.Ordinal);

        // Who resumes has been told; it is watched again when someone says so.
        await host.Admin.PostAsync<JsonElement>($"{Harness.Experiments}/e/resume", null);
        await host.Service<GuardrailJob>().RunAsync();
        Assert.Equal("running", await StatusAsync(host));
        await host.Admin.PutAsync<JsonElement>(Guardrail, new { minimum_units = 200 });
        await host.Service<GuardrailJob>().RunAsync();
        Assert.Equal("paused", await StatusAsync(host));
    }

    [Fact]
    public async Task A_guardrail_metric_that_is_clearly_worse_pauses_and_one_that_is_not_does_not()
    {
        await using var host = await RunningAsync();
        using var app = host.Client(await host.CreateKeyAsync("server"));
        await host.Admin.PutAsync<JsonElement>(Guardrail, new { });
        await ExposeAsync(app, 400, 400);
        await host.Service<GuardrailJob>().RunAsync();
        Assert.Equal("running", await StatusAsync(host));
        await ErrorsAsync(app, "a", 20);
        await ErrorsAsync(app, "b", 24);
        await host.Service<GuardrailJob>().RunAsync();
        Assert.Equal("running", await StatusAsync(host));
        await ErrorsAsync(app, "b", 120, from: 24);
        await host.Service<GuardrailJob>().RunAsync();
        Assert.Equal("paused", await StatusAsync(host));
        var tripped = (await host.Admin.GetAsync<JsonElement>(Guardrail)).GetProperty("tripped");
        Assert.Equal(("metric", "errors", "b"), (tripped.Text("cause"), tripped.Text("metric"), tripped.Text("variant")));
        Assert.True(tripped.GetProperty("p_value").GetDouble() < 0.05);
    }

    [Fact]
    public async Task An_experiment_that_a_guardrail_paused_is_told_to_a_webhook_that_names_no_kinds()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await RunningAsync(settings: Receiver.Allowed);
        await host.CreateWebhookAsync(receiver.Url);
        using var app = host.Client(await host.CreateKeyAsync("server"));
        await host.Admin.PutAsync<JsonElement>(Guardrail, new { minimum_units = 200 });
        await ExposeAsync(app, 460, 80);
        await host.Service<GuardrailJob>().RunAsync();
        await host.DispatchAsync();
        Assert.Equal("guardrail.set", (await receiver.NextAsync()).Json.Text("type"));
        var paused = (await receiver.NextAsync()).Json;
        var data = paused.GetProperty("data");
        Assert.Equal(("experiment.paused", "guardrail", "sample_ratio"), (paused.Text("type"), data.Text("actor"), data.GetProperty("metadata").Text("cause")));
    }

    [Fact]
    public async Task A_better_guardrail_metric_synthetic_units_and_unwatched_experiments_pause_nothing()
    {
        await using var host = await RunningAsync();
        using var app = host.Client(await host.CreateKeyAsync("server"));
        await ExposeAsync(app, 400, 400);
        await ErrorsAsync(app, "a", 150);
        await host.Admin.PutAsync<JsonElement>(Guardrail, new { });
        await host.Service<GuardrailJob>().RunAsync();
        Assert.Equal("running", await StatusAsync(host));

        await host.Admin.SendAsync<string>(HttpMethod.Put, "/api/v1/environments/production/cohort/team/robots", null, HttpStatusCode.NoContent);
        await ExposeAsync(app, 500, 0, from: 5000, team: "robots");
        await host.Service<GuardrailJob>().RunAsync();
        Assert.Equal("running", await StatusAsync(host));

        await host.Admin.SendAsync<string>(HttpMethod.Delete, Guardrail, null, HttpStatusCode.NoContent);
        await ExposeAsync(app, 500, 0, from: 9000);
        await host.Service<GuardrailJob>().RunAsync();
        Assert.Equal("running", await StatusAsync(host));
        await host.Admin.ProblemAsync(HttpMethod.Get, Guardrail, null, 404, "unknown_guardrail");
        await host.Admin.ProblemAsync(HttpMethod.Put, Guardrail, new { minimum_units = 1 }, 400, "invalid_units");
        await host.Admin.ProblemAsync(HttpMethod.Put, $"{Harness.Experiments}/none/guardrail", new { }, 404, "unknown_experiment");
    }

    static async Task<TurnoutHost> RunningAsync(TestDatabase? database = null, Dictionary<string, string?>? settings = null)
    {
        var host = await TurnoutHost.StartAsync(database, settings);
        await host.Admin.PutAsync<JsonElement>("/api/v1/environments/production/metrics/errors", new { @event = "error", type = "proportion", goal = "decrease" }, HttpStatusCode.Created);
        await host.Admin.PutAsync<JsonElement>("/api/v1/environments/production/metrics/sales", new { @event = "sale", type = "proportion" }, HttpStatusCode.Created);
        await host.RunExperimentAsync(new
        {
            key = "e", variants = new[] { new { key = "a" }, new { key = "b" } }, metrics = new[] { "sales", "errors" },
            decision = new { roles = new[] { new { metric = "errors", role = "guardrail" } } },
        });
        return host;
    }

    static async Task<string> StatusAsync(TurnoutHost host) => (await host.Admin.GetAsync<JsonElement>($"{Harness.Experiments}/e")).Text("status");

    static Task ExposeAsync(HttpClient app, int a, int b, int from = 0, string? team = null) => SendAsync(app,
        [.. Enumerable.Range(from, a).Select(i => Exposure("a", i, team)), .. Enumerable.Range(from, b).Select(i => Exposure("b", i, team))]);

    static object Exposure(string variant, int unit, string? team) => new
    {
        id = Guid.NewGuid(), @event = "experiment_viewed", user_id = $"{variant}-{unit}", team_id = team,
        properties = new { experiment_slug = "e", variant, assignment_type = "deterministic" },
    };

    static Task ErrorsAsync(HttpClient app, string variant, int count, int from = 0) =>
        SendAsync(app, [.. Enumerable.Range(from, count).Select(i => (object)new { id = Guid.NewGuid(), @event = "error", user_id = $"{variant}-{i}" })]);

    static Task SendAsync(HttpClient app, object[] events) => app.SendEventsAsync(events);
}
