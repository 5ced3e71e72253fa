using System.Text.Json;
using Turnout.Engine;
using Turnout.Engine.Bucketing;
using Turnout.Engine.Checks;
using Turnout.Engine.Definitions;

namespace Turnout.Client;

/// <summary>
/// Declares experiments in code, usable with no server at all: the same calls, the same buckets. A server that knows an experiment of the same key
/// has the last word about it; <c>turnout sync</c> brings declarations that stand in static fields or properties to a server.
/// </summary>
/// <example><c>Experiment.Define("upgrade_button").Variants("control", "urgent", "value").Unit("team").Salt("2026-06").Sha256Modulo()</c></example>
public static class Experiment
{
    /// <summary>Begins a declaration: running, unit <c>user</c>, all traffic, equal weights.</summary>
    /// <param name="key">1 to 128 of letters, digits, <c>.</c>, <c>_</c>, <c>-</c>, starting with a letter or digit.</param>
    public static ExperimentDeclaration Define(string key) => new(new ExperimentDefinition { Key = key, Status = ExperimentStatus.Running });
}

/// <summary>A declaration in the making; each call gives a new one.</summary>
public sealed class ExperimentDeclaration
{
    private readonly ExperimentDefinition _definition;

    internal ExperimentDeclaration(ExperimentDefinition definition) => _definition = definition;

    /// <summary>Variants of equal weight; the first is the control.</summary>
    public ExperimentDeclaration Variants(params string[] keys) => With(_definition with { Variants = [.. keys.Select(key => new ArmDefinition(key, 1))] });

    /// <summary>One more variant, of its own weight: relative, finite, 0 or more.</summary>
    public ExperimentDeclaration Variant(string key, double weight, FlagValue? value = null) =>
        With(_definition with { Variants = [.. _definition.Variants, new ArmDefinition(key, weight, value)] });

    /// <summary>What is bucketed: <c>user</c> (default), <c>team</c>, <c>visitor</c>, or an attribute by name.</summary>
    public ExperimentDeclaration Unit(string unit) => With(_definition with { Unit = unit });

    /// <summary>Mixed into the hash; the key when not given. Another salt is another split.</summary>
    public ExperimentDeclaration Salt(string salt) => With(_definition with { Salt = salt });

    /// <summary>The control, where it is not the first variant.</summary>
    public ExperimentDeclaration Control(string variant) => With(_definition with { Control = variant });

    /// <summary>The share of units that takes part, 0 to 100 per cent.</summary>
    public ExperimentDeclaration Traffic(double percent) => With(_definition with { Traffic = percent });

    /// <summary>Who can take part.</summary>
    public ExperimentDeclaration When(Condition condition) => With(_definition with { If = condition });

    /// <summary>Runs only for units whose context says <c>consent</c> = true.</summary>
    public ExperimentDeclaration Sensitive() => With(_definition with { Sensitive = true });

    /// <summary>Buckets by <c>sha256(unit + salt) mod variants</c>; equal weights only.</summary>
    public ExperimentDeclaration Sha256Modulo() => With(_definition with { Algorithm = BucketingAlgorithm.Sha256Modulo });

    /// <summary>Buckets by <c>sha256(unit + salt) mod 100</c> against whole percentages.</summary>
    public ExperimentDeclaration Sha256Percent() => With(_definition with { Algorithm = BucketingAlgorithm.Sha256Percent });

    /// <summary>The definition.</summary>
    /// <exception cref="ArgumentException">It is not sound; the message says where and why. A mistake in code shows at start.</exception>
    public ExperimentDefinition ToDefinition()
    {
        var errors = ExperimentCheck.Errors(_definition, new Surroundings(_ => false, _ => null, _ => null));
        return errors.Count == 0
            ? _definition
            : throw new ArgumentException(
                $"The experiment '{_definition.Key}' is not sound: {string.Join(" ", errors.Select(error => $"{error.Member}: {error.Message}"))}");
    }

    /// <summary>The definition as JSON: what <c>turnout sync</c> brings to a server.</summary>
    /// <exception cref="ArgumentException">It is not sound; see <see cref="ToDefinition"/>.</exception>
    public string ToJson() => JsonSerializer.Serialize(ToDefinition(), DefinitionsJson.Default.ExperimentDefinition);

    private static ExperimentDeclaration With(ExperimentDefinition definition) => new(definition);
}
