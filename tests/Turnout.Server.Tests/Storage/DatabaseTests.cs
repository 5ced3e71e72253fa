using System.Data.Common;
using Turnout.Server.Features.Environments;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Tests.Storage;

/// <summary>What both databases promise.</summary>
public class DatabaseTests
{
    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task A_write_is_seen_by_reads_once_it_completes(Store store)
    {
        await using var place = await TestDatabase.CreateAsync(store);
        await using var database = await place.OpenAsync();
        await InsertAsync(database, "a");
        Assert.Equal(["a"], await KeysAsync(database));
    }

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task A_write_that_throws_leaves_nothing(Store store)
    {
        await using var place = await TestDatabase.CreateAsync(store);
        await using var database = await place.OpenAsync();
        await Assert.ThrowsAsync<FormatException>(() => database.WriteAsync<int>(async session =>
        {
            await InsertAsync(session, "a");
            throw new FormatException();
        }));
        Assert.Empty(await KeysAsync(database));
    }

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task A_write_that_answers_a_problem_leaves_nothing(Store store)
    {
        await using var place = await TestDatabase.CreateAsync(store);
        await using var database = await place.OpenAsync();
        var result = await database.WriteAsync<int>(async session =>
        {
            await InsertAsync(session, "a");
            return Problem.Conflict("no", "No.");
        });
        Assert.Equal("no", result.Problem?.Code);
        Assert.Empty(await KeysAsync(database));
    }

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task Of_many_writes_at_once_those_that_fail_undo_nothing_but_themselves(Store store)
    {
        await using var place = await TestDatabase.CreateAsync(store);
        await using var database = await place.OpenAsync();
        var writes = Enumerable.Range(0, 200).Select(i => database.WriteAsync(async session =>
        {
            await InsertAsync(session, $"k{i:000}");
            if (i % 3 == 1) throw new FormatException();
            // The same key twice.
            if (i % 3 == 2) await InsertAsync(session, $"k{i:000}");
        })).ToList();
        for (var i = 0; i < writes.Count; i++)
        {
            if (i % 3 == 0) await writes[i];
            else if (i % 3 == 1) await Assert.ThrowsAsync<FormatException>(() => writes[i]);
            else Assert.True(database.Dialect.IsDuplicateKey(await Assert.ThrowsAnyAsync<DbException>(() => writes[i])));
        }
        Assert.Equal(Enumerable.Range(0, 200).Where(i => i % 3 == 0).Select(i => $"k{i:000}"), await KeysAsync(database));
    }

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task Writers_at_once_lose_no_update(Store store)
    {
        await using var place = await TestDatabase.CreateAsync(store);
        await using var database = await place.OpenAsync();
        await InsertAsync(database, "a");
        var versions = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => database.WriteAsync(session => session.BumpEnvironmentAsync("a"))));
        Assert.Equal(Enumerable.Range(1, 100).Select(i => (long?)i), versions.Order());
    }

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task A_read_sees_one_snapshot_however_many_queries_it_makes(Store store)
    {
        await using var place = await TestDatabase.CreateAsync(store);
        await using var database = await place.OpenAsync();
        await InsertAsync(database, "a");
        var (before, after) = await database.ReadAsync(async session =>
        {
            var first = await session.ScalarAsync<long>("SELECT COUNT(*) FROM environments");
            await InsertAsync(database, "b");
            return (first, await session.ScalarAsync<long>("SELECT COUNT(*) FROM environments"));
        });
        Assert.Equal(1, before);
        Assert.Equal(1, after);
    }

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task A_change_is_announced_after_the_commit_and_only_then(Store store)
    {
        await using var place = await TestDatabase.CreateAsync(store);
        await using var database = await place.OpenAsync();
        await InsertAsync(database, "a");
        var seen = new List<Change>();
        database.Changed += seen.Add;
        await Assert.ThrowsAsync<FormatException>(() => database.WriteAsync<int>(async session =>
        {
            await session.BumpEnvironmentAsync("a");
            throw new FormatException();
        }));
        Assert.Empty(seen);
        await database.WriteAsync(session => session.BumpEnvironmentAsync("a"));
        Assert.Equal([new Change(ChangeKind.Ruleset, "a")], seen);
    }

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task A_broken_reference_is_refused(Store store)
    {
        await using var place = await TestDatabase.CreateAsync(store);
        await using var database = await place.OpenAsync();
        await Assert.ThrowsAnyAsync<DbException>(() => database.WriteAsync(session => session.ExecuteAsync("""
            INSERT INTO access_keys (id, environment, kind, name, hash, hint, created_by, created_at) VALUES ('i', 'nowhere', 'server', 'n', 'h', 'h', 'c', 0)
            """)));
    }

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task An_array_parameter_selects_its_members(Store store)
    {
        await using var place = await TestDatabase.CreateAsync(store);
        await using var database = await place.OpenAsync();
        foreach (var key in new[] { "a", "b", "c" }) await InsertAsync(database, key);
        var keys = new[] { "a", "c", "x" };
        Assert.Equal(["a", "c"], await database.ReadAsync(session =>
            session.QueryAsync<string>($"SELECT key FROM environments WHERE {session.Dialect.In("key", "keys")} ORDER BY key", new { keys })));
    }

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task What_was_written_is_there_after_a_restart(Store store)
    {
        await using var place = await TestDatabase.CreateAsync(store);
        await using (var database = await place.OpenAsync()) await InsertAsync(database, "a");
        await using (var database = await place.OpenAsync()) Assert.Equal(["a"], await KeysAsync(database));
    }

    static Task InsertAsync(Database database, string key) => database.WriteAsync(session => InsertAsync(session, key));

    static Task<int> InsertAsync(Session session, string key) =>
        session.ExecuteAsync("INSERT INTO environments (key, name, version, created_at) VALUES (@key, @key, 0, 0)", new { key });

    static Task<List<string>> KeysAsync(Database database) => database.ReadAsync(session => session.QueryAsync<string>("SELECT key FROM environments ORDER BY key"));
}
