using System.Text.Json;
using Turnout.Engine;
using Turnout.Engine.Definitions;

namespace Turnout.Client.Tests.Events;

public class EventsTests
{
    private static RulesetDefinition Experiments(long version = 1) => Rulesets.With(version, Rulesets.Driven("driven", "exp")) with
    {
        Experiments = [Rulesets.Running("exp"), Rulesets.Running("visit", unit: "visitor"), Rulesets.Running("device", unit: "device")],
    };

    private static JsonElement[] Of(JsonElement batch) => [.. batch.GetProperty("events").EnumerateArray()];

    [Fact]
    public async Task Exposure_is_sent_once_however_often_the_flag_is_used()
    {
        await using var server = await FakeServer.StartAsync(Experiments());
        await using var host = await (await ClientHost.StartAsync(server.Url)).ReadyAsync();
        for (var i = 0; i < 100; i++)
        {
            host.Flags.IsEnabled("driven", Rulesets.User("u-1"));
            host.Flags.GetVariant("exp", Rulesets.User("u-1"));
        }

        Assert.True(await host.Flags.FlushAsync());
        var exposure = Assert.Single(Of(await server.NextBatchAsync()));
        Assert.Equal("experiment_viewed", exposure.GetProperty("event").GetString());
        Assert.Equal("u-1", exposure.GetProperty("user_id").GetString());
        Assert.Equal('7', exposure.GetProperty("id").GetString()![14]);
        Assert.Equal(host.Time.GetUtcNow(), exposure.GetProperty("timestamp").GetDateTimeOffset());
        var properties = exposure.GetProperty("properties");
        Assert.Equal("exp", properties.GetProperty("experiment_slug").GetString());
        Assert.Equal("deterministic", properties.GetProperty("assignment_type").GetString());
        Assert.Equal(host.Flags.Decide("exp", Rulesets.User("u-1")).Variant, properties.GetProperty("variant").GetString());
    }

    [Fact]
    public async Task Looking_records_nothing()
    {
        await using var server = await FakeServer.StartAsync(Experiments());
        await using var host = await (await ClientHost.StartAsync(server.Url)).ReadyAsync();
        var user = Rulesets.User("u-1");
        host.Flags.Evaluate("driven", user);
        host.Flags.Decide("exp", user);
        host.Flags.All(user);
        host.Flags.Variants(user);
        host.Flags.GetVariant("exp", new EvaluationContext());
        await host.Flags.FlushAsync();
        Assert.DoesNotContain("/api/v1/events", server.Requests);
    }

    [Fact]
    public async Task Units_of_every_kind_find_their_place_in_the_event()
    {
        await using var server = await FakeServer.StartAsync(Experiments());
        await using var host = await (await ClientHost.StartAsync(server.Url)).ReadyAsync();
        host.Flags.GetVariant("visit", new EvaluationContext { TargetingKey = "key-1" });
        host.Flags.GetVariant("device", new EvaluationContext { UserId = "u", ["device"] = "d-1" });
        await host.Flags.FlushAsync();
        var events = Of(await server.NextBatchAsync());
        Assert.Equal("key-1", events[0].GetProperty("visitor_id").GetString());
        Assert.Equal("d-1", events[1].GetProperty("properties").GetProperty("device").GetString());
    }

    [Fact]
    public async Task Experiment_that_starts_again_hears_of_its_units_again()
    {
        await using var server = await FakeServer.StartAsync(Experiments());
        await using var host = await (await ClientHost.StartAsync(server.Url)).ReadyAsync();
        await server.OpenStreamAsync();
        host.Flags.GetVariant("exp", Rulesets.User("u"));
        server.Publish(Rulesets.With(2));
        await host.VersionAsync(2);
        server.Publish(Experiments(3));
        await host.VersionAsync(3);
        host.Flags.GetVariant("exp", Rulesets.User("u"));
        await host.Flags.FlushAsync();
        Assert.Equal(2, Of(await server.NextBatchAsync()).Length);
    }

