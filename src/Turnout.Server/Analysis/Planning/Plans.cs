using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Metrics;
using Turnout.Server.Hosting;
using Turnout.Statistics;
using Turnout.Statistics.Comparisons;
using Turnout.Statistics.Planning;
using Turnout.Statistics.Sequential;

namespace Turnout.Server.Analysis.Planning;

/// <summary>What a plan is asked.</summary>
/// <param name="RelativeEffect">The smallest change that would matter, as a share of the mean; not 0.</param>
/// <param name="Power">The chance to find it; 0.5 to 0.999.</param>
/// <param name="Alpha">The error allowed.</param>
/// <param name="Method">How it is decided.</param>
/// <param name="Weights">Of the variants, the control first.</param>
/// <param name="TrafficPercent">The share of units that takes part; above 0, up to 100.</param>
/// <param name="PlannedUnits">The always-valid test's tuning; null: the best for the plan.</param>
internal sealed record PlanQuestion(
    double RelativeEffect, double Power, double Alpha, DecisionMethod Method, IReadOnlyList<double> Weights, double TrafficPercent, double? PlannedUnits)
{
    public const double DefaultEffect = 0.05, DefaultPower = 0.8;

    public static PlanQuestion Of(Experiment experiment, double relativeEffect, double power)
    {
        var arms = experiment.Definition.Variants.Where(arm => arm.Weight > 0).ToList();
        var control = arms.Find(arm => arm.Key == experiment.Control) ?? arms[0];
        return new(relativeEffect, power, experiment.Decision.Alpha, experiment.Decision.Method, [control.Weight, .. arms.Where(arm => arm != control).Select(arm => arm.Weight)],
            experiment.Definition.Traffic, experiment.Decision.PlannedUnits);
    }

    public Problem? Check()
    {
        if (RelativeEffect is not (>= -1 and <= 100) || Math.Abs(RelativeEffect) < 1e-6) return Problem.Invalid("invalid_effect", "effect", "'effect' is a share of the mean other than 0: 0.05 for +5 %, at least -1.");
        if (Alpha is not (> 0 and <= 0.5)) return Problem.Invalid("invalid_alpha", "alpha", "'alpha' lies above 0 and is at most 0.5.");
        if (Power is not (>= 0.5 and <= 0.999) || Power <= Alpha) return Problem.Invalid("invalid_power", "power", "'power' is 0.5 to 0.999.");
        if (Weights.Count is < 2 or > 100) return Problem.Invalid("invalid_variants", "variants", "'variants' is 2 to 100.");
        if (TrafficPercent is not (> 0 and <= 100)) return Problem.Invalid("invalid_percentage", "traffic", "'traffic' lies above 0 and is at most 100.");
        return PlannedUnits is not (null or (>= 2 and <= 1e12)) ? Problem.Invalid("invalid_units", "planned_units", "'planned_units' is 2 to 1000000000000.") : null;
    }

    /// <summary>Units of the smallest treatment for one of the control: what the slowest comparison has.</summary>
    public double TreatmentPerControl => Weights.Skip(1).Min() / Weights[0];

    /// <summary>Units of all variants for one of the control.</summary>
    public double AllPerControl => Weights.Sum() / Weights[0];
}

/// <summary>What the planner needs of one arm: its mean, one unit's variance, and how well the pre-period predicts it.</summary>
internal sealed record KnownMetric(PlannedMetric Metric, double Correlation)
{
    public static Computed<KnownMetric> Of(MetricType type, ArmTotals totals)
    {
        var correlation = totals.Covariate is { } pair ? CorrelationOf(pair) : 0;
        if (type.IsRate()) return PlannedMetric.Proportion(totals.Successes.Rate).Select(metric => new KnownMetric(metric, correlation));
        var arm = type switch
        {
            MetricType.Ratio => RatioMetric.ToArm(totals.Joint, "metric"),
            MetricType.Quantile => totals.Quantile is { } quantile ? quantile.Select(known => known.Arm) : new NotComputable("insufficient_data", "a quantile needs the values themselves", "metric"),
            _ => Arm.Of("metric", totals.Moments.Count, totals.Moments.Mean, totals.Moments.Variance),
        };
        return arm.Then(one => PlannedMetric.OfMean(one.Mean, one.Variance)).Select(metric => new KnownMetric(metric, correlation));
    }

    static double CorrelationOf(JointMoments pair) => pair.M2X > 0 && pair.M2Y > 0 ? Math.Clamp(pair.Cross / Math.Sqrt(pair.M2X) / Math.Sqrt(pair.M2Y), -0.999, 0.999) : 0;
}

