using Turnout.Engine.Definitions;

namespace Turnout.Engine.Checks;

/// <summary>Says what is wrong with the prerequisites of a flag.</summary>
internal static class PrerequisiteCheck
{
    public static void Check(FlagDefinition flag, Surroundings surroundings, ErrorList errors)
    {
        errors.Require(flag.Prerequisites.Count <= FlagCheck.MaxPrerequisites, "prerequisites", "too_many_prerequisites",
            $"A flag has at most {FlagCheck.MaxPrerequisites} prerequisites.");
        for (var i = 0; i < flag.Prerequisites.Count; i++) Check(flag.Prerequisites[i], $"prerequisites[{i}]", surroundings, errors);
        if (flag.Prerequisites.Count == 0) return;

        var walk = new Walk(flag, surroundings);
        var evaluations = walk.Evaluations(flag, 1);
        if (walk.IsCircular) errors.Add("prerequisites", "circular_prerequisites", "The flag would depend on itself.");
        else if (evaluations > RulesetFlag.MaxEvaluations)
            errors.Add("prerequisites", "too_many_prerequisites", "With the prerequisites of its prerequisites the flag depends on too many flags.");
    }

    private static void Check(PrerequisiteDefinition prerequisite, string member, Surroundings surroundings, ErrorList errors)
    {
        if (surroundings.FindFlag(prerequisite.Flag) is not { } other)
        {
            errors.Add(member + ".flag", "unknown_flag", $"There is no flag '{prerequisite.Flag}'.");
            return;
        }

        errors.Require(prerequisite.Variants.Count > 0, member + ".variants", "variants_required", "Name at least one variant.");
        foreach (var key in prerequisite.Variants)
        {
            errors.Require(FlagVariants.Find(FlagVariants.Of(other), key) is not null, member + ".variants", "unknown_variant",
                $"The flag '{other.Key}' has no variant '{key}'.");
        }
    }

    /// <summary>Counts the evaluations that one of the flag comes to, as the compiled flag would.</summary>
    private sealed class Walk(FlagDefinition saved, Surroundings surroundings)
    {
        private readonly Dictionary<string, int> _known = [];
        private readonly HashSet<string> _open = [];

        public bool IsCircular { get; private set; }

        public int Evaluations(FlagDefinition flag, int depth)
        {
            if (_known.TryGetValue(flag.Key, out var known)) return known;
            if (depth > RulesetFlag.MaxDepth) return RulesetFlag.MaxEvaluations + 1;
            if (!_open.Add(flag.Key))
            {
                IsCircular = true;
                return 0;
            }

            var sum = 1;
            foreach (var prerequisite in flag.Prerequisites)
            {
                // The saved flag is not in the surroundings yet, or is there as it was.
                var other = prerequisite.Flag == saved.Key ? saved : surroundings.FindFlag(prerequisite.Flag);
                if (other is not null) sum = Math.Min(sum + Evaluations(other, depth + 1), RulesetFlag.MaxEvaluations + 1);
            }

            _open.Remove(flag.Key);
            return _known[flag.Key] = sum;
        }
    }
}
