using Turnout.Engine;

namespace Turnout.Server.Features.Assignments;

/// <summary>What the units of one context are assigned to, for the engine. Immutable.</summary>
internal sealed class StoredAssignments(IReadOnlyList<(UnitKey Unit, UnitVariant[] Variants)> units) : IStoredAssignments
{
    public bool TryGetVariant(RulesetExperiment experiment, string unitId, out int armIndex)
    {
        foreach (var (unit, variants) in units)
        {
            if (unit.Unit != experiment.Unit || unit.Id != unitId) continue;
            foreach (var variant in variants)
            {
                if (variant.Experiment != experiment.Key) continue;
                armIndex = experiment.IndexOf(variant.Variant);
                return armIndex >= 0;
            }
        }
        armIndex = -1;
        return false;
    }
}
