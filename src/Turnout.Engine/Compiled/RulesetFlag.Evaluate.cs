using System.Runtime.CompilerServices;

namespace Turnout.Engine;

public sealed partial class RulesetFlag
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Evaluation Evaluate(EvaluationContext context, IStoredAssignments? stored)
    {
        if (_broken) return new(this, _off, EvaluationError.ParseError);
        if (!_enabled) return new(this, _off, Reason.Disabled, DecidedBy.Off);
        return _targeted ? Target(context, stored) : RollOut(context, Reason.Static);
    }

    private Evaluation Target(EvaluationContext context, IStoredAssignments? stored)
    {
        for (var i = 0; i < _prerequisites.Length; i++)
        {
            if (!_prerequisites[i].IsMetBy(_prerequisites[i].Flag.Evaluate(context, stored)))
                return new(this, _off, Reason.PrerequisiteFailed, DecidedBy.Prerequisite, i);
        }

        if ((_deny is not null || _allow is not null) && _unit.IdIn(context) is { } unitId)
        {
            if (_deny is not null && _deny.Contains(unitId)) return new(this, _off, Reason.TargetingMatch, DecidedBy.Deny);
            if (_allow is not null && _allow.Contains(unitId)) return new(this, _on, Reason.TargetingMatch, DecidedBy.Allow);
        }

        if (_audience is not null && !_audience.Matches(context)) return new(this, _off, Reason.Default, DecidedBy.Audience);

        var conditions = _conditions;
        for (var i = 0; i < conditions.Length; i++)
        {
            if (conditions[i]?.Matches(context) != false) return Serve(_rules[i], i, context, stored);
        }

        return RollOut(context, Reason.Default);
    }

    private Evaluation Serve(RulesetRule rule, int index, EvaluationContext context, IStoredAssignments? stored)
    {
        switch (rule.Kind)
        {
            case ServeKind.Variant:
                return new(this, rule.Variant, Reason.TargetingMatch, DecidedBy.Rule, index);
            case ServeKind.Experiment:
                var decision = rule.Experiment.Decide(context, stored);
                return new(this, decision.IsIn ? rule.Variants[decision.ArmIndex] : _off, index, decision);
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

    private Evaluation RollOut(EvaluationContext context, Reason everyone)
    {
        if (_rollout.IsAll) return new(this, _on, everyone, DecidedBy.Rollout);
        if (_rollout.IsNone) return new(this, _off, everyone, DecidedBy.Rollout);
        if (!_rollout.IsUsable) return new(this, _off, EvaluationError.ParseError, DecidedBy.Rollout);
        if (_unit.IdIn(context) is not { } unitId) return new(this, _off, Reason.UnitMissing, DecidedBy.Rollout);
        var isIn = _rollout.Contains(unitId, out var bucket);
        return new(this, isIn ? _on : _off, Reason.Split, DecidedBy.Rollout, bucket: bucket);
    }
}
