using Turnout.Engine.Definitions;

namespace Turnout.Engine;

/// <summary>Which variants a flag has, and which of them mean off and on.</summary>
internal static class FlagVariants
{
    private static readonly RulesetVariant BooleanOn = new("on", FlagValue.True), BooleanOff = new("off", FlagValue.False);
    private static readonly RulesetVariant[] BooleanVariants = [BooleanOn, BooleanOff];
    private static readonly RulesetVariant Missing = new("", FlagValue.Parse("null"));

    public static RulesetVariant[] Of(FlagDefinition flag)
    {
        if (flag.Variants.Count > 0) return [.. flag.Variants.Select(v => new RulesetVariant(v.Key, v.Value))];
        // Nearly all flags are plain booleans; they share their variants.
        return flag.Type == FlagType.Boolean ? BooleanVariants : [];
    }

    public static (RulesetVariant Off, RulesetVariant On) OffAndOn(FlagDefinition flag, RulesetVariant[] variants)
    {
        if (variants.Length == 0) return (Missing, Missing);
        var off = Find(variants, flag.OffVariant ?? "off") ?? Falsehood(flag, variants) ?? variants[0];
        var on = Find(variants, flag.OnVariant) ?? variants.FirstOrDefault(v => v != off) ?? off;
        return (off, on);
    }

    public static RulesetVariant? Find(RulesetVariant[] variants, string? key)
    {
        if (key is null) return null;
        foreach (var variant in variants)
            if (variant.Key == key) return variant;
        return null;
    }

    /// <summary>The variant by which an experiment's arm drives a flag: the arm's own value, else the flag's variant of that key; null where there is neither.</summary>
    public static RulesetVariant? OfArm(string arm, FlagValue? value, RulesetVariant[] variants)
    {
        var named = Find(variants, arm);
        return value is null || (named is not null && named.Value.Equals(value)) ? named : new RulesetVariant(arm, value);
    }

    // A boolean flag with variants of other names is off where its value is false.
    private static RulesetVariant? Falsehood(FlagDefinition flag, RulesetVariant[] variants) =>
        flag.Type == FlagType.Boolean ? variants.FirstOrDefault(v => v.Value.Type == FlagType.Boolean && !v.Value.Boolean) : null;
}
