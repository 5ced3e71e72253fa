using Turnout.Engine.Bucketing;
using Turnout.Engine.Definitions;

namespace Turnout.Engine.Checks;

/// <summary>Says what is wrong with an experiment, before it is saved.</summary>
public static class ExperimentCheck
{
    /// <summary>The most arms an experiment may have.</summary>
    public const int MaxVariants = 50;

    /// <summary>All errors; empty when the experiment is sound.</summary>
    public static IReadOnlyList<DefinitionError> Errors(ExperimentDefinition experiment, Surroundings surroundings)
    {
        var errors = new ErrorList();
        errors.RefuseNulls(experiment.Variants, "variants");
        if (errors.Errors.Count > 0) return errors.Errors;

        errors.Require(Names.IsKey(experiment.Key), "key", "invalid_key", Names.KeyRule);
        errors.Require(Names.IsAttribute(experiment.Unit), "unit", "invalid_unit", "A unit is user, team, visitor, or the name of an attribute.");
        errors.Require(BucketingAlgorithm.All.Contains(experiment.Algorithm), "algorithm", "unknown_algorithm",
            $"The algorithms are {string.Join(", ", BucketingAlgorithm.All)}.");
        errors.Require(experiment.Salt is null or { Length: >= 1 and <= 256 }, "salt", "invalid_salt", "A salt has 1 to 256 characters.");
        errors.Require(experiment.Traffic is >= 0 and <= 100, "traffic", "invalid_percentage", "A percentage is a number from 0 to 100.");
        ConditionCheck.Check(experiment.If, "if", surroundings.SegmentExists, errors);
        CheckVariants(experiment, errors);
        CheckLayer(experiment.Layer, errors);
        return errors.Errors;
    }

    private static void CheckVariants(ExperimentDefinition experiment, ErrorList errors)
    {
        var arms = experiment.Variants;
        errors.Require(arms.Count >= 2, "variants", "variants_required", "An experiment has at least two variants.");
        errors.Require(arms.Count <= MaxVariants, "variants", "too_many_variants", $"An experiment has at most {MaxVariants} variants.");
        var seen = new HashSet<string>();
        for (var i = 0; i < arms.Count; i++)
        {
            errors.Require(Names.IsKey(arms[i].Key), $"variants[{i}].key", "invalid_key", Names.KeyRule);
            errors.Require(seen.Add(arms[i].Key), $"variants[{i}].key", "duplicate_variant", $"There are two variants '{arms[i].Key}'.");
        }

        if (arms.Count > 0) WeightCheck.Check(experiment.Algorithm, [.. arms.Select(arm => arm.Weight)], "variants", errors);
        errors.Require(experiment.Control is null || seen.Contains(experiment.Control), "control", "unknown_variant", $"The experiment has no variant '{experiment.Control}'.");
    }

    private static void CheckLayer(LayerSlots? layer, ErrorList errors)
    {
        if (layer is null) return;
        errors.Require(Names.IsKey(layer.Key), "layer.key", "invalid_key", Names.KeyRule);
        errors.Require(layer.From >= 0 && layer.From < layer.To && layer.To <= UnitHash.LayerSlots, "layer", "invalid_slots",
            $"Slots run from 0 to {UnitHash.LayerSlots}; 'from' is below 'to'.");
    }
}
