using System.Text;
using System.Text.Json;
using Turnout.Server.Analysis;
using Turnout.Server.Features.Metrics;
using Turnout.Statistics;
using Turnout.Statistics.Comparisons;

namespace Turnout.Server.Tests.Analysis;

/// <summary>Counting against a second, plain way of counting, over random events.</summary>
public class ExperimentCountTests
{
    const long Day = 86_400_000;
    const long Now = 20_000 * Day;

    static readonly string[] Arms = ["a", "b", "c"];

    static readonly MetricDefinition[] Metrics =
    [
        new() { Key = "rate", Event = "buy", Type = MetricType.Proportion },
        new() { Key = "count", Event = "buy", Type = MetricType.Count, WindowDays = 3, PrePeriodDays = 30 },
        new() { Key = "sum", Event = "buy", Type = MetricType.Sum, Cap = new MetricCap(0.9) },
        new() { Key = "busy-sum", Event = "buy", Type = MetricType.Sum, Cap = new MetricCap(0.75, IgnoreZeros: true), MatureOnly = true },
        new() { Key = "limited", Event = "buy", Type = MetricType.Sum, Cap = new MetricCap(Value: 5), PrePeriodDays = 0 },
        new() { Key = "mean", Event = "buy", Type = MetricType.Mean, DelayDays = 1 },
        new() { Key = "ratio", Event = "buy", DenominatorEvent = "view", Type = MetricType.Ratio },
        new() { Key = "plain-ratio", Event = "buy", DenominatorEvent = "view", Type = MetricType.Ratio, PrePeriodDays = 0 },
        new() { Key = "back", Event = "view", Type = MetricType.Retention, DelayDays = 2, WindowDays = 2, PrePeriodDays = 0, MatureOnly = true },
        new() { Key = "funnel", Event = "buy", Steps = ["view", "click", "buy"], Type = MetricType.Funnel, PrePeriodDays = 0 },
        new() { Key = "median", Event = "buy", Type = MetricType.Quantile, Quantile = 0.5, PrePeriodDays = 0 },
    ];

    static readonly AnalysisPlan Plan = new("exp", "user", Arms, Metrics) { Dimension = "country" };

    sealed record Exposure(int Unit, long At, string Variant, string? Country);

    sealed record Happening(int Unit, long At, string Name, double? Value, bool IsConversion);

    /// <summary>The columns an index would have read, and the same events as a list.</summary>
    sealed class Log
    {
        readonly Dictionary<SeriesKey, EventSeries> series = Plan.Series.ToDictionary(key => key, _ => new EventSeries());
        readonly ExposureSeries shown = new();
        readonly DimensionValues countries = new(Arms);
        readonly ExperimentCount count;
        long position;

        public Log() => count = new ExperimentCount(Plan, shown);

        public List<Exposure> Exposures { get; } = [];

        public List<Happening> Happenings { get; } = [];

        public int Units { get; set; }

        public void Add(Exposure exposure)
        {
            Exposures.Add(exposure);
            var variant = Encoding.UTF8.GetBytes(exposure.Variant);
            shown.Add(exposure.Unit, exposure.At, variant);
            countries.Add(exposure.Unit, exposure.At, variant, Encoding.UTF8.GetBytes(exposure.Country ?? ""));
            position++;
        }

        public void Add(Happening happening)
        {
            Happenings.Add(happening);
            var key = new SeriesKey("user", happening.IsConversion ? "exp" : null, happening.Name);
            series[key].Add(happening.Unit, happening.At, happening.Value ?? double.NaN);
            position++;
        }

        public Tally Count(long now = Now) => count.Count(Plan, key => series[key], countries, Units, position, now);
    }

