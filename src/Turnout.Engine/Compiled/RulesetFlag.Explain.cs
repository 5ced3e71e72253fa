namespace Turnout.Engine;

public sealed partial class RulesetFlag
{
    internal Explanation Explain(EvaluationContext context, IStoredAssignments? stored)
    {
        var evaluation = Evaluate(context, stored);
        if (_broken) return new(evaluation, []);

        var steps = new List<ExplanationStep>();
        var decided = false;
        void Add(DecidedBy kind, string name, bool holds, int index = -1)
        {
            var decides = kind == evaluation.DecidedBy && index == evaluation.Index;
            steps.Add(new(kind, name, holds, decides ? StepOutcome.Decided : decided ? StepOutcome.NotReached : StepOutcome.Passed));
            decided |= decides;
        }

        Add(DecidedBy.Off, "off", !_enabled);
        for (var i = 0; i < _prerequisites.Length; i++)
        {
            var flag = _prerequisites[i].Flag;
            Add(DecidedBy.Prerequisite, "prerequisite:" + flag.Key, !_prerequisites[i].IsMetBy(flag.Evaluate(context, stored)), i);
        }

        var unitId = _unit.IdIn(context);
        if (_deny is not null) Add(DecidedBy.Deny, "deny", unitId is not null && _deny.Contains(unitId));
        if (_allow is not null) Add(DecidedBy.Allow, "allow", unitId is not null && _allow.Contains(unitId));
        if (_audience is not null) Add(DecidedBy.Audience, "audience", !_audience.Matches(context));
        for (var i = 0; i < _rules.Length; i++) Add(DecidedBy.Rule, _rules[i].Name, _conditions[i]?.Matches(context) != false, i);
        Add(DecidedBy.Rollout, "rollout", true);
        return new(evaluation, steps);
    }
}
