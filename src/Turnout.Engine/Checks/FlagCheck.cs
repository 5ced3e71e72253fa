using Turnout.Engine.Bucketing;
using Turnout.Engine.Definitions;

namespace Turnout.Engine.Checks;

/// <summary>What else exists in the environment that definitions may refer to.</summary>
/// <param name="SegmentExists">Tells whether a segment of that key exists.</param>
/// <param name="FindExperiment">The experiment of that key, or null.</param>
/// <param name="FindFlag">The flag of that key, or null.</param>
public sealed record Surroundings(
    Func<string, bool> SegmentExists,
    Func<string, ExperimentDefinition?> FindExperiment,
    Func<string, FlagDefinition?> FindFlag);

/// <summary>Says what is wrong with a flag, before it is saved.</summary>
public static class FlagCheck
{
    /// <summary>The most variants, rules, and prerequisites a flag may have.</summary>
    public const int MaxVariants = 100, MaxRules = 200, MaxPrerequisites = 20;

    /// <summary>The longest deny and allow lists.</summary>
    public const int MaxListed = 100_000;

    /// <summary>All errors; empty when the flag is sound.</summary>
    public static IReadOnlyList<DefinitionError> Errors(FlagDefinition flag, Surroundings surroundings)
    {
        var errors = new ErrorList();
        // JSON lists may hold nulls where nothing can.
        errors.RefuseNulls(flag.Variants, "variants");
        errors.RefuseNulls(flag.Rules, "rules");
        errors.RefuseNulls(flag.Prerequisites, "prerequisites");
        if (errors.Errors.Count > 0) return errors.Errors;

        errors.Require(Names.IsKey(flag.Key), "key", "invalid_key", Names.KeyRule);
        errors.Require(Names.IsAttribute(flag.Unit), "unit", "invalid_unit", "A unit is user, team, visitor, or the name of an attribute.");
        CheckPercent(flag, flag.Rollout, "rollout", errors);
        errors.Require(flag.Algorithm is BucketingAlgorithm.Murmur3 or BucketingAlgorithm.Sha256Percent, "algorithm", "unknown_algorithm",
            $"A flag's algorithm is {BucketingAlgorithm.Murmur3} or {BucketingAlgorithm.Sha256Percent}.");
        errors.Require(flag.Salt is null or { Length: >= 1 and <= 256 }, "salt", "invalid_salt", "A salt has 1 to 256 characters.");
        CheckIds(flag.Deny, "deny", errors);
        CheckIds(flag.Allow, "allow", errors);
        CheckVariants(flag, errors);
        ConditionCheck.Check(flag.Audience, "audience", surroundings.SegmentExists, errors);
        CheckRules(flag, surroundings, errors);
        PrerequisiteCheck.Check(flag, surroundings, errors);
        return errors.Errors;
    }

    private static void CheckIds(IReadOnlyList<string> ids, string member, ErrorList errors)
    {
        errors.Require(ids.Count <= MaxListed, member, "too_many_ids", $"A list has at most {MaxListed} ids; use a segment or a rule for more.");
        for (var i = 0; i < ids.Count; i++)
            errors.Require(Names.IsUnitId(ids[i]), $"{member}[{i}]", "invalid_id", "An id has 1 to 512 bytes and no control characters.");
    }

    private static void CheckVariants(FlagDefinition flag, ErrorList errors)
    {
        errors.Require(flag.Variants.Count > 0 || flag.Type == FlagType.Boolean, "variants", "variants_required", "Only a boolean flag can do without variants.");
        errors.Require(flag.Variants.Count <= MaxVariants, "variants", "too_many_variants", $"A flag has at most {MaxVariants} variants.");
        var seen = new HashSet<string>();
        for (var i = 0; i < flag.Variants.Count; i++)
        {
            var variant = flag.Variants[i];
            errors.Require(Names.IsKey(variant.Key), $"variants[{i}].key", "invalid_key", Names.KeyRule);
            errors.Require(seen.Add(variant.Key), $"variants[{i}].key", "duplicate_variant", $"There are two variants '{variant.Key}'.");
            errors.Require(variant.Value.Is(flag.Type), $"variants[{i}].value", "type_mismatch",
                $"The value of '{variant.Key}' is {variant.Value.Type.ToWire()}, the flag is {flag.Type.ToWire()}.");
        }

        CheckNamed(flag, flag.OffVariant, "off_variant", errors);
        CheckNamed(flag, flag.OnVariant, "on_variant", errors);
    }

