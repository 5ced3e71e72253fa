using System.Net;
using System.Text;
using System.Text.Json;
using Turnout.Server.Tests.Events;

namespace Turnout.Server.Tests.Delivery;

public class OfrepTrackingTests
{
    const string Track = "/ofrep/v1/track";

    [Fact]
    public async Task What_is_tracked_is_an_event_of_the_units_in_its_context()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.RunExperimentAsync(new { key = "plans", unit = "company", variants = Arms });
        using var client = host.Client(await host.CreateKeyAsync("client"));
        var answer = await client.PostAsync<JsonElement>(Track, new
        {
            version = 1,
            events = new object[]
            {
                new { id = "1", name = "purchase", context = new { targetingKey = "ada", teamId = 7, company = "acme", country = "at" }, details = new { value = 12.5, currency = "EUR" } },
            },
        }, HttpStatusCode.Accepted);
        Assert.Equal("""{"accepted":1,"duplicates":0}""", answer.GetRawText());
        await EventIntakeTests.ReadAsync(host, (record, _) =>
        {
            Assert.Equal("purchase", record.EventName);
            Assert.Equal(("ada", "7", "ada", "acme"), (Text(record.User), Text(record.Team), Text(record.Visitor), Text(record.UnitId("company"))));
            Assert.Equal(12.5, record.Value);
            Assert.Equal("""{"company":"acme","currency":"EUR"}""", Text(record.Properties));
        });
    }

    [Fact]
    public async Task An_exposure_learns_here_how_the_unit_was_assigned_and_is_checked_as_any_other()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.RunExperimentAsync(new { key = "exp", variants = Arms, assignment = "random" });
        using var client = host.Client(await host.CreateKeyAsync("client"));
        var (own, _, _) = await client.AssignAsync("exp", "u1");
        var answer = await client.PostAsync<JsonElement>(Track, new
        {
            events = new object[] { Viewed(own!), Viewed(own == "a" ? "b" : "a") },
        }, HttpStatusCode.Accepted);
        Assert.Equal(1, answer.GetProperty("accepted").GetInt32());
        Assert.Equal("variant_mismatch", Assert.Single(answer.GetProperty("refused").EnumerateArray()).GetProperty("code").GetString());
        await EventIntakeTests.ReadAsync(host, (record, _) => Assert.Equal("random", Text(record.AssignmentType)));
    }

    [Fact]
    public async Task An_event_with_an_id_counts_once()
    {
        await using var host = await TurnoutHost.StartAsync();
        using var client = host.Client(await host.CreateKeyAsync("server"));
        var body = new { events = new[] { new { id = "1", name = "e" } } };
        await client.PostAsync<JsonElement>(Track, body, HttpStatusCode.Accepted);
        var again = await client.PostAsync<JsonElement>(Track, body, HttpStatusCode.Accepted);
        Assert.Equal("""{"accepted":0,"duplicates":1}""", again.GetRawText());
    }

    [Fact]
    public async Task A_page_that_is_left_sends_plain_text_with_the_key_in_the_address()
    {
        await using var host = await TurnoutHost.StartAsync();
        var key = await host.CreateKeyAsync("client");
        using var answer = await host.Anonymous.PostAsync($"{Track}?key={key}", new StringContent("""{"events":[{"name":"e"}]}""", Encoding.UTF8, "text/plain"));
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    [Fact]
    public async Task Without_a_key_nothing_is_taken()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Anonymous.ProblemAsync(HttpMethod.Post, Track, new { events = Array.Empty<object>() }, 401, "unauthenticated");
    }

    [Theory]
    [InlineData("{", "PARSE_ERROR", "not JSON")]
    [InlineData("[]", "PARSE_ERROR", "object with 'events'")]
    [InlineData("{}", "PARSE_ERROR", "'events' is required")]
    [InlineData("""{"events":{}}""", "PARSE_ERROR", "'events' is required")]
    [InlineData("""{"version":2,"events":[]}""", "PARSE_ERROR", "version 1")]
    [InlineData("""{"version":"1","events":[]}""", "PARSE_ERROR", "version 1")]
    [InlineData("""{"event":[]}""", "PARSE_ERROR", "'event' is not a member")]
    [InlineData("""{"events":[1]}""", "PARSE_ERROR", "events[0]")]
    [InlineData("""{"events":[{"id":"1"}]}""", "PARSE_ERROR", "events[0].name")]
    [InlineData("""{"events":[{"name":""}]}""", "PARSE_ERROR", "events[0]")]
    [InlineData("""{"events":[{"name":"e"},{"name":"e","user":"u"}]}""", "PARSE_ERROR", "'user' is not a member of events[1]")]
    [InlineData("""{"events":[{"name":"e","details":"x"}]}""", "PARSE_ERROR", "events[0].details")]
    [InlineData("""{"events":[{"name":"e","details":{"value":"much"}}]}""", "PARSE_ERROR", "value")]
    [InlineData("""{"events":[{"name":"e","timestamp":"yesterday"}]}""", "PARSE_ERROR", "timestamp")]
    [InlineData("""{"events":[{"name":"e","context":"ada"}]}""", "INVALID_CONTEXT", "events[0]")]
    [InlineData("""{"events":[{"name":"e","context":{"targetingKey":"a\u0001b"}}]}""", "INVALID_CONTEXT", "events[0]")]
    [InlineData("""{"events":[{"name":"e","details":{"text":"\ud800"}}]}""", "PARSE_ERROR", "UTF-8")]
    [InlineData("""{"events":[{"name":"experiment_viewed","details":{"variant":"a"}}]}""", "PARSE_ERROR", "experiment_slug")]
    public async Task What_is_wrong_is_said_in_the_protocols_own_shape_and_nothing_is_taken(string body, string code, string details)
    {
        await using var host = await TurnoutHost.StartAsync();
        using var client = host.Client(await host.CreateKeyAsync("client"));
        using var answer = await client.PostAsync(Track, new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var error = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(code, error.GetProperty("errorCode").GetString());
        Assert.Contains(details, error.GetProperty("errorDetails").GetString(), StringComparison.Ordinal);
    }

    static readonly object[] Arms = [new { key = "a", weight = 1 }, new { key = "b", weight = 1 }];

    static object Viewed(string variant) => new { name = "experiment_viewed", context = new { targetingKey = "u1" }, details = new { experiment_slug = "exp", variant } };

    static string Text(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);
}
