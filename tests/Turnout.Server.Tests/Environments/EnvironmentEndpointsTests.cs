using System.Net;
using System.Text.Json;

namespace Turnout.Server.Tests.Environments;

public class EnvironmentEndpointsTests
{
    [Fact]
    public async Task First_start_makes_production_and_development()
    {
        await using var host = await TurnoutHost.StartAsync();
        var page = await host.Admin.GetAsync<JsonElement>("/api/v1/environments");
        Assert.Equal(["development", "production"], page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("key").GetString()!));
        Assert.Equal(JsonValueKind.Null, page.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task Create_answers_the_environment_and_lists_it()
    {
        await using var host = await TurnoutHost.StartAsync();
        var made = await host.Admin.PostAsync<JsonElement>("/api/v1/environments", new { key = "staging", name = "Staging" }, HttpStatusCode.Created);
        Assert.Equal("2026-01-15T12:00:00.000Z", made.GetProperty("created_at").GetString());
        Assert.Equal(0, made.GetProperty("version").GetInt64());
        var page = await host.Admin.GetAsync<JsonElement>("/api/v1/environments");
        Assert.Equal(3, page.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Create_with_taken_key_returns_conflict()
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Admin.ProblemAsync(HttpMethod.Post, "/api/v1/environments", new { key = "production" }, 409, "key_taken");
    }

    [Theory]
    [InlineData("")]
    [InlineData("-staging")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("a\u0001b")]
    [InlineData("é")]
    public async Task Create_with_a_bad_key_returns_invalid_key(string key)
    {
        await using var host = await TurnoutHost.StartAsync();
        var problem = await host.Admin.ProblemAsync(HttpMethod.Post, "/api/v1/environments", new { key }, 400, "invalid_key");
        Assert.True(problem.GetProperty("errors").TryGetProperty("key", out _));
    }

    [Fact]
    public async Task List_is_paged_by_cursor()
    {
        await using var host = await TurnoutHost.StartAsync();
        var first = await host.Admin.GetAsync<JsonElement>("/api/v1/environments?limit=1");
        Assert.Equal("development", first.GetProperty("items")[0].GetProperty("key").GetString());
        var second = await host.Admin.GetAsync<JsonElement>($"/api/v1/environments?limit=1&after={first.GetProperty("next").GetString()}");
        Assert.Equal("production", second.GetProperty("items")[0].GetProperty("key").GetString());
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
    }
}
