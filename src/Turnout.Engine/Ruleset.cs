using System.Buffers;
using System.Collections.Frozen;
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

    private Ruleset(
        RulesetDefinition definition,
        FrozenDictionary<string, RulesetFlag> flags,
        FrozenDictionary<string, RulesetExperiment> experiments)
    {
        Environment = definition.Environment;
        Version = definition.Version;
        _flags = flags;
        _experiments = experiments;
        Flags = [.. flags.Values.OrderBy(flag => flag.Key, StringComparer.Ordinal)];
        Experiments = [.. experiments.Values.OrderBy(experiment => experiment.Key, StringComparer.Ordinal)];
    }

    /// <summary>The environment's key.</summary>
    public string Environment { get; }

    /// <summary>Grows with every change in the environment.</summary>
    public long Version { get; }

    /// <summary>The flags, by key in ordinal order.</summary>
    public IReadOnlyList<RulesetFlag> Flags { get; }

    /// <summary>The experiments, by key in ordinal order.</summary>
    public IReadOnlyList<RulesetExperiment> Experiments { get; }

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
        foreach (var experiment in definition.Experiments)
            experiments.TryAdd(experiment.Key, new RulesetExperiment(experiment, matchers, definition.Holdout));

        var flags = new Dictionary<string, RulesetFlag>(definition.Flags.Count);
        foreach (var flag in definition.Flags)
            flags.TryAdd(flag.Key, new RulesetFlag(flag, matchers, experiments));

        var circular = PrerequisiteCycles.Find(definition.Flags);
        foreach (var flag in definition.Flags)
            flags[flag.Key].Link(flag, flags, circular.Contains(flag.Key));

        return new Ruleset(definition, flags.ToFrozenDictionary(), experiments.ToFrozenDictionary());
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
            : new Evaluation(null, null, Reason.Error, DecidedBy.Nothing, error: EvaluationError.FlagNotFound);

    /// <summary>Evaluates a flag by its handle, which saves the lookup.</summary>
    public static Evaluation Evaluate(RulesetFlag flag, EvaluationContext context, IStoredAssignments? stored = null) =>
        flag.Evaluate(context, stored);

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
        AnswerWriter.WriteFlags(output, Flags, context, stored);

    /// <summary>Writes <c>{"key":"variant",…}</c> for all experiments that the context is in, as UTF-8 JSON.</summary>
    public void WriteExperiments(IBufferWriter<byte> output, EvaluationContext context, IStoredAssignments? stored = null) =>
        AnswerWriter.WriteExperiments(output, Experiments, context, stored);
}
