using Turnout.Engine.Bucketing;
using Turnout.Engine.Definitions;
using Turnout.Engine.Targeting;

namespace Turnout.Engine;

/// <summary>An arm of a compiled experiment.</summary>
public sealed class RulesetArm
{
    internal RulesetArm(byte[] experimentKeyJson, ArmDefinition definition)
    {
        Key = definition.Key;
        Value = definition.Value;
        AnswerJson = [.. experimentKeyJson, (byte)':', .. RulesetVariant.JsonText(Key)];
    }

    /// <summary>The variant's key.</summary>
    public string Key { get; }

    /// <summary>What a flag driven by the experiment gets, where the arm itself says so; else null.</summary>
    public FlagValue? Value { get; }

    /// <summary><c>"experiment":"variant"</c>.</summary>
    internal byte[] AnswerJson { get; }
}

/// <summary>An experiment, ready to decide.</summary>
public sealed class RulesetExperiment
{
    private readonly Split _split;
    private readonly ExperimentGate? _gate;
    private readonly UnitSource _unit;
    private readonly RulesetArm[] _arms;
    private readonly bool _sensitive;

    // Nothing but the hash decides: most experiments, most of the time.
    private readonly bool _isOpen;

    internal RulesetExperiment(ExperimentDefinition definition, MatcherCompiler matchers, Share holdout)
    {
        Key = definition.Key;
        KeyJson = RulesetVariant.JsonText(Key);
        KeyHash = ((ulong)UnitHash.Seed(Key) << 32) | UnitHash.Seed(Key + "\n");
        Status = definition.Status;
        Unit = definition.Unit;
        _unit = new UnitSource(definition.Unit);
        Assignment = definition.Assignment;
        _arms = [.. definition.Variants.Select(arm => new RulesetArm(KeyJson, arm))];
        ControlIndex = Math.Max(0, IndexOf(definition.Control ?? ""));
        var salt = definition.Salt ?? definition.Key;
        _split = Split.Create(definition.Algorithm, salt, [.. definition.Variants.Select(arm => arm.Weight)]);
        _gate = ExperimentGate.Of(definition, salt, matchers, holdout);
        _sensitive = definition.Sensitive;
        _isOpen = _gate is null && !_sensitive && Assignment == AssignmentType.Deterministic;
    }

    /// <summary>The experiment's key.</summary>
    public string Key { get; }

    /// <summary><c>"key"</c>.</summary>
    internal byte[] KeyJson { get; }

    /// <summary>64 bits that stand for the key, made once for those who remember units by experiment.</summary>
    internal ulong KeyHash { get; }

    /// <summary>Only a running experiment assigns.</summary>
    public ExperimentStatus Status { get; }

    /// <summary>What is bucketed.</summary>
    public string Unit { get; }

    /// <summary>By hash or by the server's random draw.</summary>
    public AssignmentType Assignment { get; }

    /// <summary>Whether only units whose context says <c>consent</c> = true take part.</summary>
    public bool Sensitive => _sensitive;

    /// <summary>The arms, in their defined order.</summary>
    public IReadOnlyList<RulesetArm> Arms => _arms;

    /// <summary>The index of the control arm.</summary>
    public int ControlIndex { get; }

    /// <summary>The index of an arm by its key; −1 where there is none.</summary>
    public int IndexOf(string arm)
    {
        for (var i = 0; i < _arms.Length; i++)
            if (_arms[i].Key == arm) return i;
        return -1;
    }

    /// <summary>
    /// The arm that the split gives an id, whoever takes part: what a unit that is in the experiment was shown by hash. For an experiment that
    /// assigns at random, an unpredictable id makes the draw. −1 when the weights cannot be used.
    /// </summary>
    public int ArmByHash(string id) => _split.IsUsable ? _split.VariantOf(id, out _) : -1;

    internal ExperimentDecision Decide(EvaluationContext context, IStoredAssignments? stored)
    {
        if (Status != ExperimentStatus.Running) return Out(Reason.NotRunning);
        if (_unit.IdIn(context) is not { } unitId) return Out(Reason.UnitMissing);
        if (_isOpen && stored is null) return Assign(unitId);
        if (_sensitive && !(context["consent"].TryGetBoolean(out var consent) && consent)) return Out(Reason.ConsentMissing, unitId);
        // Once assigned, always assigned: later edits of targeting or traffic do not move anyone. An arm that is not there moves nobody either.
        if (stored is not null && stored.TryGetVariant(this, unitId, out var arm) && (uint)arm < (uint)_arms.Length) return new(this, arm, Reason.Sticky, unitId, -1);
        if (_gate is not null && !_gate.Admits(context, unitId, out var reason, out var bucket)) return Out(reason, unitId, bucket);
        if (Assignment == AssignmentType.Random) return Out(Reason.NotAssigned, unitId);
        return Assign(unitId);
    }

    private ExperimentDecision Assign(string unitId)
    {
        if (!_split.IsUsable) return Out(Reason.Error, unitId);
        var arm = _split.VariantOf(unitId, out var bucket);
        return new(this, arm, Reason.Split, unitId, bucket);
    }

    private ExperimentDecision Out(Reason reason, string? unitId = null, int bucket = -1) => new(this, -1, reason, unitId, bucket);
}

/// <summary>Whether a unit is in an experiment, with which variant, and why.</summary>
public readonly struct ExperimentDecision
{
    internal ExperimentDecision(RulesetExperiment? experiment, int armIndex, Reason reason, string? unitId, int bucket)
    {
        Experiment = experiment;
        ArmIndex = armIndex;
        Reason = reason;
        UnitId = unitId;
        Bucket = bucket;
    }

    /// <summary>The experiment; null when the ruleset has none of that key.</summary>
    public RulesetExperiment? Experiment { get; }

    /// <summary>The index of the variant among the experiment's arms; negative when the unit is not in it, meaningless without an experiment.</summary>
    public int ArmIndex { get; }

    /// <summary>Why.</summary>
    public Reason Reason { get; }

    /// <summary>The id of the experiment's unit; null when the context does not have it.</summary>
    public string? UnitId { get; }

    /// <summary>The bucket that decided; −1 when none did.</summary>
    public int Bucket { get; }

    /// <summary>True when the unit has a variant.</summary>
    public bool IsIn => Experiment is not null && ArmIndex >= 0;

    /// <summary>The variant's key; null when the unit is not in the experiment.</summary>
    public string? Variant => IsIn ? Experiment!.Arms[ArmIndex].Key : null;
}

/// <summary>The assignments that exist already: a unit that has one keeps it.</summary>
public interface IStoredAssignments
{
    /// <summary>
    /// The index of the arm that <paramref name="unitId"/> was given in <paramref name="experiment"/>, where it was. Called during evaluation:
    /// it must answer from memory and may be called from many threads.
    /// </summary>
    bool TryGetVariant(RulesetExperiment experiment, string unitId, out int armIndex);
}
