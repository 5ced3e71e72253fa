using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Turnout.Server.Features.Assignments;
using Turnout.Server.Storage;
using EventReader = Turnout.Server.Tests.Delivery.StreamTests.EventReader;

namespace Turnout.Server.Tests.EndToEnd;

/// <summary>PostgreSQL is killed under load, and comes back: what applications are told meanwhile, and what is there afterwards.</summary>
public class OutageTests
{
    const string Flags = "/api/v1/environments/production/flags";
    static readonly string[] Variants = ["a", "b"];

    [Fact]
    public async Task Without_the_database_applications_get_their_answers_and_what_they_were_told_holds_afterwards()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        await using var host = await TurnoutHost.StartAsync(settings: new() { ["TURNOUT_POSTGRES"] = cluster.ConnectionString });
        await host.Admin.PutAsync<string>($"{Flags}/f", new { enabled = true }, HttpStatusCode.Created);
        await host.RunExperimentAsync(new { key = "hashed", variants = Arms });
        await host.RunExperimentAsync(new { key = "drawn", assignment = "random", variants = Arms });
        using var application = host.Client(await host.CreateKeyAsync("server"));
        // One who was drawn, and one who was shown another variant than the hash's.
        var drawn = (await application.AssignAsync("drawn", "known")).Variant;
        var hashed = (await application.VariantAsync("hashed", "known")).Variant;
        var shown = hashed == "a" ? "b" : "a";
        await application.SendEventsAsync(new { id = "e0", @event = "experiment_viewed", user_id = "known", properties = new { experiment_slug = "hashed", variant = shown } });
        Assert.Equal((drawn, shown), await ExperimentsAsync(application, "known"));
        await using var stream = await EventReader.OpenAsync(application, "/sdk/v1/stream");
        await stream.NextLineAsync();
        var version = Version(await stream.NextAsync());

        await using var load = new Load(host, application);
        await load.ReachAsync(20);
        await cluster.KillAsync();
        await load.RefusedAsync();

