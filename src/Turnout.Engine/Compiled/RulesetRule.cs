using System.Globalization;
using Turnout.Engine.Bucketing;
using Turnout.Engine.Definitions;
using Turnout.Engine.Targeting;

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

/// <summary>A rule of a flag, ready: its condition, and what it serves resolved to the flag's variants.</summary>
internal sealed class RulesetRule
{
    public RulesetRule(
        RuleDefinition rule,
        int index,
        FlagDefinition flag,
        RulesetVariant[] variants,
        string salt,
        MatcherCompiler matchers,
        Dictionary<string, RulesetExperiment> experiments)
    {
        Name = rule.Name ?? index.ToString(CultureInfo.InvariantCulture);
        If = matchers.CompileOptional(rule.If);
        var serve = rule.Serve;
        if (serve.Experiment is { } key)
        {
            Experiment = experiments.GetValueOrDefault(key);
            Use(ServeKind.Experiment, Experiment?.Arms.Select(arm => FlagVariants.OfArm(arm.Key, arm.Value, variants)));
        }
        else if (serve.Split is { } split)
        {
            Split = Split.Create(flag.Algorithm, salt, [.. split.Select(s => s.Value)]);
            Use(ServeKind.Split, Split is null ? null : split.Select(s => FlagVariants.Find(variants, s.Key)));
        }
        else if (serve.Rollout is { } percent)
        {
            Share = Share.Of(percent, salt, flag.Algorithm);
            if (Share.IsUsable) Kind = ServeKind.Rollout;
        }
        else
        {
            Variant = Served(serve.Value, variants);
            if (Variant is not null) Kind = ServeKind.Variant;
        }
    }

    public string Name { get; }

    public Matcher? If { get; }

    public ServeKind Kind { get; private set; } = ServeKind.Unusable;

    /// <summary>The one variant served.</summary>
    public RulesetVariant? Variant { get; }

    /// <summary>The variants by the index of the split or of the experiment's arm.</summary>
    public RulesetVariant[] Variants { get; private set; } = [];

    public Share Share { get; } = Share.None;

    public Split? Split { get; }

    public RulesetExperiment? Experiment { get; }

    /// <summary>The variant of that key, else the one of that value: <c>"serve":"blue"</c> and <c>"serve":true</c> both work.</summary>
    internal static RulesetVariant? Served(FlagValue? served, RulesetVariant[] variants) =>
        FlagVariants.Find(variants, served?.Text) ?? Array.Find(variants, v => v.Value.Equals(served));

    private void Use(ServeKind kind, IEnumerable<RulesetVariant?>? resolved)
    {
        var all = resolved?.ToArray();
        if (all is null || all.Any(v => v is null)) return;
        Kind = kind;
        Variants = all!;
    }
}
