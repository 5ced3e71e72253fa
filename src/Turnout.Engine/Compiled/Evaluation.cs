using System.Runtime.CompilerServices;

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

/// <summary>The outcome of an evaluation and what led to it. A value of 40 bytes without allocations; the texts are made when asked for.</summary>
public readonly struct Evaluation
{
    private readonly string? _unitId;
    private readonly int _index;
    private readonly short _armIndex;
    private readonly Reason _decisionReason;

    // Inlined, so that it is written where it is returned: copying forty bytes just written costs more than an evaluation.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Evaluation(RulesetFlag? flag, RulesetVariant? variant, Reason reason, DecidedBy decidedBy, int index = -1, int bucket = -1)
    {
        Flag = flag;
        Variant = variant;
        Reason = reason;
        DecidedBy = decidedBy;
        _index = index;
        Bucket = bucket;
        _armIndex = -1;
    }

    /// <summary>An error: the flag is not there, or (where it is) cannot be evaluated.</summary>
    internal Evaluation(RulesetFlag? flag, RulesetVariant? variant, EvaluationError error, DecidedBy decidedBy = DecidedBy.Nothing, int index = -1)
        : this(flag, variant, Reason.Error, decidedBy, index) => Error = error;

    /// <summary>What an experiment decided for a rule.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Evaluation(RulesetFlag flag, RulesetVariant variant, int index, in ExperimentDecision decision)
        : this(flag, variant, decision.IsIn ? Reason.Split : decision.Reason, DecidedBy.Rule, index, decision.Bucket)
    {
        _unitId = decision.UnitId;
        _armIndex = (short)decision.ArmIndex;
        _decisionReason = decision.Reason;
        if (decision.Reason == Reason.Error) Error = EvaluationError.ParseError;
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

    /// <summary>The bucket that decided, 0 to 99,999 (0 to 99 for <c>sha256-percent</c>, 0 to 9,999 for a layer); −1 when none did.</summary>
    public int Bucket { get; }

    /// <summary>The decision of the experiment that the matching rule names; its <c>Experiment</c> is null when none was asked. Where it is in, the caller owes an exposure.</summary>
    public ExperimentDecision Decision => DecidedBy == DecidedBy.Rule && Flag!.ExperimentOf(_index) is { } experiment
        ? new(experiment, _armIndex, _decisionReason, _unitId, Bucket)
        : default;

    /// <summary>Whether an experiment drove the value: then whoever shows it owes an exposure of <see cref="Decision"/>.</summary>
    public bool IsDriven => _armIndex >= 0;

    /// <summary>The experiment that drove the flag; null where none did.</summary>
    internal RulesetExperiment? DrivenBy => IsDriven ? Flag!.ExperimentOf(_index) : null;

    /// <summary>The number of the rule or prerequisite that decided, from 0; −1 when neither did.</summary>
    internal int Index => _index;

    /// <summary>
    /// What decided, in words: <c>off</c>, <c>prerequisite:KEY</c>, <c>deny</c>, <c>allow</c>, <c>audience</c>, the rule's name or number,
    /// <c>rollout</c>; null after an error. Allocates for some.
    /// </summary>
    public string? Rule => DecidedBy switch
    {
        DecidedBy.Off => "off",
        DecidedBy.Prerequisite => "prerequisite:" + Flag!.PrerequisiteOf(_index).Key,
        DecidedBy.Deny => "deny",
        DecidedBy.Allow => "allow",
        DecidedBy.Audience => "audience",
        DecidedBy.Rule => Flag!.RuleName(_index),
        DecidedBy.Rollout => "rollout",
        _ => null,
    };
}