        // However long it takes: memory's age matters only while the database could tell what came after it.
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal((drawn, shown), await ExperimentsAsync(application, "known"));
            host.Clock.Advance(TimeSpan.FromSeconds(20));
        }
        Assert.Equal((drawn, false, "STICKY"), await application.AssignAsync("drawn", "known"));
        Assert.Equal((shown, false, "STICKY"), await application.AssignAsync("hashed", "known"));
        var byHash = new Dictionary<string, string?>();
        for (var i = 0; i < 30; i++)
        {
            var (variant, isNew, reason) = await application.AssignAsync("hashed", $"new{i}");
            Assert.Equal((true, "SPLIT"), (isNew, reason));
            Assert.Equal((variant, false, "STICKY"), await application.AssignAsync("hashed", $"new{i}"));
            Assert.Equal((null, variant), await ExperimentsAsync(application, $"new{i}"));
            byHash.Add($"new{i}", variant);
        }
        foreach (var call in new[] { "assign", "variant" })
        {
            using var refused = await application.PostAsync($"/api/v1/experiments/drawn/{call}", HttpClientExtensions.Content(new { context = new { user_id = "new0" } }));
            await refused.ReadProblemAsync(503, "storage_unavailable");
            Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        }
        await application.GetAsync<JsonElement>("/sdk/v1/ruleset");
        await application.PostAsync<JsonElement>("/ofrep/v1/evaluate/flags", new { context = new { targetingKey = "known" } });

        await cluster.RestartAsync();
        await load.AcceptedAgainAsync();
        await load.DisposeAsync();
        Assert.Empty(load.Unanswerable);
        // The stream that was open all the time tells the next change.
        await host.Admin.PutAsync<string>($"{Flags}/f", new { enabled = false });
        List<string> notice;
        do notice = [.. await stream.NextAsync()];
        while (notice[0].Length < 3 || Version(notice) <= version);

        // The units answered by hash are stored by and by, each with the variant that it was told.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await StoredAsync(host)).Count(row => row.Key.StartsWith("new", StringComparison.Ordinal)) < byHash.Count)
        {
            limit.Token.ThrowIfCancellationRequested();
            host.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        var stored = await StoredAsync(host);
        Assert.All(byHash, unit => Assert.Equal(unit.Value, stored[unit.Key]));
        Assert.Equal(shown, stored["known"]);

        var export = await host.Admin.GetAsync<string>("/api/v1/environments/production/events/export");
        var kept = export.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line).GetProperty("id").GetString()!).ToList();
        Assert.Equal(kept.Count, kept.Distinct().Count());
        Assert.Empty(load.Acknowledged.Except(kept));
    }

    [Fact]
    public async Task What_was_answered_without_the_database_is_stored_at_a_shutdown_when_it_is_back()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        var settings = new Dictionary<string, string?> { ["TURNOUT_POSTGRES"] = cluster.ConnectionString };
        string? variant;
        await using (var host = await TurnoutHost.StartAsync(settings: settings))
        {
            await host.RunExperimentAsync(new { key = "hashed", variants = Arms });
            using var application = host.Client(await host.CreateKeyAsync("server"));
            await cluster.KillAsync();
            (variant, _, _) = await application.AssignAsync("hashed", "u");
            await cluster.RestartAsync();
        }
        await using var next = await TurnoutHost.StartAsync(settings: settings);
        Assert.Equal(variant, (await StoredAsync(next))["u"]);
    }

    static object[] Arms => [.. Variants.Select(key => new { key, weight = 1 })];

    static long Version(IReadOnlyList<string> notice) => long.Parse(notice[1]["id: ".Length..], CultureInfo.InvariantCulture);

    static async Task<(string? Drawn, string? Hashed)> ExperimentsAsync(HttpClient application, string user)
    {
        var experiments = (await application.PostAsync<JsonElement>("/api/v1/evaluate", new { context = new { user_id = user } })).GetProperty("experiments");
        return (Of("drawn"), Of("hashed"));

        string? Of(string key) => experiments.TryGetProperty(key, out var variant) ? variant.GetString() : null;
    }

    static Task<Dictionary<string, string>> StoredAsync(TurnoutHost host) => host.Service<Database>().ReadAsync(async session =>
        (await AssignmentReads.PageAsync(session, "production", "hashed", true, null, 1000)).ToDictionary(row => row.UnitId, row => row.Variant));

    /// <summary>Sends events and evaluates all the time.</summary>
    sealed class Load : IAsyncDisposable
    {
        readonly CancellationTokenSource stop = new();
        readonly HttpClient application;
        readonly Task[] loops;
        volatile TaskCompletionSource accepted = new(), refused = new();
        int ids;

        public Load(TurnoutHost host, HttpClient application)
        {
            this.application = application;
            loops = [Task.Run(SendAsync), Task.Run(SendAsync), Task.Run(() => EvaluateAsync(host))];
        }

        public ConcurrentQueue<string> Acknowledged { get; } = [];

        /// <summary>Answers of the evaluation other than 200.</summary>
        public ConcurrentQueue<HttpStatusCode> Unanswerable { get; } = [];

        public async Task ReachAsync(int batches)
        {
            for (; batches > 0; batches--) await AcceptedAgainAsync();
        }

        public Task AcceptedAgainAsync() => (accepted = new()).Task.WaitAsync(TimeSpan.FromSeconds(60));

        public Task RefusedAsync() => (refused = new()).Task.WaitAsync(TimeSpan.FromSeconds(60));

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await Task.WhenAll(loops);
        }

        async Task SendAsync()
        {
            while (!stop.IsCancellationRequested)
            {
                var batch = Enumerable.Range(0, 20).Select(_ => $"l{Interlocked.Increment(ref ids)}").ToArray();
                // Sent again until it is taken, as clients do.
                while (!stop.IsCancellationRequested)
                {
                    using var answer = await application.PostAsync("/api/v1/events", HttpClientExtensions.Content(new { events = batch.Select(id => new { id, @event = "e", user_id = id }) }));
                    if (answer.StatusCode == HttpStatusCode.Accepted)
                    {
                        foreach (var id in batch) Acknowledged.Enqueue(id);
                        accepted.TrySetResult();
                        break;
                    }
                    await answer.ReadProblemAsync(503, "storage_unavailable");
                    Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
                    refused.TrySetResult();
                }
            }
        }

        async Task EvaluateAsync(TurnoutHost host)
        {
            using var client = host.Client(application.DefaultRequestHeaders.Authorization!.Parameter);
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                using var answer = await client.PostAsync("/api/v1/evaluate", HttpClientExtensions.Content(new { context = new { user_id = $"v{i}" } }));
                if (answer.StatusCode != HttpStatusCode.OK) Unanswerable.Enqueue(answer.StatusCode);
            }
        }
    }
}
