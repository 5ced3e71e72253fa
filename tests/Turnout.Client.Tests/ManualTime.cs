namespace Turnout.Client.Tests;

/// <summary>Time that moves only when a test moves it, and tells when someone waits for it.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(Func<TimeSpan, bool> Matches, TaskCompletionSource Seen)> _watchers = [];
    private long _ticks;

    /// <summary>The wall clock's difference from the steady one; a jump of the clock changes it.</summary>
    public DateTimeOffset Start { get; set; } = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => Start + TimeSpan.FromTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves time; fires what is due.</summary>
    public void Advance(TimeSpan by)
    {
        List<ManualTimer> due;
        lock (_lock)
        {
            _ticks += by.Ticks;
            due = [.. _timers.Where(timer => timer.Due <= _ticks)];
            _timers.RemoveAll(timer => timer.Due <= _ticks);
        }

        foreach (var timer in due) timer.Fire();
    }

    /// <summary>Completes when a timer is pending whose length matches.</summary>
    public Task SomeoneWaitsAsync(Func<TimeSpan, bool> matches)
    {
        lock (_lock)
        {
            if (_timers.Any(timer => matches(timer.Length))) return Task.CompletedTask;
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _watchers.Add((matches, seen));
            return seen.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }

    /// <summary>Completes when someone pauses for some time within the bounds (both equal: for exactly that time).</summary>
    public Task PausesAsync(double leastSeconds, double mostSeconds) => SomeoneWaitsAsync(length => leastSeconds == mostSeconds
        ? length == TimeSpan.FromSeconds(leastSeconds)
        : IsPause(length) && length >= TimeSpan.FromSeconds(leastSeconds) && length <= TimeSpan.FromSeconds(mostSeconds));

    /// <summary>Waits for such a pause, then lets it pass.</summary>
    public async Task PassAsync(double leastSeconds, double mostSeconds)
    {
        await PausesAsync(leastSeconds, mostSeconds);
        Advance(TimeSpan.FromSeconds(mostSeconds));
    }

    // A jittered pause stays below thirty seconds; the limits of streams and (in these tests) of requests do not.
    private static bool IsPause(TimeSpan length) => length < TimeSpan.FromSeconds(30);

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        public long Due { get; private set; }

        public TimeSpan Length { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
                if (dueTime < TimeSpan.Zero) return true;
                Length = dueTime;
                Due = time._ticks + dueTime.Ticks;
                time._timers.Add(this);
                foreach (var watcher in time._watchers.Where(watcher => watcher.Matches(dueTime)).ToList())
                {
                    time._watchers.Remove(watcher);
                    watcher.Seen.TrySetResult();
                }
            }

            return true;
        }

        public void Dispose()
        {
            lock (time._lock) time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
