using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Turnout.Server.Events;

namespace Turnout.Server.Tests.Events;

public class EventIntakeTests
{
    const string Path = "/api/v1/events";

    static object Event(string id, string name = "purchase", string? user = "u1", object? properties = null) =>
        new { id, @event = name, user_id = user, properties };

    [Theory]
    [MemberData(nameof(TestDatabase.EventStores), MemberType = typeof(TestDatabase))]
    public async Task The_same_event_sent_twice_counts_once_within_and_across_calls_and_restarts(Store kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var uuid = Guid.CreateVersion7().ToString();
        string key;
        await using (var host = await TurnoutHost.StartAsync(database))
        {
            key = await host.CreateKeyAsync("server");
            using var application = host.Client(key);
            Assert.Equal((3, 1), await SendAsync(application, Event("a"), Event(uuid), Event("a"), Event("b")));
            Assert.Equal((1, 2), await SendAsync(application, Event("b"), Event("c"), Event(uuid.ToUpperInvariant())));
        }
        await using (var host = await TurnoutHost.StartAsync(database))
        {
            using var application = host.Client(key);
            Assert.Equal((1, 4), await SendAsync(application, Event("a"), Event("b"), Event("c"), Event(uuid), Event("d")));
            Assert.Equal(["a", uuid, "b", "c", "d"], await IdsAsync(host));
        }
    }

    [Fact]
    public async Task Ids_that_look_alike_are_told_apart()
    {
        await using var host = await TurnoutHost.StartAsync();
        using var application = host.Client(await host.CreateKeyAsync("server"));
        string[] ids = ["0123456789abcde", "0123456789abcdef", "0123456789abcdefg", "é", "e\u0301", "00000000-0000-0000-0000-00000000000g", "{00000000-0000-0000-0000-000000000001}"];
        Assert.Equal((ids.Length, 0), await SendAsync(application, [.. ids.Select(id => Event(id))]));
        Assert.Equal(ids, await IdsAsync(host));
    }

