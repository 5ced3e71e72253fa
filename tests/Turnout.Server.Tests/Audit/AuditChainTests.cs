using System.Text.Json;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Audit;
using Turnout.Server.Storage;

namespace Turnout.Server.Tests.Audit;

public class AuditChainTests
{
    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task An_untouched_log_is_intact(Store store)
    {
        await using var place = await TestDatabase.CreateAsync(store);
        await using var host = await WithEntriesAsync(place, 5);
        var chain = await host.Admin.GetAsync<JsonElement>("/api/v1/audit/chain");
        Assert.True(chain.GetProperty("intact").GetBoolean());
        Assert.Equal(5, chain.GetProperty("entries").GetInt64());
        var newest = (await host.Admin.GetAsync<JsonElement>("/api/v1/audit?limit=1")).GetProperty("items")[0];
        Assert.Equal(newest.GetProperty("hash").GetString(), chain.GetProperty("head").GetString());
    }

    [Theory]
    [InlineData("UPDATE audit SET actor = 'somebody else' WHERE sequence = 3", 2)]
    [InlineData("UPDATE audit SET after = NULL WHERE sequence = 1", 0)]
    [InlineData("DELETE FROM audit WHERE sequence = 2", 1)]
    [InlineData("UPDATE audit SET target = 'f9', hash = (SELECT hash FROM audit WHERE sequence = 4) WHERE sequence = 5", 4)]
    public async Task A_touched_log_is_broken_at_the_first_entry_that_does_not_follow(string tampering, int good)
    {
        await using var place = await TestDatabase.CreateAsync(Store.Sqlite);
        await using var host = await WithEntriesAsync(place, 5);
        await host.Service<Database>().WriteAsync(session => session.ExecuteAsync(tampering));
        var chain = await host.Admin.GetAsync<JsonElement>("/api/v1/audit/chain");
        Assert.False(chain.GetProperty("intact").GetBoolean());
        Assert.Equal(good, chain.GetProperty("entries").GetInt64());
        Assert.NotNull(chain.GetProperty("broken_at").GetString());
        Assert.Equal(1, await AuditCommand.Create().Parse(["verify", "--data", place.Folder]).InvokeAsync());
    }

    [Fact]
    public async Task A_log_cut_short_is_noticed_by_a_hash_written_down_before()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Sqlite);
        await using var host = await WithEntriesAsync(place, 5);
        var head = (await host.Admin.GetAsync<JsonElement>("/api/v1/audit/chain")).GetProperty("head").GetString()!;
        Assert.Equal(0, await AuditCommand.Create().Parse(["verify", "--contains", head, "--data", place.Folder]).InvokeAsync());
        await host.Service<Database>().WriteAsync(session => session.ExecuteAsync("DELETE FROM audit WHERE sequence = 5"));
        Assert.Equal(0, await AuditCommand.Create().Parse(["verify", "--data", place.Folder]).InvokeAsync());
        Assert.Equal(1, await AuditCommand.Create().Parse(["verify", "--contains", head, "--data", place.Folder]).InvokeAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task Entries_appended_at_once_stand_in_one_chain(Store store)
    {
        await using var place = await TestDatabase.CreateAsync(store);
        await using var host = await WithEntriesAsync(place, 0);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => AppendAsync(host, i))));
        var report = await host.Service<AuditStore>().VerifyAsync(default);
        Assert.True(report.Intact);
        Assert.Equal(40, report.Entries);
    }

    [Fact]
    public async Task The_export_holds_every_entry_oldest_first()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Sqlite);
        await using var host = await WithEntriesAsync(place, 3);
        var lines = (await host.Admin.GetAsync<string>("/api/v1/audit/export")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["f0", "f1", "f2"], lines.Select(line => JsonElement.Parse(line).GetProperty("target").GetString()!));
    }

    static async Task<TurnoutHost> WithEntriesAsync(TestDatabase place, int count)
    {
        var host = await TurnoutHost.StartAsync(place);
        for (var i = 0; i < count; i++) await AppendAsync(host, i);
        return host;
    }

    static Task AppendAsync(TurnoutHost host, int i) => host.Service<Database>().WriteAsync(session =>
        host.Service<AuditStore>().AppendAsync(session, Author.System, new AuditEntry("flag.updated", $"f{i}", "production") { After = "{\"n\":1}" }));
}
