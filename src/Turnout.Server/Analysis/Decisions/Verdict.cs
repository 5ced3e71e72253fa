namespace Turnout.Server.Analysis.Decisions;

/// <summary>What it all comes to, in a word.</summary>
internal enum Verdict
{
    /// <summary>Better than the control, by the declared method.</summary>
    Win,

    /// <summary>Worse than the control, by the declared method.</summary>
    Loss,

    /// <summary>No difference has been shown; the interval says how large one could still be.</summary>
    NoDifferenceShown,

    /// <summary>It is too early to say anything.</summary>
    NotEnoughData,

    /// <summary>The data cannot be believed; the facts say why.</summary>
    Unhealthy,
}

/// <summary>One reason behind a verdict.</summary>
/// <param name="Code">Stable, snake_case: for programs.</param>
/// <param name="Text">The same in a sentence.</param>
internal sealed record Fact(string Code, string Text);

/// <summary>The codes of facts.</summary>
internal static class FactCodes
{
    public const string SampleRatioMismatch = "sample_ratio_mismatch";
    public const string MultipleExposure = "multiple_exposure";
    public const string NoEvents = "no_events";
    public const string MinimumUnits = "minimum_units";
    public const string PlannedEnd = "planned_end";
    public const string StoppedEarly = "stopped_early";
    public const string NotComputable = "not_computable";
    public const string Effect = "effect";
    public const string Correction = "correction";
    public const string Method = "method";
    public const string Cuped = "cuped";
    public const string Immature = "immature_units";
    public const string WithinMargin = "within_margin";
    public const string MarginOpen = "margin_open";
    public const string GuardrailHarmed = "guardrail_harmed";
    public const string NoPrimary = "no_primary_metric";
    public const string Variant = "variant";
}
