namespace Turnout.Engine;

/// <summary>
/// Why an evaluation came out as it did. The first six are OpenFeature's; the others say why a unit is not in an experiment.
/// On the wire they are written in upper snake case, as <c>TARGETING_MATCH</c>.
/// </summary>
public enum Reason : byte
{
    /// <summary>The flag gives everyone the same value.</summary>
    Static,

    /// <summary>Nothing matched: the flag's value for everyone else.</summary>
    Default,

    /// <summary>A rule or a list of the flag names this context.</summary>
    TargetingMatch,

    /// <summary>A rollout, a split or an experiment decided by hash (or by a stored random draw).</summary>
    Split,

    /// <summary>The flag is off.</summary>
    Disabled,

    /// <summary>The evaluation failed; <see cref="Evaluation.Error"/> says how.</summary>
    Error,

    /// <summary>A flag that this one depends on has another value than demanded.</summary>
    PrerequisiteFailed,

    /// <summary>The unit keeps the variant it was given earlier.</summary>
    Sticky,

    /// <summary>The experiment is not running.</summary>
    NotRunning,

    /// <summary>The context does not have the id of the experiment's unit.</summary>
    UnitMissing,

    /// <summary>The context does not match the experiment's targeting.</summary>
    NotTargeted,

    /// <summary>The unit is outside the experiment's traffic share.</summary>
    OutsideTraffic,

    /// <summary>The unit's slot in the layer belongs to another experiment.</summary>
    OutsideLayer,

    /// <summary>The unit is in the global holdout.</summary>
    Holdout,

    /// <summary>The experiment is sensitive and the unit has not consented.</summary>
    ConsentMissing,

    /// <summary>The experiment takes no new units, and this one is new.</summary>
    EnrolmentClosed,

    /// <summary>The experiment assigns at random, and this unit has not been drawn yet: ask the server to assign it.</summary>
    NotAssigned,
}

/// <summary>What went wrong in an evaluation, in OpenFeature's words.</summary>
public enum EvaluationError : byte
{
    /// <summary>Nothing did.</summary>
    None,

    /// <summary>The ruleset has no flag (or experiment) of that key.</summary>
    FlagNotFound,

    /// <summary>The flag's definition cannot be evaluated (it comes from a newer version, or depends on itself).</summary>
    ParseError,

    /// <summary>The value is of another type than asked for.</summary>
    TypeMismatch,
}

/// <summary>The wire forms of <see cref="Reason"/> and <see cref="EvaluationError"/>.</summary>
public static class ReasonNames
{
    private static readonly string[] Reasons = [.. Enum.GetNames<Reason>().Select(UpperSnake)];
    private static readonly string[] Errors = [.. Enum.GetNames<EvaluationError>().Select(UpperSnake)];

    /// <summary>The reason in upper snake case.</summary>
    public static string ToWire(this Reason reason) => Reasons[(int)reason];

    /// <summary>The error in upper snake case; <c>NONE</c> for none.</summary>
    public static string ToWire(this EvaluationError error) => Errors[(int)error];

    /// <summary>The error in a sentence for people; empty for none.</summary>
    public static string Describe(this EvaluationError error) => error switch
    {
        EvaluationError.FlagNotFound => "There is no such flag in this environment.",
        EvaluationError.ParseError => "The flag's definition cannot be evaluated.",
        EvaluationError.TypeMismatch => "The flag's value is of another type than was asked for.",
        _ => "",
    };

    internal static int Count => Reasons.Length;

    private static string UpperSnake(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? "_" + c : char.ToUpperInvariant(c).ToString()));
}
