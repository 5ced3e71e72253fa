using System.Globalization;
using Turnout.Engine.Bucketing;
using Turnout.Engine.Definitions;

namespace Turnout.Engine;

internal enum ServeKind : byte
{
    Variant,
    Rollout,
    Split,
    Experiment,

    /// <summary>What is to be served is not there (the definition was never checked): the off variant, as an error.</summary>
    Unusable,
}

/// <summary>
/// What a rule of a flag serves, resolved to the flag's variants; its condition stands in the flag, where evaluation looks first. A value in
/// the flag's list of rules: a ruleset has thousands.
/// </summary>
internal readonly struct RulesetRule
{
    // The variant served, or what decides among several: one field, because only one of them is ever there.
    private readonly object? _decider;

    public RulesetRule(
        RuleDefinition rule,
        int index,
        FlagDefinition flag,
        RulesetVariant[] variants,
        string salt,
        CompiledItems<RulesetExperiment> experiments)
    {
        Name = rule.Name ?? index.ToString(CultureInfo.InvariantCulture);
        var serve = rule.Serve;
        if (serve.Experiment is { } key)
        {
            if (experiments.Find(key) is { } experiment
                && All(experiment.Arms.Select(arm => FlagVariants.OfArm(arm.Key, arm.Value, variants))) is { } driven)
                (Kind, _decider, Variants) = (ServeKind.Experiment, experiment, driven);
        }
        else if (serve.Split is { } weights)
        {
            var split = Split.Create(flag.Algorithm, salt, [.. weights.Select(weight => weight.Value)]);
            if (split.IsUsable && All(weights.Select(weight => FlagVariants.Find(variants, weight.Key))) is { } parts)
                (Kind, _decider, Variants) = (ServeKind.Split, split, parts);
        }
        else if (serve.Rollout is { } percent)
        {
            var share = Share.Of(percent, salt, flag.Algorithm);
            if (share.IsUsable) (Kind, _decider) = (ServeKind.Rollout, share);
        }
        else if (Served(serve.Value, variants) is { } variant)
        {
            (Kind, _decider) = (ServeKind.Variant, variant);
        }
    }

    public string Name { get; }

    public ServeKind Kind { get; } = ServeKind.Unusable;

    /// <summary>The variants by the index of the split or of the experiment's arm.</summary>
    public RulesetVariant[] Variants { get; } = [];

    /// <summary>The one variant served.</summary>
    public RulesetVariant Variant => (RulesetVariant)_decider!;

    public Share Share => (Share)_decider!;

    public Split Split => (Split)_decider!;

    public RulesetExperiment Experiment => (RulesetExperiment)_decider!;

    /// <summary>The variant of that key, else the one of that value: <c>"serve":"blue"</c> and <c>"serve":true</c> both work.</summary>
    internal static RulesetVariant? Served(FlagValue? served, RulesetVariant[] variants) =>
        FlagVariants.Find(variants, served?.Text) ?? Array.Find(variants, v => v.Value.Equals(served));

    /// <summary>Null where one of them is.</summary>
    private static RulesetVariant[]? All(IEnumerable<RulesetVariant?> resolved)
    {
        var all = new List<RulesetVariant>();
        foreach (var variant in resolved)
        {
            if (variant is null) return null;
            all.Add(variant);
        }

        return [.. all];
    }
}