    [Fact]
    public async Task The_same_id_in_another_environment_is_another_event()
    {
        await using var host = await TurnoutHost.StartAsync();
        using var production = host.Client(await host.CreateKeyAsync("server"));
        using var development = host.Client(await host.CreateKeyAsync("server", "development"));
        Assert.Equal((1, 0), await SendAsync(production, Event("a")));
        Assert.Equal((1, 0), await SendAsync(development, Event("a")));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.EventStores), MemberType = typeof(TestDatabase))]
    public async Task Many_callers_at_once_lose_nothing_and_double_nothing(Store kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = await TurnoutHost.StartAsync(database);
        using var application = host.Client(await host.CreateKeyAsync("server"));
        // Each id is sent by two callers, and every call overlaps with others.
        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(caller =>
            SendAsync(application, [.. Enumerable.Range(caller * 10, 20).Select(number => Event($"e{number % 640}"))])));
        Assert.Equal(640, answers.Sum(answer => answer.Accepted));
        Assert.Equal(640, answers.Sum(answer => answer.Duplicates));
        Assert.Equal(640, (await IdsAsync(host)).Distinct().Count());
    }

    [Fact]
    public async Task What_was_sent_is_what_is_kept()
    {
        await using var host = await TurnoutHost.StartAsync();
        using var application = host.Client(await host.CreateKeyAsync("server"));
        await SendAsync(application,
            """{"id":"m","event":"pur\u0063hase","timestamp":"2026-01-14T10:00:00.25\u002b02:00","user_id":9007199254740993,"team_id":"t","visitor_id":null,"value":12.5,"properties":{"country":"DE","n":[1,{"a":null}]}}""",
            """{"id":"x","event":"experiment_viewed","visitor_id":"v","properties":{"a":1,"experiment_slug":"exp","variant":"b","assignment_type":"random","z":"ü"}}""",
            """{"id":"c","event":"experiment_conversion","user_id":"u","properties":{"experiment_slug":"exp","variant":"b","conversion_event":"signup"}}""");
        await ReadAsync(host, (record, index) =>
        {
            switch (index)
            {
                case 0:
                    Assert.Equal(EventKind.Metric, record.Kind);
                    Assert.Equal("purchase", Text(record.Name));
                    Assert.Equal(DateTimeOffset.Parse("2026-01-14T08:00:00.25Z", null).ToUnixTimeMilliseconds(), record.At);
                    Assert.Equal(("9007199254740993", "t", ""), (Text(record.User), Text(record.Team), Text(record.Visitor)));
                    Assert.True(record.HasValue);
                    Assert.Equal(12.5, record.Value);
                    Assert.Equal("""{"country":"DE","n":[1,{"a":null}]}""", Text(record.Properties));
                    break;
                case 1:
                    Assert.Equal(EventKind.Exposure, record.Kind);
                    Assert.Equal(("exp", "b", "random"), (Text(record.Experiment), Text(record.Variant), Text(record.AssignmentType)));
                    Assert.Equal(host.Clock.GetUtcNow().ToUnixTimeMilliseconds(), record.At);
                    Assert.Equal("""{"a":1,"z":"ü"}""", Text(record.Properties));
                    Assert.Equal("ü", Text(record.UnitId("z")));
                    Assert.False(record.HasValue);
                    break;
                default:
                    Assert.Equal(EventKind.Conversion, record.Kind);
                    Assert.Equal(("exp", "b", "", "signup"), (Text(record.Experiment), Text(record.Variant), Text(record.AssignmentType), Text(record.Name)));
                    Assert.True(record.Properties.IsEmpty);
                    break;
            }
        });
    }

    [Fact]
    public async Task Lines_and_gzip_and_beacons_are_taken()
    {
        await using var host = await TurnoutHost.StartAsync();
        var key = await host.CreateKeyAsync("client");
        using var application = host.Client(key);
        var lines = "{\"id\":\"1\",\"event\":\"a\"}\r\n\n{\"id\":\"2\",\"event\":\"a\"}";
        await application.PostAsync<JsonElement>(Path, new StringContent(lines, Encoding.UTF8, "application/x-ndjson"), HttpStatusCode.Accepted);
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true)) gzip.Write("{\"events\":[{\"id\":\"3\",\"event\":\"a\"}]}"u8);
        await application.PostAsync<JsonElement>(Path, new ByteArrayContent(packed.ToArray()) { Headers = { ContentType = new("application/json"), ContentEncoding = { "gzip" } } }, HttpStatusCode.Accepted);
        await host.Anonymous.PostAsync<JsonElement>($"{Path}?key={key}", new StringContent("{\"events\":[{\"id\":\"4\",\"event\":\"a\"}]}", Encoding.UTF8, "text/plain"), HttpStatusCode.Accepted);
        Assert.Equal(["1", "2", "3", "4"], await IdsAsync(host));
    }

    [Fact]
    public async Task A_server_key_in_the_address_is_refused()
    {
        await using var host = await TurnoutHost.StartAsync();
        var key = await host.CreateKeyAsync("server");
        await host.Anonymous.ProblemAsync(HttpMethod.Post, $"{Path}?key={key}", new { events = new[] { Event("a") } }, 401, "unauthenticated");
        await host.Admin.ProblemAsync(HttpMethod.Post, Path, new { events = new[] { Event("a") } }, 403, "forbidden");
    }

    [Fact]
    public async Task Events_of_other_times_are_refused_one_by_one()
    {
        await using var host = await TurnoutHost.StartAsync();
        using var application = host.Client(await host.CreateKeyAsync("server"));
        var now = host.Clock.GetUtcNow();
        var answer = await application.PostAsync<JsonElement>(Path, new
        {
            events = new[]
            {
                new { id = "ahead", @event = "e", timestamp = now.AddHours(23) }, new { id = "too far ahead", @event = "e", timestamp = now.AddHours(25) },
                new { id = "old", @event = "e", timestamp = now.AddDays(-399) }, new { id = "too old", @event = "e", timestamp = now.AddDays(-401) },
            },
        }, HttpStatusCode.Accepted);
        Assert.Equal(2, answer.GetProperty("accepted").GetInt32());
        Assert.Equal(0, answer.GetProperty("duplicates").GetInt32());
        Assert.Equal(["1 too far ahead timestamp_in_future", "3 too old timestamp_too_old"],
            answer.GetProperty("refused").EnumerateArray().Select(item => $"{item.GetProperty("index")} {item.GetProperty("id")} {item.GetProperty("code")}"));
        Assert.Equal(["ahead", "old"], await IdsAsync(host));
    }

    [Theory]
    [InlineData("", "invalid_json", null)]
    [InlineData("[]", "wrong_type", "$")]
    [InlineData("{}", "missing_member", "events")]
    [InlineData("{\"events\":{}}", "wrong_type", "events")]
    [InlineData("{\"events\":[{\"id\":\"a\",\"event\":\"e\"}],\"more\":1}", "unknown_member", "more")]
    [InlineData("{\"events\":[{\"id\":\"a\",\"event\":\"e\"}", "invalid_json", null)]
    [InlineData("{\"events\":[[1]]}", "wrong_type", "events[0]")]
    [InlineData("{\"events\":[{\"event\":\"e\"}]}", "missing_member", "events[0].id")]
    [InlineData("{\"events\":[{\"id\":\"a\"}]}", "missing_member", "events[0].event")]
    [InlineData("{\"events\":[{\"id\":\"\",\"event\":\"e\"}]}", "invalid_value", "events[0].id")]
    [InlineData("{\"events\":[{\"id\":1,\"event\":\"e\"}]}", "wrong_type", "events[0].id")]
    [InlineData("{\"events\":[{\"id\":\"a\",\"id\":\"b\",\"event\":\"e\"}]}", "duplicate_member", "events[0].id")]
    [InlineData("{\"events\":[{\"id\":\"a\",\"event\":\"e\",\"colour\":{\"x\":[1]}}]}", "unknown_member", "events[0].colour")]
    [InlineData("{\"events\":[{\"id\":\"a\",\"event\":\"e\",\"timestamp\":\"2026-01-15T12:00:00\"}]}", "invalid_value", "events[0].timestamp")]
    [InlineData("{\"events\":[{\"id\":\"a\",\"event\":\"e\",\"timestamp\":1}]}", "wrong_type", "events[0].timestamp")]
    [InlineData("{\"events\":[{\"id\":\"a\",\"event\":\"e\",\"value\":1e999}]}", "invalid_value", "events[0].value")]
    [InlineData("{\"events\":[{\"id\":\"a\",\"event\":\"e\",\"value\":NaN}]}", "invalid_json", null)]
    [InlineData("{\"events\":[{\"id\":\"a\",\"event\":\"e\",\"user_id\":true}]}", "wrong_type", "events[0].user_id")]
    [InlineData("{\"events\":[{\"id\":\"a\",\"event\":\"e\",\"user_id\":\"\\ud800\"}]}", "invalid_value", "events[0].user_id")]
    [InlineData("{\"events\":[{\"id\":\"a\",\"event\":\"e\",\"user_id\":\"a\\u0007\"}]}", "invalid_value", "events[0].user_id")]
    [InlineData("{\"events\":[{\"id\":\"a\",\"event\":\"e\",\"user_id\":\"a\\u0085\"}]}", "invalid_value", "events[0].user_id")]
    [InlineData("{\"events\":[{\"id\":\"a\",\"event\":\"e\",\"properties\":[]}]}", "wrong_type", "events[0].properties")]
    [InlineData("{\"events\":[{\"id\":\"a\",\"event\":\"experiment_viewed\"}]}", "missing_member", "events[0].properties.experiment_slug")]
    [InlineData("{\"events\":[{\"id\":\"a\",\"event\":\"experiment_viewed\",\"properties\":{\"experiment_slug\":\"x\"}}]}", "missing_member", "events[0].properties.variant")]
    [InlineData("{\"events\":[{\"id\":\"a\",\"event\":\"experiment_viewed\",\"properties\":{\"experiment_slug\":7}}]}", "wrong_type", "events[0].properties.experiment_slug")]
    public async Task A_call_with_a_malformed_event_is_refused_whole(string body, string code, string? member)
    {
        await using var host = await TurnoutHost.StartAsync();
        using var application = host.Client(await host.CreateKeyAsync("server"));
        var problem = await application.ProblemAsync(HttpMethod.Post, Path, body, 400, code);
        if (member is not null) Assert.True(problem.GetProperty("errors").TryGetProperty(member, out _), problem.ToString());
        Assert.Empty(await IdsAsync(host));
    }

    [Fact]
    public async Task Every_malformed_event_is_named()
    {
        await using var host = await TurnoutHost.StartAsync();
        using var application = host.Client(await host.CreateKeyAsync("server"));
        var body = """{"events":[{"id":"a","event":"e"},{"id":"b","event":{"x":[{}]},"value":1},"c",[2],{"id":"d","event":"e","value":"1","properties":{}},{"id":"f","event":"e"}]}""";
        var problem = await application.ProblemAsync(HttpMethod.Post, Path, body, 400, "wrong_type");
        Assert.Equal(["events[1].event", "events[2]", "events[3]", "events[4].value"], problem.GetProperty("errors").EnumerateObject().Select(error => error.Name));
        Assert.Empty(await IdsAsync(host));
    }

    [Fact]
    public async Task Bodies_that_are_too_large_too_deep_or_no_text_are_refused()
    {
        await using var host = await TurnoutHost.StartAsync();
        using var application = host.Client(await host.CreateKeyAsync("server"));
        var nested = "{\"events\":[{\"id\":\"a\",\"event\":\"e\",\"properties\":{\"a\":" + new string('[', 1000) + new string(']', 1000) + "}}]}";
        await application.ProblemAsync(HttpMethod.Post, Path, nested, 400, "invalid_json");
        await application.ProblemAsync(HttpMethod.Post, Path, (byte[])[.. "{\"events\":[{\"id\":\"a\",\"event\":\""u8, 0xff, .. "\"}]}"u8], 400, "invalid_json");
        // The server answers before the body is sent; without this header the client would find its connection closed under it.
        application.DefaultRequestHeaders.ExpectContinue = true;
        await application.ProblemAsync(HttpMethod.Post, Path, new byte[10 << 20], 413, "body_too_large");
        await application.ProblemAsync(HttpMethod.Post, Path, new { events = Enumerable.Range(0, 1001).Select(number => Event($"e{number}")) }, 400, "too_many_events");
        await application.ProblemAsync(HttpMethod.Post, Path, new { events = new[] { Event("a", properties: new { text = new string('x', 40_000) }) } }, 400, "too_large");
        await application.ProblemAsync(HttpMethod.Post, Path, new ByteArrayContent([1, 2, 3]) { Headers = { ContentType = new("application/json"), ContentEncoding = { "gzip" } } }, 400, "invalid_gzip");
        await application.ProblemAsync(HttpMethod.Post, Path, new ByteArrayContent([1, 2, 3]) { Headers = { ContentType = new("application/json"), ContentEncoding = { "br" } } }, 415, "unsupported_encoding");
        await application.ProblemAsync(HttpMethod.Post, Path, new ByteArrayContent([1, 2, 3]) { Headers = { ContentType = new("image/png") } }, 415, "unsupported_media_type");
        Assert.Empty(await IdsAsync(host));
    }

    [Fact]
    public async Task A_small_body_that_unpacks_to_a_huge_one_is_refused()
    {
        await using var host = await TurnoutHost.StartAsync();
        using var application = host.Client(await host.CreateKeyAsync("server"));
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) gzip.Write(new byte[100 << 20]);
        Assert.True(packed.Length < 1 << 20);
        await application.ProblemAsync(HttpMethod.Post, Path,
            new ByteArrayContent(packed.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json"), ContentEncoding = { "gzip" } } }, 413, "body_too_large");
    }

    [Fact]
    public async Task Events_of_the_test_cohort_are_marked()
    {
        await using var host = await TurnoutHost.StartAsync();
        using var application = host.Client(await host.CreateKeyAsync("server"));
        await host.Admin.PutAsync<string>("/api/v1/environments/production/cohort/user/robot", null, HttpStatusCode.NoContent);
        await SendAsync(application, Event("a", user: "robot"), Event("b", user: "human"));
        await ReadAsync(host, (record, index) => Assert.Equal(index == 0, record.IsSynthetic));
    }

    static async Task<(int Accepted, int Duplicates)> SendAsync(HttpClient client, params object[] events)
    {
        object body = events.All(item => item is string) ? $"{{\"events\":[{string.Join(',', events)}]}}" : new { events };
        var answer = await client.PostAsync<JsonElement>(Path, body, HttpStatusCode.Accepted);
        Assert.False(answer.TryGetProperty("refused", out _));
        return (answer.GetProperty("accepted").GetInt32(), answer.GetProperty("duplicates").GetInt32());
    }

    static async Task<List<string>> IdsAsync(TurnoutHost host)
    {
        var ids = new List<string>();
        await ReadAsync(host, (record, _) => ids.Add(EventId.ToText(record.Id)));
        return ids;
    }

    internal delegate void Look(EventRecord record, int index);

    internal static async Task ReadAsync(TurnoutHost host, Look look)
    {
        await host.Service<EventMover>().MoveAsync(all: true);
        var store = host.Service<EventLogStore>();
        var log = await store.StateAsync("production");
        var index = 0;
        var next = await store.ReadAsync(log.Number, 0, log.Next, (first, records) =>
        {
            Assert.Equal(index, first);
            while (EventRecord.TryRead(ref records, out var record)) look(record, index++);
        });
        Assert.Equal(log.Next, next);
        Assert.Equal(log.Next, index);
    }

    static string Text(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);
}
