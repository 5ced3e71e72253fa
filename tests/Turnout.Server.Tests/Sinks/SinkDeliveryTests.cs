using System.Net;
using System.Text.Json;
using Turnout.Server.Sinks;
using Turnout.Server.Tests.Outbound;

namespace Turnout.Server.Tests.Sinks;

/// <summary>Nothing lost, nothing doubled beyond at-least-once with ids, whatever the receiver does.</summary>
public class SinkDeliveryTests
{
    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task Events_arrive_in_batches_and_in_order_over_failures_and_restarts(Store store)
    {
        await using var place = await TestDatabase.CreateAsync(store);
        await using var receiver = await Receiver.StartAsync();
        var settings = SinkHarness.Settings("http", receiver.Url, ("BatchSize", "10"));
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            await using var host = await TurnoutHost.StartAsync(place, settings);
            // What failed in the server before is due.
            host.Clock.Advance(TimeSpan.FromHours(i));
            await host.SendAsync([.. Enumerable.Range(i * 25, 25).Select(SinkHarness.Purchase)]);
            receiver.Answer(200);
            receiver.Answer(i == 0 ? 503 : 200, "", ("Retry-After", "5"));
            await host.RunSinksAsync();
            while (receiver.Waiting > 0)
            {
                var batch = Ids(await receiver.NextAsync());
                Assert.True(batch.Count <= 10);
                // The one that was refused comes again whole.
                if (i == 0 && ids.Count == 10) Assert.Equal("e-10", batch[0]);
                else ids.AddRange(batch);
            }
        }
        Assert.Equal(Enumerable.Range(0, 75).Select(i => $"e-{i}"), ids);
    }

    [Fact]
    public async Task A_receiver_that_stalls_is_given_up_left_in_peace_and_tried_again()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await TurnoutHost.StartAsync(settings: SinkHarness.Settings("http", receiver.Url));
        await host.SendAsync(SinkHarness.Purchase(1));
        receiver.Stall();
        var round = host.RunSinksAsync();
        await receiver.NextAsync();
        host.Clock.Advance(TimeSpan.FromSeconds(10));
        await round;
        var sink = await host.SinkAsync();
        Assert.Equal((1, 1L, "no answer within 10 s"), (sink.GetProperty("failures").GetInt32(), sink.GetProperty("behind").GetInt64(), sink.Text("error")));
        await host.RunSinksAsync();
        Assert.Equal(0, receiver.Waiting);
        host.Clock.Advance(TimeSpan.FromSeconds(10));
        await host.RunSinksAsync();
        Assert.Equal(["e-1"], Ids(await receiver.NextAsync()));
        sink = await host.SinkAsync();
        Assert.Equal((0, 0L, 1L), (sink.GetProperty("failures").GetInt32(), sink.GetProperty("behind").GetInt64(), sink.GetProperty("delivered").GetInt64()));
        Assert.Equal(JsonValueKind.Null, sink.GetProperty("error").ValueKind);
    }

    [Fact]
    public async Task A_wrong_key_makes_no_dead_letters()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await TurnoutHost.StartAsync(settings: SinkHarness.Settings("http", receiver.Url));
        await host.SendAsync(SinkHarness.Purchase(1), SinkHarness.Purchase(2));
        receiver.Answer(401, "who are you");
        await host.RunSinksAsync();
        var sink = await host.SinkAsync();
        Assert.Equal((2L, 0L, "401 Unauthorized: who are you"), (sink.GetProperty("behind").GetInt64(), sink.GetProperty("dead_letters").GetInt64(), sink.Text("error")));
    }

    [Fact]
    public async Task An_event_that_is_refused_becomes_a_dead_letter_alone_and_can_be_sent_again()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await TurnoutHost.StartAsync(settings: SinkHarness.Settings("http", receiver.Url));
        await host.SendAsync([.. Enumerable.Range(0, 8).Select(SinkHarness.Purchase)]);
        // Whatever holds e-5 is refused: of 8, of the second 4, of its first 2, and alone.
        receiver.Answer(400);
        receiver.Answer(200);
        receiver.Answer(413);
        receiver.Answer(422);
        receiver.Answer(200);
        receiver.Answer(400, "I do not like e-5");
        await host.RunSinksAsync();
        var taken = new List<IReadOnlyList<string>>();
        while (receiver.Waiting > 0) taken.Add(Ids(await receiver.NextAsync()));
        Assert.Equal([8, 4, 4, 2, 1, 1, 2], taken.Select(batch => batch.Count));
        Assert.Equal(["e-5"], taken[5]);

        var sink = await host.SinkAsync();
        Assert.Equal((0L, 7L, 1L), (sink.GetProperty("behind").GetInt64(), sink.GetProperty("delivered").GetInt64(), sink.GetProperty("dead_letters").GetInt64()));
        var letter = (await host.Admin.GetAsync<JsonElement>("/api/v1/sinks/out/dead-letters")).GetProperty("items").EnumerateArray().Single();
        Assert.Equal(("e-5", "400 BadRequest: I do not like e-5", 5), (letter.GetProperty("event").Text("id"), letter.Text("error"), letter.GetProperty("position").GetInt32()));

        // Refused again it stays; taken, it is gone.
        foreach (var (status, left) in new[] { (400, 1L), (200, 0L) })
        {
            receiver.Answer(status);
            await host.Admin.PostAsync<string>("/api/v1/sinks/out/dead-letters/retry", null, HttpStatusCode.Accepted);
            await host.RunSinksAsync();
            Assert.Equal(["e-5"], Ids(await receiver.NextAsync()));
            Assert.Equal(left, (await host.SinkAsync()).GetProperty("dead_letters").GetInt64());
        }
    }

    [Fact]
    public async Task Dead_letters_can_be_forgotten()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await TurnoutHost.StartAsync(settings: SinkHarness.Settings("http", receiver.Url));
        await host.SendAsync(SinkHarness.Purchase(1));
        receiver.Answer(400);
        await host.RunSinksAsync();
        Assert.Equal(1, (await host.Admin.SendAsync<JsonElement>(HttpMethod.Delete, "/api/v1/sinks/out/dead-letters", null, HttpStatusCode.OK)).GetProperty("count").GetInt32());
        Assert.Equal(0, (await host.SinkAsync()).GetProperty("dead_letters").GetInt64());
    }

    [Fact]
    public async Task Erasing_a_unit_forgets_its_dead_letters_and_no_others()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await TurnoutHost.StartAsync(settings: SinkHarness.Settings("http", receiver.Url));
        foreach (var number in new[] { 1, 2 })
        {
            await host.SendAsync(SinkHarness.Purchase(number));
            receiver.Answer(400);
            await host.RunSinksAsync();
        }
        Assert.Equal(2, (await host.SinkAsync()).GetProperty("dead_letters").GetInt64());
        await host.Admin.SendAsync<JsonElement>(HttpMethod.Delete, "/api/v1/environments/production/units/user/u1", null, HttpStatusCode.OK);
        var left = (await host.Admin.GetAsync<JsonElement>("/api/v1/sinks/out/dead-letters")).GetProperty("items").EnumerateArray().Single();
        Assert.Equal("u2", left.GetProperty("event").Text("user_id"));
    }

    public static TheoryData<string> Types => [.. SinkRegistry.Types.Keys];

    [Theory, MemberData(nameof(Types))]
    public async Task What_is_synthetic_or_private_leaves_through_no_sink(string type)
    {
        await using var place = await TestDatabase.CreateAsync(Store.Sqlite);
        await using var receiver = await Receiver.StartAsync();
        var folder = Path.Combine(place.Folder, "events");
        await using var host = await TurnoutHost.StartAsync(settings: SinkHarness.Settings(type, receiver.Url, ("Folder", folder), ("Events:0", "*")));
        await host.Admin.PutAsync<string>("/api/v1/environments/production/cohort/user/tester", null, HttpStatusCode.NoContent);
        using var server = host.Client(await host.CreateKeyAsync("server"));
        await server.SendEventsAsync(
            new { id = "1", @event = "purchase", user_id = "tester" },
            new { id = "2", @event = "purchase", user_id = "becomes-a-tester" },
            new { id = "3", @event = "purchase", user_id = "shy", properties = new { gpc = true } });
        await host.Admin.PutAsync<string>("/api/v1/environments/production/cohort/user/becomes-a-tester", null, HttpStatusCode.NoContent);
        using (var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/events") { Content = HttpClientExtensions.Content(new { events = new[] { new { id = "4", @event = "purchase", user_id = "private" } } }) })
        {
            request.Headers.Add("Sec-GPC", "1");
            using var answer = await server.SendAsync(request);
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        }
        await host.RunSinksAsync();
        Assert.Equal(0, receiver.Waiting);
        Assert.False(Directory.Exists(folder));
        Assert.Equal(0, (await host.SinkAsync()).GetProperty("behind").GetInt64());
        await server.SendEventsAsync(new { id = "5", @event = "purchase", user_id = "u1" });
        await host.RunSinksAsync();
        var left = type == "ndjson" ? await File.ReadAllTextAsync(Directory.GetFiles(folder).Single()) : (await receiver.NextAsync()).Text;
        Assert.Contains("u1", left, StringComparison.Ordinal);
        Assert.All(["tester", "shy", "private"], name => Assert.DoesNotContain(name, left, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("1,1", false)]
    [InlineData("true", false)]
    [InlineData(" 1 ", true)]
    [InlineData("0", false)]
    public async Task Only_the_exact_signal_counts(string value, bool kept)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await TurnoutHost.StartAsync(settings: SinkHarness.Settings("http", receiver.Url));
        using var server = host.Client(await host.CreateKeyAsync("server"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/events") { Content = HttpClientExtensions.Content(new { events = new[] { SinkHarness.Purchase(1) } }) };
        request.Headers.TryAddWithoutValidation("Sec-GPC", value);
        using var answer = await server.SendAsync(request);
        await host.RunSinksAsync();
        Assert.Equal(kept ? 0 : 1, receiver.Waiting);
    }

    [Fact]
    public async Task A_private_conversion_is_counted_and_stays()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await TurnoutHost.StartAsync(settings: SinkHarness.Settings("http", receiver.Url));
        await host.RunExperimentAsync(new { key = "price", unit = "user", variants = new[] { new { key = "a", weight = 999_999 }, new { key = "b", weight = 1 } }, control = "a" });
        using var user = host.Client(Harness.EndUserToken(new { sub = "u1" }));
        user.DefaultRequestHeaders.Add("Sec-GPC", "1");
        await user.PostAsync<string>("/api/v1/experiments/converted", new { experiment = "price", variant = "a", action_taken = "bought" }, HttpStatusCode.Created);
        await host.RunSinksAsync();
        Assert.Equal(0, receiver.Waiting);
        Assert.Equal(1, (await host.SinkAsync()).GetProperty("position").GetInt64());
    }

    [Fact]
    public async Task A_new_sink_begins_with_what_comes_from_now_on_and_can_be_sent_back()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Sqlite);
        await using var receiver = await Receiver.StartAsync();
        await using (var host = await TurnoutHost.StartAsync(place)) await host.SendAsync(SinkHarness.Purchase(1));
        await using var next = await TurnoutHost.StartAsync(place, SinkHarness.Settings("http", receiver.Url, ("FromStart", "false")));
        await next.RunSinksAsync();
        await next.SendAsync(SinkHarness.Purchase(2));
        await next.RunSinksAsync();
        Assert.Equal(["e-2"], Ids(await receiver.NextAsync()));
        await next.Admin.PostAsync<string>("/api/v1/sinks/out/rewind", new { position = 0 });
        await next.RunSinksAsync();
        Assert.Equal(["e-1", "e-2"], Ids(await receiver.NextAsync()));
        await next.Admin.ProblemAsync(HttpMethod.Post, "/api/v1/sinks/out/rewind", new { position = 3 }, 400, "invalid_value");
        await next.Admin.ProblemAsync(HttpMethod.Post, "/api/v1/sinks/other/rewind", new { position = 0 }, 404, "unknown_sink");
        await next.Admin.ProblemAsync(HttpMethod.Get, "/api/v1/sinks/other/dead-letters", null, 404, "unknown_sink");
    }

    [Fact]
    public async Task Sinks_run_by_themselves_and_their_keys_are_never_shown()
    {
        await using var receiver = await Receiver.StartAsync();
        var settings = SinkHarness.Settings("http", receiver.Url);
        settings["Turnout:Outbound:Enabled"] = "true";
        await using var host = await TurnoutHost.StartAsync(settings: settings);
        await host.SendAsync(SinkHarness.Purchase(1));
        host.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["e-1"], Ids(await receiver.NextAsync()));
        Assert.DoesNotContain("phc_secret", await host.Admin.GetAsync<string>("/api/v1/sinks"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_link_to_the_page_of_a_sink_that_gets_the_environment_s_events()
    {
        await using var host = await TurnoutHost.StartAsync(settings: SinkHarness.Settings("posthog", "https://eu.i.posthog.com", ("Page", "https://eu.posthog.com/project/7/insights/new?q={experiment}")));
        var links = await host.Admin.GetAsync<JsonElement>($"{Harness.Experiments}/price%2Btest/links");
        Assert.Equal(("posthog", "https://eu.posthog.com/project/7/insights/new?q=price%2Btest"), (links.GetProperty("items")[0].Text("type"), links.GetProperty("items")[0].Text("url")));
        Assert.Equal(0, (await host.Admin.GetAsync<JsonElement>("/api/v1/environments/development/experiments/price/links")).GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("Type", "kafka", "Turnout:Sinks:out:Type is one of")]
    [InlineData("Url", "ftp://example.com", "Turnout:Sinks:out:Url must be")]
    [InlineData("Key", "", "Turnout:Sinks:out:Key is missing")]
    [InlineData("Page", "javascript:alert(1)", "Turnout:Sinks:out:Page must be")]
    [InlineData("BatchSize", "0", "Turnout:Sinks:out:BatchSize must be")]
    [InlineData("Environment", "no way", "Turnout:Sinks:out:Environment")]
    public async Task A_wrong_setting_stops_the_start_by_name(string key, string value, string expected)
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(async () => await TurnoutHost.StartAsync(settings: SinkHarness.Settings("posthog", "https://example.com", (key, value))));
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    static List<string> Ids(Received request) => [.. request.Json.GetProperty("events").EnumerateArray().Select(item => item.Text("id"))];
}
