namespace Turnout.Engine;

/// <summary>Which step of a flag's evaluation decided.</summary>
public enum DecidedBy : byte
{
    /// <summary>None: there was an error.</summary>
    Nothing,

    /// <summary>The flag is off.</summary>
    Off,

    /// <summary>A prerequisite.</summary>
    Prerequisite,

    /// <summary>The deny list.</summary>
    Deny,

    /// <summary>The allow list.</summary>
    Allow,

    /// <summary>The audience.</summary>
    Audience,

    /// <summary>A rule.</summary>
    Rule,

    /// <summary>The rollout.</summary>
    Rollout,
}

/// <summary>The outcome of an evaluation and what led to it. A value without allocations; the texts are made when asked for.</summary>
public readonly struct Evaluation
{
    private readonly int _index;

    internal Evaluation(
        RulesetFlag? flag,
        RulesetVariant? variant,
        Reason reason,
        DecidedBy decidedBy,
        int index = -1,
        int bucket = -1,
        ExperimentDecision decision = default,
        EvaluationError error = EvaluationError.None)
    {
        Flag = flag;
        Variant = variant;
        Reason = reason;
        DecidedBy = decidedBy;
        _index = index;
        Bucket = bucket;
        Decision = decision;
        Error = error;
    }

    /// <summary>The flag; null when the ruleset has none of that key.</summary>
    public RulesetFlag? Flag { get; }

    /// <summary>The variant served; null when there is no such flag.</summary>
    public RulesetVariant? Variant { get; }

    /// <summary>The value served; null when there is no such flag.</summary>
    public FlagValue? Value => Variant?.Value;

    /// <summary>Why.</summary>
    public Reason Reason { get; }

    /// <summary>What went wrong, if anything did.</summary>
    public EvaluationError Error { get; }

    /// <summary>The step that decided.</summary>
    public DecidedBy DecidedBy { get; }

    /// <summary>The bucket that decided, 0 to 99,999 (0 to 99 for the SHA-256 percentages, 0 to 9,999 for a layer); −1 when none did.</summary>
    public int Bucket { get; }

    /// <summary>The decision of the experiment that the matching rule names; its <c>Experiment</c> is null when none was asked. Where it is in, the caller owes an exposure.</summary>
    public ExperimentDecision Decision { get; }

    /// <summary>
    /// What decided, in words: <c>off</c>, <c>prerequisite:KEY</c>, <c>deny</c>, <c>allow</c>, <c>audience</c>, the rule's name or number,
    /// <c>rollout</c>; null after an error. Allocates for some.
    /// </summary>
    public string? Rule => DecidedBy switch
    {
        DecidedBy.Off => "off",
        DecidedBy.Prerequisite => "prerequisite:" + Flag!.PrerequisiteKey(_index),
        DecidedBy.Deny => "deny",
        DecidedBy.Allow => "allow",
        DecidedBy.Audience => "audience",
        DecidedBy.Rule => Flag!.RuleName(_index),
        DecidedBy.Rollout => "rollout",
        _ => null,
    };
}
