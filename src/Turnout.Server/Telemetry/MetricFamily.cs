using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Turnout.Server.Telemetry;

/// <summary>One instrument's series as Prometheus names and counts them. Thread-safe.</summary>
internal sealed class MetricFamily
{
    /// <summary>OpenTelemetry's advice for durations in seconds, where the instrument has none of its own.</summary>
    static readonly double[] Seconds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    readonly ConcurrentDictionary<string, Series> all = new(StringComparer.Ordinal);
    readonly Kind kind;
    readonly double[] bounds;

    public MetricFamily(Instrument instrument)
    {
        var generic = instrument.GetType().Name;
        kind = generic.StartsWith("Histogram", StringComparison.Ordinal) ? Kind.Histogram
            : generic.StartsWith("Counter", StringComparison.Ordinal) ? Kind.Sum
            : generic.StartsWith("UpDownCounter", StringComparison.Ordinal) ? Kind.UpDown
            : generic.StartsWith("ObservableCounter", StringComparison.Ordinal) ? Kind.Total
            : Kind.Last;
        bounds = kind == Kind.Histogram ? Bounds(instrument) : [];
        Help = instrument.Description ?? instrument.Name;
        Name = ToName(instrument.Name) + instrument.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        };
        if (kind is Kind.Sum or Kind.Total) Name += "_total";
    }

    enum Kind
    {
        /// <summary>A counter that is told of each step.</summary>
        Sum,

        /// <summary>A counter that is asked for its total.</summary>
        Total,

        /// <summary>A number that goes up and down and is told of each step.</summary>
        UpDown,

        /// <summary>A number that is what it was last said to be.</summary>
        Last,
        Histogram,
    }

    public string Name { get; }

    public string Help { get; }

    public string Type => kind switch
    {
        Kind.Histogram => "histogram",
        Kind.Sum or Kind.Total => "counter",
        _ => "gauge",
    };

    /// <summary>A name of letters, digits and underscores.</summary>
    public static string ToName(string name)
    {
        var text = string.Create(name.Length, name, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = char.IsAsciiLetterOrDigit(source[i]) ? source[i] : '_';
        });
        return char.IsAsciiDigit(text[0]) ? $"_{text}" : text;
    }

    /// <returns>False when there is no such series yet.</returns>
    public bool TryRecord(string labels, double value)
    {
        if (!all.TryGetValue(labels, out var series)) return false;
        series.Record(value, kind, bounds);
        return true;
    }

    public void Add(string labels, double value) => all.GetOrAdd(labels, _ => new Series(bounds.Length)).Record(value, kind, bounds);

    public void Write(StringBuilder text)
    {
        foreach (var (labels, series) in all.OrderBy(pair => pair.Key, StringComparer.Ordinal)) series.Write(text, Name, labels, kind, bounds);
    }

    static double[] Bounds(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { Count: > 0 } advised } => [.. advised],
        Histogram<long> { Advice.HistogramBucketBoundaries: { Count: > 0 } advised } => [.. advised.Select(bound => (double)bound)],
        _ => Seconds,
    };

    sealed class Series(int buckets)
    {
        readonly Lock gate = new();
        readonly long[] counts = new long[buckets + 1];
        double sum;

        public void Record(double value, Kind kind, double[] bounds)
        {
            lock (gate)
            {
                if (kind is Kind.Total or Kind.Last)
                {
                    sum = value;
                    return;
                }
                sum += value;
                if (kind != Kind.Histogram) return;
                var bucket = Array.BinarySearch(bounds, value);
                counts[bucket < 0 ? ~bucket : bucket]++;
            }
        }

        public void Write(StringBuilder text, string name, string labels, Kind kind, double[] bounds)
        {
            lock (gate)
            {
                if (kind != Kind.Histogram)
                {
                    text.Append(name).Append(labels.Length == 0 ? "" : $"{{{labels}}}").Append(' ').Append(Number(sum)).Append('\n');
                    return;
                }
                var (before, count) = (labels.Length == 0 ? "" : $"{labels},", 0L);
                for (var i = 0; i < counts.Length; i++)
                {
                    count += counts[i];
                    text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{before}le=\"{(i < bounds.Length ? Number(bounds[i]) : "+Inf")}\"}} {count}\n");
                }
                var own = labels.Length == 0 ? "" : $"{{{labels}}}";
                text.Append(CultureInfo.InvariantCulture, $"{name}_sum{own} {Number(sum)}\n{name}_count{own} {count}\n");
            }
        }

        static string Number(double value) =>
            double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);
    }
}
