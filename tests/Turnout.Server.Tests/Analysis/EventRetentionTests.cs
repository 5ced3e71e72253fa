using System.Net;
using System.Text.Json;
using Turnout.Server.Analysis;
using Turnout.Server.Events;

namespace Turnout.Server.Tests.Analysis;

public class EventRetentionTests
{
    const string Events = "/api/v1/environments/production/events/export";

    static readonly string[] Metrics = ["rate", "sum", "capped", "mean", "ratio", "back", "funnel", "median", "by-team"];

    static readonly Dictionary<string, string?> ThirtyDays = new() { ["Turnout:Events:RetentionDays"] = "30" };

    static async Task<TurnoutHost> StartAsync(TestDatabase database, ManualClock clock, bool keepAll = false)
    {
        var host = await TurnoutHost.StartAsync(database, keepAll ? null : ThirtyDays, clock: clock);
        object[] metrics =
        [
            new { @event = "buy", type = "proportion" }, new { @event = "buy", type = "sum" }, new { @event = "buy", type = "sum", cap = new { percentile = 0.9 } }, new { @event = "buy", type = "mean" },
            new { @event = "buy", type = "ratio", denominator_event = "view" }, new { @event = "view", type = "retention", delay_days = 2 },
            new { type = "funnel", steps = new[] { "view", "add", "buy" } }, new { @event = "buy", type = "quantile", quantile = 0.5 }, new { @event = "buy", type = "count" },
        ];
        foreach (var (key, metric) in Metrics.Zip(metrics)) await host.Admin.PutAsync<string>($"/api/v1/environments/production/metrics/{key}", metric, HttpStatusCode.Created);
        foreach (var (key, unit) in new[] { ("exp", "user"), ("teams", "team"), ("shops", "shop") })
            await host.RunExperimentAsync(new { key, unit, variants = new[] { new { key = "a" }, new { key = "b" } }, metrics = Metrics });
        return host;
    }

    /// <summary>Events of all sorts: of users, teams and shops; of units never exposed; of names that no metric counts.</summary>
    static async Task SendAsync(TurnoutHost host, HttpClient application, Random random, string prefix)
    {
        string[] names = ["buy", "view", "add", "scroll"], slugs = ["exp", "teams", "shops"];
        await application.SendEventsAsync([.. Enumerable.Range(0, 400).Select(i =>
        {
            var timestamp = host.Clock.GetUtcNow().AddHours(-random.Next(0, 24 * 12));
            var (id, user) = ($"{prefix}-{i}", random.Next(120));
            var (user_id, team_id, shop) = ($"user-{user}", $"team-{user % 20}", $"shop-{user % 30}");
            return random.Next(3) switch
            {
                0 => (object)new { id, @event = "experiment_viewed", timestamp, user_id, team_id, properties = new { experiment_slug = slugs[random.Next(3)], variant = random.Next(40) == 0 ? "gone" : user % 2 == 0 ? "a" : "b", shop, country = $"c{user % 3}", secret = "confidential" } },
                1 when random.Next(4) == 0 => new { id, @event = "experiment_conversion", timestamp, user_id, team_id, properties = new { experiment_slug = slugs[random.Next(3)], variant = "a", conversion_event = "buy", shop, secret = "confidential" } },
                _ => new { id, @event = names[random.Next(4)], timestamp, user_id = $"user-{random.Next(160)}", team_id, value = random.Next(5) == 0 ? (double?)null : random.NextDouble() * 10, properties = new { shop, secret = "confidential" } },
            };
        })]);
    }

    static async Task<string> ResultsAsync(TurnoutHost host) =>
        string.Join('\n', await Task.WhenAll(new[] { "exp", "teams", "shops" }.Select(key => host.Admin.GetAsync<string>($"{Harness.Experiments}/{key}/results"))));

    static async Task<List<Reanalysed>> DigestsAsync(TurnoutHost host, bool rebuild = false) => await host.Service<Reanalysis>().RunAsync(null, rebuild).ToListAsync();

