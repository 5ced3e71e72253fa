namespace Turnout.Client.Delivery;

/// <summary>Growing, jittered pauses: half to all of 1, 2, 4, … seconds up to a limit, so that a thousand clients do not return at once.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan most)
{
    private TimeSpan _next = first < most ? first : most;

    public TimeSpan Next()
    {
        var pause = _next;
        _next = _next * 2 < most ? _next * 2 : most;
        return Jitter(pause);
    }

    public void Reset() => _next = first < most ? first : most;

    /// <summary>Half to all of a pause.</summary>
    public static TimeSpan Jitter(TimeSpan pause) => pause * (0.5 + (Random.Shared.NextDouble() / 2));
}
