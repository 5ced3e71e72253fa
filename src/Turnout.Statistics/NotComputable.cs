namespace Turnout.Statistics;

/// <summary>Why a number does not exist: which assumption of the method failed, and where.</summary>
/// <param name="Code">Stable, snake_case: for programs.</param>
/// <param name="Assumption">What the method needs, in words: for people.</param>
/// <param name="Subject">What failed it: <c>control</c>, <c>treatment</c>, an arm's index, a parameter.</param>
public sealed record NotComputable(string Code, string Assumption, string Subject)
{
    internal static readonly NotComputable NeverComputed = new("not_computed", "a computation must have been made", "result");

    internal static NotComputable TooFewUnits(string subject, long least) =>
        new("insufficient_data", $"at least {least} {(least == 1 ? "unit" : "units")} must have been observed", subject);

    internal static NotComputable NoVariance(string subject) =>
        new("zero_variance", "the values must vary", subject);

    internal static NotComputable NoBaseline(string subject) =>
        new("zero_baseline", "a relative change needs a control mean other than 0", subject);

    internal static NotComputable NoDenominator(string subject) =>
        new("zero_denominator", "a ratio needs a denominator that does not sum to 0", subject);

    internal static NotComputable Unbounded(string subject) =>
        new("unbounded_interval", "the control mean must be told apart from 0 at this confidence", subject);

    internal static NotComputable Invalid(string subject, string assumption) =>
        new("invalid_input", assumption, subject);

    internal static NotComputable Overflow(string subject) =>
        new("out_of_range", "every step must stay within the range of double precision", subject);

    /// <summary>The reason as one sentence.</summary>
    public override string ToString() => $"{Subject}: {Assumption} ({Code})";
}
