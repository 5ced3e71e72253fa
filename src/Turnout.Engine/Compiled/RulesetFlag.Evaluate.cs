using System.Runtime.CompilerServices;

namespace Turnout.Engine;

public sealed partial class RulesetFlag
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Evaluate(EvaluationContext context, IStoredAssignments? stored, out Evaluation evaluation)
    {
        switch (_course)
        {
            case Course.Whole:
                evaluation = new(this, _rollout.IsAll ? _on : _off, Reason.Static, DecidedBy.Rollout);
                break;
            case Course.RolledOut:
                evaluation = RollOut(context, Reason.Static);
                break;
            case Course.Targeted:
                evaluation = Target(context, stored);
                break;
            case Course.Driven:
                evaluation = Drive(_driver!, _driven, 0, context, stored);
                break;
            case Course.Off:
                evaluation = new(this, _off, Reason.Disabled, DecidedBy.Off);
                break;
            default:
                evaluation = new(this, _off, EvaluationError.ParseError);
                break;
        }
    }

    internal Evaluation Evaluate(EvaluationContext context, IStoredAssignments? stored)
    {
        Evaluate(context, stored, out var evaluation);
        return evaluation;
    }

    private Evaluation Target(EvaluationContext context, IStoredAssignments? stored)
    {
        if (_gate is { } gate)
        {
            for (var i = 0; i < gate.Prerequisites.Length; i++)
            {
                if (!gate.Prerequisites[i].IsMetBy(gate.Prerequisites[i].Flag.Evaluate(context, stored)))
                    return new(this, _off, Reason.PrerequisiteFailed, DecidedBy.Prerequisite, i);
            }

            if ((gate.Deny is not null || gate.Allow is not null) && _unit.IdIn(context) is { } unitId)
            {
                if (gate.Deny is { } deny && deny.Contains(unitId)) return new(this, _off, Reason.TargetingMatch, DecidedBy.Deny);
                if (gate.Allow is { } allow && allow.Contains(unitId)) return new(this, _on, Reason.TargetingMatch, DecidedBy.Allow);
            }

            if (gate.Audience is not null && !gate.Audience.Matches(context)) return new(this, _off, Reason.Default, DecidedBy.Audience);
        }

        var conditions = _conditions;
        for (var i = 0; i < conditions.Length; i++)
        {
            if (conditions[i]?.Matches(context) != false) return Serve(in _rules[i], i, context, stored);
        }

        return RollOut(context, Reason.Default);
    }

    private Evaluation Serve(in RulesetRule rule, int index, EvaluationContext context, IStoredAssignments? stored)
    {
        switch (rule.Kind)
        {
            case ServeKind.Variant:
                return new(this, rule.Variant, Reason.TargetingMatch, DecidedBy.Rule, index);
            case ServeKind.Experiment:
                return Drive(rule.Experiment, rule.Variants, index, context, stored);
            case ServeKind.Unusable:
                return new(this, _off, EvaluationError.ParseError, DecidedBy.Rule, index);
            case ServeKind.Rollout when rule.Share.IsAll || rule.Share.IsNone:
                return new(this, rule.Share.IsAll ? _on : _off, Reason.TargetingMatch, DecidedBy.Rule, index);
        }

        if (_unit.IdIn(context) is not { } unitId) return new(this, _off, Reason.UnitMissing, DecidedBy.Rule, index);
        int bucket;
        var variant = rule.Kind == ServeKind.Rollout
            ? rule.Share.Contains(unitId, out bucket) ? _on : _off
            : rule.Variants[rule.Split.VariantOf(unitId, out bucket)];
        return new(this, variant, Reason.Split, DecidedBy.Rule, index, bucket);
    }

    private Evaluation Drive(RulesetExperiment experiment, RulesetVariant[] variants, int rule, EvaluationContext context, IStoredAssignments? stored)
    {
        var decision = experiment.Decide(context, stored);
        return new(this, decision.IsIn ? variants[decision.ArmIndex] : _off, rule, decision);
    }

    private Evaluation RollOut(EvaluationContext context, Reason everyone)
    {
        if (!_rollout.IsPart || _unit.IdIn(context) is not { } unitId) return RollOutUnhashed(everyone);
        // Both are at hand before the hash is: a choice between them, not a branch, since no processor can guess a hash.
        var (on, off) = (_on, _off);
        var isIn = _rollout.Contains(unitId, out var bucket);
        return new(this, isIn ? on : off, Reason.Split, DecidedBy.Rollout, bucket: bucket);
    }

    // Apart, so that the way of most stays short.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Evaluation RollOutUnhashed(Reason everyone)
    {
        if (!_rollout.IsUsable) return new(this, _off, EvaluationError.ParseError, DecidedBy.Rollout);
        return _rollout.IsPart
            ? new(this, _off, Reason.UnitMissing, DecidedBy.Rollout)
            : new(this, _rollout.IsAll ? _on : _off, everyone, DecidedBy.Rollout);
    }
}
