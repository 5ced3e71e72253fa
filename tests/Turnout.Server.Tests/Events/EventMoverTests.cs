using System.Net;
using System.Text;
using System.Text.Json;
using Turnout.Server.Events;
using Turnout.Server.Events.ClickHouse;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Tests.Events;

/// <summary>Events move from the store to ClickHouse, and nobody notices.</summary>
public class EventMoverTests
{
    public static TheoryData<Store> Archives => [Store.ClickHouse, Store.Shards];

    [Theory, MemberData(nameof(Archives))]
    public async Task What_is_moved_in_parts_reads_as_it_was_sent_and_is_still_known_by_its_id(Store kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        string key;
        string sent;
        await using (var host = await TurnoutHost.StartAsync(database))
        {
            key = await host.CreateKeyAsync("server");
            using var application = host.Client(key);
            for (var round = 0; round < 4; round++)
            {
                await application.SendEventsAsync([.. Enumerable.Range(0, 50).Select(i => Event(round, i))]);
                // Some is there, some is on its way, some is here.
                if (round < 3) await host.Service<EventMover>().MoveAsync(all: true);
            }
            sent = await host.Admin.GetAsync<string>("/api/v1/environments/production/events/export?synthetic=true");
            Assert.Equal(200, sent.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
            Assert.Equal(150, await MovedAsync(host));
            Assert.Equal(50, await WaitingAsync(host));
        }
        await using var next = await TurnoutHost.StartAsync(database);
        await next.Service<EventMover>().MoveAsync(all: true);
        Assert.Equal(0, await WaitingAsync(next));
        Assert.Equal(sent, await next.Admin.GetAsync<string>("/api/v1/environments/production/events/export?synthetic=true"));
        using var again = next.Client(key);
        var answer = await again.PostAsync<JsonElement>("/api/v1/events", new StringContent(sent, Encoding.UTF8, "application/x-ndjson"), HttpStatusCode.Accepted);
        Assert.Equal((0, 200), (answer.GetProperty("accepted").GetInt32(), answer.GetProperty("duplicates").GetInt32()));
    }

    [Fact]
    public async Task Events_move_by_themselves_when_they_are_old_or_many()
    {
        await using var database = await TestDatabase.CreateAsync(Store.ClickHouse);
        await using var host = await TurnoutHost.StartAsync(database);
        using var application = host.Client(await host.CreateKeyAsync("server"));
        await application.SendEventsAsync(Event(0, 0));
        await host.Service<EventMover>().MoveAsync(all: false);
        Assert.Equal(0, await MovedAsync(host));
        host.Clock.Advance(TimeSpan.FromSeconds(11));
        await host.Service<EventMover>().MoveAsync(all: false);
        Assert.Equal(1, await MovedAsync(host));
    }

    [Fact]
    public async Task A_row_that_is_written_again_replaces_itself()
    {
        await using var database = await TestDatabase.CreateAsync(Store.Shards);
        await using var host = await TurnoutHost.StartAsync(database);
        var archive = host.Service<ClickHouseEvents>();
        for (var version = 1; version <= 3; version++)
        {
            await archive.InsertAsync("log", "production", [(5, 0, Block($"first in {version}")), (6, 0, Block($"second in {version}"))]);
            host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }
        var names = new List<string>();
        var positions = 0L;
        // What has no row is handed on as nothing, so that every position is met once.
        await archive.ReadAsync("log", 4, 9, Enumerable.Empty<(string, long)>().ToLookup(item => item.Item1, item => item.Item2), (first, records) =>
        {
            Assert.Equal(4, first);
            while (EventRecord.TryRead(ref records, out var record))
            {
                positions++;
                if (record.Kind == EventKind.Void) continue;
                names.Add(Encoding.UTF8.GetString(record.Name));
                Assert.Equal((true, true), (record.IsPrivate, record.IsSynthetic));
            }
        }, isWhole: true, CancellationToken.None);
        Assert.Equal(5, positions);
        Assert.Equal(["first in 3", "second in 3"], names);
    }

    [Fact]
    public void A_record_that_is_moved_house_keeps_its_marks()
    {
        using var moved = new EventBatch("production");
        moved.Add(EventRecord.Read(Block("buy")));
        Assert.Equal((true, true), (moved.Read(0).IsPrivate, moved.Read(0).IsSynthetic));
    }

    [Theory, MemberData(nameof(Archives))]
    public async Task Results_are_the_same_wherever_the_events_lie(Store kind)
    {
        Assert.Equal(await ResultsOnAsync(Store.Sqlite), await ResultsOnAsync(kind));

        static async Task<string> ResultsOnAsync(Store store)
        {
            await using var database = await TestDatabase.CreateAsync(store);
            await using var host = await TurnoutHost.StartAsync(database);
            await host.Admin.PutAsync<string>("/api/v1/environments/production/metrics/revenue", new { key = "revenue", @event = "buy", type = "sum" }, HttpStatusCode.Created);
            await host.RunExperimentAsync(new { key = "e", variants = new[] { new { key = "a", weight = 1 }, new { key = "b", weight = 1 } }, metrics = new[] { "revenue" } });
            await host.RunExperimentAsync(new { key = "gone", variants = new[] { new { key = "a", weight = 1 }, new { key = "b", weight = 1 } } });
            using var application = host.Client(await host.CreateKeyAsync("server"));
            var random = new Random(11);
            for (var round = 0; round < 6; round++)
            {
                await application.SendEventsAsync([.. Enumerable.Range(0, 200).Select(i => Random(random, round * 200 + i))]);
                // A part of the log here, a part there, whatever that means for the store.
                if (round % 2 == 0) await host.ResultsAsync("e");
            }
            await host.Admin.PostAsync<JsonElement>($"{Harness.Experiments}/gone/stop", null);
            await host.Admin.SendAsync<string>(HttpMethod.Delete, $"{Harness.Experiments}/gone?confirm=gone", null, HttpStatusCode.NoContent);
            var export = await host.Admin.GetAsync<string>("/api/v1/environments/production/events/export");
            Assert.DoesNotContain("gone", export);
            await host.Service<EventMover>().MoveAsync(all: true);
            Assert.Equal(export, await host.Admin.GetAsync<string>("/api/v1/environments/production/events/export"));
            // Read anew from where it lies now, it is what was counted as it came.
            var results = await host.Admin.GetAsync<string>($"{Harness.Experiments}/e/results");
            await host.Service<EventLogStore>().ForgetAsync("production");
            Assert.Equal(results, await host.Admin.GetAsync<string>($"{Harness.Experiments}/e/results"));
            return export + results;
        }
    }

    [Fact]
    public async Task While_ClickHouse_is_away_intake_goes_on_and_results_ask_to_come_back()
    {
        await using var cluster = await ClickHouseCluster.StartAsync();
        await using var host = await TurnoutHost.StartAsync(settings: new() { ["TURNOUT_CLICKHOUSE"] = cluster.Address, ["TURNOUT_POSTGRES"] = null });
        await host.RunExperimentAsync(new { key = "e", variants = new[] { new { key = "a", weight = 1 }, new { key = "b", weight = 1 } } });
        using var application = host.Client(await host.CreateKeyAsync("server"));
        await application.SendEventsAsync(Seen("before"));
        Assert.Equal(1, (await host.ResultsAsync("e")).GetProperty("variants")[0].GetProperty("units").GetInt32());
        await cluster.KillAsync();
        await application.SendEventsAsync(Seen("meanwhile"));
        await Assert.ThrowsAsync<StorageException>(() => host.Service<EventMover>().MoveAsync(all: true));
        await host.Admin.ProblemAsync(HttpMethod.Get, "/api/v1/environments/production/events/export", null, 503, "storage_unavailable");
        await cluster.RestartAsync();
        Assert.Equal(2, (await host.ResultsAsync("e")).GetProperty("variants")[0].GetProperty("units").GetInt32());

        static object Seen(string id) => new { id, @event = "experiment_viewed", user_id = id, properties = new { experiment_slug = "e", variant = "a" } };
    }

    [Fact]
    public async Task A_server_that_is_not_told_of_the_ClickHouse_its_events_lie_on_does_not_start()
    {
        await using var database = await TestDatabase.CreateAsync(Store.ClickHouse);
        await using (var host = await TurnoutHost.StartAsync(database))
        {
            using var application = host.Client(await host.CreateKeyAsync("server"));
            await application.SendEventsAsync(Event(0, 0));
            await host.Service<EventMover>().MoveAsync(all: true);
        }
        var failure = await Assert.ThrowsAsync<StartupException>(() => TurnoutHost.StartAsync(database, new() { ["TURNOUT_CLICKHOUSE"] = null }));
        Assert.Contains("TURNOUT_CLICKHOUSE", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("http://very-secret@host:8123")]
    [InlineData("tcp://host:9000")]
    [InlineData("http://one:8123,http://two:8123?password=very-secret")]
    [InlineData("http://host:8123?passwort=very-secret")]
    [InlineData("http://host:8123?database=a-b")]
    public void An_address_that_cannot_be_used_is_refused_by_name_and_tells_no_secret(string address)
    {
        var failure = Assert.Throws<StartupException>(() => ClickHouseAddress.Parse(address));
        Assert.Contains("TURNOUT_CLICKHOUSE", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", failure.Message, StringComparison.Ordinal);
    }

    static object Event(int round, int i) => (i % 4) switch
    {
        0 => new { id = $"{round}-{i}", @event = "buy", user_id = $"ü{i}", value = i / 3.0, properties = new { text = new string('x', i * 20), n = i } },
        1 => new { id = $"00000000-0000-4000-8000-{round:x4}{i:x8}", @event = "buy", team_id = "t", visitor_id = "v" } as object,
        2 => new { id = $"{round}-{i}", @event = "experiment_viewed", user_id = $"u{i}", properties = new { experiment_slug = "e", variant = "a", assignment_type = "random", more = true } },
        _ => new { id = $"{round}-{i}", @event = "experiment_conversion", user_id = $"u{i}", value = -0.0, properties = new { experiment_slug = "e", variant = "a", conversion_event = "signed up" } },
    };

    static object Random(Random random, int i) => random.Next(4) switch
    {
        0 => new { id = $"{i}", @event = "experiment_viewed", user_id = $"u{random.Next(300)}", properties = new { experiment_slug = "gone", variant = "a" } },
        1 => new { id = $"{i}", @event = "experiment_viewed", user_id = $"u{random.Next(300)}", properties = new { experiment_slug = "e", variant = random.Next(9) == 0 ? "b" : "a" } } as object,
        _ => new { id = $"{i}", @event = "buy", user_id = $"u{random.Next(300)}", value = random.NextDouble() },
    };

    static byte[] Block(string name)
    {
        using var batch = new EventBatch("production");
        batch.Begin(EventKind.Metric, 0, null);
        batch.Id("id"u8);
        for (var i = 0; i < 3; i++) batch.Text([]);
        batch.Text(Encoding.UTF8.GetBytes(name));
        batch.End([]);
        batch.MarkPrivate(0);
        batch.MarkSynthetic(0);
        return batch.Records.ToArray();
    }

    static Task<long> MovedAsync(TurnoutHost host) => host.Service<Database>().ReadAsync(session => session.ScalarAsync<long>("SELECT MAX(moved) FROM event_logs"));

    static Task<long> WaitingAsync(TurnoutHost host) => host.Service<Database>().ReadAsync(session => session.ScalarAsync<long>("SELECT COALESCE(CAST(SUM(count) AS BIGINT), 0) FROM event_blocks"));
}
