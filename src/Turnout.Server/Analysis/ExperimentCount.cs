using Turnout.Server.Features.Metrics;

namespace Turnout.Server.Analysis;

/// <summary>
/// How far an experiment has been counted: who is in, and what a metric needs of each unit, carried on by new events alone. Everything in it follows from
/// the columns it was made with. Not thread-safe.
/// </summary>
internal sealed class ExperimentCount(AnalysisPlan plan, ExposureSeries exposures)
{
    readonly EnrolledUnits units = new(plan.Arms);
    readonly Dictionary<SumKey, EventSums> sums = [];
    readonly Dictionary<MetricDefinition, FunnelSteps> funnels = [];
    AnalysisPlan plan = plan;
    // Kept from one count to the next: large arrays are dear to collect.
    int[] dayOf = [];
    Tally? tally;
    long next = -1, from, until;

    /// <summary>When it was last asked for, by the index's own count.</summary>
    public long Used { get; set; }

    public long Bytes => units.Bytes + sums.Values.Sum(sum => sum.Bytes) + funnels.Values.Sum(funnel => funnel.Bytes) + (tally?.Values.Sum(values => values?.Bytes ?? 0) ?? 0);

    /// <summary>Whether it can be carried on to count a plan over these columns.</summary>
    public bool CanCount(AnalysisPlan wanted, ExposureSeries series) => plan.HasUnitsOf(wanted) && ReferenceEquals(exposures, series);

    /// <summary>Counts what the columns hold.</summary>
    /// <param name="wanted">What to count.</param>
    /// <param name="series">The columns, all of them as far as <paramref name="state"/>.</param>
    /// <param name="dimension">The values of the plan's dimension.</param>
    /// <param name="unitCount">How many units have numbers.</param>
    /// <param name="state">How far the columns go.</param>
    /// <param name="now">Unix milliseconds.</param>
    public Tally Count(AnalysisPlan wanted, Func<SeriesKey, EventSeries> series, DimensionValues? dimension, int unitCount, long state, long now)
    {
        if (tally is not null && next == state && plan.Equals(wanted) && now >= from && now < until) return tally;
        plan = wanted;
        Advance(series, unitCount);
        tally = Fold(series, dimension, now);
        (next, from, until) = (state, now, FirstMaturityAfter(now));
        return tally;
    }

    void Advance(Func<SeriesKey, EventSeries> series, int unitCount)
    {
        units.Advance(exposures, unitCount);
        var keys = plan.Metrics.SelectMany(SumsOf).ToHashSet();
        foreach (var gone in sums.Keys.Where(key => !keys.Contains(key)).ToList()) sums.Remove(gone);
        foreach (var key in keys)
            if (!sums.ContainsKey(key)) sums[key] = new EventSums(key, Find(key.Event));
        var wanted = plan.Metrics.Where(metric => metric.Type == MetricType.Funnel).ToHashSet();
        foreach (var gone in funnels.Keys.Where(metric => !wanted.Contains(metric)).ToList()) funnels.Remove(gone);
        foreach (var metric in wanted)
        {
            if (!funnels.ContainsKey(metric))
                funnels[metric] = new FunnelSteps(MetricFold.Milliseconds(metric.DelayDays), MetricFold.Milliseconds(metric.WindowDays), [.. metric.Steps.Select(Find)]);
        }
        // None of them touches another.
        Parallel.ForEach([.. sums.Values.Select(sum => (Action<EnrolledUnits>)sum.Advance), .. funnels.Values.Select(funnel => (Action<EnrolledUnits>)funnel.Advance)], advance => advance(units));

        IReadOnlyList<EventSeries> Find(string name) => [.. plan.SeriesOf(name).Select(series)];
    }

