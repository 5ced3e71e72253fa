using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using Turnout.Server.Outbound;

namespace Turnout.Server.Sinks;

/// <summary>A kind of sink.</summary>
/// <param name="Create">Makes one of a name and its settings.</param>
internal sealed record SinkType(Func<string, SinkSettings, OutboundHttp, TimeProvider, EventSink> Create, bool NeedsUrl = false, bool NeedsKey = false, bool NeedsFolder = false);

/// <summary>Every kind of sink there is, and those that are configured.</summary>
internal sealed class SinkRegistry(IOptions<SinkOptions> options, OutboundHttp http, TimeProvider clock)
{
    public static readonly FrozenDictionary<string, SinkType> Types = new Dictionary<string, SinkType>
    {
        ["posthog"] = new((name, settings, http, _) => new PostHogSink(name, settings, http), NeedsUrl: true, NeedsKey: true),
        ["segment"] = new((name, settings, http, clock) => new SegmentSink(name, settings, http, clock), NeedsUrl: true, NeedsKey: true),
        ["http"] = new((name, settings, http, clock) => new HttpSink(name, settings, http, clock), NeedsUrl: true),
        ["ndjson"] = new((name, settings, _, clock) => new NdjsonSink(name, settings, clock), NeedsFolder: true),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Those that are configured, by name.</summary>
    public IReadOnlyList<EventSink> Sinks { get; } =
        [.. options.Value.Sinks.OrderBy(sink => sink.Key, StringComparer.Ordinal).Select(sink => Types[sink.Value.Type!].Create(sink.Key, sink.Value, http, clock))];

    public EventSink? Find(string name) => Sinks.FirstOrDefault(sink => sink.Name == name);
}
