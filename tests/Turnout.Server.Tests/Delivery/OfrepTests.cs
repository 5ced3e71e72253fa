using System.Net;
using System.Text;
using System.Text.Json;

namespace Turnout.Server.Tests.Delivery;

public class OfrepTests
{
    const string Flags = "/api/v1/environments/production/flags";
    const string Bulk = "/ofrep/v1/evaluate/flags";

    [Fact]
    public async Task A_flag_is_answered_with_value_variant_reason_and_flat_metadata()
    {
        await using var host = await TurnoutHost.StartAsync();
        using var client = host.Client(await host.CreateKeyAsync("server"));
        await host.Admin.PutAsync<string>($"{Flags}/new.ui", new { enabled = true, allow = new[] { "u1" }, rollout = 0 }, HttpStatusCode.Created);
        var answer = await client.PostAsync<JsonElement>($"{Bulk}/new.ui", new { context = new { targetingKey = "u1", nested = new { a = 1 } } });
        Assert.Equal("new.ui", answer.GetProperty("key").GetString());
        Assert.True(answer.GetProperty("value").GetBoolean());
        Assert.Equal("on", answer.GetProperty("variant").GetString());
        Assert.Equal("TARGETING_MATCH", answer.GetProperty("reason").GetString());
        Assert.Equal("production", answer.GetProperty("metadata").GetProperty("flagSetId").GetString());
        Assert.Equal("u1", answer.GetProperty("metadata").GetProperty("contextId").GetString());
        Assert.All(answer.GetProperty("metadata").EnumerateObject(), member => Assert.Equal(JsonValueKind.String, member.Value.ValueKind));
    }

    [Fact]
    public async Task A_flag_that_is_off_has_no_value()
    {
        await using var host = await TurnoutHost.StartAsync();
        using var client = host.Client(await host.CreateKeyAsync("client"));
        await host.Admin.PutAsync<string>($"{Flags}/off", new { enabled = false }, HttpStatusCode.Created);
        var answer = await client.PostAsync<JsonElement>($"{Bulk}/off", new { context = new { targetingKey = "u1" } });
        Assert.Equal("DISABLED", answer.GetProperty("reason").GetString());
        Assert.False(answer.TryGetProperty("value", out _));
        Assert.False(answer.TryGetProperty("variant", out _));
    }

