using Turnout.Server.Outbound;

namespace Turnout.Server.Sinks;

/// <summary>
/// Passes events on to one receiver, in its form. What may leave at all is decided before it, by <see cref="SinkFeed"/>; sending again what failed,
/// after it, by <see cref="SinkRunner"/>. Its <see cref="SendAsync"/> may be called with the same events more than once.
/// </summary>
internal abstract class EventSink(string name, SinkSettings settings)
{
    readonly string[] events = [.. settings.Events];
    readonly string[] omitted = [.. settings.OmitProperties];

    public string Name { get; } = name;

    public SinkSettings Settings { get; } = settings;

    /// <summary>What it is given where the configuration names no events; empty: all.</summary>
    protected virtual string[] UsualEvents => [];

    /// <summary>Whether it wants events of this name.</summary>
    public bool Wants(string name)
    {
        var wanted = events.Length == 0 ? UsualEvents : events;
        return wanted.Length == 0 || Array.Exists(wanted, pattern => pattern == name || (pattern.EndsWith('*') && name.StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal)));
    }

    /// <summary>The event without the properties that are not to be passed on.</summary>
    public SinkEvent Shorten(SinkEvent item)
    {
        foreach (var property in omitted) item.Properties.Remove(property);
        return item;
    }

    /// <summary>Sends a batch; all of it arrived, or none of it counts as having.</summary>
    public abstract Task<Outcome> SendAsync(IReadOnlyList<SinkEvent> batch, CancellationToken cancellation);
}
