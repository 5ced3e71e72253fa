using Turnout.Engine.Bucketing;
using Turnout.Engine.Definitions;
using Turnout.Engine.Targeting;

namespace Turnout.Engine;

/// <summary>What stands before a flag's rules: prerequisites, lists and audience. Most flags have none of them, and no gate.</summary>
internal sealed class FlagGate
{
    private FlagGate(TextSet? deny, TextSet? allow, Matcher? audience) => (Deny, Allow, Audience) = (deny, allow, audience);

    /// <summary>The same gate with prerequisites before it.</summary>
    public FlagGate(FlagGate? gate, Prerequisite[] prerequisites, int depth, int evaluations)
        : this(gate?.Deny, gate?.Allow, gate?.Audience) =>
        (Prerequisites, Depth, Evaluations) = (prerequisites, depth, evaluations);

    public Prerequisite[] Prerequisites { get; } = [];

    public TextSet? Deny { get; }

    public TextSet? Allow { get; }

    public Matcher? Audience { get; }

    /// <summary>How deep the flag's prerequisites nest; 1 without any.</summary>
    public int Depth { get; } = 1;

    /// <summary>How many evaluations one of the flag comes to.</summary>
    public int Evaluations { get; } = 1;

    /// <summary>Null where the flag needs none; its prerequisites come later.</summary>
    public static FlagGate? Of(FlagDefinition flag, MatcherCompiler matchers) => flag is { Deny.Count: 0, Allow.Count: 0, Audience: null }
        ? null
        : new(SetOf(flag.Deny), SetOf(flag.Allow), matchers.CompileOptional(flag.Audience));

    private static TextSet? SetOf(IReadOnlyList<string> ids) => ids.Count > 0 ? new TextSet(ids) : null;
}

/// <summary>A flag that must serve one of some variants.</summary>
internal readonly record struct Prerequisite(RulesetFlag Flag, string[] Variants)
{
    // What an error serves satisfies nothing: the flag that depends on it must not open by accident.
    public bool IsMetBy(in Evaluation evaluation) => evaluation.Reason != Reason.Error && Array.IndexOf(Variants, evaluation.Variant!.Key) >= 0;
}
