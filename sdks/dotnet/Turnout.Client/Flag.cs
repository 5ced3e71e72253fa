using Turnout.Engine;

namespace Turnout.Client;

/// <summary>A flag resolved once. Safe for any number of threads; costs no lookup, and follows every change.</summary>
public sealed class Flag<T>
{
    private readonly Flags _flags;
    private volatile Bound _bound;

    internal Flag(Flags flags, string key, T fallback)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        (_flags, Key, Fallback) = (flags, key, fallback);
        _bound = Bind(flags.Ruleset);
    }

    /// <summary>The flag's key.</summary>
    public string Key { get; }

    /// <summary>What an unknown flag, or one of another type, gives.</summary>
    public T Fallback { get; }

    /// <summary>The value for this context. Records the exposure where an experiment drives the flag.</summary>
    public T Get(EvaluationContext context)
    {
        var ruleset = _flags.Ruleset;
        var bound = _bound;
        if (!ReferenceEquals(bound.Ruleset, ruleset)) _bound = bound = Bind(ruleset);
        return bound.Flag is null ? Fallback : _flags.Read(this, bound.Flag, context);
    }

    private Bound Bind(Ruleset ruleset) => new(ruleset, ruleset.FindFlag(Key));

    private sealed record Bound(Ruleset Ruleset, RulesetFlag? Flag);
}
