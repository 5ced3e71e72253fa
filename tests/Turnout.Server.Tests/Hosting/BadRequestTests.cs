using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Turnout.Server.Features.Access;
using Turnout.Server.Hosting;

namespace Turnout.Server.Tests.Hosting;

/// <summary>What requests that cannot be read are told, on an endpoint that takes one of everything.</summary>
public sealed class BadRequestTests(BadRequestTests.Fixture fixture) : IClassFixture<BadRequestTests.Fixture>
{
    [Theory]
    [InlineData("", "invalid_json", null)]
    [InlineData("{", "invalid_json", null)]
    [InlineData("nonsense", "invalid_json", null)]
    [InlineData("{\"text\":\"a\",}", "invalid_json", null)]
    [InlineData("{\"text\":\"a\"} {}", "invalid_json", null)]
    [InlineData("{\"text\":\"a\",\"number\":NaN}", "invalid_json", null)]
    [InlineData("{\"text\":\"a\",\"number\":Infinity}", "invalid_json", null)]
    [InlineData("[]", "wrong_type", "$")]
    [InlineData("17", "wrong_type", "$")]
    [InlineData("null", "invalid_json", null)]
    [InlineData("{}", "missing_member", "text")]
    [InlineData("{\"text\":null}", "wrong_type", "text")]
    [InlineData("{\"text\":17}", "wrong_type", "text")]
    [InlineData("{\"text\":\"a\",\"number\":\"17\"}", "wrong_type", "number")]
    [InlineData("{\"text\":\"a\",\"number\":1.5}", "wrong_type", "number")]
    [InlineData("{\"text\":\"a\",\"number\":99999999999}", "wrong_type", "number")]
    [InlineData("{\"text\":\"a\",\"flag\":1}", "wrong_type", "flag")]
    [InlineData("{\"text\":\"a\",\"choice\":\"blue\"}", "wrong_type", "choice")]
    [InlineData("{\"text\":\"a\",\"choice\":1}", "wrong_type", "choice")]
    [InlineData("{\"text\":\"a\",\"nested\":{\"inner\":[1,\"x\"]}}", "wrong_type", "nested.inner[1]")]
    [InlineData("{\"text\":\"a\",\"nested\":{}}", "missing_member", "nested.inner")]
    [InlineData("{\"text\":\"a\",\"colour\":1}", "unknown_member", "colour")]
    [InlineData("{\"text\":\"a\",\"Text\":\"b\"}", "unknown_member", "Text")]
    [InlineData("{\"text\":\"a\",\"nested\":{\"inner\":[],\"outer\":2}}", "unknown_member", "nested.outer")]
    [InlineData("{\"text\":\"a\",\"text\":\"b\"}", "duplicate_member", "text")]
    [InlineData("{\"text\":\"a\",\"at\":\"tomorrow\"}", "invalid_value", "at")]
    [InlineData("{\"text\":\"a\",\"at\":\"2026-01-15T12:00:00\"}", "invalid_value", "at")]
    [InlineData("{\"text\":\"a\",\"at\":\"2026-02-30T12:00:00Z\"}", "invalid_value", "at")]
    [InlineData("{\"text\":\"a\\u0000b\"}", "invalid_value", "text")]
    [InlineData("{\"text\":\"\\ud800\"}", "invalid_json", "text")]
    [InlineData("{\"text\":\"a\",\"free\":{\"x\":[\"\\ud800\"]}}", "invalid_json", "free")]
    [InlineData("{\"text\":\"a\",\"free\":{\"x\\u0000\":1}}", "invalid_value", "free")]
    public async Task A_body_that_cannot_be_read_is_refused_by_code_and_member(string body, string code, string? member)
    {
        var problem = await fixture.Host.Anonymous.ProblemAsync(HttpMethod.Post, "/test", body, 400, code);
        if (member is null) Assert.False(problem.TryGetProperty("errors", out _));
        else Assert.Equal([member], problem.GetProperty("errors").EnumerateObject().Select(error => error.Name));
    }

    [Theory]
    [InlineData("{\"text\":\"#\"}")]
    [InlineData("{\"text\":\"a\",\"free\":\"#\"}")]
    [InlineData("{\"text\":\"a\",\"free\":{\"#\":1}}")]
    [InlineData("{\"#\":\"a\"}")]
    public async Task Broken_utf8_is_refused_wherever_it_stands(string template)
    {
        var bytes = Encoding.ASCII.GetBytes(template);
        bytes[Array.IndexOf(bytes, (byte)'#')] = 0xff;
        using var response = await fixture.Host.Anonymous.PostAsync("/test", HttpClientExtensions.Content(bytes));
        var problem = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(problem.GetProperty("code").GetString(), (string[])["invalid_json", "unknown_member"]);
    }

