using Turnout.Engine.Definitions;

namespace Turnout.Server.Features.Definitions;

/// <summary>Something in an environment that other things name: a flag, segment, experiment or metric.</summary>
/// <param name="Kind"><c>flag</c>, <c>segment</c>, <c>experiment</c> or <c>metric</c>.</param>
/// <param name="Key">Its key.</param>
internal readonly record struct Item(string Kind, string Key)
{
    public const string FlagKind = "flag", SegmentKind = "segment", ExperimentKind = "experiment", MetricKind = "metric", HoldoutKind = "holdout";

    public static Item Flag(string key) => new(FlagKind, key);

    public static Item Segment(string key) => new(SegmentKind, key);

    public static Item Experiment(string key) => new(ExperimentKind, key);

    public static Item Metric(string key) => new(MetricKind, key);

    /// <summary>The environment's holdout.</summary>
    public static Item Holdout { get; } = new(HoldoutKind, HoldoutKind);

    public override string ToString() => $"{Kind} '{Key}'";
}

/// <summary>What a definition names.</summary>
internal static class References
{
    public static HashSet<Item> Of(FlagDefinition flag)
    {
        var items = new HashSet<Item>();
        Collect(flag.Audience, items);
        foreach (var rule in flag.Rules)
        {
            Collect(rule.If, items);
            if (rule.Serve.Experiment is { } experiment) items.Add(Item.Experiment(experiment));
        }
        foreach (var prerequisite in flag.Prerequisites) items.Add(Item.Flag(prerequisite.Flag));
        return items;
    }

    public static HashSet<Item> Of(Condition? condition)
    {
        var items = new HashSet<Item>();
        Collect(condition, items);
        return items;
    }

    /// <summary>The attributes that a condition asks for by itself, without those of its segments.</summary>
    public static IEnumerable<string> AttributesOf(Condition? condition) => condition switch
    {
        AttributeCondition test => [test.Attribute],
        AllCondition all => all.Parts.SelectMany(AttributesOf),
        AnyCondition any => any.Parts.SelectMany(AttributesOf),
        NotCondition not => AttributesOf(not.Part),
        _ => [],
    };

    static void Collect(Condition? condition, HashSet<Item> items)
    {
        switch (condition)
        {
            case AllCondition all:
                foreach (var part in all.Parts) Collect(part, items);
                break;
            case AnyCondition any:
                foreach (var part in any.Parts) Collect(part, items);
                break;
            case NotCondition not:
                Collect(not.Part, items);
                break;
            case SegmentCondition segment:
                items.Add(Item.Segment(segment.Segment));
                break;
        }
    }
}
