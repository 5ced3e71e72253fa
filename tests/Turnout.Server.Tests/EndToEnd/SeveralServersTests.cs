using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Turnout.Server.Tests.Delivery;

namespace Turnout.Server.Tests.EndToEnd;

/// <summary>Three server processes on one PostgreSQL behind nginx, without sticky sessions, of which any is killed at any time: samples/cluster.</summary>
public sealed class SeveralServersTests : IAsyncLifetime
{
    // The whole of it, 1,000,000 over 100,000 units, by TURNOUT_TEST_ASSIGNS=1000000; a unit is asked for ten times.
    static readonly int Assigns = int.Parse(Environment.GetEnvironmentVariable("TURNOUT_TEST_ASSIGNS") ?? "5000", CultureInfo.InvariantCulture);
    static readonly int Kills = Math.Clamp(Assigns / 20_000, 3, 30);

    SampleCluster cluster = null!;

    public async ValueTask InitializeAsync() => cluster = await SampleCluster.StartAsync();

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    [Fact]
    public async Task Whichever_server_is_asked_and_whichever_is_killed_a_unit_has_one_variant()
    {
        using var admin = SampleCluster.Client(cluster.Addresses[0], TurnoutHost.AdminToken);
        const string experiments = "/api/v1/environments/production/experiments";
        await admin.PostAsync<JsonElement>(experiments, new { key = "e", assignment = "random", variants = new[] { new { key = "a", weight = 1 }, new { key = "b", weight = 1 } } }, HttpStatusCode.Created);
        await admin.PostAsync<JsonElement>($"{experiments}/e/launch", new { });
        var key = (await admin.PostAsync<JsonElement>("/api/v1/environments/production/keys", new { kind = "server", name = "test" }, HttpStatusCode.Created)).GetProperty("key").GetString()!;
        var clients = cluster.Addresses.Append(cluster.Nginx).Select(address => SampleCluster.Client(address, key)).ToArray();

        var seen = new ConcurrentDictionary<int, ConcurrentBag<(string Variant, bool IsNew)>>();
        var (done, failed) = (0, 0);
        using var milestone = new SemaphoreSlim(0);
        var callers = Enumerable.Range(0, 16).Select(caller => Task.Run(async () =>
        {
            var random = new Random(caller);
            while (Interlocked.Increment(ref done) is var number && number <= Assigns)
            {
                if (number % (Assigns / (Kills + 1)) == 0) milestone.Release();
                var unit = random.Next(Assigns / 10);
                seen.GetOrAdd(unit, _ => []).Add(await AssignAsync($"u{unit}", random));
            }
        })).ToList();
        var dice = new Random(Assigns);
        for (var kill = 0; kill < Kills; kill++)
        {
            await milestone.WaitAsync();
            await cluster.KillAsync(dice.Next(SampleCluster.Servers));
        }
        await Task.WhenAll(callers);
        foreach (var client in clients) client.Dispose();

        TestContext.Current.TestOutputHelper?.WriteLine($"{Assigns:N0} assigns of {seen.Count:N0} units, {Kills} kills, {failed:N0} calls asked again");
        Assert.Empty(seen.Where(unit => unit.Value.Select(answer => answer.Variant).Distinct().Count() != 1).Select(unit => unit.Key));
        // An answer that a kill swallowed may have been the one that said "new".
        Assert.Empty(seen.Where(unit => unit.Value.Count(answer => answer.IsNew) > 1).Select(unit => unit.Key));
        Assert.Equal(2, seen.Values.SelectMany(answers => answers.Select(answer => answer.Variant)).Distinct().Count());

        // Asks any server, or nginx for any of them, and another where that one is dead, as a load balancer does.
        async Task<(string Variant, bool IsNew)> AssignAsync(string user, Random random)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            while (true)
            {
                try
                {
                    using var answer = await clients[random.Next(clients.Length)].PostAsync(
                        "/api/v1/experiments/e/assign", HttpClientExtensions.Content(new { context = new { user_id = user } }), limit.Token);
                    // A server that has not heard of the launch or the key yet says so, and nginx when it found nobody.
                    if (answer.StatusCode == HttpStatusCode.OK)
                    {
                        var body = await answer.ReadAsync<JsonElement>();
                        if (body.GetProperty("variant").GetString() is { } variant) return (variant, body.GetProperty("is_new").GetBoolean());
                    }
                }
                catch (Exception exception) when (exception is HttpRequestException or IOException)
                {
                }
                Interlocked.Increment(ref failed);
            }
        }
    }

    [Fact]
    public async Task A_change_on_one_server_reaches_the_streams_of_all_and_a_revoked_key_is_refused_by_all()
    {
        using var admin = SampleCluster.Client(cluster.Addresses[0], TurnoutHost.AdminToken);
        var key = await admin.PostAsync<JsonElement>("/api/v1/environments/production/keys", new { kind = "server", name = "test" }, HttpStatusCode.Created);
        using var client = SampleCluster.Client(cluster.Addresses[1], key.GetProperty("key").GetString()!);
        // Known, and asking for an experiment that is not.
        await UntilAsync(client, HttpStatusCode.NotFound);
        var clients = cluster.Addresses.Append(cluster.Nginx).Select(address => SampleCluster.Client(address, key.GetProperty("key").GetString()!)).ToList();
        foreach (var each in clients) await UntilAsync(each, HttpStatusCode.NotFound);
        var streams = await Task.WhenAll(clients.Select(each => StreamTests.EventReader.OpenAsync(each, "/sdk/v1/stream")));
        await admin.PutAsync<string>("/api/v1/environments/production/flags/f", new { enabled = true }, HttpStatusCode.Created);
        foreach (var stream in streams)
        {
            while ((await stream.NextAsync()).LastOrDefault() != "data: {\"version\":1}")
            {
            }
            await stream.DisposeAsync();
        }
        clients.ForEach(each => each.Dispose());
        await admin.SendAsync<string>(HttpMethod.Delete, $"/api/v1/environments/production/keys/{key.GetProperty("id").GetString()}", null, HttpStatusCode.NoContent);
        foreach (var address in cluster.Addresses)
        {
            using var refused = SampleCluster.Client(address, key.GetProperty("key").GetString()!);
            await UntilAsync(refused, HttpStatusCode.Unauthorized);
        }
    }

    static async Task UntilAsync(HttpClient client, HttpStatusCode status)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var answer = await client.PostAsync("/api/v1/experiments/none/variant", HttpClientExtensions.Content(new { context = new { user_id = "u" } }), limit.Token);
            if (answer.StatusCode == status) return;
        }
    }
}