/// <summary>Plans experiments from a metric's past, and tells how far running ones are. Pure.</summary>
internal static class Plans
{
    const int TuningRounds = 6;

    static readonly int[] Horizons = [7, 14, 21, 28, 42, 56];

    public static PlanBody Of(Past past, PlanQuestion question, DateTimeOffset now)
    {
        var notes = Notes(past);
        var daily = Moments.Of([.. past.DailyUnits.Select(units => units * question.TrafficPercent / 100)]);
        double? perDay = past.DailyUnits.Count == 0 ? null : past.DailyUnits.Average();
        if (!KnownMetric.Of(past.Metric.Type, past.Totals).TryGet(out var known, out var reason))
        {
            notes.Add($"It cannot be planned: {reason}.");
            return new PlanBody(past.Metric.Key, past.Metric.Type, PastOf(past, null, perDay), DesignOf(question, question.PlannedUnits, false), null, [], notes);
        }
        var effect = question.RelativeEffect * Math.Abs(known.Metric.Mean);
        var planned = question.Method == DecisionMethod.AlwaysValid ? question.PlannedUnits ?? Tuned(known, effect, question) : (double?)null;
        var design = DesignFor(known, question, planned);
        SampleBody? sample = null;
        if (Planner.SampleSize(known.Metric, effect, design).TryGet(out var size, out reason))
        {
            var all = (long)Math.Ceiling(size.Control * question.AllPerControl);
            sample = new SampleBody(effect, question.RelativeEffect, size.Control, all, DaysOf(all, daily, past.Metric, now));
            if (sample.Days is { Expected: var days } && days > past.DailyUnits.Count && past.DailyUnits.Count > 0)
                notes.Add($"It would run longer than the {past.DailyUnits.Count} days looked at: new units usually thin out, so that it may take longer still.");
        }
        else
        {
            notes.Add($"The sample size cannot be computed: {reason}.");
        }
        return new PlanBody(
            past.Metric.Key, past.Metric.Type, PastOf(past, known, perDay), DesignOf(question, planned, known.Correlation != 0), sample,
            daily.Mean > 0 ? [.. Horizons.Select(days => DetectableAfter(days, daily.Mean, known, question, design))] : [], notes);
    }

    /// <summary>How far a launched experiment is in one of its metrics.</summary>
    public static Result<ProgressBody> Progress(Counted counted, string? key, double relativeEffect, double power)
    {
        var question = PlanQuestion.Of(counted.Experiment, relativeEffect, power);
        if (question.Check() is { } wrong) return wrong;
        var place = key is null ? 0 : counted.Plan.Metrics.ToList().FindIndex(one => one.Key == key);
        if (place < 0) return Problem.NotFound("unknown_metric", $"The experiment '{counted.Experiment.Key}' has no metric '{key}'.");
        var (metric, tally) = (counted.Plan.Metrics[place], counted.Tally);
        var control = Decisions.Decider.ControlOf(counted.Experiment, counted.Plan);
        long units = tally.Units.Units.Sum(), controls = tally.Units.Units[control];
        var notes = new List<string>();
        if (!KnownMetric.Of(metric.Type, tally.Metrics[place][control]).TryGet(out var known, out var reason))
        {
            notes.Add($"Nothing can be told yet: {reason}.");
            return new ProgressBody(counted.Experiment.Key, metric.Key, counted.AsOf, units, null, DesignOf(question, question.PlannedUnits, false), relativeEffect, null, null, null, null, null, null, notes);
        }
        var effect = relativeEffect * Math.Abs(known.Metric.Mean);
        var planned = question.Method == DecisionMethod.AlwaysValid ? question.PlannedUnits : null;
        var design = DesignFor(known, question, planned);
        double? now = controls >= 2 && Planner.Power(known.Metric, effect, controls, design) is { IsOk: true, Value: var chance } ? chance : null;
        double? detectable = controls >= 2 && Planner.DetectableEffect(known.Metric, controls, design) is { IsOk: true, Value: var least } ? least : null;
        long? needed = Planner.SampleSize(known.Metric, effect, design) is { IsOk: true, Value: var size } ? (long)Math.Ceiling(size.Control * question.AllPerControl) : null;
        long? missing = needed is { } all ? Math.Max(0, all - units) : null;
        if (counted.Experiment.StoppedAt is not null) notes.Add("The experiment has stopped: no more units will come.");
        notes.Add("From the control's numbers so far and the effect asked about, never from the effect observed.");
        var daily = DailyOf(tally, counted.AsOf);
        return new ProgressBody(
            counted.Experiment.Key, metric.Key, counted.AsOf, units, known.Metric.Mean, DesignOf(question, planned, known.Correlation != 0), relativeEffect, now, detectable,
            known.Metric.Mean == 0 ? null : detectable / Math.Abs(known.Metric.Mean), needed, missing,
            missing is > 0 && counted.Experiment.StoppedAt is null ? DaysOf(missing.Value, daily, metric, counted.AsOf) : null, notes);
    }

