using Turnout.Engine;
using Turnout.Engine.Definitions;

namespace Turnout.Server.Features.Flags;

/// <summary>A flag as one environment has it: what is evaluated, and what people say about it.</summary>
internal sealed record Flag
{
    static readonly VariantDefinition[] BooleanVariants = [new("on", FlagValue.True), new("off", FlagValue.False)];

    public required FlagDefinition Definition { get; init; }

    public string Key => Definition.Key;

    public string Description { get; init; } = "";

    /// <summary>A kill switch: shown first.</summary>
    public bool Critical { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Grows with every change; 0 before the first is saved.</summary>
    public long Revision { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The variants, also those that a boolean flag has without naming them.</summary>
    public static IReadOnlyList<VariantDefinition> VariantsOf(FlagDefinition flag) =>
        flag.Variants.Count == 0 && flag.Type == FlagType.Boolean ? BooleanVariants : flag.Variants;

    /// <summary>None where they are those that a boolean flag has anyway: nearly all flags share them then.</summary>
    public static IReadOnlyList<VariantDefinition> WithoutDefaults(FlagType type, IReadOnlyList<VariantDefinition> variants) =>
        type == FlagType.Boolean && variants.Count == 2 && BooleanVariants.All(variants.Contains) ? [] : variants;
}