    [Theory]
    [InlineData("unknown", """{"context":{"targetingKey":"u1"}}""", 404, "FLAG_NOT_FOUND")]
    [InlineData("half", """{"context":{"plan":"pro"}}""", 400, "TARGETING_KEY_MISSING")]
    [InlineData("half", """{"context":"u1"}""", 400, "INVALID_CONTEXT")]
    [InlineData("half", """{"context":{"targetingKey":"a\u0001b"}}""", 400, "INVALID_CONTEXT")]
    [InlineData("half", "{", 400, "PARSE_ERROR")]
    [InlineData("half", "[]", 400, "PARSE_ERROR")]
    [InlineData("half", """{"context":{"plan":"\ud800"}}""", 400, "PARSE_ERROR")]
    public async Task Errors_have_the_protocols_own_shape(string key, string body, int status, string code)
    {
        await using var host = await TurnoutHost.StartAsync();
        using var client = host.Client(await host.CreateKeyAsync("server"));
        await host.Admin.PutAsync<string>($"{Flags}/half", new { enabled = true, rollout = 50 }, HttpStatusCode.Created);
        using var answer = await client.PostAsync($"{Bulk}/{key}", new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        var error = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(code, error.GetProperty("errorCode").GetString());
        Assert.Equal(key, error.GetProperty("key").GetString());
        Assert.False(string.IsNullOrEmpty(error.GetProperty("errorDetails").GetString()));
    }

    [Fact]
    public async Task Both_ways_of_showing_the_key_work_and_no_key_is_401()
    {
        await using var host = await TurnoutHost.StartAsync();
        var key = await host.CreateKeyAsync("client");
        using var request = new HttpRequestMessage(HttpMethod.Post, Bulk) { Content = HttpClientExtensions.Content("{}") };
        request.Headers.Add("X-API-Key", key);
        using var answer = await host.Anonymous.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var refused = await host.Anonymous.PostAsync(Bulk, HttpClientExtensions.Content("{}"));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task The_bulk_tag_is_of_the_answer_not_of_the_ruleset()
    {
        await using var host = await TurnoutHost.StartAsync();
        using var client = host.Client(await host.CreateKeyAsync("client"));
        await host.Admin.PutAsync<string>($"{Flags}/pro.only", new { enabled = true, audience = new { attribute = "plan", op = "equals", value = "pro" } }, HttpStatusCode.Created);
        var tag = await TagAsync(client, "free", null, HttpStatusCode.OK);
        Assert.Equal(tag, await TagAsync(client, "free", tag, HttpStatusCode.NotModified));
        Assert.NotEqual(tag, await TagAsync(client, "pro", tag, HttpStatusCode.OK));
        // An hour later the address of the stream is another one, and the answer still the same.
        host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(tag, await TagAsync(client, "free", tag, HttpStatusCode.NotModified));
        await host.Admin.PutAsync<string>($"{Flags}/pro.only", new { enabled = false });
        await TagAsync(client, "free", tag, HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_stream_named_in_the_answer_asks_to_evaluate_again_after_a_change_and_not_before()
    {
        await using var host = await TurnoutHost.StartAsync();
        using var client = host.Client(await host.CreateKeyAsync("client"));
        await host.Admin.PutAsync<string>($"{Flags}/f", new { enabled = true }, HttpStatusCode.Created);
        var bulk = await client.PostAsync<JsonElement>(Bulk, new { context = new { targetingKey = "u1" } });
        var stream = Assert.Single(bulk.GetProperty("eventStreams").EnumerateArray());
        Assert.Equal("sse", stream.GetProperty("type").GetString());
        var address = stream.GetProperty("endpoint").GetProperty("requestUri").GetString()!;

        using var open = await host.Anonymous.GetAsync(address, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", open.Content.Headers.ContentType?.MediaType);
        using var lines = new StreamReader(await open.Content.ReadAsStreamAsync());
        Assert.StartsWith("retry:", await lines.ReadLineAsync(), StringComparison.Ordinal);
        await host.Admin.PutAsync<string>($"{Flags}/f", new { enabled = false });
        var notice = await DataAsync(lines);
        Assert.Equal("refetchEvaluation", notice.GetProperty("type").GetString());
        Assert.Equal("2", notice.GetProperty("etag").GetString());

        // Whoever opens the old address late is told at once.
        using var late = await host.Anonymous.GetAsync(address, HttpCompletionOption.ResponseHeadersRead);
        using var lateLines = new StreamReader(await late.Content.ReadAsStreamAsync());
        Assert.Equal("refetchEvaluation", (await DataAsync(lateLines)).GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_stream_needs_a_token_that_is_ours_and_fresh()
    {
        await using var host = await TurnoutHost.StartAsync();
        using var client = host.Client(await host.CreateKeyAsync("client"));
        var bulk = await client.PostAsync<JsonElement>(Bulk, new { });
        var address = bulk.GetProperty("eventStreams")[0].GetProperty("endpoint").GetProperty("requestUri").GetString()!;
        host.Clock.Advance(TimeSpan.FromHours(2));
        await host.Anonymous.ProblemAsync(HttpMethod.Get, address, null, 401, "expired_token");
        await host.Anonymous.ProblemAsync(HttpMethod.Get, "/ofrep/v1/stream?token=forged.token", null, 401, "invalid_token");
    }

    static async Task<string> TagAsync(HttpClient client, string plan, string? known, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Bulk) { Content = HttpClientExtensions.Content(new { context = new { targetingKey = "u1", plan } }) };
        if (known is not null) request.Headers.TryAddWithoutValidation("If-None-Match", known);
        using var answer = await client.SendAsync(request);
        Assert.Equal(expected, answer.StatusCode);
        if (expected == HttpStatusCode.NotModified) Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
        return answer.Headers.ETag!.ToString();
    }

    static async Task<JsonElement> DataAsync(StreamReader lines)
    {
        while (await lines.ReadLineAsync() is { } line)
            if (line.StartsWith("data:", StringComparison.Ordinal)) return JsonElement.Parse(line["data:".Length..]);
        throw new EndOfStreamException("The stream ended.");
    }
}
