using System.Text.Json.Serialization;
using Turnout.Statistics;
using Turnout.Statistics.Multiplicity;

namespace Turnout.Server.Features.Experiments;

/// <summary>How an experiment's data become a verdict. Declared with the experiment and fixed at its launch: changed with the data in view, its error rates would not hold.</summary>
internal sealed record DecisionRule
{
    public const double DefaultPlannedUnits = 10_000;

    public const long DefaultMinimumUnits = 100;

    /// <summary><c>always_valid</c> (default): look whenever you like. <c>fixed_horizon</c>: one look, at <see cref="PlannedEnd"/>.</summary>
    public DecisionMethod Method { get; init; }

    /// <summary>The chance allowed to call a difference where there is none, two-sided, in each family; above 0, up to 0.5.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>When a fixed horizon ends; <c>stop_at</c> where it is left out. Null for always-valid decisions.</summary>
    public DateTimeOffset? PlannedEnd { get; init; }

    /// <summary>Units of one comparison (control and one treatment) for which the always-valid test is sharpest: about as many as are expected. 2 to 10¹².</summary>
    public double PlannedUnits { get; init; } = DefaultPlannedUnits;

    /// <summary>Units that each variant of a comparison needs before there is a verdict, 1 to 10⁹.</summary>
    public long MinimumUnits { get; init; } = DefaultMinimumUnits;

    /// <summary>What the metrics are for. Those left out: the first metric is primary where none is named so, all others are secondary.</summary>
    public IReadOnlyList<MetricUse> Roles { get; init; } = [];

    /// <summary>Hypotheses that are corrected for their number together. Metrics in none are with those of their role: primary by Holm, secondary by Benjamini and Hochberg, guardrails each alone.</summary>
    public IReadOnlyList<MetricFamily> Families { get; init; } = [];
}

internal enum DecisionMethod
{
    AlwaysValid,
    FixedHorizon,
}

/// <summary>What a metric is for.</summary>
internal enum MetricRole
{
    /// <summary>Decides.</summary>
    Primary,

    /// <summary>Explains; decides nothing.</summary>
    Secondary,

    /// <summary>Must not get worse.</summary>
    Guardrail,
}

/// <summary>A metric's part in the decision.</summary>
/// <param name="Metric">Its key; one of the experiment's metrics.</param>
/// <param name="Role"><c>primary</c>, <c>secondary</c> or <c>guardrail</c>.</param>
/// <param name="Margin">For a guardrail: how much worse still is no harm, in the metric's unit, above 0; the treatment is then tested for being no worse than that.</param>
/// <param name="RelativeMargin">The same as a share of the control's mean, above 0 and up to 10 (0.02: two per cent).</param>
internal sealed record MetricUse(
    string Metric,
    MetricRole Role,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Margin = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? RelativeMargin = null)
{
    /// <summary>The margin as the statistics take it; null where none is declared.</summary>
    [JsonIgnore]
    public Margin? Tolerated => Margin is { } absolute ? new(absolute) : RelativeMargin is { } share ? new(share, IsRelative: true) : null;
}

/// <summary>A declared family: its metrics, each against every treatment, are corrected together.</summary>
/// <param name="Name">1 to 128 of letters, digits, <c>.</c>, <c>_</c>, <c>-</c>.</param>
/// <param name="Metrics">Keys of metrics.</param>
/// <param name="Correction"><c>holm</c> (default), <c>bonferroni</c>, <c>hochberg</c>, <c>hommel</c>, <c>benjamini_hochberg</c>, <c>benjamini_yekutieli</c> or <c>none</c>.</param>
internal sealed record MetricFamily(string Name, IReadOnlyList<string> Metrics, Correction Correction = Correction.Holm);
