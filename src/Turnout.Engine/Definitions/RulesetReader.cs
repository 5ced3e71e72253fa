using System.Text.Json;

namespace Turnout.Engine.Definitions;

/// <summary>
/// Reads a ruleset by hand, which takes half the time of the serializer, and leniently, so that an older reader keeps working with a
/// newer server. It reads what <see cref="DefinitionsJson"/> writes; a test holds them together member by member.
/// </summary>
internal sealed partial class RulesetReader
{
    private readonly TextPool _texts = new();

    public static RulesetDefinition Read(ReadOnlySpan<byte> utf8Json)
    {
        var reader = new Utf8JsonReader(utf8Json, new JsonReaderOptions { MaxDepth = 64 });
        try
        {
            reader.Read();
            var ruleset = new RulesetReader().ReadRuleset(ref reader, utf8Json);
            // Throws where anything follows.
            reader.Read();
            return ruleset;
        }
        catch (InvalidOperationException e)
        {
            // The reader's word for broken UTF-8 and for half a surrogate pair.
            throw new JsonException($"The ruleset has a text that is not valid Unicode, before byte {reader.BytesConsumed}.", e);
        }
    }

    private RulesetDefinition ReadRuleset(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Json)
    {
        JsonParts.StartObject(ref reader, "A ruleset");
        long schema = RulesetDefinition.CurrentSchema;
        string? environment = null;
        long? version = null;
        ReadItems<FlagDefinition> flags = [];
        ReadItems<SegmentDefinition> segments = [];
        ReadItems<ExperimentDefinition> experiments = [];
        HoldoutDefinition? holdout = null;
        while (JsonParts.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("flags"u8)) flags = ReadItems<FlagDefinition>.Read(ref reader, utf8Json, "flags", ReadFlag);
            else if (reader.ValueTextEquals("segments"u8)) segments = ReadItems<SegmentDefinition>.Read(ref reader, utf8Json, "segments", ReadSegment);
            else if (reader.ValueTextEquals("experiments"u8)) experiments = ReadItems<ExperimentDefinition>.Read(ref reader, utf8Json, "experiments", ReadExperiment);
            else if (reader.ValueTextEquals("environment"u8)) environment = JsonParts.Text(ref reader, "environment");
            else if (reader.ValueTextEquals("version"u8)) version = JsonParts.Whole(ref reader, "version");
            else if (reader.ValueTextEquals("schema"u8)) CheckSchema(schema = JsonParts.Whole(ref reader, "schema"));
            else if (reader.ValueTextEquals("holdout"u8)) holdout = ReadHoldout(ref reader);
            else JsonParts.SkipMember(ref reader);
        }

        return new RulesetDefinition
        {
            Schema = (int)schema,
            Environment = environment ?? throw Missing("A ruleset", "environment"),
            Version = version ?? throw Missing("A ruleset", "version"),
            Flags = flags,
            Segments = segments,
            Experiments = experiments,
            Holdout = holdout,
        };
    }

    private static void CheckSchema(long schema)
    {
        if (schema is < 1 or > RulesetDefinition.CurrentSchema)
            throw new JsonException($"The ruleset has schema {schema}; this version reads up to {RulesetDefinition.CurrentSchema}.");
    }

    private SegmentDefinition ReadSegment(ref Utf8JsonReader reader)
    {
        JsonParts.StartObject(ref reader, "A segment");
        string? key = null;
        Condition? condition = null;
        while (JsonParts.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("key"u8)) key = JsonParts.Text(ref reader, "key");
            else if (reader.ValueTextEquals("if"u8)) condition = ReadCondition(ref reader);
            else JsonParts.SkipMember(ref reader);
        }

        return new SegmentDefinition(key ?? throw Missing("A segment", "key"), condition ?? throw Missing("A segment", "if"));
    }

    private static HoldoutDefinition? ReadHoldout(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return null;
        JsonParts.StartObject(ref reader, "The holdout");
        double? percent = null;
        string? salt = null;
        while (JsonParts.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("percent"u8)) percent = JsonParts.Number(ref reader, "percent");
            else if (reader.ValueTextEquals("salt"u8)) salt = JsonParts.Text(ref reader, "salt");
            else JsonParts.SkipMember(ref reader);
        }

        return new HoldoutDefinition(percent ?? throw Missing("The holdout", "percent"), salt ?? throw Missing("The holdout", "salt"));
    }

    /// <summary>The condition of the member at the reader; null where it is null.</summary>
    private Condition? ReadCondition(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Null ? null : ConditionJson.Read(ref reader, _texts);
    }

    /// <summary>The text of the member at the reader; null where it is null.</summary>
    private static string? ReadOptional(ref Utf8JsonReader reader, string member)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Null ? null : JsonParts.Text(ref reader, member);
    }

    private static JsonException Missing(string what, string member) => new($"{what} needs '{member}'.");
}