    static Log Fill(int seed, int size, Action<Log>? after = null)
    {
        var random = new Random(seed);
        var log = new Log { Units = size / 4 };
        string[] names = ["buy", "view", "click"], countries = ["de", "fr", "jp"];
        for (var i = 0; i < size; i++)
        {
            var unit = random.Next(log.Units);
            var at = Now - (long)(random.NextDouble() * 20 * Day);
            if (random.Next(4) == 0)
                log.Add(new Exposure(unit, at, random.Next(50) == 0 ? "gone" : Arms[random.Next(40) == 0 ? random.Next(3) : unit % 3], random.Next(5) == 0 ? null : countries[random.Next(3)]));
            else
                log.Add(new Happening(unit, at, names[random.Next(3)], random.Next(6) == 0 ? null : Math.Round(random.NextDouble() * 10, 3), random.Next(5) == 0));
            if (i % 97 == 0) after?.Invoke(log);
        }
        return log;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Carried_on_it_is_what_counting_everything_at_once_gives_bit_for_bit(int seed)
    {
        var carried = Fill(seed, 4000, log => log.Count()).Count();
        var anew = Fill(seed, 4000).Count();
        Assert.Equal(Text(anew), Text(carried));
        Assert.NotEmpty(carried.Slices);
    }

    [Theory]
    [InlineData(3, 3000)]
    [InlineData(4, 40)]
    [InlineData(5, 0)]
    public void Every_metric_is_what_a_plain_count_gives(int seed, int size)
    {
        var log = Fill(seed, size);
        var tally = log.Count();
        var units = Units(log);
        for (var m = 0; m < Metrics.Length; m++)
            Check(Metrics[m], log, units, tally.Metrics[m]);
        foreach (var slice in tally.Slices)
        {
            var some = units.Where(unit => unit.Country == slice.Value).ToList();
            Assert.Equal(Arms.Select(arm => some.LongCount(unit => unit.Arm == arm)), slice.Units);
            Check(Metrics[0], log, some, slice.Metrics[0]);
            Check(Metrics[9], log, some, slice.Metrics[9]);
        }
        Assert.Equal(units.Select(unit => DayOf(unit.First)).Distinct().Order(), tally.Days.Select(day => day.Day));
        foreach (var (day, until) in tally.Days.Zip(tally.Cumulative()))
        {
            Check(Metrics[1], log, [.. units.Where(unit => DayOf(unit.First) == day.Day)], day.Metrics[1]);
            List<Unit> untilThen = [.. units.Where(unit => DayOf(unit.First) <= day.Day)];
            Check(Metrics[6], log, untilThen, until.Metrics[6]);
            var median = Array.FindIndex(Metrics, metric => metric.Type == MetricType.Quantile);
            Check(Metrics[median], log, untilThen, until.Metrics[median]);
        }
    }

    [Fact]
    public void Windows_close_as_time_passes_without_any_event()
    {
        var log = new Log { Units = 1 };
        log.Add(new Exposure(0, Now - (2 * Day), "a", null));
        log.Add(new Happening(0, Now - Day, "view", null, false));
        var back = Array.FindIndex(Metrics, metric => metric.Key == "back");
        Assert.Equal((0, 1), Of(log.Count(Now)));
        Assert.Equal((0, 1), Of(log.Count(Now + (2 * Day) - 1)));
        Assert.Equal((1, 0), Of(log.Count(Now + (2 * Day))));
        Assert.Equal((0, 1), Of(log.Count(Now + Day)));

        (long, long) Of(Tally tally) => (tally.Metrics[back][0].Units, tally.Metrics[back][0].Immature);
    }

    [Fact]
    public void Only_so_many_values_of_a_dimension_are_told_apart()
    {
        var log = new Log { Units = 1200 };
        for (var unit = 0; unit < 1200; unit++) log.Add(new Exposure(unit, Now - Day, "a", $"country-{unit % 1100}"));
        var slices = log.Count().Slices;
        Assert.Equal(UnitSlices.MaxValues + 1, slices.Count);
        Assert.Equal((1200 - (UnitSlices.MaxValues * 2), true), (slices[^1].Units[0], slices[^1].IsOther));
        Assert.All(slices.Take(UnitSlices.MaxValues), slice => Assert.Equal(2, slice.Units[0]));
    }

    sealed record Unit(int Number, string Arm, long First, string? Country);

    /// <summary>Who is in, by the rules as they are written down.</summary>
    static List<Unit> Units(Log log) => [.. log.Exposures.Where(exposure => Arms.Contains(exposure.Variant)).GroupBy(exposure => exposure.Unit)
        .Where(exposures => exposures.Select(exposure => exposure.Variant).Distinct().Count() == 1)
        .Select(exposures => new Unit(exposures.Key, exposures.First().Variant, exposures.Min(exposure => exposure.At), exposures.MinBy(exposure => exposure.At)!.Country))];

    static void Check(MetricDefinition metric, Log log, List<Unit> units, ArmTotals[] totals)
    {
        var all = Units(log);
        long span = (long)((metric.DelayDays + metric.WindowDays) * Day), pre = (long)(metric.PrePeriodDays * Day), delay = (long)(metric.DelayDays * Day);
        var limit = metric.Cap?.Value ?? (metric.Cap is { } cap
            ? Cap.AtPercentile([[.. all.Where(Counts).Select(unit => NumberOf(unit, metric.Event, false)!.Value).Where(y => !cap.IgnoreZeros || y != 0)]], cap.Percentile!.Value) is { IsOk: true } found ? found.Value : double.NaN
            : double.PositiveInfinity);
        if (double.IsNaN(limit)) limit = double.PositiveInfinity;
        for (var arm = 0; arm < Arms.Length; arm++)
        {
            var mine = units.Where(unit => unit.Arm == Arms[arm]).ToList();
            Assert.Equal(mine.LongCount(IsOpen), totals[arm].Immature);
            var counted = mine.Where(Counts).ToList();
            if (metric.Type == MetricType.Quantile)
            {
                var values = counted.SelectMany((unit, i) => EventsOf(unit, metric.Event, false).Where(e => e.Value is not null).Select(e => (e.Value!.Value, Unit: i))).ToList();
                var owners = values.Select(value => value.Unit).Distinct().ToList();
                Assert.Equal((owners.Count, values.Count), (totals[arm].Units, totals[arm].Total));
                var expected = QuantileMetric.ToClusteredArm(values.Select(value => value.Value).ToArray(), values.Select(value => owners.IndexOf(value.Unit)).ToArray(), 0.5, Arms[arm]);
                Assert.Equal(expected.IsOk, totals[arm].Quantile!.Value.IsOk);
                if (!expected.IsOk) continue;
                Assert.Equal(expected.Value.Mean, totals[arm].Quantile!.Value.Value.Arm.Mean);
                Close(expected.Value.Variance, totals[arm].Quantile!.Value.Value.Arm.Variance);
                continue;
            }
            if (metric.Type == MetricType.Funnel)
            {
                var reached = counted.Select(unit => ReachedBy(unit)).ToList();
                Assert.Equal(metric.Steps.Select((_, step) => reached.LongCount(count => count > step)), totals[arm].Steps ?? [0, 0, 0]);
            }
            var numbers = counted.Select(unit => (Y: NumberOf(unit, metric.Event, false), Below: NumberOf(unit, metric.DenominatorEvent, false), PreY: NumberOf(unit, metric.Event, true), PreBelow: NumberOf(unit, metric.DenominatorEvent, true)))
                .Where(number => number.Y is not null)
                .Select(number => (Y: Math.Min(number.Y!.Value, limit), Below: number.Below ?? 0, PreY: Math.Min(number.PreY ?? 0, limit), PreBelow: number.PreBelow ?? 0)).ToList();
            Assert.Equal(numbers.Count, totals[arm].Units);
            Close(numbers.Sum(number => number.Y), totals[arm].Total);
            if (numbers.Count == 0) continue;
            double[] y = [.. numbers.Select(number => number.Y)], below = [.. numbers.Select(number => number.Below)], preY = [.. numbers.Select(number => number.PreY)], preBelow = [.. numbers.Select(number => number.PreBelow)];
            if (metric.Type.IsRate()) Assert.Equal(new Successes(y.Length, (long)y.Sum()), totals[arm].Successes);
            else Same(JointMoments.Of(y, y), new JointMoments(totals[arm].Moments.Count, totals[arm].Moments.Mean, totals[arm].Moments.Mean, totals[arm].Moments.M2, totals[arm].Moments.M2, totals[arm].Moments.M2));
            if (metric.Type == MetricType.Ratio) Same(JointMoments.Of(y, below), totals[arm].Joint);
            else if (metric.PrePeriodDays > 0) Same(JointMoments.Of(y, preY), totals[arm].Covariate!.Value);
            else Assert.Null(totals[arm].Covariate);
            if (metric.Type == MetricType.Ratio && metric.PrePeriodDays > 0)
            {
                double[][] columns = [y, below, preY, preBelow];
                for (var i = 0; i < 4; i++)
                    for (var j = 0; j < 4; j++)
                        Close(JointMoments.Of(columns[i], columns[j]).Cross, totals[arm].RatioCovariate!.Comoment(i, j));
            }
            if (metric.Cap is not null) Close(limit, totals[arm].Cap!.Value);
        }

        bool IsOpen(Unit unit) => unit.First + span > Now;

        bool Counts(Unit unit) => !(metric.MatureOnly && IsOpen(unit)) && (metric.Type is MetricType.Quantile || NumberOf(unit, metric.Event, false) is not null);

        IEnumerable<Happening> EventsOf(Unit unit, string name, bool before) => log.Happenings.Where(e => e.Unit == unit.Number && e.Name == name
            && (before ? e.At < unit.First && e.At >= unit.First - pre : e.At >= unit.First + delay && e.At < unit.First + span));

        double? NumberOf(Unit unit, string? name, bool before)
        {
            if (name is null) return 0;
            var events = EventsOf(unit, name, before).ToList();
            var values = events.Where(e => e.Value is not null).Select(e => e.Value!.Value).ToList();
            return metric.Type switch
            {
                MetricType.Count => events.Count,
                MetricType.Sum => values.Sum(),
                MetricType.Mean => values.Count == 0 ? null : values.Average(),
                MetricType.Ratio => values.Sum() + events.Count - values.Count,
                MetricType.Funnel => before ? 0 : ReachedBy(unit) == metric.Steps.Count ? 1 : 0,
                _ => events.Count > 0 ? 1 : 0,
            };
        }

        int ReachedBy(Unit unit)
        {
            var from = long.MinValue;
            var step = 0;
            foreach (var name in metric.Steps)
            {
                var next = EventsOf(unit, name, false).Where(e => e.At >= from).Select(e => (long?)e.At).Min();
                if (next is null) break;
                from = next.Value;
                step++;
            }
            return step;
        }
    }

    static DateOnly DayOf(long at) => DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(at).UtcDateTime);

