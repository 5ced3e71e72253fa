using Microsoft.Extensions.Options;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Events;

/// <summary>The door to the event log: appends what many requests bring in common commits, and says so when each is durable. Thread-safe.</summary>
internal sealed class EventLog(EventLogStore store, IOptions<EventOptions> options) : IAsyncDisposable
{
    // Larger groups no longer gain, and hold the readers' snapshot and the other writes up.
    const int GroupBytes = 4 << 20;

    readonly CommitQueue<EventBatch, int> queue = new(store.AppendAsync, (long)options.Value.MaxWaitingMegabytes << 20, GroupBytes);

    /// <summary>Appends a batch.</summary>
    /// <returns>How many of its events were new, once they are durable; or 503 <c>overloaded</c>.</returns>
    public Task<Result<int>> AppendAsync(EventBatch batch) => queue.RunAsync(batch, Math.Max(1, batch.Bytes));

    public ValueTask DisposeAsync() => queue.DisposeAsync();
}
