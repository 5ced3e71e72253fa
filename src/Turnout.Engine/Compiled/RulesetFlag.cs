using Turnout.Engine.Bucketing;
using Turnout.Engine.Definitions;
using Turnout.Engine.Targeting;

namespace Turnout.Engine;

/// <summary>A flag, ready to be evaluated. Keep it as a handle to skip the lookup by key; it belongs to one <see cref="Ruleset"/>.</summary>
public sealed partial class RulesetFlag
{
    /// <summary>
    /// How deep prerequisites may nest, and how many evaluations one may come to through its prerequisites: a flag beyond that is an error,
    /// because twenty prerequisites on each of ten levels would be more evaluations than anyone has time for.
    /// </summary>
    internal const int MaxDepth = 100, MaxEvaluations = 10_000;

    private readonly bool _enabled;
    private readonly UnitSource _unit;
    private readonly TextSet? _deny;
    private readonly TextSet? _allow;
    private readonly Matcher? _audience;
    // Apart from the rules, so that those which do not match are not even touched.
    private readonly Matcher?[] _conditions;
    private readonly RulesetRule[] _rules;
    private readonly Share _rollout;
    private readonly RulesetVariant _off;
    private readonly RulesetVariant _on;
    private Prerequisite[] _prerequisites = [];
    private bool _targeted;
    private bool _broken;
    private int _depth = 1;
    private int _evaluations = 1;

    internal RulesetFlag(FlagDefinition definition, MatcherCompiler matchers, Dictionary<string, RulesetExperiment> experiments)
    {
        Key = definition.Key;
        Type = definition.Type;
        AnswerJson = [(byte)',', .. RulesetVariant.JsonText(Key), .. ":{\"value\":"u8];
        _enabled = definition.Enabled;
        _unit = new UnitSource(definition.Unit);
        var variants = FlagVariants.Of(definition);
        Variants = variants;
        (_off, _on) = FlagVariants.OffAndOn(definition, variants);
        var salt = definition.Salt ?? definition.Key;
        _rollout = Share.Of(definition.Rollout, salt, definition.Algorithm);
        _deny = definition.Deny.Count > 0 ? new TextSet(definition.Deny) : null;
        _allow = definition.Allow.Count > 0 ? new TextSet(definition.Allow) : null;
        _audience = matchers.CompileOptional(definition.Audience);
        var count = definition.Rules.Count;
        _conditions = count == 0 ? [] : new Matcher?[count];
        _rules = count == 0 ? [] : new RulesetRule[count];
        for (var i = 0; i < count; i++)
        {
            _conditions[i] = matchers.CompileOptional(definition.Rules[i].If);
            _rules[i] = new RulesetRule(definition.Rules[i], i, definition, variants, salt, experiments);
        }

        _targeted = _deny is not null || _allow is not null || _audience is not null || _rules.Length > 0;
        _broken = variants.Length == 0;
    }

    /// <summary>The flag's key.</summary>
    public string Key { get; }

    /// <summary>The type of its values.</summary>
    public FlagType Type { get; }

    /// <summary>Its variants.</summary>
    public IReadOnlyList<RulesetVariant> Variants { get; }

    /// <summary>What it serves whoever it is not for.</summary>
    public RulesetVariant OffVariant => _off;

    /// <summary><c>,"key":{"value":</c>; the first flag leaves the comma out.</summary>
    internal byte[] AnswerJson { get; }

    /// <summary>
    /// Connects the prerequisites, once they are connected themselves; what is missing or too deep makes the flag an error.
    /// </summary>
    internal void Link(FlagDefinition definition, Dictionary<string, RulesetFlag> flags)
    {
        var prerequisites = new List<Prerequisite>();
        foreach (var prerequisite in definition.Prerequisites)
        {
            if (!flags.TryGetValue(prerequisite.Flag, out var flag))
            {
                _broken = true;
                return;
            }

            prerequisites.Add(new(flag, [.. prerequisite.Variants]));
            _depth = Math.Max(_depth, flag._depth + 1);
            _evaluations = Math.Min(_evaluations + flag._evaluations, MaxEvaluations + 1);
        }

        _targeted = true;
        _prerequisites = [.. prerequisites];
        if (_depth > MaxDepth || _evaluations > MaxEvaluations) Break();
    }

    /// <summary>Makes the flag an error: it depends on itself, or on too much.</summary>
    internal void Break()
    {
        _broken = true;
        _depth = _evaluations = 1;
        _prerequisites = [];
    }

    internal RulesetFlag PrerequisiteOf(int index) => _prerequisites[index].Flag;

    /// <summary>The experiment that a rule serves; null where it serves something else.</summary>
    internal RulesetExperiment? ExperimentOf(int rule) => _rules[rule].Kind == ServeKind.Experiment ? _rules[rule].Experiment : null;

    internal string RuleName(int index) => _rules[index].Name;

    private readonly record struct Prerequisite(RulesetFlag Flag, string[] Variants)
    {
        // What an error serves satisfies nothing: the flag that depends on it must not open by accident.
        public bool IsMetBy(in Evaluation evaluation) => evaluation.Reason != Reason.Error && Array.IndexOf(Variants, evaluation.Variant!.Key) >= 0;
    }
}
