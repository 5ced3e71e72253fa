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

/// <summary>What a rule of a flag serves, resolved to the flag's variants; its condition stands in the flag, where evaluation looks first.</summary>
internal sealed class RulesetRule
{
    private object? _decider;

    public RulesetRule(
        RuleDefinition rule,
        int index,
        FlagDefinition flag,
        RulesetVariant[] variants,
        string salt,
        Dictionary<string, RulesetExperiment> experiments)
    {
        Name = rule.Name ?? index.ToString(CultureInfo.InvariantCulture);
        var serve = rule.Serve;
        if (serve.Experiment is { } key)
        {
            var experiment = experiments.GetValueOrDefault(key);
            Use(ServeKind.Experiment, experiment, experiment?.Arms.Select(arm => FlagVariants.OfArm(arm.Key, arm.Value, variants)));
        }
        else if (serve.Split is { } split)
        {
            Use(ServeKind.Split, Split.Create(flag.Algorithm, salt, [.. split.Select(s => s.Value)]), split.Select(s => FlagVariants.Find(variants, s.Key)));
        }
        else if (serve.Rollout is { } percent)
        {
            _decider = Share.Of(percent, salt, flag.Algorithm);
            if (Share.IsUsable) Kind = ServeKind.Rollout;
        }
        else
        {
            Variant = Served(serve.Value, variants);
            if (Variant is not null) Kind = ServeKind.Variant;
        }
    }

    public string Name { get; }

    public ServeKind Kind { get; private set; } = ServeKind.Unusable;

    /// <summary>The one variant served.</summary>
    public RulesetVariant? Variant { get; }

    /// <summary>The variants by the index of the split or of the experiment's arm.</summary>
    public RulesetVariant[] Variants { get; private set; } = [];

    // One field for the three, because a ruleset has thousands of rules.
    public Share Share => (Share)_decider!;

    public Split Split => (Split)_decider!;

    public RulesetExperiment Experiment => (RulesetExperiment)_decider!;

    /// <summary>The variant of that key, else the one of that value: <c>"serve":"blue"</c> and <c>"serve":true</c> both work.</summary>
    internal static RulesetVariant? Served(FlagValue? served, RulesetVariant[] variants) =>
        FlagVariants.Find(variants, served?.Text) ?? Array.Find(variants, v => v.Value.Equals(served));

    private void Use(ServeKind kind, object? decider, IEnumerable<RulesetVariant?>? resolved)
    {
        var all = resolved?.ToArray();
        if (decider is null || all is null || all.Any(v => v is null)) return;
        Kind = kind;
        _decider = decider;
        Variants = all!;
    }
}
