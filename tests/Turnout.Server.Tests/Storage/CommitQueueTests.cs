using Turnout.Server.Storage;

namespace Turnout.Server.Tests.Storage;

public class CommitQueueTests
{
    [Fact]
    public async Task What_waits_while_a_group_is_written_is_the_next_group_and_each_gets_its_own_result()
    {
        var groups = new List<int[]>();
        var gates = new Queue<TaskCompletionSource>([new(), new()]);
        var started = new SemaphoreSlim(0);
        await using var queue = new CommitQueue<int, string>(async items =>
        {
            groups.Add([.. items]);
            var gate = gates.Dequeue();
            started.Release();
            await gate.Task;
            return [.. items.Select(item => $"r{item}")];
        }, capacity: 100, groupWeight: 100);
        var (firstGate, secondGate) = (gates.First(), gates.Last());
        var first = queue.RunAsync(1, 1);
        await started.WaitAsync();
        var second = queue.RunAsync(2, 1);
        var third = queue.RunAsync(3, 1);
        Assert.False(first.IsCompleted);
        firstGate.SetResult();
        Assert.Equal("r1", (await first).Value);
        await started.WaitAsync();
        Assert.False(second.IsCompleted);
        secondGate.SetResult();
        Assert.Equal(("r2", "r3"), ((await second).Value, (await third).Value));
        Assert.Equal([1], groups[0]);
        Assert.Equal([2, 3], groups[1]);
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_at_once_and_room_comes_back()
    {
        var gate = new TaskCompletionSource();
        await using var queue = new CommitQueue<int, int>(async items =>
        {
            await gate.Task;
            return [.. items];
        }, capacity: 10, groupWeight: 100);
        var first = queue.RunAsync(1, 8);
        var refused = await queue.RunAsync(2, 3);
        Assert.Equal(("overloaded", 503, 1), (refused.Problem!.Code, refused.Problem.Status, refused.Problem.RetryAfterSeconds));
        var second = queue.RunAsync(3, 2);
        gate.SetResult();
        Assert.Equal((1, 3), ((await first).Value, (await second).Value));
        // Larger than the whole queue, and alone.
        Assert.Equal(4, (await queue.RunAsync(4, 50)).Value);
    }

    [Fact]
    public async Task A_group_that_fails_fails_all_of_it_and_nothing_after_it()
    {
        var fail = true;
        await using var queue = new CommitQueue<int, int>(items => fail ? throw new InvalidOperationException("disk") : Task.FromResult<IReadOnlyList<int>>([.. items]), 10, 10);
        await Assert.ThrowsAsync<InvalidOperationException>(() => queue.RunAsync(1, 1));
        fail = false;
        Assert.Equal(2, (await queue.RunAsync(2, 1)).Value);
    }

    [Fact]
    public async Task Disposing_writes_what_waits_and_takes_nothing_more()
    {
        var queue = new CommitQueue<int, int>(items => Task.FromResult<IReadOnlyList<int>>([.. items]), 10, 10);
        var waiting = queue.RunAsync(1, 1);
        await queue.DisposeAsync();
        Assert.Equal(1, (await waiting).Value);
        Assert.Equal("storage_unavailable", (await queue.RunAsync(2, 1)).Problem!.Code);
    }
}
