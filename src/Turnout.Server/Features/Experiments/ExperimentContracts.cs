using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Turnout.Engine;
using Turnout.Engine.Definitions;
using Turnout.Server.Features.Verdicts;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Experiments;

/// <summary>Makes an experiment; also what of it can be edited.</summary>
internal sealed record ExperimentRequest
{
    /// <summary>1 to 128 of letters, digits, <c>.</c>, <c>_</c>, <c>-</c>; kebab-case suggested.</summary>
    public required string Key { get; init; }

    public string? Description { get; init; }

    public string? Hypothesis { get; init; }

    /// <summary><c>user</c> (default), <c>team</c>, <c>visitor</c> or an attribute.</summary>
    public string? Unit { get; init; }

    /// <summary><c>deterministic</c> (default) or <c>random</c>.</summary>
    public AssignmentType? Assignment { get; init; }

    /// <summary><c>murmur3-v1</c> (default), <c>sha256-modulo</c> or <c>sha256-percent</c>.</summary>
    public string? Algorithm { get; init; }

    /// <summary>Mixed into the hash; the key when left out.</summary>
    public string? Salt { get; init; }

    /// <summary>At least two.</summary>
    public IReadOnlyList<ArmRequest>? Variants { get; init; }

    /// <summary>The variant the others are compared with; the first when left out.</summary>
    public string? Control { get; init; }

    /// <summary>The share of targeted units that takes part, 0 to 100 per cent; 100 when left out.</summary>
    public double? Traffic { get; init; }

    /// <summary>Who can take part; everyone when left out. Cal.com's form (<c>plans</c>, <c>teamIds</c>, …) is taken too.</summary>
    public Condition? If { get; init; }

    /// <summary>When it is to start by itself.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>When it is to stop by itself.</summary>
    public DateTimeOffset? StopAt { get; init; }

    /// <summary>Keys of metrics, the most important first.</summary>
    public IReadOnlyList<string>? Metrics { get; init; }

    /// <summary>How the data become a verdict: method, alpha, roles of metrics, families. Fixed at the launch.</summary>
    public DecisionRule? Decision { get; init; }

    /// <summary>Runs only for units whose context says <c>consent</c> = true.</summary>
    public bool? Sensitive { get; init; }

    /// <summary>Slots in a layer of mutually exclusive experiments.</summary>
    public LayerSlots? Layer { get; init; }

    /// <summary>True takes no new units; those assigned keep their variant.</summary>
    public bool? EnrolmentClosed { get; init; }

    /// <summary>The names of the members on the wire.</summary>
    public static IReadOnlyList<string> Members { get; } =
        [.. typeof(ExperimentRequest).GetProperties(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Instance).Select(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name))];

    /// <summary>What of the experiment can be edited, as it is.</summary>
    public static ExperimentRequest Of(Experiment experiment)
    {
        var definition = experiment.Definition;
        return new ExperimentRequest
        {
            Key = definition.Key,
            Description = experiment.Description,
            Hypothesis = experiment.Hypothesis,
            Unit = definition.Unit,
            Assignment = definition.Assignment,
            Algorithm = definition.Algorithm,
            Salt = definition.Salt,
            Variants = [.. definition.Variants.Select(arm => new ArmRequest { Key = arm.Key, Weight = arm.Weight, Value = arm.Value })],
            Control = definition.Control,
            Traffic = definition.Traffic,
            If = definition.If,
            StartAt = experiment.StartAt,
            StopAt = experiment.StopAt,
            Metrics = experiment.Metrics,
            Decision = experiment.Decision,
            Sensitive = definition.Sensitive,
            Layer = definition.Layer,
            EnrolmentClosed = definition.EnrolmentClosed,
        };
    }

    /// <summary>The same with every member of <paramref name="patch"/> in place of its own; null takes the default.</summary>
    /// <exception cref="JsonException">The patch has unknown members or such of a wrong type.</exception>
    public ExperimentRequest With(JsonObject patch)
    {
        var merged = ToJson();
        foreach (var (member, value) in patch) merged[member] = value?.DeepClone();
        return merged.Deserialize<ExperimentRequest>(Wire.Json)!;
    }

    public JsonObject ToJson() => (JsonObject)JsonSerializer.SerializeToNode(this, Wire.Json)!;
}

