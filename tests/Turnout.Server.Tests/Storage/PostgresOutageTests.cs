using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Turnout.Server.Features.Access;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;
using Turnout.Server.Tests.Delivery;

namespace Turnout.Server.Tests.Storage;

/// <summary>PostgreSQL is killed and comes back under a running server.</summary>
public class PostgresOutageTests
{
    [Fact]
    public async Task While_the_database_is_away_keys_are_known_writes_are_refused_and_afterwards_all_is_as_before()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        await using var host = await TurnoutHost.StartAsync(settings: new() { ["TURNOUT_POSTGRES"] = cluster.ConnectionString }, map: endpoints =>
        {
            var test = endpoints.MapGroup("/test");
            ((IEndpointConventionBuilder)test).Finally(endpoints.ServiceProvider.GetRequiredService<Gate>().Guard);
            test.MapGet("", (Caller caller) => caller.Actor).Requires(Right.Evaluate);
        });
        using var client = host.Client(await host.CreateKeyAsync("client"));
        var back = new TaskCompletionSource();
        host.Service<Database>().Changed += change =>
        {
            if (change.Kind == ChangeKind.Everything) back.TrySetResult();
        };

        await cluster.KillAsync();
        Assert.Equal("client:test", await client.GetAsync<string>("/test"));
        await host.Anonymous.GetAsync<JsonElement>("/health/live");
        using (var refused = await host.Admin.PostAsync("/api/v1/environments", HttpClientExtensions.Content(new { key = "staging" })))
        {
            await refused.ReadProblemAsync(503, "storage_unavailable");
            Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        }
        await host.Admin.ProblemAsync(HttpMethod.Get, "/api/v1/environments", null, 503, "storage_unavailable");
        await host.Anonymous.ProblemAsync(HttpMethod.Get, "/health/ready", null, 503, "storage_unavailable");

        await cluster.RestartAsync();
        await host.Admin.PostAsync<JsonElement>("/api/v1/environments", new { key = "staging" }, HttpStatusCode.Created);
        await host.Anonymous.GetAsync<JsonElement>("/health/ready");
        await back.Task.WaitAsync(TimeSpan.FromSeconds(120));
    }

    [Fact]
    public async Task A_change_whose_notice_was_lost_is_found_by_looking()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Postgres);
        await using var host = await TurnoutHost.StartAsync(place, services: services => services.AddSingleton<Database>(
            provider => new PostgresDatabase(place.Postgres!, provider.GetRequiredService<TimeProvider>(), NullLogger<PostgresDatabase>.Instance, TimeSpan.FromMilliseconds(50))));
        using var client = host.Client(await host.CreateKeyAsync("server"));
        await using var stream = await StreamTests.EventReader.OpenAsync(client, "/sdk/v1/stream");
        await stream.NextLineAsync();
        Assert.Equal("id: 0", (await stream.NextAsync())[1]);
        // As another server commits it whose notice does not arrive.
        await host.Service<Database>().WriteAsync(session => session.ExecuteAsync("UPDATE environments SET version = 1 WHERE key = 'production'"));
        Assert.Equal("id: 1", (await stream.NextAsync())[1]);
    }

    [Fact]
    public async Task A_restart_between_two_requests_is_noticed_by_none()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        await using var host = await TurnoutHost.StartAsync(settings: new() { ["TURNOUT_POSTGRES"] = cluster.ConnectionString });
        // Several connections are left over in the pool.
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.Admin.GetAsync<JsonElement>("/api/v1/environments")));
        await cluster.KillAsync();
        await cluster.RestartAsync();
        await host.Admin.PostAsync<JsonElement>("/api/v1/environments", new { key = "staging" }, HttpStatusCode.Created);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.Admin.GetAsync<JsonElement>("/api/v1/environments")));
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=postgres;Password=very-secret;Database=postgres")]
    [InlineData("Host=127.0.0.1;Nonsense=very-secret")]
    [InlineData("very-secret")]
    public async Task A_database_that_cannot_be_used_stops_the_start_by_name_and_tells_no_secret(string connectionString)
    {
        var failure = await Assert.ThrowsAsync<StartupException>(() => TurnoutHost.StartAsync(settings: new() { ["TURNOUT_POSTGRES"] = connectionString }));
        Assert.Contains("TURNOUT_POSTGRES", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", failure.Message, StringComparison.Ordinal);
    }
}
