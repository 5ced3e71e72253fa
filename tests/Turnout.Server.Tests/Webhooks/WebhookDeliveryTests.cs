using System.Net;
using System.Text.Json;
using Turnout.Server.Tests.Outbound;

namespace Turnout.Server.Tests.Webhooks;

public class WebhookDeliveryTests
{
    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task A_change_arrives_signed_and_in_words(Store store)
    {
        await using var place = await TestDatabase.CreateAsync(store);
        await using var receiver = await Receiver.StartAsync();
        await using var host = await TurnoutHost.StartAsync(place, Receiver.Allowed);
        await host.SetFlagAsync("before");
        var (id, secret) = await host.CreateWebhookAsync(receiver.Url);
        await host.SetFlagAsync("checkout.new_ui");
        await host.Admin.PostAsync<JsonElement>("/api/v1/environments/production/flags/checkout.new_ui/toggle", new { enabled = false });
        await host.DispatchAsync();

        var made = await receiver.NextAsync();
        Assert.Equal("POST", made.Method);
        Assert.StartsWith("application/json", made.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.True(made.IsSignedBy(secret));
        Assert.Equal(host.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), made.Headers["webhook-timestamp"]);
        Assert.Equal("flag.created", made.Json.Text("type"));

        var switched = await receiver.NextAsync();
        Assert.Equal("flag.disabled", switched.Json.Text("type"));
        var data = switched.Json.GetProperty("data");
        Assert.Equal("flag 'checkout.new_ui' was disabled in production by admin", data.Text("summary"));
        Assert.Equal(["enabled"], data.GetProperty("changed").EnumerateArray().Select(member => member.GetString()));
        Assert.True(data.GetProperty("before").GetProperty("enabled").GetBoolean());
        Assert.False(data.GetProperty("after").GetProperty("enabled").GetBoolean());
        Assert.Equal(0, receiver.Waiting);

        var log = await host.DeliveriesAsync(id);
        Assert.Equal(["flag.disabled", "flag.created"], log.Select(item => item.Text("kind")));
        Assert.All(log, item => Assert.Equal(("delivered", 200), (item.Text("status"), item.GetProperty("answer_status").GetInt32())));
        Assert.Equal(switched.Headers["webhook-id"], log[0].Text("id"));
        var whole = await host.Admin.GetAsync<JsonElement>($"{WebhookHarness.Webhooks}/{id}/deliveries/{log[0].Text("id")}");
        Assert.Equal(switched.Text, whole.GetProperty("body").GetRawText());
    }

