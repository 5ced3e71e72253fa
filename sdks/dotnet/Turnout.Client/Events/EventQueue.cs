using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Turnout.Client.Telemetry;

namespace Turnout.Client.Events;

/// <summary>Events on their way out: bounded, without locks for those who add.</summary>
internal sealed class EventQueue(IOptions<TurnoutOptions> options, ClientMeter meter) : IDisposable
{
    private readonly ConcurrentQueue<TurnoutEvent> _queue = new();
    private readonly int _limit = options.Value.EventQueueLimit;
    private readonly int _batchSize = options.Value.EventBatchSize;
    private readonly SemaphoreSlim _full = new(0, 1);
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public int Limit => _limit;

    /// <summary>False when there is no room; the loss is counted.</summary>
    public bool TryAdd(TurnoutEvent item)
    {
        var count = Interlocked.Increment(ref _count);
        if (count > _limit)
        {
            Interlocked.Decrement(ref _count);
            meter.Dropped(1, "queue_full");
            return false;
        }

        _queue.Enqueue(item);
        if (count == _batchSize) Wake();
        return true;
    }

    /// <summary>Up to a batch of events, which stay counted until <see cref="Done"/>.</summary>
    public List<TurnoutEvent> Take()
    {
        var batch = new List<TurnoutEvent>();
        while (batch.Count < _batchSize && _queue.TryDequeue(out var item)) batch.Add(item);
        return batch;
    }

    /// <summary>So many have left for good.</summary>
    public void Done(int events) => Interlocked.Add(ref _count, -events);

    /// <summary>Waits until a batch is full.</summary>
    public Task FullAsync(CancellationToken stop) => _full.WaitAsync(stop);

    public void Dispose() => _full.Dispose();

    private void Wake()
    {
        try
        {
            _full.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }
}
