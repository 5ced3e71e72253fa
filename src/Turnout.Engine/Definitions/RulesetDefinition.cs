using System.Text.Json;
using System.Text.Json.Serialization;

namespace Turnout.Engine.Definitions;

/// <summary>
/// One environment's flags, segments and experiments at one version, as stored, streamed and kept on disk: the input of <see cref="Ruleset.Compile"/>.
/// </summary>
public sealed record RulesetDefinition
{
    /// <summary>The form of this document. A reader refuses a document of a higher schema than it knows.</summary>
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>The schema this engine reads and writes.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The environment's key.</summary>
    public required string Environment { get; init; }

    /// <summary>Grows with every change in the environment.</summary>
    public required long Version { get; init; }

    /// <summary>The flags.</summary>
    public IReadOnlyList<FlagDefinition> Flags { get; init; } = [];

    /// <summary>The segments that conditions refer to.</summary>
    public IReadOnlyList<SegmentDefinition> Segments { get; init; } = [];

    /// <summary>The experiments that are not archived.</summary>
    public IReadOnlyList<ExperimentDefinition> Experiments { get; init; } = [];

    /// <summary>The share of units that is in no experiment at all; null holds nobody out.</summary>
    public HoldoutDefinition? Holdout { get; init; }

    /// <summary>
    /// A document from UTF-8 JSON. Members and forms that a newer server may have added are passed over: a condition that is not known holds
    /// for nobody, and what it serves that is not known becomes an error of that rule alone.
    /// </summary>
    /// <exception cref="JsonException">Not JSON, not UTF-8, not of this shape, or of a newer schema.</exception>
    public static RulesetDefinition Parse(ReadOnlySpan<byte> utf8Json) => RulesetReader.Read(utf8Json);

    /// <summary>The document as UTF-8 JSON; members that have their default are left out, but for the algorithms.</summary>
    public byte[] ToUtf8Json() => JsonSerializer.SerializeToUtf8Bytes(this, RulesetWriter.Contract);
}

/// <summary>A reusable named condition.</summary>
/// <param name="Key">Formed like a flag's key.</param>
/// <param name="If">Who is in the segment.</param>
public sealed record SegmentDefinition(string Key, [property: JsonPropertyName("if")] Condition If);

/// <summary>The global holdout.</summary>
/// <param name="Percent">0 to 100 per cent of the units of every experiment.</param>
/// <param name="Salt">Mixed into the hash.</param>
public sealed record HoldoutDefinition(double Percent, string Salt);

/// <summary>
/// The JSON contracts of the definitions: snake case, nulls left out. <c>Default</c> passes over unknown members outside conditions;
/// <see cref="Strict"/> is for what a person wrote.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 64)]
[JsonSerializable(typeof(RulesetDefinition))]
[JsonSerializable(typeof(FlagDefinition))]
[JsonSerializable(typeof(ExperimentDefinition))]
[JsonSerializable(typeof(SegmentDefinition))]
[JsonSerializable(typeof(Condition))]
[JsonSerializable(typeof(FlagValue))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(double))]
public sealed partial class DefinitionsJson : JsonSerializerContext
{
    /// <summary>The same contracts, refusing unknown and doubled members with a <see cref="JsonException"/> that names them.</summary>
    public static DefinitionsJson Strict => StrictContracts.Instance;

    // A class of its own, because the order in which the parts of this one are initialized is nobody's promise.
    private static class StrictContracts
    {
        public static readonly DefinitionsJson Instance = new(new JsonSerializerOptions(Default.GeneratedSerializerOptions!)
        {
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            AllowDuplicateProperties = false,
            TypeInfoResolver = null,
        });
    }
}
