using System.Buffers;
using System.Runtime.CompilerServices;
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
    private readonly CompiledItems<RulesetFlag> _flags;
    private readonly CompiledItems<RulesetExperiment> _experiments;

    // Stands for what everything was compiled with, the segments and the holdout; 0 where it cannot be told.
    private readonly ulong _basis;

    private Ruleset(RulesetDefinition definition, CompiledItems<RulesetFlag> flags, CompiledItems<RulesetExperiment> experiments, ulong basis)
    {
        Environment = definition.Environment;
        Version = definition.Version;
        (_flags, _experiments, _basis) = (flags, experiments, basis);
    }

    /// <summary>The environment's key.</summary>
    public string Environment { get; }

    /// <summary>Grows with every change in the environment.</summary>
    public long Version { get; }

    /// <summary>The flags, by key in ordinal order.</summary>
    public IReadOnlyList<RulesetFlag> Flags => _flags.ByKey;

    /// <summary>The experiments, by key in ordinal order.</summary>
    public IReadOnlyList<RulesetExperiment> Experiments => _experiments.ByKey;

    /// <summary>A ruleset without flags: everything is <see cref="EvaluationError.FlagNotFound"/>.</summary>
    public static Ruleset Empty(string environment) => Compile(new RulesetDefinition { Environment = environment, Version = 0 });

    /// <summary>
    /// Compiles a document. Never fails for its content: a condition that cannot be understood matches nobody, a flag that cannot be evaluated
    /// (no variants, circular prerequisites) gives its off variant with <see cref="EvaluationError.ParseError"/>. Of two items with the same
    /// key the first counts.
    /// </summary>
    /// <param name="definition">The document.</param>
    /// <param name="previous">
    /// The ruleset in use so far: what both documents write alike is taken over from it, which makes a change of one flag among thousands cheap.
    /// The outcome is the same without it. Only documents that <see cref="RulesetDefinition.Parse"/> read are compared.
    /// </param>
    public static Ruleset Compile(RulesetDefinition definition, Ruleset? previous = null)
    {
        var basis = BasisOf(definition);
        if (basis == 0 || previous?._basis != basis) previous = null;
        var matchers = new MatcherCompiler(definition.Segments);
        var holdout = Share.Of(definition.Holdout?.Percent ?? 0, definition.Holdout?.Salt ?? "");
        var experiments = CompiledItems<RulesetExperiment>.Of(
            definition.Experiments,
            experiment => experiment.Key,
            previous?._experiments,
            (_, _) => true,
            experiment => new RulesetExperiment(experiment, matchers, holdout));
        var flags = CompiledItems<RulesetFlag>.Of(
            definition.Flags,
            flag => flag.Key,
            previous?._flags,
            // A flag with prerequisites is linked to others, which may be new.
            (flag, known) => flag.Prerequisites.Count == 0 && known.ServesOnly(experiments),
            flag => new RulesetFlag(flag, matchers, experiments));
        Link(flags, definition.Flags);
        return new Ruleset(definition, flags, experiments, basis);
    }

    private static ulong BasisOf(RulesetDefinition definition)
    {
        var segments = ReadItems<SegmentDefinition>.Of(definition.Segments);
        if (segments is null && definition.Segments.Count > 0) return 0;
        var basis = definition.Holdout is null ? 1 : Fold64.Mix(BitConverter.DoubleToUInt64Bits(definition.Holdout.Percent) + 2, UnitHash.Seed(definition.Holdout.Salt) + 1UL);
        foreach (var segment in segments ?? []) basis = Fold64.Mix(basis, segment);
        return basis;
    }

    private static void Link(CompiledItems<RulesetFlag> flags, IReadOnlyList<FlagDefinition> definitions)
    {
        if (definitions.All(flag => flag.Prerequisites.Count == 0)) return;
        var dependents = definitions.DistinctBy(flag => flag.Key).Where(flag => flag.Prerequisites.Count > 0).ToDictionary(flag => flag.Key);
        var order = new ReferenceOrder(dependents.ToDictionary(d => d.Key, d => d.Value.Prerequisites.Select(p => p.Flag)));
        foreach (var key in order.Circular) flags.Find(key)!.Break();
        foreach (var key in order.Sound) flags.Find(key)!.Link(dependents[key], flags);
    }

    /// <summary>The flag of that key, or null.</summary>
    public RulesetFlag? FindFlag(string key) => _flags.Find(key);

    /// <summary>The experiment of that key, or null.</summary>
    public RulesetExperiment? FindExperiment(string key) => _experiments.Find(key);

    /// <summary>Evaluates a flag. Never throws for data.</summary>
    /// <param name="key">The flag's key.</param>
    /// <param name="context">What is known of the caller.</param>
    /// <param name="stored">The assignments that exist already; null where there are none to respect.</param>
    public Evaluation Evaluate(string key, EvaluationContext context, IStoredAssignments? stored = null)
    {
        Evaluate(key, context, stored, out var evaluation);
        return evaluation;
    }

    // Written where the caller wants it: copying what was just written costs more than a plain flag's evaluation.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Evaluate(string key, EvaluationContext context, IStoredAssignments? stored, out Evaluation evaluation)
    {
        if (_flags.Find(key) is { } flag) flag.Evaluate(context, stored, out evaluation);
        else evaluation = new(null, null, EvaluationError.FlagNotFound);
    }

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
        _experiments.Find(key) is { } experiment
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
        AnswerWriter.WriteFlags(output, _flags.ByKey, context, stored);

    /// <summary>Writes <c>{"key":"variant",…}</c> for all experiments that the context is in, as UTF-8 JSON.</summary>
    public void WriteExperiments(IBufferWriter<byte> output, EvaluationContext context, IStoredAssignments? stored = null) =>
        AnswerWriter.WriteExperiments(output, _experiments.ByKey, context, stored);
}
