using System.Text.Json;
using Turnout.Server.Events;
using Turnout.Server.Events.ClickHouse;
using Turnout.Server.Features.Consent;
using Turnout.Server.Storage;

namespace Turnout.Server.Tests.Consent;

/// <summary>What was moved to ClickHouse is erased there too, wherever it lies and however often that is cut short.</summary>
public class ErasureOnClickHouseTests
{
    const string Units = "/api/v1/environments/production/units";
    const string Export = "/api/v1/environments/production/events/export?synthetic=true";

    [Theory, InlineData(Store.ClickHouse), InlineData(Store.Shards), InlineData(Store.CurrentClickHouse)]
    public async Task No_row_names_an_erased_unit_and_results_stay(Store store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        string before;
        await using (var host = await TurnoutHost.StartAsync(database))
        {
            await host.RunExperimentAsync(new { key = "e", variants = new[] { new { key = "a" }, new { key = "b" } } });
            using var app = host.Client(await host.CreateKeyAsync("server"));
            await app.SendEventsAsync([.. Of("ada-lovelace", "1"), .. Of("u-2", "2"), .. Of("u-3", "3")]);
            var (archive, blocks) = (host.Service<ClickHouseEvents>(), await BlocksAsync(host));
            await host.Service<EventMover>().MoveAsync(all: true);
            // As after a crash: everything is there twice, and the later rows count.
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            await archive.InsertAsync(await NameAsync(host), "production", blocks);
            // These wait in the store.
            await app.SendEventsAsync([.. Of("ada-lovelace", "4"), .. Of("u-3", "5")]);
            before = await ResultsAsync(host);
            Assert.True(Occurs(await host.Admin.GetAsync<string>(Export)) > 4);

            var erased = await host.Admin.SendAsync<JsonElement>(HttpMethod.Delete, $"{Units}/user/ada-lovelace", null, System.Net.HttpStatusCode.OK);
            Assert.Equal((2, true), (erased.GetProperty("events").GetInt32(), erased.GetProperty("pending").GetBoolean()));
            await host.Admin.SendAsync<JsonElement>(HttpMethod.Delete, $"{Units}/company/lovelace-ltd", null, System.Net.HttpStatusCode.OK);
            // Readers meet no name from now on, wherever the rows lie.
            Assert.Equal(0, Occurs(await host.Admin.GetAsync<string>(Export)));
            Assert.Equal(before, await ResultsAsync(host));
            Assert.True(await RowsAsync(database) > 0);
            // Not before all of it has arrived there.
            await host.Service<ErasureJob>().RunAsync();
            Assert.Equal(2, await PendingAsync(host));
            await app.SendEventsAsync(new { id = "back", @event = "buy", user_id = "ada-lovelace" });
        }

        // Another server goes on where that one was stopped.
        await using var next = await TurnoutHost.StartAsync(database);
        await next.Service<EventMover>().MoveAsync(all: true);
        // ClickHouse deletes when it likes; the limit only ends a run that would never end.
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (await PendingAsync(next) > 0)
        {
            await next.Service<ErasureJob>().RunAsync();
            await Task.Delay(10, limit.Token);
        }
        // Who comes back is somebody new.
        Assert.Equal(1, await RowsAsync(database));
        Assert.Equal(1, Occurs(await next.Admin.GetAsync<string>(Export)));
        Assert.Equal(before, await ResultsAsync(next));
        var audit = (await next.Admin.GetAsync<JsonElement>("/api/v1/audit?kind=unit.erased_on_clickhouse")).GetProperty("items");
        Assert.Equal(2, audit.GetArrayLength());
        Assert.DoesNotContain("lovelace", audit.GetRawText(), StringComparison.Ordinal);
    }

    static object[] Of(string user, string id) =>
    [
        new { id = $"x{id}", @event = "experiment_viewed", user_id = user, visitor_id = "visitor-of-" + user, properties = new { experiment_slug = "e", variant = "a", city = "city of " + user } },
        new { id = $"b{id}", @event = "buy", user_id = user, value = 9.5 },
        new { id = $"c{id}", @event = "visit", visitor_id = "v-9", properties = new { company = user == "ada-lovelace" ? "lovelace-ltd" : "other", n = 1 } },
    ];

    static async Task<string> ResultsAsync(TurnoutHost host)
    {
        var results = await host.Admin.GetAsync<JsonElement>($"{Harness.Experiments}/e/results");
        return results.GetProperty("variants").GetRawText() + results.GetProperty("metrics").GetRawText();
    }

    static int Occurs(string text) => text.Split("lovelace").Length - 1;

    static async Task<List<(long, long, byte[])>> BlocksAsync(TurnoutHost host) =>
        [.. (await host.Service<Database>().ReadAsync(session => session.QueryAsync<Block>("SELECT first, received_at AS ReceivedAt, body FROM event_blocks ORDER BY first"))).Select(block => (block.First, block.ReceivedAt, block.Body))];

    static Task<string> NameAsync(TurnoutHost host) => host.Service<Database>().ReadAsync(session => session.ScalarAsync<string>("SELECT archive FROM event_logs"))!;

    static Task<long> PendingAsync(TurnoutHost host) => host.Service<Database>().ReadAsync(session => session.ScalarAsync<long>("SELECT COUNT(*) FROM event_erasures"));

    /// <summary>How many rows on all servers name her, replaced ones included.</summary>
    static async Task<int> RowsAsync(TestDatabase database)
    {
        var address = ClickHouseAddress.Parse(database.ClickHouse!);
        using var http = new ClickHouseHttp(address);
        var count = 0;
        foreach (var server in address.Servers)
            count += int.Parse(await http.ExecuteAsync(server, $"SELECT count() FROM {(address.Cluster is null ? "turnout_events" : "turnout_events_shard")} WHERE position(concat(user, visitor, properties), 'lovelace') > 0"), null);
        return count;
    }

    sealed class Block
    {
        public long First { get; init; }

        public long ReceivedAt { get; init; }

        public byte[] Body { get; init; } = [];
    }
}
