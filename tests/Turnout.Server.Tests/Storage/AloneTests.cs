using Turnout.Server.Storage;

namespace Turnout.Server.Tests.Storage;

/// <summary>Background jobs run on one server at a time.</summary>
public class AloneTests
{
    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task A_job_that_is_running_is_not_run_beside_itself(Store store)
    {
        await using var place = await TestDatabase.CreateAsync(store);
        await using var database = await place.OpenAsync();
        var hold = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        var first = database.TryAloneAsync("job", () =>
        {
            started.SetResult();
            return hold.Task;
        });
        await started.Task;
        Assert.False(await database.TryAloneAsync("job", () => throw new InvalidOperationException("beside itself")));
        Assert.True(await database.TryAloneAsync("another", () => Task.CompletedTask));
        hold.SetResult();
        Assert.True(await first);
        Assert.True(await database.TryAloneAsync("job", () => Task.CompletedTask));
    }

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task A_job_that_failed_may_run_again(Store store)
    {
        await using var place = await TestDatabase.CreateAsync(store);
        await using var database = await place.OpenAsync();
        await Assert.ThrowsAsync<FormatException>(() => database.TryAloneAsync("job", () => throw new FormatException()));
        Assert.True(await database.TryAloneAsync("job", () => Task.CompletedTask));
    }

    [Fact]
    public async Task A_job_runs_on_one_server_and_moves_on_when_that_one_is_cut_off()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Postgres);
        await using var first = await place.OpenAsync();
        await using var second = await place.OpenAsync();
        var hold = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        var running = first.TryAloneAsync("job", () =>
        {
            started.SetResult();
            return hold.Task;
        });
        await started.Task;
        Assert.False(await second.TryAloneAsync("job", () => Task.CompletedTask));
        // The first server's connection ends as it does when the server dies.
        await second.WriteAsync(session => session.ScalarAsync<long>(
            "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"));
        var moved = false;
        for (var i = 0; i < 1000 && !moved; i++) moved = await second.TryAloneAsync("job", () => Task.CompletedTask);
        Assert.True(moved);
        hold.SetResult();
        Assert.Equal("storage_unavailable", (await Assert.ThrowsAsync<StorageException>(() => running)).Problem.Code);
    }
}
