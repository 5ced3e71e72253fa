namespace Turnout.Server.Features.Access;

/// <summary>
/// So many requests a second, with a burst: the generic cell rate algorithm, which needs one number to remember and no timer. Thread-safe, no lock.
/// </summary>
internal sealed class Allowance
{
    // When, in ticks, everything taken so far would have been earned back.
    long earned;

    /// <summary>Whether nothing of what was taken is still owed: it may be forgotten.</summary>
    public bool IsFull(DateTimeOffset now) => Volatile.Read(ref earned) <= now.UtcTicks;

    /// <summary>Takes one request.</summary>
    /// <param name="rate">What is allowed.</param>
    /// <param name="now">The clock.</param>
    /// <returns>Zero when it may go on; else how long to wait, and nothing was taken.</returns>
    public TimeSpan Take(Rate rate, DateTimeOffset now)
    {
        var ticks = now.UtcTicks;
        while (true)
        {
            var before = Volatile.Read(ref earned);
            var after = Math.Max(before, ticks) + rate.TicksEach;
            var early = after - ticks - rate.TicksEach * rate.Burst;
            if (early > 0) return TimeSpan.FromTicks(early);
            if (Interlocked.CompareExchange(ref earned, after, before) == before) return TimeSpan.Zero;
        }
    }
}

/// <summary>How many requests are allowed.</summary>
/// <param name="TicksEach">The time in which one is earned.</param>
/// <param name="Burst">How many may come at once.</param>
internal readonly record struct Rate(long TicksEach, long Burst)
{
    const int BurstSeconds = 10;

    /// <returns>Null for 0, which stands for no limit.</returns>
    public static Rate? PerSecond(int requests) => requests == 0 ? null : new Rate(Math.Max(1, TimeSpan.TicksPerSecond / requests), (long)requests * BurstSeconds);

    /// <returns>Null for 0, which stands for no limit.</returns>
    public static Rate? PerMinute(int requests) => requests == 0 ? null : new Rate(TimeSpan.TicksPerMinute / requests, requests);
}
