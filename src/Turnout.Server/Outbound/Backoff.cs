namespace Turnout.Server.Outbound;

/// <summary>How long to wait before the next attempt: longer each time, as receivers that are down want rest.</summary>
internal static class Backoff
{
    static readonly TimeSpan MostAsked = TimeSpan.FromHours(1);

    static readonly TimeSpan[] Steps =
    [
        TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2), TimeSpan.FromHours(6), TimeSpan.FromHours(12),
    ];

    /// <summary>How many attempts there are: the first, and one after each wait; the last comes after about 21 hours.</summary>
    public static int Attempts => Steps.Length + 1;

    /// <param name="failures">How many attempts in a row have failed, from 1.</param>
    /// <param name="asked">What the receiver asked for by <c>Retry-After</c>; followed up to an hour.</param>
    /// <param name="most">The longest wait, unless the receiver asked for more.</param>
    public static TimeSpan After(int failures, TimeSpan? asked = null, TimeSpan? most = null)
    {
        var wait = Steps[Math.Clamp(failures, 1, Steps.Length) - 1];
        if (most < wait) wait = most.Value;
        var wanted = asked > MostAsked ? MostAsked : asked ?? TimeSpan.Zero;
        return wanted > wait ? wanted : wait;
    }
}