    [Fact]
    public async Task Tracked_event_and_conversion_carry_what_the_server_needs()
    {
        await using var server = await FakeServer.StartAsync(Experiments());
        await using var host = await (await ClientHost.StartAsync(server.Url)).ReadyAsync();
        var user = Rulesets.User("u");
        host.Flags.Track("order_paid", user, 12.5, [new("currency", "EUR"), new("items", 3), new("gift", true)]);
        host.Flags.TrackConversion("exp", "upgrade", user, 9);
        host.Flags.TrackConversion("unknown", "upgrade", user);
        await host.Flags.FlushAsync();
        var events = Of(await server.NextBatchAsync());
        Assert.Equal(2, events.Length);
        Assert.Equal((12.5, "EUR", 3, true), (events[0].GetProperty("value").GetDouble(), events[0].GetProperty("properties").GetProperty("currency").GetString(),
            events[0].GetProperty("properties").GetProperty("items").GetInt32(), events[0].GetProperty("properties").GetProperty("gift").GetBoolean()));
        Assert.Equal(("experiment_conversion", "upgrade"), (events[1].GetProperty("event").GetString(), events[1].GetProperty("properties").GetProperty("conversion_event").GetString()));
    }

    [Theory]
    [InlineData("", 1.0, "u")]
    [InlineData("line\nbreak", 1.0, "u")]
    [InlineData("sum", double.NaN, "u")]
    [InlineData("sum", double.PositiveInfinity, "u")]
    [InlineData("sum", 1.0, null)]
    public async Task Event_that_cannot_be_sent_is_counted_and_harms_nobody(string name, double value, string? user)
    {
        await using var server = await FakeServer.StartAsync(Experiments());
        await using var host = await (await ClientHost.StartAsync(server.Url)).ReadyAsync();
        host.Flags.Track(name, new EvaluationContext { UserId = user }, value);
        host.Flags.Track("good", Rulesets.User("half a pair \ud83d"));
        await host.Flags.FlushAsync();
        var sent = Assert.Single(Of(await server.NextBatchAsync()));
        Assert.Equal("half a pair \ufffd", sent.GetProperty("user_id").GetString());
        Assert.Equal(1, host.Counters["turnout.client.events.dropped:invalid"]);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task Events_wait_while_the_server_cannot_take_them(int status)
    {
        await using var server = await FakeServer.StartAsync(Experiments());
        server.EventAnswers.Enqueue(status);
        await using var host = await (await ClientHost.StartAsync(server.Url)).ReadyAsync();
        host.Flags.Track("paid", Rulesets.User("u"));
        Assert.False(await host.Flags.FlushAsync());
        Assert.True(await host.Flags.FlushAsync());
        Assert.Single(Of(await server.NextBatchAsync()));
        Assert.False(host.Counters.ContainsKey("turnout.client.events.dropped:refused"));
    }

    [Fact]
    public async Task Second_delivery_has_the_same_ids()
    {
        await using var server = await FakeServer.StartAsync(Experiments());
        var first = true;
        server.Misbehave = async http =>
        {
            if (http.Request.Path != "/api/v1/events" || !first) return false;
            first = false;
            // The server keeps the events and its answer is lost on the way.
            using var document = await JsonDocument.ParseAsync(new System.IO.Compression.GZipStream(http.Request.Body, System.IO.Compression.CompressionMode.Decompress));
            server.Batches.Writer.TryWrite(document.RootElement.Clone());
            http.Abort();
            return true;
        };
        await using var host = await (await ClientHost.StartAsync(server.Url)).ReadyAsync();
        host.Flags.Track("paid", Rulesets.User("u"));
        await host.Flags.FlushAsync();
        await host.Flags.FlushAsync();
        var once = await server.NextBatchAsync();
        var twice = await server.NextBatchAsync();
        Assert.Equal(Of(once)[0].GetProperty("id").GetString(), Of(twice)[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task One_refused_event_does_not_take_the_others_with_it()
    {
        await using var server = await FakeServer.StartAsync(Experiments());
        server.Misbehave = async http =>
        {
            if (http.Request.Path != "/api/v1/events") return false;
            using var body = new MemoryStream();
            await new System.IO.Compression.GZipStream(http.Request.Body, System.IO.Compression.CompressionMode.Decompress).CopyToAsync(body);
            var text = System.Text.Encoding.UTF8.GetString(body.ToArray());
            if (text.Contains("\"bad\"", StringComparison.Ordinal))
            {
                http.Response.StatusCode = 400;
                return true;
            }

            using var document = JsonDocument.Parse(text);
            server.Batches.Writer.TryWrite(document.RootElement.Clone());
            http.Response.StatusCode = 202;
            return true;
        };
        await using var host = await (await ClientHost.StartAsync(server.Url)).ReadyAsync();
        for (var i = 0; i < 20; i++) host.Flags.Track(i == 13 ? "bad" : "good", Rulesets.User($"u-{i}"));
        Assert.True(await host.Flags.FlushAsync());
        var arrived = 0;
        while (server.Batches.Reader.TryRead(out var batch)) arrived += Of(batch).Length;
        Assert.Equal(19, arrived);
        Assert.Equal(1, host.Counters["turnout.client.events.dropped:refused"]);
    }

    [Fact]
    public async Task Full_queue_drops_the_newest_and_counts_them_and_sends_the_exposure_later()
    {
        await using var server = await FakeServer.StartAsync(Experiments());
        await using var host = await (await ClientHost.StartAsync(server.Url, options => options.EventQueueLimit = 100)).ReadyAsync();
        for (var i = 0; i < 105; i++) host.Flags.GetVariant("exp", Rulesets.User($"u-{i}"));
        Assert.Equal(5, host.Counters["turnout.client.events.dropped:queue_full"]);
        await host.Flags.FlushAsync();
        Assert.Equal(100, Of(await server.NextBatchAsync()).Length);
        for (var i = 0; i < 105; i++) host.Flags.GetVariant("exp", Rulesets.User($"u-{i}"));
        await host.Flags.FlushAsync();
        Assert.Equal(5, Of(await server.NextBatchAsync()).Length);
    }

    [Fact]
    public async Task Full_batch_leaves_at_once_and_the_rest_after_the_interval()
    {
        await using var server = await FakeServer.StartAsync(Experiments());
        await using var host = await (await ClientHost.StartAsync(server.Url, options =>
        {
            options.EventBatchSize = 10;
            options.FlushInterval = TimeSpan.FromSeconds(5);
        })).ReadyAsync();
        await host.Time.SomeoneWaitsAsync(length => length == TimeSpan.FromSeconds(5));
        for (var i = 0; i < 10; i++) host.Flags.Track("paid", Rulesets.User("u"));
        Assert.NotEmpty(Of(await server.NextBatchAsync()));
        host.Flags.Track("last", Rulesets.User("u"));
        while (true)
        {
            await host.Time.PassAsync(5, 5);
            if (Of(await server.NextBatchAsync()).Any(one => one.GetProperty("event").GetString() == "last")) break;
        }
    }

    [Fact]
    public async Task Shutdown_sends_what_waits()
    {
        await using var server = await FakeServer.StartAsync(Experiments());
        await using var host = await (await ClientHost.StartAsync(server.Url)).ReadyAsync();
        host.Flags.Track("paid", Rulesets.User("u"));
        await host.StopAsync();
        Assert.Single(Of(await server.NextBatchAsync()));
    }

    [Fact]
    public async Task Shutdown_gives_up_in_time_and_counts_the_loss()
    {
        await using var server = await FakeServer.StartAsync(Experiments());
        await using var host = await (await ClientHost.StartAsync(server.Url)).ReadyAsync();
        server.Misbehave = http => Task.FromResult((http.Response.StatusCode = 503) == 503);
        host.Flags.Track("paid", Rulesets.User("u"));
        var stopping = host.StopAsync();
        while (!stopping.IsCompleted)
        {
            await Task.WhenAny(stopping, host.Time.SomeoneWaitsAsync(length => length > TimeSpan.Zero && length <= TimeSpan.FromSeconds(2)));
            host.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await stopping;
        Assert.Equal(1, host.Counters["turnout.client.events.dropped:shutdown"]);
    }
}
