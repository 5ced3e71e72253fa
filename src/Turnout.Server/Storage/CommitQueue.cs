using System.Threading.Channels;
using Turnout.Server.Hosting;

namespace Turnout.Server.Storage;

/// <summary>
/// Group commit above the store: what many requests want written at the same time is written together, in one transaction, and each
/// request goes on when its part is durable. Bounded by weight: what does not fit is refused at once, so that memory stays flat when
/// the store is slower than its callers. Thread-safe.
/// </summary>
/// <param name="write">Writes a group and answers one result for each item, in order.</param>
/// <param name="capacity">The weight that may wait or be under way.</param>
/// <param name="groupWeight">A group is closed when it weighs this much.</param>
internal sealed class CommitQueue<TItem, TResult>(Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> write, long capacity, long groupWeight) : IAsyncDisposable
{
    static readonly Problem Overloaded = new("overloaded", 503, "More is being sent than the store can take; nothing of this request was kept. Send it again later.") { RetryAfterSeconds = 1 };
    static readonly Problem Closed = new("storage_unavailable", 503, "The server is shutting down; nothing of this request was kept.") { RetryAfterSeconds = 1 };

    readonly Channel<Waiting> channel = Channel.CreateUnbounded<Waiting>(new UnboundedChannelOptions { SingleReader = true });
    readonly Lock starting = new();
    Task? loop;
    long weight;

    /// <summary>Waits until an item is durable.</summary>
    /// <param name="itemWeight">Above 0; an item heavier than the whole queue passes when it is alone.</param>
    /// <returns>Its result; or 503 <c>overloaded</c> or <c>storage_unavailable</c>, and then it was not written.</returns>
    /// <exception cref="StorageException">The store failed; nothing of the item was kept.</exception>
    public Task<Result<TResult>> RunAsync(TItem item, long itemWeight)
    {
        var before = Interlocked.Add(ref weight, itemWeight) - itemWeight;
        if (before > 0 && before + itemWeight > capacity)
        {
            Interlocked.Add(ref weight, -itemWeight);
            return Task.FromResult<Result<TResult>>(Overloaded);
        }
        EnsureRunning();
        var waiting = new Waiting(item, itemWeight);
        if (channel.Writer.TryWrite(waiting)) return waiting.Completion.Task;
        Interlocked.Add(ref weight, -itemWeight);
        return Task.FromResult<Result<TResult>>(Closed);
    }

    /// <summary>Writes what waits, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        channel.Writer.TryComplete();
        Task? running;
        lock (starting) running = loop;
        if (running is not null) await running;
    }

    void EnsureRunning()
    {
        if (Volatile.Read(ref loop) is not null) return;
        lock (starting) loop ??= Task.Run(LoopAsync);
    }

    async Task LoopAsync()
    {
        var group = new List<Waiting>();
        var items = new List<TItem>();
        while (await channel.Reader.WaitToReadAsync())
        {
            group.Clear();
            items.Clear();
            long total = 0;
            while (total < groupWeight && channel.Reader.TryRead(out var next))
            {
                group.Add(next);
                items.Add(next.Item);
                total += next.Weight;
            }
            try
            {
                var results = await write(items);
                Interlocked.Add(ref weight, -total);
                for (var i = 0; i < group.Count; i++) group[i].Completion.SetResult(Result<TResult>.Of(results[i]));
            }
            catch (Exception exception)
            {
                Interlocked.Add(ref weight, -total);
                foreach (var waiting in group) waiting.Completion.SetException(exception);
            }
        }
    }

    sealed record Waiting(TItem Item, long Weight)
    {
        // Continuations run elsewhere: the loop goes straight on to the next group.
        public TaskCompletionSource<Result<TResult>> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
