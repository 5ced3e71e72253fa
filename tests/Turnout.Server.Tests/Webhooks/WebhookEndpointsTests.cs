using System.Net;
using System.Text.Json;
using Turnout.Server.Storage;
using Turnout.Server.Tests.Outbound;

namespace Turnout.Server.Tests.Webhooks;

public class WebhookEndpointsTests
{
    const string Webhooks = WebhookHarness.Webhooks;

    [Theory]
    [InlineData("http://127.0.0.1:9/")]
    [InlineData("http://localhost/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://[::ffff:169.254.169.254]/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://example.com/")]
    [InlineData("https://user:word@example.com/")]
    [InlineData("https://example.com/#x")]
    [InlineData("/relative")]
    [InlineData("")]
    public async Task Addresses_that_a_server_must_not_call_are_refused(string url)
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.ProblemAsync(HttpMethod.Post, Webhooks, new { name = "x", url }, 400, "invalid_url");
    }

    [Fact]
    public async Task An_address_that_was_allowed_once_is_not_called_when_it_is_forbidden_later()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Sqlite);
        await using var receiver = await Receiver.StartAsync();
        string id;
        await using (var host = await TurnoutHost.StartAsync(place, Receiver.Allowed)) (id, _) = await host.CreateWebhookAsync(receiver.Url);
        await using var strict = await TurnoutHost.StartAsync(place);
        var outcome = await strict.Admin.PostAsync<JsonElement>($"{Webhooks}/{id}/test", null);
        Assert.Equal("failed", outcome.Text("status"));
        Assert.Contains("does not call", outcome.Text("answer_error"), StringComparison.Ordinal);
        Assert.Equal(0, receiver.Waiting);
    }

    [Theory]
    [InlineData("""{"name":"","url":"https://example.com/"}""", "invalid_name")]
    [InlineData("""{"name":"x","url":"https://example.com/","format":"xml"}""", "invalid_format")]
    [InlineData("""{"name":"x","url":"https://example.com/","events":[]}""", "invalid_events")]
    [InlineData("""{"name":"x","url":"https://example.com/","events":["flag.*.x"]}""", "invalid_events")]
    [InlineData("""{"name":"x","url":"https://example.com/","environments":["no way"]}""", "invalid_environments")]
    [InlineData("""{"name":"x","url":"https://example.com/","secret":"mine"}""", "unknown_member")]
    public async Task A_request_that_is_wrong_is_refused_by_name(string request, string code)
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.ProblemAsync(HttpMethod.Post, Webhooks, request, 400, code);
        Assert.Empty((await host.Admin.GetAsync<JsonElement>(Webhooks)).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task What_is_not_there_is_said_by_code()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{Webhooks}/x", null, 404, "unknown_webhook");
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{Webhooks}/x/deliveries", null, 404, "unknown_webhook");
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Webhooks}/x/replay", new { since = "2026-01-01T00:00:00Z" }, 404, "unknown_webhook");
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Webhooks}/x/secret", null, 404, "unknown_webhook");
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Webhooks}/x/test", null, 404, "unknown_webhook");
        await host.Admin.ProblemAsync(HttpMethod.Delete, $"{Webhooks}/x", null, 404, "unknown_webhook");
        await host.Admin.ProblemAsync(HttpMethod.Post, Webhooks, new { name = "x", url = "https://example.com/", environments = new[] { "nowhere" } }, 404, "unknown_environment");
        var (id, _) = await host.CreateWebhookAsync("https://example.com/");
        await host.Admin.ProblemAsync(HttpMethod.Get, $"{Webhooks}/{id}/deliveries/x", null, 404, "unknown_delivery");
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Webhooks}/{id}/deliveries/x/replay", null, 404, "unknown_delivery");
    }

    [Fact]
    public async Task Only_what_is_wanted_is_told_and_conversions_never()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await TurnoutHost.StartAsync(settings: Receiver.Allowed);
        await host.CreateWebhookAsync(receiver.Url, events: ["experiment.*", "flag.disabled"], environments: ["production"]);
        await host.SetFlagAsync("created-is-not-wanted");
        await host.SetFlagAsync("elsewhere", environment: "development");
        await host.Admin.PostAsync<string>("/api/v1/environments/development/flags/elsewhere/toggle", new { enabled = false });
        await host.RunExperimentAsync(new { key = "price", unit = "user", variants = new[] { new { key = "a", weight = 999_999 }, new { key = "b", weight = 1 } }, control = "a" });
        using var user = host.Client(Harness.EndUserToken(new { sub = "u1" }));
        await user.PostAsync<JsonElement>("/api/v1/experiments/converted", new { experiment = "price", variant = "a", action_taken = "bought" }, HttpStatusCode.Created);
        await host.DispatchAsync();
        Assert.Equal("experiment.created", (await receiver.NextAsync()).Json.Text("type"));
        Assert.Equal("experiment.launched", (await receiver.NextAsync()).Json.Text("type"));
        Assert.Equal(0, receiver.Waiting);
    }

    [Fact]
    public async Task Slack_gets_a_text_with_what_changed_and_nothing_that_it_would_take_for_markup()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await TurnoutHost.StartAsync(settings: Receiver.Allowed);
        await host.CreateWebhookAsync(receiver.Url, "slack", ["flag.updated"]);
        await host.SetFlagAsync("a", new { key = "a", rollout = 5, description = "x" });
        await host.Admin.PutAsync<string>("/api/v1/environments/production/flags/a", new { key = "a", rollout = 50, description = "<!channel> & co" });
        await host.DispatchAsync();
        var text = (await receiver.NextAsync()).Json.Text("text");
        Assert.StartsWith("*flag.updated* flag 'a' was updated in production by admin", text, StringComparison.Ordinal);
        Assert.Contains("rollout: 5 → 50", text, StringComparison.Ordinal);
        Assert.Contains("\"&lt;!channel&gt; &amp; co\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_secret_is_shown_once_kept_sealed_and_replaced_without_a_gap()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await TurnoutHost.StartAsync(settings: Receiver.Allowed);
        var (id, first) = await host.CreateWebhookAsync(receiver.Url);
        Assert.DoesNotContain("whsec_", await host.Admin.GetAsync<string>(Webhooks), StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_", await host.Admin.GetAsync<string>($"{Webhooks}/{id}"), StringComparison.Ordinal);
        var second = (await host.Admin.PostAsync<JsonElement>($"{Webhooks}/{id}/secret", null)).Text("secret");
        Assert.DoesNotContain("whsec_", await host.Admin.GetAsync<string>("/api/v1/audit"), StringComparison.Ordinal);
        var kept = await host.Service<Database>().ReadAsync(session => session.SingleAsync<string>("SELECT secret || old_secret FROM webhooks"));
        Assert.DoesNotContain(first.Split('_')[1], kept, StringComparison.Ordinal);
        Assert.DoesNotContain(second.Split('_')[1], kept, StringComparison.Ordinal);

        await host.Admin.PostAsync<JsonElement>($"{Webhooks}/{id}/test", null);
        var both = await receiver.NextAsync();
        Assert.True(both.IsSignedBy(first) && both.IsSignedBy(second));
        host.Clock.Advance(TimeSpan.FromHours(24));
        await host.Admin.PostAsync<JsonElement>($"{Webhooks}/{id}/test", null);
        var later = await receiver.NextAsync();
        Assert.True(!later.IsSignedBy(first) && later.IsSignedBy(second));
    }

    [Fact]
    public async Task A_secret_sealed_with_another_key_is_said_to_need_renewal()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Sqlite);
        await using var receiver = await Receiver.StartAsync();
        string id;
        await using (var host = await TurnoutHost.StartAsync(place, Receiver.Allowed)) (id, _) = await host.CreateWebhookAsync(receiver.Url);
        var settings = new Dictionary<string, string?>(Receiver.Allowed) { ["TURNOUT_SECRETS_KEY"] = new string('k', 32) };
        await using var other = await TurnoutHost.StartAsync(place, settings);
        Assert.Equal("its secret cannot be opened: give it a new one", (await other.Admin.PostAsync<JsonElement>($"{Webhooks}/{id}/test", null)).Text("answer_error"));
        var renewed = (await other.Admin.PostAsync<JsonElement>($"{Webhooks}/{id}/secret", null)).Text("secret");
        Assert.Equal("delivered", (await other.Admin.PostAsync<JsonElement>($"{Webhooks}/{id}/test", null)).Text("status"));
        Assert.True((await receiver.NextAsync()).IsSignedBy(renewed));
    }

    [Fact]
    public async Task A_test_is_sent_at_once_and_says_what_came_of_it()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await TurnoutHost.StartAsync(settings: Receiver.Allowed);
        var (id, secret) = await host.CreateWebhookAsync(receiver.Url);
        Assert.Equal("delivered", (await host.Admin.PostAsync<JsonElement>($"{Webhooks}/{id}/test", null)).Text("status"));
        var message = await receiver.NextAsync();
        Assert.Equal("webhook.test", message.Json.Text("type"));
        Assert.True(message.IsSignedBy(secret));
        receiver.Answer(404, "no such hook");
        var failed = await host.Admin.PostAsync<JsonElement>($"{Webhooks}/{id}/test", null);
        Assert.Equal(("failed", "404 NotFound: no such hook"), (failed.Text("status"), failed.Text("answer_error")));
    }

    [Fact]
    public async Task The_past_can_be_told_again_whole_or_one_by_one_under_the_same_ids()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await TurnoutHost.StartAsync(settings: Receiver.Allowed);
        await host.SetFlagAsync("older");
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var (id, _) = await host.CreateWebhookAsync(receiver.Url);
        await host.SetFlagAsync("newer");
        await host.DispatchAsync();
        var newer = await receiver.NextAsync();

        var since = host.Clock.GetUtcNow().AddHours(-1);
        Assert.Equal(2, (await host.Admin.PostAsync<JsonElement>($"{Webhooks}/{id}/replay", new { since }, HttpStatusCode.Accepted)).GetProperty("queued").GetInt32());
        await host.DispatchAsync();
        var again = new[] { await receiver.NextAsync(), await receiver.NextAsync() }.ToDictionary(message => message.Json.GetProperty("data").Text("target"));
        Assert.Equal(["newer", "older"], again.Keys.Order());
        Assert.Equal(newer.Headers["webhook-id"], again["newer"].Headers["webhook-id"]);

        await host.Admin.PostAsync<JsonElement>($"{Webhooks}/{id}/deliveries/{newer.Headers["webhook-id"]}/replay", null, HttpStatusCode.Accepted);
        await host.DispatchAsync();
        Assert.Equal(newer.Text, (await receiver.NextAsync()).Text);
        await host.Admin.ProblemAsync(HttpMethod.Post, $"{Webhooks}/{id}/replay", new { since, until = since.AddDays(-1) }, 400, "invalid_value");
    }

    [Fact]
    public async Task A_webhook_that_was_off_is_told_of_what_happens_from_then_on()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await TurnoutHost.StartAsync(settings: Receiver.Allowed);
        var (id, _) = await host.CreateWebhookAsync(receiver.Url);
        await host.Admin.PutAsync<string>($"{Webhooks}/{id}", new { name = "chat", url = receiver.Url, enabled = false });
        await host.SetFlagAsync("meanwhile");
        await host.DispatchAsync();
        await host.Admin.PutAsync<string>($"{Webhooks}/{id}", new { name = "chat", url = receiver.Url, enabled = true });
        await host.SetFlagAsync("after");
        await host.DispatchAsync();
        Assert.Equal("after", (await receiver.NextAsync()).Json.GetProperty("data").Text("target"));
        Assert.Equal(0, receiver.Waiting);
    }

    [Fact]
    public async Task Lost_races_are_noticed_and_every_change_of_a_webhook_is_in_the_audit_log()
    {
        await using var host = await TurnoutHost.StartAsync();
        var (id, _) = await host.CreateWebhookAsync("https://example.com/hook");
        var body = new { name = "renamed", url = "https://example.com/hook" };
        await host.Admin.PutAsync<string>($"{Webhooks}/{id}", body);
        using var late = new HttpRequestMessage(HttpMethod.Delete, $"{Webhooks}/{id}") { Headers = { IfMatch = { new("\"1\"") } } };
        using var refused = await host.Admin.SendAsync(late);
        await refused.ReadProblemAsync(412, "precondition_failed");
        await host.Admin.PostAsync<string>($"{Webhooks}/{id}/secret", null);
        await host.Admin.SendAsync<string>(HttpMethod.Delete, $"{Webhooks}/{id}", null, HttpStatusCode.NoContent);
        var log = await host.Admin.GetAsync<JsonElement>($"/api/v1/audit?target={id}");
        Assert.Equal(["webhook.deleted", "webhook.secret_rotated", "webhook.updated", "webhook.created"], log.GetProperty("items").EnumerateArray().Select(entry => entry.Text("kind")));
    }

    [Fact]
    public async Task What_is_settled_is_forgotten_after_its_days()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await TurnoutHost.StartAsync(settings: Receiver.Allowed);
        var (id, _) = await host.CreateWebhookAsync(receiver.Url);
        await host.SetFlagAsync("a");
        await host.DispatchAsync();
        host.Clock.Advance(TimeSpan.FromDays(29));
        await host.DispatchAsync();
        Assert.Single(await host.DeliveriesAsync(id));
        host.Clock.Advance(TimeSpan.FromDays(2));
        await host.DispatchAsync();
        Assert.Empty(await host.DeliveriesAsync(id));
    }
}
