namespace Turnout.Server.Tests;

/// <summary>
/// A clock that stands still until a test moves it; timers fire when it passes them. One with a period fires at most twice in a move, at the first and at the last
/// of its times: whoever slept over the others would not have heard them either.
/// </summary>
public sealed class ManualClock : TimeProvider
{
    readonly Lock gate = new();
    readonly List<Timer> timers = [];
    DateTimeOffset now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate) return now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan by)
    {
        DateTimeOffset until;
        lock (gate) until = now + by;
        while (true)
        {
            Timer? due;
            lock (gate)
            {
                due = timers.Where(timer => timer.Due <= until).MinBy(timer => timer.Due);
                now = due is null ? until : due.Due > now ? due.Due : now;
                due?.Next(until);
            }
            if (due is null) return;
            due.Fire();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    sealed class Timer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        TimeSpan period;

        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod)
        {
            // As the system's timers: what is due at once fires at once, on a thread of its own.
            if (dueTime == TimeSpan.Zero && newPeriod == Timeout.InfiniteTimeSpan)
            {
                lock (clock.gate) clock.timers.Remove(this);
                ThreadPool.QueueUserWorkItem(_ => Fire());
                return true;
            }
            lock (clock.gate)
            {
                clock.timers.Remove(this);
                period = newPeriod;
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                Due = clock.now + dueTime;
                clock.timers.Add(this);
            }
            return true;
        }

        public void Next(DateTimeOffset until)
        {
            if (period > TimeSpan.Zero) Due += period * Math.Max(1, (until - Due).Ticks / period.Ticks);
            else clock.timers.Remove(this);
        }

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (clock.gate) clock.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
