using System.Collections.Frozen;
using Turnout.Engine.Bucketing;
using Turnout.Engine.Definitions;
using Turnout.Engine.Targeting;

namespace Turnout.Engine;

/// <summary>A flag, ready to be evaluated. Keep it as a handle to skip the lookup by key; it belongs to one <see cref="Ruleset"/>.</summary>
public sealed class RulesetFlag
{
    private readonly bool _enabled;
    private readonly bool _targeted;
    private readonly string _unit;
    private readonly FrozenSet<string>? _deny;
    private readonly FrozenSet<string>? _allow;
    private readonly Matcher? _audience;
    private readonly RulesetRule[] _rules;
    private readonly Share _rollout;
    private readonly RulesetVariant _off;
    private readonly RulesetVariant _on;
    private Prerequisite[] _prerequisites = [];
    private bool _broken;

    internal RulesetFlag(FlagDefinition definition, MatcherCompiler matchers, IReadOnlyDictionary<string, RulesetExperiment> experiments)
    {
        Key = definition.Key;
        Type = definition.Type;
        AnswerJson = [.. RulesetVariant.JsonText(Key), .. ":{\"value\":"u8];
        _enabled = definition.Enabled;
        _unit = string.Intern(definition.Unit);
        Variants = FlagVariants.Of(definition);
        (_off, _on) = FlagVariants.OffAndOn(definition, Variants);
        var salt = definition.Salt ?? definition.Key;
        _rollout = new Share(definition.Rollout, salt, definition.Algorithm);
        _deny = definition.Deny.Count > 0 ? definition.Deny.ToFrozenSet() : null;
        _allow = definition.Allow.Count > 0 ? definition.Allow.ToFrozenSet() : null;
        _audience = matchers.CompileOptional(definition.Audience);
        _rules = [.. definition.Rules.Select((rule, i) => new RulesetRule(rule, i, definition, Variants, salt, matchers, experiments))];
        _targeted = _deny is not null || _allow is not null || _audience is not null || _rules.Length > 0;
        _broken = Variants.Count == 0;
    }

    /// <summary>The flag's key.</summary>
    public string Key { get; }

    /// <summary>The type of its values.</summary>
    public FlagType Type { get; }

    /// <summary>Its variants.</summary>
    public IReadOnlyList<RulesetVariant> Variants { get; }

    /// <summary><c>"key":{"value":</c>.</summary>
    internal byte[] AnswerJson { get; }

    /// <summary>Connects the prerequisites once all flags are there; what is missing or circular makes the flag an error.</summary>
    internal void Link(FlagDefinition definition, IReadOnlyDictionary<string, RulesetFlag> flags, bool circular)
    {
        if (definition.Prerequisites.Count == 0) return;
        if (circular || definition.Prerequisites.Any(p => !flags.ContainsKey(p.Flag)))
        {
            _broken = true;
            return;
        }

        _prerequisites = [.. definition.Prerequisites.Select(p => new Prerequisite(flags[p.Flag], p.Variants.ToFrozenSet()))];
    }

    internal Evaluation Evaluate(EvaluationContext context, IStoredAssignments? stored)
    {
        if (_broken) return new(this, _off, Reason.Error, DecidedBy.Nothing, error: EvaluationError.ParseError);
        if (!_enabled) return new(this, _off, Reason.Disabled, DecidedBy.Off);

        for (var i = 0; i < _prerequisites.Length; i++)
        {
            ref var prerequisite = ref _prerequisites[i];
            var other = prerequisite.Flag.Evaluate(context, stored);
            if (other.Variant is null || !prerequisite.Variants.Contains(other.Variant.Key))
                return new(this, _off, Reason.PrerequisiteFailed, DecidedBy.Prerequisite, i);
        }

        if (!_targeted) return RollOut(context, Reason.Static);

        var unitId = _deny is null && _allow is null ? null : context.UnitId(_unit);
        if (unitId is not null)
        {
            if (_deny is not null && _deny.Contains(unitId)) return new(this, _off, Reason.TargetingMatch, DecidedBy.Deny);
            if (_allow is not null && _allow.Contains(unitId)) return new(this, _on, Reason.TargetingMatch, DecidedBy.Allow);
        }

        if (_audience is not null && !_audience.Matches(context)) return new(this, _off, Reason.Default, DecidedBy.Audience);

        for (var i = 0; i < _rules.Length; i++)
        {
            var rule = _rules[i];
            if (rule.If is null || rule.If.Matches(context)) return Serve(rule, i, context, stored);
        }

        return RollOut(context, Reason.Default);
    }

    private Evaluation Serve(RulesetRule rule, int index, EvaluationContext context, IStoredAssignments? stored)
    {
        switch (rule.Kind)
        {
            case ServeKind.Variant:
                return new(this, rule.Variants[0], Reason.TargetingMatch, DecidedBy.Rule, index);
            case ServeKind.Experiment:
                var decision = rule.Experiment!.Decide(context, stored);
                return decision.IsIn
                    ? new(this, rule.Variants[decision.ArmIndex], Reason.Split, DecidedBy.Rule, index, decision.Bucket, decision)
                    : new(this, _off, decision.Reason, DecidedBy.Rule, index, decision.Bucket, decision);
            case ServeKind.Rollout when rule.Share.IsAll:
                return new(this, _on, Reason.TargetingMatch, DecidedBy.Rule, index);
            case ServeKind.Unusable:
                return new(this, _off, Reason.Error, DecidedBy.Rule, index, error: EvaluationError.ParseError);
        }

        if (context.UnitId(_unit) is not { } unitId) return new(this, _off, Reason.UnitMissing, DecidedBy.Rule, index);
        int bucket;
        var variant = rule.Kind == ServeKind.Rollout
            ? rule.Share.Contains(unitId, out bucket) ? _on : _off
            : rule.Variants[rule.Split!.VariantOf(unitId, out bucket)];
        return new(this, variant, Reason.Split, DecidedBy.Rule, index, bucket);
    }

    private Evaluation RollOut(EvaluationContext context, Reason everyone)
    {
        if (_rollout.IsAll) return new(this, _on, everyone, DecidedBy.Rollout);
        if (_rollout.IsNone) return new(this, _off, everyone, DecidedBy.Rollout);
        if (context.UnitId(_unit) is not { } unitId) return new(this, _off, Reason.UnitMissing, DecidedBy.Rollout);
        var isIn = _rollout.Contains(unitId, out var bucket);
        return new(this, isIn ? _on : _off, Reason.Split, DecidedBy.Rollout, bucket: bucket);
    }

    internal string RuleName(int index) => _rules[index].Name;

    internal string PrerequisiteKey(int index) => _prerequisites[index].Flag.Key;

    private readonly record struct Prerequisite(RulesetFlag Flag, FrozenSet<string> Variants);
}
