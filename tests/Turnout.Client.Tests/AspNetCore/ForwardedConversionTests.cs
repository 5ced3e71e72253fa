using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Turnout.Client.Tests.AspNetCore;

/// <summary>A caller with a bearer token: its conversion goes to the Turnout server with the caller's own token, and to nobody twice.</summary>
public sealed class ForwardedConversionTests : IAsyncDisposable
{
    private const string Token = "header.claims.signature";

    private readonly ConcurrentQueue<(string? Authorization, string Body)> _forwarded = new();
    private FakeServer? _server;
    private WebApplication? _app;

    // Answers forwarded conversions; other requests go their usual way.
    private async Task<HttpClient> StartAsync(Func<HttpContext, Task> answer)
    {
        _server = await FakeServer.StartAsync(Rulesets.With(1) with { Experiments = [Rulesets.Running("exp") with { Variants = [new("a", 1), new("b", 0)] }] });
        _server.Misbehave = async http =>
        {
            if (http.Request.Path != "/api/v1/experiments/converted") return false;
            using var reader = new StreamReader(http.Request.Body);
            _forwarded.Enqueue((http.Request.Headers.Authorization, await reader.ReadToEndAsync()));
            await answer(http);
            return true;
        };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddTurnout(options => (options.ServerUrl, options.Key, options.CacheFolder) = (_server.Url, FakeServer.Key, ""));
        _app = builder.Build();
        _app.Use((http, next) =>
        {
            http.User = new ClaimsPrincipal(new ClaimsIdentity([new("sub", "u-1")], "test"));
            return next(http);
        });
        _app.MapTurnoutConverted();
        await _app.StartAsync();
        Assert.True(await Flags.WaitUntilReadyAsync(TimeSpan.FromSeconds(20)));
        var client = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", Token);
        return client;
    }

    private Flags Flags => _app!.Services.GetRequiredService<Flags>();

    private static Task<HttpResponseMessage> ConvertAsync(HttpClient client, string variant = "a") =>
        client.PostAsJsonAsync("/api/v1/experiments/converted", new { experiment = "exp", variant, action_taken = "upgrade", value = 9.5 });

    private async Task<JsonElement[]> RecordedAsync()
    {
        Assert.True(await Flags.FlushAsync());
        return _server!.Batches.Reader.TryRead(out var batch) ? [.. batch.GetProperty("events").EnumerateArray()] : [];
    }

    [Fact]
    public async Task Conversion_goes_to_the_server_with_the_callers_own_token_and_is_not_recorded_here_too()
    {
        using var client = await StartAsync(http => Task.FromResult(http.Response.StatusCode = 201));
        Assert.Equal(HttpStatusCode.Created, (await ConvertAsync(client)).StatusCode);
        var (authorization, body) = Assert.Single(_forwarded);
        Assert.Equal($"Bearer {Token}", authorization);
        Assert.Equal("""{"experiment":"exp","variant":"a","action_taken":"upgrade","value":9.5}""", body);
        Assert.Empty(await RecordedAsync());
    }

    [Fact]
    public async Task Refusal_of_the_server_is_the_callers_answer()
    {
        using var client = await StartAsync(http =>
        {
            http.Response.StatusCode = 409;
            return http.Response.WriteAsJsonAsync(new { code = "variant_mismatch" }, options: null, contentType: "application/problem+json");
        });
        var refused = await ConvertAsync(client, "b");
        Assert.Equal((HttpStatusCode.Conflict, "application/problem+json"), (refused.StatusCode, refused.Content.Headers.ContentType!.MediaType));
        Assert.Equal("variant_mismatch", (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
        Assert.Empty(await RecordedAsync());
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(0)]
    public async Task Token_that_the_server_does_not_know_and_a_server_that_is_away_leave_the_conversion_to_this_application(int status)
    {
        using var client = await StartAsync(http =>
        {
            if (status == 0) http.Abort();
            else http.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        Assert.Equal(HttpStatusCode.Created, (await ConvertAsync(client)).StatusCode);
        var conversion = Assert.Single(await RecordedAsync());
        Assert.Equal(("experiment_conversion", "u-1", 9.5),
            (conversion.GetProperty("event").GetString(), conversion.GetProperty("user_id").GetString(), conversion.GetProperty("value").GetDouble()));
        Assert.Equal(("exp", "a", "upgrade"),
            (conversion.GetProperty("properties").GetProperty("experiment_slug").GetString(),
            conversion.GetProperty("properties").GetProperty("variant").GetString(),
            conversion.GetProperty("properties").GetProperty("conversion_event").GetString()));
        // Checked here then: another variant than the caller's own is refused.
        Assert.Equal(HttpStatusCode.Conflict, (await ConvertAsync(client, "b")).StatusCode);
    }

    [Fact]
    public async Task What_is_wrong_by_itself_is_not_forwarded()
    {
        using var client = await StartAsync(http => Task.FromResult(http.Response.StatusCode = 201));
        Assert.Equal(HttpStatusCode.NotFound, (await client.PostAsJsonAsync("/api/v1/experiments/converted", new { experiment = "nope", variant = "a", action_taken = "x" })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await ConvertAsync(client, "nope")).StatusCode);
        Assert.Empty(_forwarded);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }
}
