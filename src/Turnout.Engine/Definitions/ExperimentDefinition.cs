using System.Text.Json.Serialization;

namespace Turnout.Engine.Definitions;

/// <summary>Where an experiment is in its life.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ExperimentStatus>))]
public enum ExperimentStatus : byte
{
    /// <summary>Being set up; nobody is in it.</summary>
    [JsonStringEnumMemberName("draft")] Draft,

    /// <summary>Assigning and counting.</summary>
    [JsonStringEnumMemberName("running")] Running,

    /// <summary>Halted for now: nobody has a variant; those assigned have it again when it resumes.</summary>
    [JsonStringEnumMemberName("paused")] Paused,

    /// <summary>Over for good.</summary>
    [JsonStringEnumMemberName("stopped")] Stopped,

    /// <summary>Over and put away.</summary>
    [JsonStringEnumMemberName("archived")] Archived,
}

/// <summary>How a unit gets its variant.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AssignmentType>))]
public enum AssignmentType : byte
{
    /// <summary>By hash: the same everywhere, without asking anyone.</summary>
    [JsonStringEnumMemberName("deterministic")] Deterministic,

    /// <summary>Drawn once by the server's cryptographic generator, then stored.</summary>
    [JsonStringEnumMemberName("random")] Random,
}

/// <summary>An experiment as the evaluation needs it.</summary>
public sealed record ExperimentDefinition
{
    /// <summary>Formed like a flag's key; kebab-case suggested.</summary>
    public required string Key { get; init; }

    /// <summary>Only running experiments assign.</summary>
    public ExperimentStatus Status { get; init; } = ExperimentStatus.Draft;

    /// <summary>What is bucketed: <c>user</c>, <c>team</c>, <c>visitor</c> or an attribute by name.</summary>
    public string Unit { get; init; } = "user";

    /// <summary>By hash or by random draw.</summary>
    public AssignmentType Assignment { get; init; } = AssignmentType.Deterministic;

    /// <summary>How units become variants; see <see cref="Bucketing.BucketingAlgorithm"/>. Recorded at creation; never changes.</summary>
    public string Algorithm { get; init; } = Bucketing.BucketingAlgorithm.Murmur3;

    /// <summary>Mixed into the hash; the key when null.</summary>
    public string? Salt { get; init; }

    /// <summary>The arms; at least two.</summary>
    public IReadOnlyList<ArmDefinition> Variants { get; init; } = [];

    /// <summary>The arm the others are compared with; the first when null.</summary>
    public string? Control { get; init; }

    /// <summary>The share of targeted units that takes part, 0 to 100 per cent; raising it keeps everyone who was in.</summary>
    public double Traffic { get; init; } = 100;

    /// <summary>Who can take part; evaluated before assignment. Null lets everyone.</summary>
    public Condition? If { get; init; }

    /// <summary>The slots this experiment owns in a layer of mutually exclusive experiments; null when it is in none.</summary>
    public LayerSlots? Layer { get; init; }

    /// <summary>Runs only for units whose context says <c>consent</c> = true.</summary>
    public bool Sensitive { get; init; }

    /// <summary>True takes no new units; those assigned keep their variant.</summary>
    public bool EnrolmentClosed { get; init; }
}

/// <summary>An arm of an experiment.</summary>
/// <param name="Key">The variant's name, formed like a flag's key.</param>
/// <param name="Weight">Relative, finite, 0 or more; an arm of weight 0 is never assigned.</param>
/// <param name="Value">What a flag driven by the experiment gets; the flag's own variant of that key when null.</param>
public sealed record ArmDefinition(string Key, double Weight, FlagValue? Value = null);

/// <summary>A half-open range of the 10,000 slots of a layer.</summary>
/// <param name="Key">The layer's key.</param>
/// <param name="From">First slot, 0 to 9,999.</param>
/// <param name="To">The slot behind the last one, up to 10,000.</param>
public sealed record LayerSlots(string Key, int From, int To);