    [Fact]
    public async Task Json_nested_a_thousand_deep_is_refused()
    {
        var body = $"{{\"text\":\"a\",\"free\":{new string('[', 1000)}{new string(']', 1000)}}}";
        var problem = await fixture.Host.Anonymous.ProblemAsync(HttpMethod.Post, "/test", body, 400, "invalid_json");
        Assert.Contains("64", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_ten_megabytes_is_refused()
    {
        var body = $"{{\"text\":\"{new string('a', 10_000_000)}\"}}";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/test") { Content = HttpClientExtensions.Content(body) };
        // Else the server hangs up while the body is still on its way.
        request.Headers.ExpectContinue = true;
        using var response = await fixture.Host.Anonymous.SendAsync(request);
        await response.ReadProblemAsync(413, "body_too_large");
    }

    [Fact]
    public async Task A_chunked_body_that_grows_too_large_is_refused()
    {
        using var content = new StreamContent(new MemoryStream(Encoding.ASCII.GetBytes($"{{\"text\":\"{new string('a', TurnoutServer.MaxBodyBytes)}\"}}")));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/test") { Content = content };
        request.Headers.TransferEncodingChunked = true;
        using var response = await fixture.Host.Anonymous.SendAsync(request);
        await response.ReadProblemAsync(413, "body_too_large");
    }

    [Fact]
    public async Task A_body_of_another_media_type_is_refused()
    {
        using var content = new StringContent("{\"text\":\"a\"}", Encoding.UTF8, "text/plain");
        await fixture.Host.Anonymous.ProblemAsync(HttpMethod.Post, "/test", content, 415, "unsupported_media_type");
    }

    [Fact]
    public async Task No_body_is_refused()
    {
        using var content = new ByteArrayContent([]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        await fixture.Host.Anonymous.ProblemAsync(HttpMethod.Post, "/test", content, 400, "invalid_json");
    }

    [Theory]
    [InlineData("/test?count=many", "invalid_parameter", "count")]
    [InlineData("/test", "missing_parameter", "count")]
    [InlineData("/test?count=1&limit=x", "invalid_parameter", "limit")]
    [InlineData("/test?count=1&limit=0", "invalid_limit", "limit")]
    [InlineData("/test?count=1&limit=201", "invalid_limit", "limit")]
    [InlineData("/test?count=1&limit=-1", "invalid_limit", "limit")]
    [InlineData("/test?count=1&after=x", "invalid_cursor", "after")]
    [InlineData("/test?count=1&after=", "invalid_cursor", "after")]
    [InlineData("/test?count=1&after=WyJhIiwiYiJd", "invalid_cursor", "after")]
    [InlineData("/test?count=1&after=W251bGxd", "invalid_cursor", "after")]
    public async Task A_bad_parameter_is_refused_by_name(string address, string code, string member)
    {
        var problem = await fixture.Host.Anonymous.ProblemAsync(HttpMethod.Get, address, null, 400, code);
        Assert.Equal([member], problem.GetProperty("errors").EnumerateObject().Select(error => error.Name));
    }

    [Theory]
    [InlineData("GET", "/nowhere", 404, "not_found")]
    [InlineData("GET", "/api/v1/nowhere", 404, "not_found")]
    [InlineData("DELETE", "/api/v1/audit", 405, "method_not_allowed")]
    public async Task What_no_endpoint_takes_is_a_problem_too(string method, string address, int status, string code) =>
        await fixture.Host.Admin.ProblemAsync(new HttpMethod(method), address, null, status, code);

    [Fact]
    public async Task A_bug_answers_internal_error_and_nothing_of_its_insides()
    {
        var problem = await fixture.Host.Anonymous.ProblemAsync(HttpMethod.Post, "/test", "{\"text\":\"throw\"}", 500, "internal_error");
        Assert.DoesNotContain("secret inside", problem.GetRawText(), StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(problem.GetProperty("request_id").GetString()));
    }

    [Fact]
    public async Task A_good_body_comes_through_whole()
    {
        var body = """{"text":"Grüße 🚂","number":7,"flag":true,"choice":"second_one","at":"2026-01-15T13:00:00.5+01:00","nested":{"inner":[1,2]},"free":{"x":["\u00e9",null,1e300]}}""";
        var echo = await fixture.Host.Anonymous.PostAsync<JsonElement>("/test", body);
        Assert.Equal("Grüße 🚂", echo.GetProperty("text").GetString());
        Assert.Equal("2026-01-15T12:00:00.500Z", echo.GetProperty("at").GetString());
        Assert.Equal("second_one", echo.GetProperty("choice").GetString());
        Assert.Equal("é", echo.GetProperty("free").GetProperty("x")[0].GetString());
        Assert.Equal(2, echo.GetProperty("nested").GetProperty("inner")[1].GetInt32());
    }

    internal enum Choice
    {
        First,
        SecondOne,
    }

    internal sealed record Nested(IReadOnlyList<int> Inner);

    internal sealed record Body(
        string Text, int Number = 0, bool Flag = false, Choice Choice = Choice.First, DateTimeOffset? At = null, Nested? Nested = null, JsonElement? Free = null);

    public sealed class Fixture : IAsyncLifetime
    {
        public TurnoutHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Host = await TurnoutHost.StartAsync(map: endpoints =>
        {
            var test = endpoints.MapGroup("/test").WithMetadata(new RequestSizeLimitAttribute(TurnoutServer.MaxBodyBytes)).Public();
            ((IEndpointConventionBuilder)test).Finally(endpoints.ServiceProvider.GetRequiredService<Gate>().Guard);
            test.MapPost("", (Body body) => body.Text == "throw" ? throw new InvalidOperationException("secret inside") : Results.Ok(body));
            test.MapGet("", ([AsParameters] PageQuery query, int count) =>
                query.Read().TryGet(out _, out var problem) ? Results.Ok(count) : problem.ToHttp());
        });

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
