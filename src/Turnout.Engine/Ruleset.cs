using System.Buffers;
using System.Collections.Frozen;
using Turnout.Engine.Bucketing;
using Turnout.Engine.Definitions;
using Turnout.Engine.Targeting;

namespace Turnout.Engine;

/// <summary>
/// One environment's flags and experiments at one version, compiled: immutable, safe to share between threads, and evaluated without
/// allocating. A change makes a new one, which replaces the old by a single reference.
/// </summary>
public sealed class Ruleset
{
    private readonly FrozenDictionary<string, RulesetFlag> _flags;
    private readonly FrozenDictionary<string, RulesetExperiment> _experiments;
    private readonly RulesetFlag[] _flagsByKey;
    private readonly RulesetExperiment[] _experimentsByKey;

    private Ruleset(RulesetDefinition definition, Dictionary<string, RulesetFlag> flags, Dictionary<string, RulesetExperiment> experiments)
    {
        Environment = definition.Environment;
        Version = definition.Version;
        _flagsByKey = Sorted(flags.Values, flag => flag.Key);
        _experimentsByKey = Sorted(experiments.Values, experiment => experiment.Key);
        _flags = flags.ToFrozenDictionary();
        _experiments = experiments.ToFrozenDictionary();
    }

    /// <summary>The environment's key.</summary>
    public string Environment { get; }

    /// <summary>Grows with every change in the environment.</summary>
    public long Version { get; }

    /// <summary>The flags, by key in ordinal order.</summary>
    public IReadOnlyList<RulesetFlag> Flags => _flagsByKey;

    /// <summary>The experiments, by key in ordinal order.</summary>
    public IReadOnlyList<RulesetExperiment> Experiments => _experimentsByKey;

    /// <summary>A ruleset without flags: everything is <see cref="EvaluationError.FlagNotFound"/>.</summary>
    public static Ruleset Empty(string environment) => Compile(new RulesetDefinition { Environment = environment, Version = 0 });

    /// <summary>
    /// Compiles a document. Never fails for its content: a condition that cannot be understood matches nobody, a flag that cannot be evaluated
    /// (no variants, circular prerequisites) gives its off variant with <see cref="EvaluationError.ParseError"/>. Of two items with the same
    /// key the first counts.
    /// </summary>
    public static Ruleset Compile(RulesetDefinition definition)
    {
        var matchers = new MatcherCompiler(definition.Segments);
        var experiments = new Dictionary<string, RulesetExperiment>(definition.Experiments.Count);
        var holdout = Share.Of(definition.Holdout?.Percent ?? 0, definition.Holdout?.Salt ?? "");
        foreach (var experiment in definition.Experiments)
            experiments.TryAdd(experiment.Key, new RulesetExperiment(experiment, matchers, holdout));

        var flags = new Dictionary<string, RulesetFlag>(definition.Flags.Count);
        var dependents = new Dictionary<string, FlagDefinition>();
        foreach (var flag in definition.Flags)
        {
            if (flags.TryAdd(flag.Key, new RulesetFlag(flag, matchers, experiments)) && flag.Prerequisites.Count > 0) dependents.Add(flag.Key, flag);
        }

        if (dependents.Count > 0) Link(flags, dependents);
        return new Ruleset(definition, flags, experiments);
    }

    private static void Link(Dictionary<string, RulesetFlag> flags, Dictionary<string, FlagDefinition> dependents)
    {
        var order = new ReferenceOrder(dependents.ToDictionary(d => d.Key, d => d.Value.Prerequisites.Select(p => p.Flag)));
        foreach (var key in order.Circular) flags[key].Break();
        foreach (var key in order.Sound) flags[key].Link(dependents[key], flags);
    }

    private static T[] Sorted<T>(IReadOnlyCollection<T> items, Func<T, string> keyOf)
    {
        var sorted = items.ToArray();
        // The server sends them in this order: then there is nothing to sort.
        for (var i = 1; i < sorted.Length; i++)
        {
            if (string.CompareOrdinal(keyOf(sorted[i - 1]), keyOf(sorted[i])) <= 0) continue;
            Array.Sort(Array.ConvertAll(sorted, item => keyOf(item)), sorted, StringComparer.Ordinal);
            break;
        }

        return sorted;
    }

    /// <summary>The flag of that key, or null.</summary>
    public RulesetFlag? FindFlag(string key) => _flags.GetValueOrDefault(key);

    /// <summary>The experiment of that key, or null.</summary>
    public RulesetExperiment? FindExperiment(string key) => _experiments.GetValueOrDefault(key);

    /// <summary>Evaluates a flag. Never throws for data.</summary>
    /// <param name="key">The flag's key.</param>
    /// <param name="context">What is known of the caller.</param>
    /// <param name="stored">The assignments that exist already; null where there are none to respect.</param>
    public Evaluation Evaluate(string key, EvaluationContext context, IStoredAssignments? stored = null) =>
        _flags.TryGetValue(key, out var flag)
            ? flag.Evaluate(context, stored)
            : new Evaluation(null, null, EvaluationError.FlagNotFound);

    /// <summary>Evaluates a flag by its handle, which saves the lookup.</summary>
    public static Evaluation Evaluate(RulesetFlag flag, EvaluationContext context, IStoredAssignments? stored = null) =>
        flag.Evaluate(context, stored);

    /// <summary>
    /// Evaluates a flag and says what each of its steps came to, also those behind the one that decided. For people: costs several evaluations
    /// and allocates. Null when there is no flag of that key.
    /// </summary>
    public Explanation? Explain(string key, EvaluationContext context, IStoredAssignments? stored = null) =>
        FindFlag(key)?.Explain(context, stored);

    /// <summary>Decides an experiment. An unknown key gives a decision without an experiment.</summary>
    public ExperimentDecision Decide(string key, EvaluationContext context, IStoredAssignments? stored = null) =>
        _experiments.TryGetValue(key, out var experiment)
            ? experiment.Decide(context, stored)
            : new ExperimentDecision(null, -1, Reason.Error, null, -1);

    /// <summary>Decides an experiment by its handle.</summary>
    public static ExperimentDecision Decide(RulesetExperiment experiment, EvaluationContext context, IStoredAssignments? stored = null) =>
        experiment.Decide(context, stored);

    /// <summary>
    /// Writes <c>{"key":{"value":…,"variant":"…","reason":"…"},…}</c> for all flags, as UTF-8 JSON; a flag that an experiment drove has
    /// <c>"experiment":"key"</c> too. Allocates nothing beyond what the writer does.
    /// </summary>
    public void WriteFlags(IBufferWriter<byte> output, EvaluationContext context, IStoredAssignments? stored = null) =>
        AnswerWriter.WriteFlags(output, _flagsByKey, context, stored);

    /// <summary>Writes <c>{"key":"variant",…}</c> for all experiments that the context is in, as UTF-8 JSON.</summary>
    public void WriteExperiments(IBufferWriter<byte> output, EvaluationContext context, IStoredAssignments? stored = null) =>
        AnswerWriter.WriteExperiments(output, _experimentsByKey, context, stored);
}
