using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Tests.Storage;

public class MigrationsTests
{
    [Fact]
    public void Both_databases_have_the_same_steps_in_order()
    {
        var sqlite = Migrations.All(Dialect.Sqlite);
        var postgres = Migrations.All(Dialect.Postgres);
        Assert.Equal(sqlite.Select(step => (step.Number, step.Name)), postgres.Select(step => (step.Number, step.Name)));
        Assert.Equal(sqlite.Select(step => step.Number).Distinct().Order(), sqlite.Select(step => step.Number));
        Assert.Contains("AUTOINCREMENT", sqlite.Single(step => step.Name == "audit").Sql, StringComparison.Ordinal);
        Assert.Contains("IDENTITY", postgres.Single(step => step.Name == "audit").Sql, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_came_in_late_is_still_taken()
    {
        Migration[] all = [new(1, "a", ""), new(2, "b", ""), new(3, "c", "")];
        Assert.Equal([2], Migrations.Pending(all, [1L, 3L]).Select(step => step.Number));
    }

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task Looking_at_what_is_pending_changes_nothing(Store store)
    {
        await using var place = await TestDatabase.CreateAsync(store, empty: true);
        await using var database = place.Create();
        Assert.Equal(Migrations.All(database.Dialect), await database.PendingAsync(CancellationToken.None));
        Assert.Equal(Migrations.All(database.Dialect), await database.PendingAsync(CancellationToken.None));
        Assert.Empty(Directory.EnumerateFileSystemEntries(place.Folder));
        await database.StartAsync(CancellationToken.None);
        Assert.Empty(await database.PendingAsync(CancellationToken.None));
    }

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task A_database_of_a_newer_program_is_refused_by_both_versions(Store store)
    {
        await using var place = await TestDatabase.CreateAsync(store, empty: true);
        await using (var database = await place.OpenAsync())
            await database.WriteAsync(session => session.ExecuteAsync("INSERT INTO schema_history (number, name, applied_at) VALUES (9000, 'from_the_future', 0)"));
        var failure = await Assert.ThrowsAsync<StartupException>(() => place.OpenAsync());
        Assert.Contains("9000", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"{Migrations.All(Dialect.Sqlite)[^1].Number}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_servers_that_start_at_once_one_migrates_and_the_others_wait()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Postgres, empty: true);
        var databases = Enumerable.Range(0, 6).Select(_ => place.Create()).ToList();
        try
        {
            await Task.WhenAll(databases.Select(database => Task.Run(() => database.StartAsync(CancellationToken.None))));
            var applied = await databases[0].ReadAsync(session => session.QueryAsync<long>(Migrations.SelectHistory));
            Assert.Equal(Migrations.All(Dialect.Postgres).Select(step => (long)step.Number), applied);
        }
        finally
        {
            foreach (var database in databases) await database.DisposeAsync();
        }
    }

    [Fact]
    public async Task Servers_that_start_at_once_make_the_first_environments_once()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Postgres, empty: true);
        var hosts = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => TurnoutHost.StartAsync(place)));
        try
        {
            Assert.Equal(2, await hosts[0].Service<Database>().ReadAsync(session => session.ScalarAsync<long>("SELECT COUNT(*) FROM environments")));
        }
        finally
        {
            foreach (var host in hosts) await host.DisposeAsync();
        }
    }
}
