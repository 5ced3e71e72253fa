using Turnout.Engine.Bucketing;
using Turnout.Engine.Definitions;
using Turnout.Engine.Targeting;

namespace Turnout.Engine;

/// <summary>A flag, ready to be evaluated. Keep it as a handle to skip the lookup by key, for as long as you keep its <see cref="Ruleset"/>.</summary>
public sealed partial class RulesetFlag
{
    /// <summary>
    /// How deep prerequisites may nest, and how many evaluations one may come to through its prerequisites: a flag beyond that is an error,
    /// because twenty prerequisites on each of ten levels would be more evaluations than anyone has time for.
    /// </summary>
    internal const int MaxDepth = 100, MaxEvaluations = 10_000;

    private readonly UnitSource _unit;
    // Apart from the rules, so that those which do not match are not even touched.
    private readonly Matcher?[] _conditions;
    private readonly RulesetRule[] _rules;
    private readonly Share _rollout;
    private readonly RulesetVariant _off;
    private readonly RulesetVariant _on;
    // The experiment of a first rule that asks for nothing, and its variants: two lines of cache fewer on the way to them.
    private readonly RulesetExperiment? _driver;
    private readonly RulesetVariant[] _driven = [];
    private FlagGate? _gate;
    private Course _course;

    internal RulesetFlag(FlagDefinition definition, MatcherCompiler matchers, CompiledItems<RulesetExperiment> experiments)
    {
        Key = definition.Key;
        Type = definition.Type;
        AnswerJson = [(byte)',', .. RulesetVariant.JsonText(Key), .. ":{\"value\":"u8];
        _unit = new UnitSource(definition.Unit);
        var variants = FlagVariants.Of(definition);
        Variants = variants;
        (_off, _on) = FlagVariants.OffAndOn(definition, variants);
        var salt = definition.Salt ?? definition.Key;
        _rollout = Share.Of(definition.Rollout, salt, definition.Algorithm);
        _gate = FlagGate.Of(definition, matchers);
        var count = definition.Rules.Count;
        _conditions = count == 0 ? [] : new Matcher?[count];
        _rules = count == 0 ? [] : new RulesetRule[count];
        for (var i = 0; i < count; i++)
        {
            _conditions[i] = matchers.CompileOptional(definition.Rules[i].If);
            _rules[i] = new RulesetRule(definition.Rules[i], i, definition, variants, salt, experiments);
        }

        if (count > 0 && _conditions[0] is null && _rules[0].Kind == ServeKind.Experiment) (_driver, _driven) = (_rules[0].Experiment, _rules[0].Variants);
        _course = variants.Length == 0 ? Course.Broken
            : !definition.Enabled ? Course.Off
            : _gate is null && _driver is not null ? Course.Driven
            : _gate is not null || count > 0 ? Course.Targeted
            : _rollout is { IsUsable: true, IsPart: false } ? Course.Whole
            : Course.RolledOut;
    }

    /// <summary>What an evaluation has to look at, decided once.</summary>
    private enum Course : byte
    {
        /// <summary>Everyone is served the same.</summary>
        Whole,
        RolledOut,
        Targeted,

        /// <summary>An experiment decides for everyone.</summary>
        Driven,
        Off,
        Broken,
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
    internal void Link(FlagDefinition definition, CompiledItems<RulesetFlag> flags)
    {
        var prerequisites = new List<Prerequisite>();
        int depth = 1, evaluations = 1;
        foreach (var prerequisite in definition.Prerequisites)
        {
            if (flags.Find(prerequisite.Flag) is not { } flag)
            {
                Break();
                return;
            }

            prerequisites.Add(new(flag, [.. prerequisite.Variants]));
            depth = Math.Max(depth, (flag._gate?.Depth ?? 1) + 1);
            evaluations = Math.Min(evaluations + (flag._gate?.Evaluations ?? 1), MaxEvaluations + 1);
        }

        if (depth > MaxDepth || evaluations > MaxEvaluations)
        {
            Break();
            return;
        }

        _gate = new FlagGate(_gate, [.. prerequisites], depth, evaluations);
        if (_course is Course.Whole or Course.RolledOut or Course.Driven) _course = Course.Targeted;
    }

    /// <summary>Makes the flag an error: it depends on itself, or on too much.</summary>
    internal void Break()
    {
        _course = Course.Broken;
        _gate = null;
    }

    /// <summary>Whether all experiments that its rules name are these; not where one is missing, which may be there now.</summary>
    internal bool ServesOnly(CompiledItems<RulesetExperiment> experiments)
    {
        foreach (ref readonly var rule in _rules.AsSpan())
        {
            if (rule.Kind == ServeKind.Unusable) return false;
            if (rule.Kind == ServeKind.Experiment && experiments.Find(rule.Experiment.Key) != rule.Experiment) return false;
        }

        return true;
    }

    internal RulesetFlag PrerequisiteOf(int index) => _gate!.Prerequisites[index].Flag;

    /// <summary>The experiment that a rule serves; null where it serves something else.</summary>
    internal RulesetExperiment? ExperimentOf(int rule) =>
        rule == 0 && _driver is not null ? _driver : _rules[rule].Kind == ServeKind.Experiment ? _rules[rule].Experiment : null;

    internal string RuleName(int index) => _rules[index].Name;
}