    [Theory]
    [MemberData(nameof(TestDatabase.EventStores), MemberType = typeof(TestDatabase))]
    [Trait(TestDatabase.NamesItsStores, "yes")]
    public async Task Results_stay_bit_for_bit_when_the_events_are_gone(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        var clock = new ManualClock();
        var random = new Random(5);
        (string Results, List<string> Digests) before;
        await using (var host = await StartAsync(database, clock, keepAll: true))
        {
            using var application = host.Client(await host.CreateKeyAsync("server"));
            for (var round = 0; round < 6; round++)
            {
                await SendAsync(host, application, random, $"{round}");
                await ResultsAsync(host);
                clock.Advance(TimeSpan.FromDays(8));
            }
            await host.Service<EventMover>().MoveAsync(all: true);
            before = (await ResultsAsync(host), [.. (await DigestsAsync(host)).Select(one => one.Digest)]);
            Assert.Contains("\"status\":\"ok\"", before.Results, StringComparison.Ordinal);
            Assert.Equal((6 * 400) + 1, (await host.Admin.GetAsync<string>(Events)).Split('\n').Length);
        }

        string after;
        await using (var host = await TurnoutHost.StartAsync(database, ThirtyDays, clock: clock))
        {
            Assert.Equal(before.Results, await ResultsAsync(host));
            Assert.True(await host.Service<EventRetention>().RemoveAsync());
            // Three of six times 400 events, eight days apart, came within the last thirty days.
            Assert.Equal((3 * 400) + 1, (await host.Admin.GetAsync<string>(Events)).Split('\n').Length);
            Assert.Equal(before.Results, await ResultsAsync(host));
            Assert.Equal(before.Digests, (await DigestsAsync(host)).Select(one => one.Digest));

            // Again, with more events, and once more while nothing is old enough.
            using var application = host.Client(await host.CreateKeyAsync("server"));
            await SendAsync(host, application, random, "more");
            clock.Advance(TimeSpan.FromDays(10));
            after = await ResultsAsync(host);
            await host.Service<EventRetention>().RemoveAsync();
            await host.Service<EventRetention>().RemoveAsync();
            Assert.Equal(after, await ResultsAsync(host));
        }
        // Another server, which has read nothing yet.
        await using var fresh = await TurnoutHost.StartAsync(database, ThirtyDays, clock: clock);
        Assert.Equal(after, await ResultsAsync(fresh));
    }

    [Fact]
    public async Task Of_events_that_are_gone_nothing_stays_but_who_when_and_how_much_for_those_who_are_in()
    {
        await using var database = await TestDatabase.CreateAsync(TestDatabase.Default);
        var clock = new ManualClock();
        await using var host = await StartAsync(database, clock);
        using var application = host.Client(await host.CreateKeyAsync("server"));
        await host.Admin.PutAsync<string>("/api/v1/environments/production/cohort/user/robot", null, HttpStatusCode.NoContent);
        await application.SendEventsAsync(
            new { id = "1", @event = "experiment_viewed", user_id = "in", team_id = "other-team", properties = new { experiment_slug = "exp", variant = "a", country = "de" } },
            new { id = "2", @event = "experiment_viewed", user_id = "in", timestamp = clock.GetUtcNow().AddMinutes(1), properties = new { experiment_slug = "exp", variant = "a", country = "second" } },
            new { id = "3", @event = "buy", user_id = "in", team_id = "other-team", value = 7, properties = new { note = "private" } },
            new { id = "4", @event = "scroll", user_id = "in" },
            new { id = "5", @event = "buy", user_id = "stranger" },
            new { id = "6", @event = "experiment_viewed", user_id = "robot", properties = new { experiment_slug = "exp", variant = "a" } });
        clock.Advance(TimeSpan.FromDays(31));
        // The job's own round may be under way, and then this one is none.
        while (!await host.Service<EventRetention>().RemoveAsync())
        {
        }

        Assert.Equal("", await host.Admin.GetAsync<string>($"{Events}?synthetic=true"));
        Assert.Equal(["Exposure 'in' '' '' {\"country\":\"de\"}", "Exposure 'in' '' '' ", "Metric 'in' '' '' "], await KeptAsync(host));

        // And with the experiment that goes too.
        await host.Admin.PostAsync<JsonElement>($"{Harness.Experiments}/exp/stop", null);
        await host.Admin.SendAsync<string>(HttpMethod.Delete, $"{Harness.Experiments}/exp?confirm=exp", null, HttpStatusCode.NoContent);
        Assert.Equal(["Metric 'in' '' '' "], await KeptAsync(host));
    }

