using System.Text;
using System.Text.Json;
using Turnout.Server.Features.Webhooks;
using Turnout.Server.Tests.Outbound;
using Turnout.Server.Tests.Webhooks;

namespace Turnout.Server.Tests.Sinks;

/// <summary>What each kind of receiver gets, byte for byte where it matters.</summary>
public class SinkWireTests
{
    [Fact]
    public async Task PostHog_gets_exposures_and_conversions_with_their_properties_and_nothing_else()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await TurnoutHost.StartAsync(settings: SinkHarness.Settings("posthog", Root(receiver)));
        await host.SendAsync(SinkHarness.Events(host));
        await host.RunSinksAsync();
        var request = await receiver.NextAsync();
        Assert.Equal(("POST", "/batch/"), (request.Method, request.Path));
        Assert.StartsWith("application/json", request.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Equal("phc_secret", request.Json.Text("api_key"));
        var batch = request.Json.GetProperty("batch").EnumerateArray().ToList();
        Assert.Equal(["experiment_viewed", "experiment_conversion"], batch.Select(item => item.Text("event")));

        Assert.Equal(SinkHarness.ExposureId, batch[0].Text("uuid"));
        Assert.Equal("2026-01-15T12:00:00.000Z", batch[0].Text("timestamp"));
        AssertJson("""
            {"experiment_slug":"price","variant":"b","assignment_type":"deterministic","page":"/billing","distinct_id":"u1","user_id":"u1",
             "team_id":"t1","$groups":{"team":"t1"},"$lib":"turnout"}
            """, batch[0].GetProperty("properties"));
        // An id that is no UUID becomes one, the same each time.
        Assert.True(Guid.TryParse(batch[1].Text("uuid"), out var made));
        Assert.Equal(8, made.Version);
        var conversion = batch[1].GetProperty("properties");
        Assert.Equal(("bought", "v1", "v1"), (conversion.Text("conversion_event"), conversion.Text("distinct_id"), conversion.Text("visitor_id")));
        Assert.False(conversion.GetProperty("$process_person_profile").GetBoolean());
        Assert.False(conversion.TryGetProperty("$set", out _));
    }

