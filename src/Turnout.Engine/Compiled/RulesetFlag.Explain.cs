namespace Turnout.Engine;

public sealed partial class RulesetFlag
{
    internal Explanation Explain(EvaluationContext context, IStoredAssignments? stored)
    {
        var evaluation = Evaluate(context, stored);
        if (_course == Course.Broken) return new(evaluation, []);

        var steps = new List<ExplanationStep>();
        var decided = false;
        void Add(DecidedBy kind, string name, bool holds, int index = -1)
        {
            var decides = kind == evaluation.DecidedBy && index == evaluation.Index;
            steps.Add(new(kind, name, holds, decides ? StepOutcome.Decided : decided ? StepOutcome.NotReached : StepOutcome.Passed));
            decided |= decides;
        }

        Add(DecidedBy.Off, "off", _course == Course.Off);
        var prerequisites = _gate?.Prerequisites ?? [];
        for (var i = 0; i < prerequisites.Length; i++)
        {
            var flag = prerequisites[i].Flag;
            Add(DecidedBy.Prerequisite, "prerequisite:" + flag.Key, !prerequisites[i].IsMetBy(flag.Evaluate(context, stored)), i);
        }

        var unitId = _unit.IdIn(context);
        if (_gate?.Deny is { } deny) Add(DecidedBy.Deny, "deny", unitId is not null && deny.Contains(unitId));
        if (_gate?.Allow is { } allow) Add(DecidedBy.Allow, "allow", unitId is not null && allow.Contains(unitId));
        if (_gate?.Audience is { } audience) Add(DecidedBy.Audience, "audience", !audience.Matches(context));
        for (var i = 0; i < _rules.Length; i++) Add(DecidedBy.Rule, _rules[i].Name, _conditions[i]?.Matches(context) != false, i);
        Add(DecidedBy.Rollout, "rollout", true);
        return new(evaluation, steps);
    }
}
