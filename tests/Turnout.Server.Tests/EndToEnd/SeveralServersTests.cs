using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Turnout.Server.Tests.EndToEnd;

/// <summary>Three server processes on one PostgreSQL, without sticky sessions, of which some are killed and started again.</summary>
public class SeveralServersTests
{
    // The whole of it, 1,000,000 over 100,000 units, by TURNOUT_TEST_ASSIGNS=1000000; a unit is asked for ten times.
    static readonly int Assigns = int.Parse(Environment.GetEnvironmentVariable("TURNOUT_TEST_ASSIGNS") ?? "5000", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Whichever_server_is_asked_and_whichever_is_killed_a_unit_has_one_variant()
    {
        await using var database = await TestDatabase.CreateAsync(Store.Postgres);
        await using var cluster = await Cluster.StartAsync(database, 3);
        using var admin = cluster.Client(0, TurnoutHost.AdminToken);
        const string experiments = "/api/v1/environments/production/experiments";
        await admin.PostAsync<JsonElement>(experiments, new { key = "e", assignment = "random", variants = new[] { new { key = "a", weight = 1 }, new { key = "b", weight = 1 } } }, HttpStatusCode.Created);
        await admin.PostAsync<JsonElement>($"{experiments}/e/launch", new { });
        var key = (await admin.PostAsync<JsonElement>("/api/v1/environments/production/keys", new { kind = "server", name = "test" }, HttpStatusCode.Created)).GetProperty("key").GetString()!;
        cluster.Key = key;

        var seen = new ConcurrentDictionary<int, ConcurrentBag<(string Variant, bool IsNew)>>();
        var done = 0;
        using var milestone = new SemaphoreSlim(0);
        var callers = Enumerable.Range(0, 16).Select(caller => Task.Run(async () =>
        {
            var random = new Random(caller);
            while (Interlocked.Increment(ref done) is var number && number <= Assigns)
            {
                if (number % (Assigns / 5) == 0) milestone.Release();
                var unit = random.Next(Assigns / 10);
                seen.GetOrAdd(unit, _ => []).Add(await cluster.AssignAsync("e", $"u{unit}", random));
            }
        })).ToList();
        foreach (var server in new[] { 1, 2, 0 })
        {
            await milestone.WaitAsync();
            await cluster.KillAndRestartAsync(server);
        }
        await Task.WhenAll(callers);

        Assert.Empty(seen.Where(unit => unit.Value.Select(answer => answer.Variant).Distinct().Count() != 1).Select(unit => unit.Key));
        // An answer that a kill swallowed may have been the one that said "new".
        Assert.Empty(seen.Where(unit => unit.Value.Count(answer => answer.IsNew) > 1).Select(unit => unit.Key));
        Assert.Equal(2, seen.Values.SelectMany(answers => answers.Select(answer => answer.Variant)).Distinct().Count());
    }

    [Fact]
    public async Task A_key_made_on_one_server_is_known_to_the_others_and_when_revoked_refused_by_them()
    {
        await using var database = await TestDatabase.CreateAsync(Store.Postgres);
        await using var cluster = await Cluster.StartAsync(database, 2);
        using var admin = cluster.Client(0, TurnoutHost.AdminToken);
        var key = await admin.PostAsync<JsonElement>("/api/v1/environments/production/keys", new { kind = "server", name = "test" }, HttpStatusCode.Created);
        using var client = cluster.Client(1, key.GetProperty("key").GetString()!);
        // Known, and asking for an experiment that is not.
        await UntilAsync(client, HttpStatusCode.NotFound);
        await admin.SendAsync<string>(HttpMethod.Delete, $"/api/v1/environments/production/keys/{key.GetProperty("id").GetString()}", null, HttpStatusCode.NoContent);
        await UntilAsync(client, HttpStatusCode.Unauthorized);
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

    sealed class Cluster : IAsyncDisposable
    {
        readonly TurnoutProcess[] servers;
        readonly HttpClient?[] clients;
        readonly string[] folders;
        readonly Dictionary<string, string> variables;

        Cluster(TestDatabase database, int count)
        {
            servers = new TurnoutProcess[count];
            clients = new HttpClient?[count];
            folders = [.. Enumerable.Range(0, count).Select(i => Path.Combine(database.Folder, $"server{i}"))];
            variables = new() { ["TURNOUT_POSTGRES"] = database.Postgres!, ["TURNOUT_ADMIN_TOKEN"] = TurnoutHost.AdminToken };
        }

        public string Key { get; set; } = "";

        public static async Task<Cluster> StartAsync(TestDatabase database, int count)
        {
            var cluster = new Cluster(database, count);
            await Task.WhenAll(Enumerable.Range(0, count).Select(async i => cluster.servers[i] = await cluster.ServeAsync(i)));
            return cluster;
        }

        public HttpClient Client(int server, string token) =>
            new() { BaseAddress = servers[server].Address, DefaultRequestHeaders = { Authorization = new("Bearer", token) } };

        /// <summary>Asks any server, and another one where that one is dead, as a load balancer does.</summary>
        public async Task<(string Variant, bool IsNew)> AssignAsync(string experiment, string user, Random random)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            while (true)
            {
                var server = random.Next(servers.Length);
                try
                {
                    var client = Volatile.Read(ref clients[server]) ?? (clients[server] = Client(server, Key));
                    using var answer = await client.PostAsync($"/api/v1/experiments/{experiment}/assign", HttpClientExtensions.Content(new { context = new { user_id = user } }), limit.Token);
                    // A server that has not heard of the launch or the key yet says so.
                    if (answer.StatusCode != HttpStatusCode.OK) continue;
                    var body = await answer.ReadAsync<JsonElement>();
                    if (body.GetProperty("variant").GetString() is { } variant) return (variant, body.GetProperty("is_new").GetBoolean());
                }
                catch (Exception exception) when (exception is HttpRequestException or ObjectDisposedException or IOException)
                {
                }
            }
        }

        public async Task KillAndRestartAsync(int server)
        {
            await servers[server].KillAsync();
            await servers[server].DisposeAsync();
            servers[server] = await ServeAsync(server);
            // Its port is another now.
            Volatile.Write(ref clients[server], Client(server, Key));
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var client in clients) client?.Dispose();
            foreach (var server in servers) await server.DisposeAsync();
        }

        Task<TurnoutProcess> ServeAsync(int server) => TurnoutProcess.ServeAsync(["--data", folders[server]], variables);
    }
}