    Tally Fold(Func<SeriesKey, EventSeries> series, DimensionValues? dimension, long now)
    {
        var (days, firstDay) = UnitSlices.ByDay(units, ref dayOf);
        var (slices, values) = dimension is null ? (null, []) : UnitSlices.ByValue(units, dimension);
        var folds = new MetricTotals[plan.Metrics.Count];
        Parallel.For(0, folds.Length, metric => folds[metric] = Fold(plan.Metrics[metric], series, days, slices, now));
        var dayUnits = UnitSlices.CountIn(days, units);
        return new Tally(units, [.. folds.Select(fold => fold.All)], [.. Enumerable.Range(0, days.Count).Where(day => dayUnits[day].Any(count => count > 0))
            .Select(day => new DayTally(DateOnly.FromDateTime(DateTime.UnixEpoch.AddDays(firstDay + day)), dayUnits[day], [.. folds.Select(fold => fold.ByDay[day])]))])
        {
            Slices = slices is null ? [] : [.. UnitSlices.CountIn(slices, units)
                .Select((count, i) => new SliceTally(values[i].Value, values[i].IsOther, count, [.. folds.Select(fold => fold.BySlice[i])]))],
            Numbers = [.. folds.Select(fold => fold.Numbers)],
            Values = [.. folds.Select(fold => fold.Values)],
        };
    }

    MetricTotals Fold(MetricDefinition metric, Func<SeriesKey, EventSeries> series, Slices days, Slices? slices, long now)
    {
        if (metric.Type == MetricType.Quantile)
        {
            var quantile = new QuantileValues(metric, units, plan.Arms, [.. plan.SeriesOf(metric.Event).Select(series)], now);
            ArmTotals[] none = [.. plan.Arms.Select(_ => ArmTotals.None)];
            return new(quantile.In(new Slices(new int[units.Count], 1))[0], [.. Enumerable.Repeat(none, days.Count)], slices is null ? [] : quantile.In(slices), null, quantile);
        }
        var numbers = NumbersOf(metric);
        var cap = MetricFold.LimitOf(metric, units, numbers, now);
        if (cap is { } limit) numbers = new CappedNumbers(numbers, limit);
        var byDay = MetricFold.Of(metric, units, numbers, cap, days, now);
        return new(
            [.. Enumerable.Range(0, plan.Arms.Count).Select(arm => byDay.Aggregate(ArmTotals.None, (sum, day) => sum.Merge(day[arm])))],
            byDay, slices is null ? [] : MetricFold.Of(metric, units, numbers, cap, slices, now), numbers, null);
    }

    UnitNumbers NumbersOf(MetricDefinition metric)
    {
        if (metric.Type == MetricType.Funnel) return new FunnelNumbers(funnels[metric]);
        var keys = SumsOf(metric).ToList();
        return new SummedNumbers(metric.Type, sums[keys[0]], keys.Count > 1 ? sums[keys[1]] : null);
    }

    /// <summary>The sums a metric is made of: above the line, and below it.</summary>
    static IEnumerable<SumKey> SumsOf(MetricDefinition metric)
    {
        if (metric.Type is MetricType.Funnel or MetricType.Quantile) yield break;
        yield return Of(metric.Event);
        if (metric.DenominatorEvent is { } denominator) yield return Of(denominator);

        SumKey Of(string name) => new(
            name, MetricFold.Milliseconds(metric.DelayDays), MetricFold.Milliseconds(metric.WindowDays), MetricFold.Milliseconds(metric.PrePeriodDays));
    }

    /// <summary>When the next window closes, and the counts of open ones are no longer right.</summary>
    long FirstMaturityAfter(long now)
    {
        var first = long.MaxValue;
        foreach (var span in plan.Metrics.Select(MetricFold.SpanMs).Distinct())
        {
            foreach (var at in units.Firsts)
                if (at + span > now) first = Math.Min(first, at + span);
        }
        return first;
    }

    /// <summary>What a metric comes to, by arm: in all, by day, by slice.</summary>
    sealed record MetricTotals(ArmTotals[] All, ArmTotals[][] ByDay, ArmTotals[][] BySlice, UnitNumbers? Numbers, QuantileValues? Values);
}