    private static void CheckNamed(FlagDefinition flag, string? key, string member, ErrorList errors) =>
        errors.Require(key is null || FlagVariants.Find(FlagVariants.Of(flag), key) is not null, member, "unknown_variant", $"The flag has no variant '{key}'.");

    private static void CheckRules(FlagDefinition flag, Surroundings surroundings, ErrorList errors)
    {
        errors.Require(flag.Rules.Count <= MaxRules, "rules", "too_many_rules", $"A flag has at most {MaxRules} rules.");
        var variants = FlagVariants.Of(flag);
        for (var i = 0; i < flag.Rules.Count; i++)
        {
            var rule = flag.Rules[i];
            errors.Require(rule.Name is null or { Length: >= 1 and <= 200 }, $"rules[{i}].name", "invalid_name", "A rule's name has 1 to 200 characters.");
            ConditionCheck.Check(rule.If, $"rules[{i}].if", surroundings.SegmentExists, errors);
            CheckServe(flag, variants, rule.Serve, $"rules[{i}].serve", surroundings, errors);
        }
    }

    private static void CheckServe(
        FlagDefinition flag, RulesetVariant[] variants, ServeDefinition serve, string member, Surroundings surroundings, ErrorList errors)
    {
        if (serve.Rollout is { } percent)
        {
            CheckPercent(flag, percent, member + ".rollout", errors);
        }
        else if (serve.Split is { } split)
        {
            WeightCheck.Check(flag.Algorithm, [.. split.Select(s => s.Value)], member + ".split", errors);
            foreach (var (key, _) in split)
                errors.Require(FlagVariants.Find(variants, key) is not null, $"{member}.split.{key}", "unknown_variant", $"The flag has no variant '{key}'.");
            errors.Require(split.Select(s => s.Key).Distinct().Count() == split.Count, member + ".split", "duplicate_variant", "A variant is named twice.");
        }
        else if (serve.Experiment is { } key)
        {
            CheckExperiment(flag, variants, surroundings.FindExperiment(key), key, member + ".experiment", errors);
        }
        else
        {
            errors.Require(RulesetRule.Served(serve.Value, variants) is not null, member, "unknown_variant",
                $"{serve.Value} is neither a variant nor a value of this flag.");
        }
    }

    private static void CheckExperiment(
        FlagDefinition flag, RulesetVariant[] variants, ExperimentDefinition? experiment, string key, string member, ErrorList errors)
    {
        if (experiment is null)
        {
            errors.Add(member, "unknown_experiment", $"There is no experiment '{key}'.");
            return;
        }

        foreach (var arm in experiment.Variants)
        {
            var value = arm.Value ?? FlagVariants.Find(variants, arm.Key)?.Value;
            if (value is null)
                errors.Add(member, "unmapped_variant", $"The experiment's variant '{arm.Key}' has no value, and the flag has no variant of that name.");
            else if (!value.Is(flag.Type))
                errors.Add(member, "type_mismatch", $"The experiment's variant '{arm.Key}' is {value.Type.ToWire()}, the flag is {flag.Type.ToWire()}.");
        }
    }

    private static void CheckPercent(FlagDefinition flag, double percent, string member, ErrorList errors)
    {
        errors.Require(percent is >= 0 and <= 100, member, "invalid_percentage", "A percentage is a number from 0 to 100.");
        errors.Require(flag.Algorithm != BucketingAlgorithm.Sha256Percent || percent == Math.Floor(percent), member, "not_whole_percentages",
            $"The algorithm {BucketingAlgorithm.Sha256Percent} takes whole percentages.");
    }
}