    /// <summary>New units of the last 28 whole days, those without any counted in.</summary>
    static Moments DailyOf(Tally tally, DateTimeOffset asOf)
    {
        if (tally.Days.Count == 0) return default;
        var today = DateOnly.FromDateTime(asOf.UtcDateTime);
        var first = tally.Days[0].Day;
        var from = Math.Max(first.DayNumber, today.DayNumber - 28);
        var byDay = tally.Days.ToDictionary(day => day.Day.DayNumber, day => (double)day.Units.Sum());
        return Moments.Of([.. Enumerable.Range(from, Math.Max(0, today.DayNumber - from)).Select(day => byDay.GetValueOrDefault(day))]);
    }

    static DetectableBody DetectableAfter(int days, double perDay, KnownMetric known, PlanQuestion question, Design design)
    {
        var units = (long)(days * perDay);
        var control = units / question.AllPerControl;
        double? effect = control >= 2 && Planner.DetectableEffect(known.Metric, control, design, question.RelativeEffect < 0) is { IsOk: true, Value: var least } ? least : null;
        return new DetectableBody(days, units, effect, known.Metric.Mean == 0 ? null : effect / Math.Abs(known.Metric.Mean));
    }

    /// <summary>The tuning that ends where the plan does: the size depends on the tuning, and settles after a few rounds.</summary>
    static double Tuned(KnownMetric known, double effect, PlanQuestion question)
    {
        var planned = DecisionRule.DefaultPlannedUnits;
        for (var round = 0; round < TuningRounds; round++)
        {
            if (Planner.SampleSize(known.Metric, effect, DesignFor(known, question, planned)) is not { IsOk: true, Value: var size }) return planned;
            planned = Math.Round(size.Control * (1 + question.TreatmentPerControl));
        }
        return planned;
    }

    static Design DesignFor(KnownMetric known, PlanQuestion question, double? planned) => new()
    {
        Alpha = question.Alpha,
        Power = question.Power,
        Comparisons = question.Weights.Count - 1,
        TreatmentPerControl = question.TreatmentPerControl,
        CovariateCorrelation = known.Correlation,
        AlwaysValid = question.Method == DecisionMethod.AlwaysValid ? Tuning.ForUnits(planned ?? DecisionRule.DefaultPlannedUnits, question.Alpha) : null,
    };

    static DurationBody? DaysOf(long units, Moments daily, MetricDefinition metric, DateTimeOffset from)
    {
        if (Duration.Until(units, daily) is not { IsOk: true, Value: var plan }) return null;
        var window = metric.DelayDays + metric.WindowDays;
        return new DurationBody(plan.Days, plan.Earliest, plan.Latest, window, End(plan.Days), End(plan.Earliest), plan.Latest is { } latest ? End(latest) : null);

        DateTimeOffset? End(long days) => days + window < 36_500 ? from.AddDays(days + window) : null;
    }

    static PastBody PastOf(Past past, KnownMetric? known, double? perDay) => new(
        past.From, past.To, past.Tally.Units.Units[0], ResultsReport.MeanOf(past.Metric.Type, past.Totals), known?.Metric.Variance,
        past.Totals.Covariate is null ? null : known?.Correlation, perDay, past.DailyUnits.Count);

    static PlanDesignBody DesignOf(PlanQuestion question, double? planned, bool cuped) =>
        new(question.Method, question.Alpha, question.Power, question.Weights.Count, question.TrafficPercent, cuped, question.Method == DecisionMethod.AlwaysValid ? planned : null);

    static List<string> Notes(Past past)
    {
        var notes = new List<string>();
        if (past.Tally.Units.Units[0] == 0) notes.Add("The log has no unit in this stretch.");
        else if (!past.IsMature) notes.Add("The log is too young for the metric's window: units count that have not had it whole, and the numbers may grow.");
        if (past.DailyUnits.Count is > 0 and < 14) notes.Add($"Traffic is known of {past.DailyUnits.Count} days only: the band is wide for a reason.");
        return notes;
    }
}
