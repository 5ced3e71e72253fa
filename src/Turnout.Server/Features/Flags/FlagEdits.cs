using System.Text.Json;
using Turnout.Engine.Definitions;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Flags;

/// <summary>What a change of something live does to those who see it.</summary>
internal enum EditClass
{
    /// <summary>Nobody gets anything else than before.</summary>
    Safe,

    /// <summary>Some get something else than before.</summary>
    ChangesWhoSeesWhat,

    /// <summary>Units of an experiment that runs would get something else than their variant, or meet it no more.</summary>
    WouldSpoilExperiment,
}

/// <summary>An experiment that a change would spoil.</summary>
/// <param name="Experiment">Its key.</param>
/// <param name="Why">What would become of its units.</param>
internal sealed record SpoiledExperiment(string Experiment, string Why);

/// <summary>Classifies changes of flags. Pure.</summary>
internal static class FlagEdits
{
    public const string Code = "would_spoil_experiment";

    /// <summary>What can be done instead, without spoiling anything.</summary>
    public static IReadOnlyList<string> Alternatives { get; } =
    [
        "take no more units: close the experiment's enrolment ('enrolment_closed': true), which keeps everyone's variant",
        "begin a new phase: stop the experiment, copy it under a new key (POST …/experiments/{key}/copy) with a smaller traffic share where it is to be careful, and let the changed flag serve the copy",
        "put a new rule behind the one that serves the experiment",
    ];

    public static EditClass Classify(FlagDefinition? current, FlagDefinition next, IReadOnlyList<SpoiledExperiment> spoiled) =>
        spoiled.Count > 0 ? EditClass.WouldSpoilExperiment
        : current is null ? next.Enabled ? EditClass.ChangesWhoSeesWhat : EditClass.Safe
        : (!current.Enabled && !next.Enabled) || Text(current) == Text(next) ? EditClass.Safe
        : EditClass.ChangesWhoSeesWhat;

    /// <summary>
    /// The live experiments whose units would be treated otherwise. Switching the flag off spoils nothing: it is the kill switch, and every variant loses alike.
    /// </summary>
    public static IReadOnlyList<SpoiledExperiment> Spoiled(FlagDefinition current, FlagDefinition next, Func<string, ExperimentDefinition?> find)
    {
        if (!current.Enabled || !next.Enabled) return [];
        var spoiled = new List<SpoiledExperiment>();
        for (var i = 0; i < current.Rules.Count; i++)
        {
            if (current.Rules[i].Serve.Experiment is not { } key || spoiled.Any(item => item.Experiment == key)) continue;
            if (find(key) is not { Status: ExperimentStatus.Running or ExperimentStatus.Paused } experiment) continue;
            if (Why(current, i, next, experiment) is { } why) spoiled.Add(new SpoiledExperiment(key, why));
        }
        return spoiled;
    }

    public static Problem Refusal(IReadOnlyList<SpoiledExperiment> spoiled) =>
        Problem.Conflict(Code, $"{string.Join(" ", spoiled.Select(item => $"The experiment '{item.Experiment}' is live: {item.Why}."))} Instead: {string.Join("; or ", Alternatives)}. "
            + "'?force=true' does it all the same.") with
        {
            Errors = spoiled.ToDictionary(item => item.Experiment, item => new[] { item.Why }),
        };

    static string? Why(FlagDefinition current, int index, FlagDefinition next, ExperimentDefinition experiment)
    {
        var rule = current.Rules[index];
        var after = -1;
        for (var i = 0; i < next.Rules.Count && after < 0; i++)
            if (next.Rules[i].Serve.Experiment == experiment.Key) after = i;
        if (after < 0) return "no rule would serve it any more, so its units would get something else than their variants";
        if (Text(rule.If) != Text(next.Rules[after].If)) return "the condition of the rule that serves it would change, and with it who meets it";
        if (Text(current.Audience) != Text(next.Audience)) return "the audience would change, and with it who meets it";
        if (!Same(current.Prerequisites, next.Prerequisites)) return "the prerequisites would change, and with them who meets it";
        if (current.Rules.Take(index).Select(Text).SequenceEqual(next.Rules.Take(after).Select(Text)) is false)
            return "a rule ahead of the one that serves it would change, and with it who meets it";
        foreach (var arm in experiment.Variants)
            if (!Equals(ValueOf(current, arm), ValueOf(next, arm))) return $"its variant '{arm.Key}' would become another value";
        return null;
    }

    static Engine.FlagValue? ValueOf(FlagDefinition flag, ArmDefinition arm) =>
        arm.Value ?? Flag.VariantsOf(flag).FirstOrDefault(variant => variant.Key == arm.Key)?.Value;

    static bool Same(IReadOnlyList<PrerequisiteDefinition> one, IReadOnlyList<PrerequisiteDefinition> other) =>
        one.Count == other.Count && one.Zip(other).All(pair => pair.First.Flag == pair.Second.Flag && pair.First.Variants.SequenceEqual(pair.Second.Variants));

    static string Text(FlagDefinition flag) => JsonSerializer.Serialize(flag, DefinitionsJson.Default.FlagDefinition);

    static string Text(Condition? condition) => condition is null ? "" : JsonSerializer.Serialize(condition, DefinitionsJson.Default.Condition);

    // A rule's name decides nothing.
    static string Text(RuleDefinition rule) =>
        JsonSerializer.Serialize(new FlagDefinition { Key = "-", Rules = [rule with { Name = null }] }, DefinitionsJson.Default.FlagDefinition);
}
