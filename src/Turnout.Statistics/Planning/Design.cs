using Turnout.Statistics.Sequential;

namespace Turnout.Statistics.Planning;

/// <summary>How the experiment will decide: what a plan must know.</summary>
public sealed record Design
{
    /// <summary>The error allowed for the family of all comparisons; between 0 and 1.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>The chance to find an effect of the planned size; above alpha, below 1.</summary>
    public double Power { get; init; } = 0.8;

    /// <summary>What is looked for.</summary>
    public Alternative Alternative { get; init; }

    /// <summary>Treatment arms compared with the control; alpha is shared among them.</summary>
    public int Comparisons { get; init; } = 1;

    /// <summary>Units in each treatment arm for one of the control.</summary>
    public double TreatmentPerControl { get; init; } = 1;

    /// <summary>The correlation of the metric with its pre-period where CUPED will be used; of (−1, 1).</summary>
    public double CovariateCorrelation { get; init; }

    /// <summary>Set for an always-valid decision: its tuning, by units of one comparison.</summary>
    public Tuning? AlwaysValid { get; init; }

    /// <summary>Set for a group-sequential decision: its looks, planned at alpha over comparisons.</summary>
    public IReadOnlyList<Look>? Looks { get; init; }

    internal double LevelOfEach => Alpha / Comparisons;

    internal NotComputable? Fault() =>
        Alpha is not (> 0 and < 1) ? NotComputable.Invalid("alpha", "the level lies between 0 and 1")
        : !(Power > Alpha && Power < 1) ? NotComputable.Invalid("power", "the power lies above alpha and below 1")
        : Comparisons is < 1 or > 10_000 ? NotComputable.Invalid("comparisons", "there must be at least one comparison")
        : TreatmentPerControl is not (> 1e-6 and < 1e6) ? NotComputable.Invalid("treatment_per_control", "the ratio lies above 0")
        : CovariateCorrelation is not (> -1 and < 1) ? NotComputable.Invalid("correlation", "the correlation lies between -1 and 1")
        : null;
}