    [Fact]
    public async Task The_job_runs_by_itself_and_events_that_would_be_gone_are_not_taken()
    {
        await using var database = await TestDatabase.CreateAsync(TestDatabase.Default);
        var clock = new ManualClock();
        await using var host = await StartAsync(database, clock);
        using var application = host.Client(await host.CreateKeyAsync("server"));
        await application.SendEventsAsync(new { id = "1", @event = "buy", user_id = "u" });
        var answer = await application.PostAsync<JsonElement>("/api/v1/events", new { events = new[] { new { id = "2", @event = "buy", user_id = "u", timestamp = clock.GetUtcNow().AddDays(-31) } } }, HttpStatusCode.Accepted);
        Assert.Equal("timestamp_too_old", answer.GetProperty("refused")[0].GetProperty("code").GetString());
        Assert.NotEqual("", await host.Admin.GetAsync<string>(Events));
        clock.Advance(TimeSpan.FromDays(31));
        for (var tries = 0; (await host.Admin.GetAsync<string>(Events)).Length > 0; tries++)
        {
            Assert.True(tries < 1000);
            await Task.Yield();
        }
    }

    [Fact]
    public async Task The_verb_counts_from_the_beginning_and_makes_running_servers_do_so()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Sqlite);
        var clock = new ManualClock();
        await using var host = await StartAsync(place, clock);
        using var application = host.Client(await host.CreateKeyAsync("server"));
        var random = new Random(3);
        for (var round = 0; round < 3; round++)
        {
            await SendAsync(host, application, random, $"{round}");
            await ResultsAsync(host);
        }
        var (before, digests) = (await ResultsAsync(host), await DigestsAsync(host));
        var generation = (await host.Service<EventLogStore>().StateAsync("production")).Generation;
        Assert.Equal(0, await AnalyzeCommand.Create().Parse(["--rebuild", "--data", place.Folder]).InvokeAsync());
        Assert.Equal(generation + 1, (await host.Service<EventLogStore>().StateAsync("production")).Generation);
        Assert.Equal(before, await ResultsAsync(host));
        Assert.Equal(digests, await DigestsAsync(host));
        Assert.Equal(["exp", "shops", "teams"], digests.Select(one => one.Experiment));
        Assert.Equal(3, digests.Select(one => one.Digest).Distinct().Count());
        Assert.Equal(4, await AnalyzeCommand.Create().Parse(["--environment", "nowhere", "--data", place.Folder]).InvokeAsync());
    }

    static async Task<List<string>> KeptAsync(TurnoutHost host)
    {
        var store = host.Service<EventLogStore>();
        var found = new List<string>();
        Assert.True(await store.ReadCountedAsync(await store.StateAsync("production"), 0, null, (_, records) =>
        {
            while (EventRecord.TryRead(ref records, out var record))
            {
                if (record.Kind == EventKind.Void) continue;
                Assert.True(record.Id.IsEmpty);
                found.Add($"{record.Kind} '{Text(record.User)}' '{Text(record.Team)}' '{Text(record.Visitor)}' {Text(record.Properties)}");
            }
        }));
        return found;

        static string Text(ReadOnlySpan<byte> text) => System.Text.Encoding.UTF8.GetString(text);
    }
}