/// <summary>A variant of an experiment.</summary>
internal sealed record ArmRequest
{
    public string? Key { get; init; }

    /// <summary>Another word for <see cref="Key"/>, as IndieTix and Cal.com write it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>Relative, 0 or more; equal for all when left out everywhere.</summary>
    public double? Weight { get; init; }

    /// <summary>In place of weights: percentages that add up to 100 (±0.01).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Percentage { get; init; }

    /// <summary>What a flag driven by the experiment gets; the flag's own variant of that key when left out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FlagValue? Value { get; init; }
}

/// <summary>Ends an experiment with a winner.</summary>
/// <param name="Winner">The key of the variant that won.</param>
/// <param name="MakeDefault">Whether flags that serve the experiment serve the winner's value from now on.</param>
internal sealed record ConcludeRequest(string Winner, bool? MakeDefault = null);

/// <summary>Asks for a copy.</summary>
/// <param name="Key">The copy's key.</param>
/// <param name="Changes">Members that it is to have otherwise, as for <c>PATCH</c>.</param>
internal sealed record CopyRequest(string Key, JsonObject? Changes = null);

/// <summary>What goes with an experiment that is removed.</summary>
/// <param name="Token">Confirms the removal, as long as the experiment does not change.</param>
/// <param name="Assignments">How many assignments go with it; its exposures and conversions do too.</param>
/// <param name="UsedBy">What serves it: it cannot be removed before that is changed.</param>
internal sealed record DeletionBody(string Token, long Assignments, IReadOnlyList<string> UsedBy);

/// <summary>A variant of an experiment.</summary>
internal sealed record ArmBody(
    string Key, double Weight, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] FlagValue? Value);

/// <summary>An experiment.</summary>
/// <param name="Decision">How its data become a verdict; from the launch on with every role said.</param>
/// <param name="StartedAt">When it was launched; null before.</param>
/// <param name="StoppedAt">When it was stopped; null before.</param>
/// <param name="Winner">The variant that was named the winner.</param>
/// <param name="Assignments">How many units have a variant, without the test cohort; only where the experiment is read.</param>
/// <param name="Verdict">What its results came to when they were last computed; only where the experiment is read, and once there is one.</param>
internal sealed record ExperimentBody(
    string Key,
    ExperimentStatus Status,
    string Description,
    string Hypothesis,
    string Unit,
    AssignmentType Assignment,
    string Algorithm,
    string Salt,
    IReadOnlyList<ArmBody> Variants,
    string Control,
    double Traffic,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Condition? If,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LayerSlots? Layer,
    bool Sensitive,
    bool EnrolmentClosed,
    IReadOnlyList<string> Metrics,
    DecisionRule Decision,
    DateTimeOffset? StartAt,
    DateTimeOffset? StopAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? StoppedAt,
    string? Winner,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Assignments,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] VerdictNoteBody? Verdict,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static ExperimentBody Of(Experiment experiment, long? assignments = null, VerdictNoteBody? verdict = null)
    {
        var definition = experiment.Definition;
        return new(
            definition.Key, definition.Status, experiment.Description, experiment.Hypothesis, definition.Unit, definition.Assignment, definition.Algorithm,
            definition.Salt ?? definition.Key, [.. definition.Variants.Select(arm => new ArmBody(arm.Key, arm.Weight, arm.Value))], experiment.Control,
            definition.Traffic, definition.If, definition.Layer, definition.Sensitive, definition.EnrolmentClosed, experiment.Metrics, experiment.Decision, experiment.StartAt,
            experiment.StopAt, experiment.StartedAt, experiment.StoppedAt, experiment.Winner, assignments, verdict, experiment.CreatedAt, experiment.UpdatedAt);
    }
}
