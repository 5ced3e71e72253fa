using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Turnout.Server.Features.Environments;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Tests.Storage;

/// <summary>What only the embedded store has to withstand.</summary>
public class SqliteDatabaseTests
{
    [Fact]
    public async Task The_writer_is_durable_and_checks_references()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Sqlite);
        await using var database = await place.OpenAsync();
        var settings = await database.WriteAsync(async session => (
            await session.ScalarAsync<string>("PRAGMA journal_mode"), await session.ScalarAsync<long>("PRAGMA synchronous"), await session.ScalarAsync<long>("PRAGMA foreign_keys")));
        Assert.Equal(("wal", 2, 1), settings);
    }

    [Fact]
    public async Task Readers_cannot_write()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Sqlite);
        await using var database = await place.OpenAsync();
        var failure = await Assert.ThrowsAsync<StorageException>(() => database.ReadAsync(session => session.ExecuteAsync("DELETE FROM environments")));
        Assert.Equal("storage_read_only", failure.Problem.Code);
    }

    [Fact]
    public async Task A_second_process_on_the_same_folder_is_refused()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Sqlite);
        await using var first = await place.OpenAsync();
        var failure = await Assert.ThrowsAsync<StartupException>(() => place.OpenAsync());
        Assert.Contains("Another Turnout process", failure.Message, StringComparison.Ordinal);
        Assert.Contains(place.Folder, failure.Message, StringComparison.Ordinal);
        Assert.Equal("folder_in_use", failure.Code);
        await first.DisposeAsync();
        await (await place.OpenAsync()).DisposeAsync();
    }

    [Fact]
    public async Task A_verb_writes_beside_a_running_server()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Sqlite);
        await using var server = await place.OpenAsync();
        await using var verb = new SqliteDatabase(place.Folder, new ManualClock(), NullLogger<SqliteDatabase>.Instance, alone: false);
        await verb.StartAsync(CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => InsertAsync(i % 2 == 0 ? verb : server, $"k{i}")));
        Assert.Equal(40, await CountAsync(server));
    }

    [Theory]
    [InlineData("this is not a database, but a text of some length that somebody left here under its name")]
    [InlineData("{}")]
    public async Task A_file_that_is_no_database_is_refused_and_left_alone(string content)
    {
        await using var place = await TestDatabase.CreateAsync(Store.Sqlite);
        var file = Path.Combine(place.Folder, "turnout.db");
        await File.WriteAllTextAsync(file, content.PadRight(4096, '.'));
        var failure = await Assert.ThrowsAsync<StartupException>(() => place.OpenAsync());
        Assert.Contains("not a Turnout database", failure.Message, StringComparison.Ordinal);
        Assert.Equal("not_a_database", failure.Code);
        Assert.Equal(content.PadRight(4096, '.'), await File.ReadAllTextAsync(file));
        // The folder is free again.
        File.Delete(file);
        await (await place.OpenAsync()).DisposeAsync();
    }

    [Fact]
    public async Task A_database_that_is_damaged_inside_says_so()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Sqlite);
        await using (var database = await place.OpenAsync())
            for (var i = 0; i < 100; i++) await InsertAsync(database, $"k{i}");
        var file = Path.Combine(place.Folder, "turnout.db");
        var bytes = await File.ReadAllBytesAsync(file);
        Array.Fill<byte>(bytes, 0xAA, 4096, bytes.Length - 4096);
        await File.WriteAllBytesAsync(file, bytes);
        // Which of the two notices it depends on the pages that the start happens to read.
        var failure = await Record.ExceptionAsync(async () =>
        {
            await using var database = await place.OpenAsync();
            await CountAsync(database);
        });
        Assert.Equal("storage_damaged", (failure as StartupException)?.Code ?? (failure as StorageException)?.Problem.Code);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_refused()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Sqlite);
        var file = Path.Combine(place.Folder, "file");
        await File.WriteAllTextAsync(file, "");
        await using var database = new SqliteDatabase(Path.Combine(file, "data"), new ManualClock(), NullLogger<SqliteDatabase>.Instance);
        var failure = await Assert.ThrowsAsync<StartupException>(() => database.StartAsync(CancellationToken.None));
        Assert.Contains("data folder", failure.Message, StringComparison.Ordinal);
        Assert.Equal("folder_unusable", failure.Code);
    }

    [Fact]
    public async Task On_a_full_disk_a_write_is_refused_whole_and_the_next_that_fits_is_kept()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Sqlite);
        await using var database = await place.OpenAsync();
        await FillAsync(database, pagesLeft: 20);
        var failure = await Assert.ThrowsAsync<StorageException>(() => database.WriteAsync(async session =>
        {
            await InsertAsync(session, "small");
            await InsertAsync(session, "large", new string('x', 1 << 20));
        }));
        Assert.Equal(("storage_full", 507), (failure.Problem.Code, failure.Problem.Status));
        Assert.Equal(0, await CountAsync(database));
        await InsertAsync(database, "other");
        Assert.Equal(1, await CountAsync(database));
    }

    [Fact]
    public async Task On_a_full_disk_the_writes_that_fit_are_kept_although_they_shared_a_transaction_with_one_that_does_not()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Sqlite);
        await using var database = await place.OpenAsync();
        await FillAsync(database, pagesLeft: 20);
        // While this one holds the writer, the others gather into a group behind it.
        var hold = new TaskCompletionSource();
        var held = database.WriteAsync(session => hold.Task);
        var writes = Enumerable.Range(0, 9).Select(i => database.WriteAsync(session => InsertAsync(session, $"k{i}", new string('x', i == 4 ? 1 << 20 : 1)))).ToList();
        hold.SetResult();
        await held;
        for (var i = 0; i < writes.Count; i++)
        {
            if (i == 4) Assert.Equal("storage_full", (await Assert.ThrowsAsync<StorageException>(() => writes[4])).Problem.Code);
            else await writes[i];
        }
        Assert.Equal(8, await CountAsync(database));
    }

    [Fact]
    public async Task A_full_disk_is_told_to_the_caller_and_leaves_no_trace()
    {
        await using var host = await TurnoutHost.StartAsync();
        await FillAsync(host.Service<Database>(), pagesLeft: 0);
        JsonElement problem = default;
        for (var i = 0; i < 200 && problem.ValueKind == JsonValueKind.Undefined; i++)
        {
            using var answer = await host.Admin.PostAsync("/api/v1/environments", HttpClientExtensions.Content(new { key = $"k{i}", name = new string('x', 128) }));
            if (answer.StatusCode != HttpStatusCode.Created) problem = await answer.ReadProblemAsync(507, "storage_full");
        }
        Assert.Equal(JsonValueKind.Object, problem.ValueKind);
        var kept = await host.Service<Database>().ReadAsync(async session => (
            await session.ScalarAsync<long>("SELECT COUNT(*) FROM environments WHERE key LIKE 'k%'"), await session.ScalarAsync<long>("SELECT COUNT(*) FROM audit WHERE kind = 'environment.created'")));
        Assert.Equal(kept.Item1, kept.Item2);
    }

    [Fact]
    public async Task A_change_handler_that_throws_hurts_nobody()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Sqlite);
        await using var database = await place.OpenAsync();
        await InsertAsync(database, "a");
        var heard = 0;
        database.Changed += _ => throw new InvalidOperationException();
        database.Changed += _ => heard++;
        Assert.Equal(1, await database.WriteAsync(session => session.BumpEnvironmentAsync("a")));
        Assert.Equal(2, await database.WriteAsync(session => session.BumpEnvironmentAsync("a")));
        Assert.Equal(2, heard);
    }

    [Fact]
    public async Task Closing_finishes_what_is_queued_and_refuses_what_comes_later()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Sqlite);
        var database = await place.OpenAsync();
        var writes = Enumerable.Range(0, 500).Select(i => InsertAsync(database, $"k{i}")).ToList();
        await database.DisposeAsync();
        await Task.WhenAll(writes);
        Assert.Equal("storage_unavailable", (await Assert.ThrowsAsync<StorageException>(() => InsertAsync(database, "late"))).Problem.Code);
        await using var again = await place.OpenAsync();
        Assert.Equal(500, await CountAsync(again));
    }

    /// <summary>Makes the disk "full": SQLite refuses to grow past so many more pages.</summary>
    static Task FillAsync(Database database, int pagesLeft) => database.WriteAsync(async session =>
    {
        var pages = await session.ScalarAsync<long>("PRAGMA page_count");
        await session.ScalarAsync<long>($"PRAGMA max_page_count = {pages + pagesLeft}");
    });

    static Task InsertAsync(Database database, string key) => database.WriteAsync(session => InsertAsync(session, key));

    static Task<int> InsertAsync(Session session, string key, string name = "n") =>
        session.ExecuteAsync("INSERT INTO environments (key, name, version, created_at) VALUES (@key, @name, 0, 0)", new { key, name });

    static async Task<long> CountAsync(Database database) => await database.ReadAsync(session => session.ScalarAsync<long>("SELECT COUNT(*) FROM environments"));
}
