using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Turnout.Server.Telemetry;

/// <summary>
/// The server's metrics in Prometheus' text format (version 0.0.4). It begins to listen when it is asked for the first time, so a server that nobody
/// scrapes pays nothing. Thread-safe.
/// </summary>
internal sealed class PrometheusMetrics(IMeterFactory meters, IOptions<TelemetryOptions> options, ILogger<PrometheusMetrics> log) : IDisposable
{
    static readonly HashSet<string> Meters =
        [ServerMeter.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "Npgsql"];

    readonly ConcurrentDictionary<Instrument, MetricFamily> families = new();
    readonly Lock starting = new();
    MeterListener? listener;
    int series;
    bool told;

    public string Write()
    {
        Start();
        listener!.RecordObservableInstruments();
        var text = new StringBuilder(16 * 1024);
        foreach (var group in families.Values.GroupBy(family => family.Name).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var first = group.First();
            text.Append(CultureInfo.InvariantCulture, $"# HELP {first.Name} {Escape(first.Help)}\n# TYPE {first.Name} {first.Type}\n");
            foreach (var family in group) family.Write(text);
        }
        return text.ToString();
    }

    public void Dispose() => listener?.Dispose();

    void Start()
    {
        lock (starting)
        {
            if (listener is not null) return;
            listener = new MeterListener { InstrumentPublished = (instrument, active) => { if (IsOurs(instrument.Meter)) active.EnableMeasurementEvents(instrument); } };
            listener.SetMeasurementEventCallback<byte>((instrument, value, tags, _) => Take(instrument, value, tags));
            listener.SetMeasurementEventCallback<short>((instrument, value, tags, _) => Take(instrument, value, tags));
            listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
            listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
            listener.SetMeasurementEventCallback<float>((instrument, value, tags, _) => Take(instrument, value, tags));
            listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
            listener.SetMeasurementEventCallback<decimal>((instrument, value, tags, _) => Take(instrument, (double)value, tags));
            listener.Start();
        }
    }

    // A process may hold more than one host; the runtime's own meters belong to all.
    bool IsOurs(Meter meter) => Meters.Contains(meter.Name) && (meter.Scope is null || ReferenceEquals(meter.Scope, meters));

    void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var family = families.GetOrAdd(instrument, static made => new MetricFamily(made));
        var labels = Labels(tags);
        if (family.TryRecord(labels, value)) return;
        // Labels that people choose must not eat the memory.
        if (Interlocked.Increment(ref series) <= options.Value.MaxSeries)
        {
            family.Add(labels, value);
            return;
        }
        if (told) return;
        told = true;
        log.LogWarning("/metrics has {Max} series and counts no further ones (Turnout:Telemetry:MaxSeries)", options.Value.MaxSeries);
    }

    static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty) return "";
        var sorted = tags.ToArray();
        Array.Sort(sorted, static (one, other) => string.CompareOrdinal(one.Key, other.Key));
        return string.Join(',', sorted.Select(tag => $"{MetricFamily.ToName(tag.Key)}=\"{EscapeValue(Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? "")}\""));
    }

    static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    static string EscapeValue(string text) => Escape(text).Replace("\"", "\\\"", StringComparison.Ordinal);
}
