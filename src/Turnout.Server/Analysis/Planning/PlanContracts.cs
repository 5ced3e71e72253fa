using System.Text.Json.Serialization;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Metrics;

namespace Turnout.Server.Analysis.Planning;

/// <summary>How large an experiment must be to find an effect, and how long that takes.</summary>
/// <param name="Past">The metric's own past, from the event log.</param>
/// <param name="Design">How the experiment would decide.</param>
/// <param name="Sample">Units and days for the effect asked for; null where it cannot be planned, and <paramref name="Notes"/> say why.</param>
/// <param name="Detectable">The smallest effect found with the power asked for, by days of running.</param>
/// <param name="Notes">What to know before trusting it.</param>
internal sealed record PlanBody(
    string Metric, MetricType Type, PastBody Past, PlanDesignBody Design, SampleBody? Sample, IReadOnlyList<DetectableBody> Detectable, IReadOnlyList<string> Notes);

/// <summary>A metric's past.</summary>
/// <param name="From">Units are in from their first event after this on.</param>
/// <param name="To">Units that came until here are in.</param>
/// <param name="Units">How many.</param>
/// <param name="Mean">The rate, mean, ratio or quantile.</param>
/// <param name="Variance">Of one unit's number.</param>
/// <param name="PrePeriodCorrelation">With the same metric in the pre-period: what CUPED takes off is its square. Null without a pre-period.</param>
/// <param name="UnitsPerDay">New units on a mean day, all traffic.</param>
/// <param name="Days">Over how many days that is.</param>
internal sealed record PastBody(DateTimeOffset From, DateTimeOffset To, long Units, double? Mean, double? Variance, double? PrePeriodCorrelation, double? UnitsPerDay, int Days);

/// <summary>How the experiment would decide.</summary>
/// <param name="PlannedUnits">What to give as <c>decision.planned_units</c>, so that the always-valid test is sharpest where it is to end; null for a fixed horizon.</param>
internal sealed record PlanDesignBody(DecisionMethod Method, double Alpha, double Power, int Variants, double TrafficPercent, bool Cuped, double? PlannedUnits);

/// <summary>Units and days for an effect.</summary>
/// <param name="Effect">In the metric's unit.</param>
/// <param name="RelativeEffect">As a share of the mean.</param>
/// <param name="UnitsPerVariant">Of the control; every treatment has as many unless weights say otherwise.</param>
/// <param name="Units">In all variants.</param>
/// <param name="Days">Until they have come.</param>
internal sealed record SampleBody(double Effect, double RelativeEffect, long UnitsPerVariant, long Units, DurationBody? Days);

/// <summary>A stretch of time with its uncertainty.</summary>
/// <param name="Expected">At the mean daily traffic.</param>
/// <param name="Earliest">The lower end of a 90 % band.</param>
/// <param name="Latest">Its upper end; null where the traffic's mean cannot be told from 0.</param>
/// <param name="WindowDays">Days to wait after that, until the last unit's window is over.</param>
/// <param name="ExpectedEnd">The date that <paramref name="Expected"/> and the window lead to, from now or the launch on.</param>
internal sealed record DurationBody(
    long Expected, long Earliest, long? Latest, double WindowDays, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? ExpectedEnd,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? EarliestEnd,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? LatestEnd);

/// <summary>The smallest effect found after so many days.</summary>
internal sealed record DetectableBody(int Days, long Units, double? Effect, double? RelativeEffect);

/// <summary>How far a launched experiment is.</summary>
/// <param name="Units">In the analysis, all variants.</param>
/// <param name="Mean">The control's, so far.</param>
/// <param name="RelativeEffect">The effect asked about, as a share of the control's mean.</param>
/// <param name="PowerSoFar">The chance to find it with the units there are; null where it cannot be computed.</param>
/// <param name="DetectableEffect">The smallest effect found with the power asked for and the units there are.</param>
/// <param name="RelativeDetectableEffect">The same as a share of the control's mean.</param>
/// <param name="UnitsNeeded">In all variants, for the effect asked about.</param>
/// <param name="UnitsMissing">Those that have not come yet.</param>
/// <param name="End">When they will have come; null where nothing is missing or nothing comes.</param>
internal sealed record ProgressBody(
    string Experiment, string Metric, DateTimeOffset AsOf, long Units, double? Mean, PlanDesignBody Design, double RelativeEffect, double? PowerSoFar,
    double? DetectableEffect, double? RelativeDetectableEffect, long? UnitsNeeded, long? UnitsMissing, DurationBody? End, IReadOnlyList<string> Notes);