    // Sums in another order differ in their last bits.
    static void Close(double expected, double actual) => Assert.Equal(expected, actual, 1e-9 * Math.Max(1, Math.Abs(expected)));

    static void Same(JointMoments expected, JointMoments actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        Close(expected.MeanY, actual.MeanY);
        Close(expected.MeanX, actual.MeanX);
        Close(expected.M2Y, actual.M2Y);
        Close(expected.M2X, actual.M2X);
        Close(expected.Cross, actual.Cross);
    }

    /// <summary>Every bit of a tally.</summary>
    static string Text(Tally tally) => JsonSerializer.Serialize(new
    {
        tally.Units.Exposures, tally.Units.Units, tally.Units.MultiplyExposed, tally.Units.UnknownVariants,
        Metrics = tally.Metrics.Select(Of), Days = tally.Days.Select(day => new { day.Day, day.Units, Metrics = day.Metrics.Select(Of) }),
        Slices = tally.Slices.Select(slice => new { slice.Value, slice.IsOther, slice.Units, Metrics = slice.Metrics.Select(Of) }),
    });

    static object Of(ArmTotals[] arms) => arms.Select(arm => new
    {
        arm.Units, arm.Total, arm.Immature, arm.Successes, arm.Moments, arm.Joint, arm.Covariate, arm.Cap, arm.Steps,
        Quantile = arm.Quantile is { IsOk: true } quantile ? quantile.Value.ToString() : null,
        Ratio = arm.RatioCovariate is { } matrix ? Enumerable.Range(0, 16).Select(i => matrix.Comoment(i / 4, i % 4)) : null,
    });
}