    [Fact]
    public async Task A_change_is_sent_without_anyone_asking()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await TurnoutHost.StartAsync(settings: new(Receiver.Allowed) { ["Turnout:Outbound:Enabled"] = "true" });
        await host.CreateWebhookAsync(receiver.Url, events: ["flag.*", "metric.*"]);
        await host.SetFlagAsync("a");
        Assert.Equal("flag.created", (await receiver.NextAsync()).Json.Text("type"));
        // A metric is nothing that is evaluated: no server is told of it, and the next tick finds it.
        await host.Admin.SendAsync<string>(HttpMethod.Put, "/api/v1/environments/production/metrics/m", new { key = "m", @event = "bought", type = "count" }, HttpStatusCode.Created);
        host.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("metric.created", (await receiver.NextAsync()).Json.Text("type"));
    }

    [Fact]
    public async Task A_receiver_that_fails_gets_the_same_message_again_after_a_wait()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await TurnoutHost.StartAsync(settings: Receiver.Allowed);
        var (id, secret) = await host.CreateWebhookAsync(receiver.Url);
        receiver.Answer(500, "out of order");
        await host.SetFlagAsync("a");
        await host.DispatchAsync();
        var first = await receiver.NextAsync();
        var failed = Assert.Single(await host.DeliveriesAsync(id, "?status=pending"));
        Assert.Equal("500 InternalServerError: out of order", failed.Text("answer_error"));
        Assert.Equal(host.Clock.GetUtcNow().AddSeconds(10), failed.GetProperty("next_at").GetDateTimeOffset());

        // In peace until then.
        host.Clock.Advance(TimeSpan.FromSeconds(9));
        await host.DispatchAsync();
        Assert.Equal(0, receiver.Waiting);

        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await host.DispatchAsync();
        var again = await receiver.NextAsync();
        Assert.Equal(first.Headers["webhook-id"], again.Headers["webhook-id"]);
        Assert.Equal(first.Text, again.Text);
        Assert.NotEqual(first.Headers["webhook-timestamp"], again.Headers["webhook-timestamp"]);
        Assert.True(again.IsSignedBy(secret));
        var delivered = Assert.Single(await host.DeliveriesAsync(id));
        Assert.Equal(("delivered", 2), (delivered.Text("status"), delivered.GetProperty("attempts").GetInt32()));
        Assert.Equal(0, (await host.Admin.GetAsync<JsonElement>($"{WebhookHarness.Webhooks}/{id}")).GetProperty("failures").GetInt32());
    }

    [Fact]
    public async Task A_receiver_that_stalls_is_given_up_and_holds_no_other_up()
    {
        await using var slow = await Receiver.StartAsync();
        await using var quick = await Receiver.StartAsync();
        await using var host = await TurnoutHost.StartAsync(settings: Receiver.Allowed);
        var (stalling, _) = await host.CreateWebhookAsync(slow.Url);
        await host.CreateWebhookAsync(quick.Url);
        slow.Stall();
        await host.SetFlagAsync("a");
        var round = host.DispatchAsync();
        await slow.NextAsync();
        await quick.NextAsync();
        host.Clock.Advance(TimeSpan.FromSeconds(10));
        await round;
        var failed = Assert.Single(await host.DeliveriesAsync(stalling));
        Assert.Equal(("pending", "no answer within 10 s"), (failed.Text("status"), failed.Text("answer_error")));
    }

    [Fact]
    public async Task Redirects_are_not_followed_and_count_as_failures()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var elsewhere = await Receiver.StartAsync();
        await using var host = await TurnoutHost.StartAsync(settings: Receiver.Allowed);
        var (id, _) = await host.CreateWebhookAsync(receiver.Url);
        receiver.Answer(307, "", ("Location", elsewhere.Url));
        await host.SetFlagAsync("a");
        await host.DispatchAsync();
        Assert.Contains("redirects are not followed", Assert.Single(await host.DeliveriesAsync(id)).Text("answer_error"), StringComparison.Ordinal);
        Assert.Equal(0, elsewhere.Waiting);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("")]
    [InlineData("HTTP/1.1 500 Broken\r\nContent-Length: 5000\r\n\r\ncut off")]
    public async Task What_does_not_speak_the_protocol_counts_as_a_failure(string bytes)
    {
        using var impostor = new Impostor(bytes);
        await using var host = await TurnoutHost.StartAsync(settings: Receiver.Allowed);
        var (id, _) = await host.CreateWebhookAsync(impostor.Url);
        await host.SetFlagAsync("a");
        await host.DispatchAsync();
        var failed = Assert.Single(await host.DeliveriesAsync(id));
        Assert.Equal("pending", failed.Text("status"));
        Assert.NotEqual("", failed.Text("answer_error"));
    }

    [Fact]
    public async Task A_message_that_is_taken_counts_as_delivered_whatever_comes_after_its_status()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await TurnoutHost.StartAsync(settings: Receiver.Allowed);
        var (id, _) = await host.CreateWebhookAsync(receiver.Url);
        receiver.Answer(async context =>
        {
            // A body without end.
            var chunk = new byte[4096];
            while (!context.RequestAborted.IsCancellationRequested) await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
        });
        await host.SetFlagAsync("a");
        await host.DispatchAsync();
        Assert.Equal("delivered", Assert.Single(await host.DeliveriesAsync(id)).Text("status"));
    }

    [Fact]
    public async Task A_message_that_is_refused_does_not_hold_the_next_up_and_fails_for_good_in_the_end()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await TurnoutHost.StartAsync(settings: Receiver.Allowed);
        var (id, _) = await host.CreateWebhookAsync(receiver.Url);
        receiver.Answer(400, "not this one");
        await host.SetFlagAsync("a");
        await host.SetFlagAsync("b");
        await host.DispatchAsync();
        Assert.Equal(["delivered", "pending"], (await host.DeliveriesAsync(id)).Select(item => item.Text("status")));
        for (var i = 0; i < 8; i++)
        {
            receiver.Answer(400, "not this one");
            host.Clock.Advance(TimeSpan.FromHours(12));
            await host.DispatchAsync();
        }
        var failed = Assert.Single(await host.DeliveriesAsync(id, "?status=failed"));
        Assert.Equal(9, failed.GetProperty("attempts").GetInt32());
        host.Clock.Advance(TimeSpan.FromDays(2));
        await host.DispatchAsync();
        Assert.Equal(10, receiver.Waiting);
    }

    [Fact]
    public async Task A_receiver_that_says_when_is_asked_then_and_one_that_is_gone_no_more()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await TurnoutHost.StartAsync(settings: Receiver.Allowed);
        var (id, _) = await host.CreateWebhookAsync(receiver.Url);
        receiver.Answer(503, "", ("Retry-After", "900"));
        await host.SetFlagAsync("a");
        await host.DispatchAsync();
        Assert.Equal(host.Clock.GetUtcNow().AddMinutes(15), Assert.Single(await host.DeliveriesAsync(id)).GetProperty("next_at").GetDateTimeOffset());
        receiver.Answer(410);
        host.Clock.Advance(TimeSpan.FromMinutes(15));
        await host.DispatchAsync();
        Assert.Equal("failed", Assert.Single(await host.DeliveriesAsync(id)).Text("status"));
    }

    [Fact]
    public async Task What_was_queued_or_written_while_no_server_ran_is_delivered_by_the_next()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Sqlite);
        await using var receiver = await Receiver.StartAsync();
        string id;
        await using (var host = await TurnoutHost.StartAsync(place, Receiver.Allowed))
        {
            (id, _) = await host.CreateWebhookAsync(receiver.Url);
            receiver.Answer(502);
            await host.SetFlagAsync("queued");
            await host.DispatchAsync();
            await receiver.NextAsync();
            await host.Admin.PutAsync<string>("/api/v1/environments/production/cohort/user/u1", null, HttpStatusCode.NoContent);
            await host.SetFlagAsync("unseen");
        }
        await using var next = await TurnoutHost.StartAsync(place, Receiver.Allowed);
        next.Clock.Advance(TimeSpan.FromMinutes(1));
        await next.DispatchAsync();
        var told = new[] { await receiver.NextAsync(), await receiver.NextAsync() }.Select(message => message.Json.GetProperty("data").Text("target"));
        Assert.Equal(["queued", "unseen"], told);
        Assert.Equal(2, (await next.DeliveriesAsync(id, "?status=delivered")).Count);
    }

    [Fact]
    public async Task Of_several_servers_one_delivers()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Postgres);
        await using var receiver = await Receiver.StartAsync();
        await using var one = await TurnoutHost.StartAsync(place, Receiver.Allowed);
        await using var other = await TurnoutHost.StartAsync(place, Receiver.Allowed);
        var (id, _) = await one.CreateWebhookAsync(receiver.Url);
        for (var i = 0; i < 10; i++) await one.SetFlagAsync($"f{i}");
        await Task.WhenAll(one.DispatchAsync(), other.DispatchAsync());
        // Whoever was turned away may have come first, before the last change.
        await one.DispatchAsync();
        var ids = new HashSet<string>();
        for (var i = 0; i < 10; i++) ids.Add((await receiver.NextAsync()).Headers["webhook-id"]);
        Assert.Equal(10, ids.Count);
        Assert.Equal(0, receiver.Waiting);
        Assert.Equal(10, (await other.DeliveriesAsync(id, "?status=delivered")).Count);
    }
}