    [Theory]
    [InlineData("price", true)]
    [InlineData("*", true)]
    [InlineData("other", false)]
    public async Task Person_properties_are_set_where_they_are_asked_for(string experiments, bool expected)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await TurnoutHost.StartAsync(settings: SinkHarness.Settings("posthog", Root(receiver), ("PersonProperties:0", experiments)));
        await host.SendAsync(SinkHarness.Events(host));
        await host.RunSinksAsync();
        var batch = (await receiver.NextAsync()).Json.GetProperty("batch").EnumerateArray().ToList();
        Assert.Equal(expected, batch[0].GetProperty("properties").TryGetProperty("$set", out var set));
        if (expected) AssertJson("""{"experiment_price":"b"}""", set);
        // Visitors have no person to set anything on.
        Assert.False(batch[1].GetProperty("properties").TryGetProperty("$set", out _));
    }

    [Fact]
    public async Task Segments_protocol_is_spoken()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await TurnoutHost.StartAsync(settings: SinkHarness.Settings("segment", Root(receiver), ("OmitProperties:0", "email")));
        await host.SendAsync(SinkHarness.Events(host));
        await host.RunSinksAsync();
        var request = await receiver.NextAsync();
        Assert.Equal("/v1/batch", request.Path);
        Assert.Equal($"Basic {Convert.ToBase64String("phc_secret:"u8)}", request.Headers["Authorization"]);
        var batch = request.Json.GetProperty("batch").EnumerateArray().ToList();
        AssertJson($$"""
            {"type":"track","messageId":"{{SinkHarness.ExposureId}}","event":"experiment_viewed","timestamp":"2026-01-15T12:00:00.000Z",
             "properties":{"experiment_slug":"price","variant":"b","assignment_type":"deterministic","page":"/billing"},
             "context":{"library":{"name":"turnout"},"groupId":"t1"},"userId":"u1"}
            """, batch[0]);
        Assert.Equal("v1", batch[1].Text("anonymousId"));
        Assert.False(batch[1].GetProperty("properties").TryGetProperty("email", out _));
        Assert.Equal(12.5, batch[2].GetProperty("properties").GetProperty("value").GetDouble());
    }

    [Fact]
    public async Task Any_address_gets_events_in_the_form_in_which_they_were_sent()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await TurnoutHost.StartAsync(settings: SinkHarness.Settings("http", receiver.Url, ("Events:0", "purchase"), ("Events:1", "experiment_v*")));
        await host.SendAsync(SinkHarness.Events(host));
        await host.RunSinksAsync();
        var request = await receiver.NextAsync();
        Assert.Equal("/hook", request.Path);
        Assert.Equal("Bearer phc_secret", request.Headers["Authorization"]);
        AssertJson($$"""
            {"events":[
              {"id":"{{SinkHarness.ExposureId}}","event":"experiment_viewed","timestamp":"2026-01-15T12:00:00.000Z","user_id":"u1","team_id":"t1",
               "properties":{"experiment_slug":"price","variant":"b","assignment_type":"deterministic","page":"/billing"} },
              {"id":"p-1","event":"purchase","timestamp":"2026-01-15T12:00:00.000Z","user_id":"u1","value":12.5,"properties":{"plan":"pro"} } ] }
            """, request.Json);

        // Another server takes it as it is.
        await using var other = await TurnoutHost.StartAsync();
        using var server = other.Client(await other.CreateKeyAsync("server"));
        Assert.Equal(2, (await server.PostAsync<JsonElement>("/api/v1/events", request.Text, System.Net.HttpStatusCode.Accepted)).GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task A_key_of_the_right_form_signs_what_is_sent()
    {
        var secret = WebhookChanges.NewSecret();
        await using var receiver = await Receiver.StartAsync();
        await using var host = await TurnoutHost.StartAsync(settings: SinkHarness.Settings("http", receiver.Url, ("Key", secret)));
        await host.SendAsync(SinkHarness.Purchase(1));
        await host.RunSinksAsync();
        var request = await receiver.NextAsync();
        Assert.True(request.IsSignedBy(secret));
        Assert.False(request.Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task Files_hold_one_event_a_line_and_begin_anew_each_day()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Sqlite);
        var folder = Path.Combine(place.Folder, "events");
        await using var host = await TurnoutHost.StartAsync(settings: SinkHarness.Settings("ndjson", null, ("Folder", folder)));
        await host.SendAsync(SinkHarness.Events(host));
        await host.RunSinksAsync();
        var first = Path.Combine(folder, "production-2026-01-15.ndjson");
        Assert.Equal(["experiment_viewed", "experiment_conversion", "purchase"], (await File.ReadAllLinesAsync(first)).Select(line => JsonElement.Parse(line).Text("event")));

        // A crash in the middle of a line.
        await File.AppendAllTextAsync(first, "{\"id\":\"half");
        await host.SendAsync(SinkHarness.Purchase(7));
        await host.RunSinksAsync();
        var lines = await File.ReadAllLinesAsync(first);
        Assert.Equal("e-7", JsonElement.Parse(lines[^1]).Text("id"));

        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.SendAsync(SinkHarness.Purchase(8));
        await host.RunSinksAsync();
        Assert.Equal("e-8", JsonElement.Parse(Assert.Single(await File.ReadAllLinesAsync(Path.Combine(folder, "production-2026-01-16.ndjson")))).Text("id"));
    }

    [Fact]
    public async Task Properties_of_every_shape_arrive_as_they_are()
    {
        const string properties = """{"text":"Gänse 🪿 \"<&>\"","number":1e300,"yes":true,"nothing":null,"list":[1,"a",{"b":[]}],"deep":{"a":{"b":{"c":1}}},"":"empty"}""";
        await using var receiver = await Receiver.StartAsync();
        await using var host = await TurnoutHost.StartAsync(settings: SinkHarness.Settings("http", receiver.Url));
        using var server = host.Client(await host.CreateKeyAsync("server"));
        await server.PostAsync<string>("/api/v1/events", """{"events":[{"id":"a","event":"x","properties":PROPERTIES},{"id":"b","event":"x","properties":{"a":1,"a":2,"o":{"p":1,"p":2}}}]}""".Replace("PROPERTIES", properties, StringComparison.Ordinal),
            System.Net.HttpStatusCode.Accepted);
        await host.RunSinksAsync();
        var events = (await receiver.NextAsync()).Json.GetProperty("events").EnumerateArray().ToList();
        AssertJson(properties, events[0].GetProperty("properties"));
        AssertJson("""{"a":2,"o":{"p":2}}""", events[1].GetProperty("properties"));
    }

    static string Root(Receiver receiver) => receiver.Url[..^"/hook".Length];

    static void AssertJson(string expected, JsonElement actual) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), actual), $"expected {Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(JsonElement.Parse(expected)))}\nactual {actual.GetRawText()}");
}
