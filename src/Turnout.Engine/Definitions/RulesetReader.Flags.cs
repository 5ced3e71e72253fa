using System.Text.Json;
using Turnout.Engine.Bucketing;

namespace Turnout.Engine.Definitions;

internal sealed partial class RulesetReader
{
    private FlagDefinition ReadFlag(ref Utf8JsonReader reader)
    {
        JsonParts.StartObject(ref reader, "A flag");
        string? key = null, offVariant = null, onVariant = null, salt = null;
        string unit = "user", algorithm = BucketingAlgorithm.Murmur3;
        var type = FlagType.Boolean;
        var enabled = false;
        var rollout = 100.0;
        Condition? audience = null;
        IReadOnlyList<VariantDefinition> variants = [];
        IReadOnlyList<RuleDefinition> rules = [];
        IReadOnlyList<PrerequisiteDefinition> prerequisites = [];
        IReadOnlyList<string> deny = [], allow = [];
        while (JsonParts.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("key"u8)) key = JsonParts.Text(ref reader, "key");
            else if (reader.ValueTextEquals("type"u8)) type = TypeOf(JsonParts.Text(ref reader, "type"));
            else if (reader.ValueTextEquals("enabled"u8)) enabled = JsonParts.Boolean(ref reader, "enabled");
            else if (reader.ValueTextEquals("rules"u8)) rules = JsonParts.List(ref reader, "rules", ReadRule);
            else if (reader.ValueTextEquals("rollout"u8)) rollout = JsonParts.Number(ref reader, "rollout");
            else if (reader.ValueTextEquals("algorithm"u8)) algorithm = JsonParts.Text(ref reader, "algorithm", _texts);
            else if (reader.ValueTextEquals("variants"u8)) variants = JsonParts.List(ref reader, "variants", ReadVariant);
            else if (reader.ValueTextEquals("off_variant"u8)) offVariant = ReadOptional(ref reader, "off_variant");
            else if (reader.ValueTextEquals("on_variant"u8)) onVariant = ReadOptional(ref reader, "on_variant");
            else if (reader.ValueTextEquals("unit"u8)) unit = JsonParts.Text(ref reader, "unit", _texts);
            else if (reader.ValueTextEquals("deny"u8)) deny = JsonParts.Texts(ref reader, "deny");
            else if (reader.ValueTextEquals("allow"u8)) allow = JsonParts.Texts(ref reader, "allow");
            else if (reader.ValueTextEquals("audience"u8)) audience = ReadCondition(ref reader);
            else if (reader.ValueTextEquals("salt"u8)) salt = ReadOptional(ref reader, "salt");
            else if (reader.ValueTextEquals("prerequisites"u8)) prerequisites = JsonParts.List(ref reader, "prerequisites", ReadPrerequisite);
            else JsonParts.SkipMember(ref reader);
        }

        return new FlagDefinition
        {
            Key = key ?? throw Missing("A flag", "key"),
            Type = type,
            Enabled = enabled,
            Variants = variants,
            OffVariant = offVariant,
            OnVariant = onVariant,
            Unit = unit,
            Deny = deny,
            Allow = allow,
            Audience = audience,
            Rules = rules,
            Rollout = rollout,
            Algorithm = algorithm,
            Salt = salt,
            Prerequisites = prerequisites,
        };
    }

    // A type of a newer version has values that can only be taken as JSON.
    private static FlagType TypeOf(string name) => name switch
    {
        "boolean" => FlagType.Boolean,
        "string" => FlagType.String,
        "number" => FlagType.Number,
        _ => FlagType.Json,
    };

    private VariantDefinition ReadVariant(ref Utf8JsonReader reader)
    {
        JsonParts.StartObject(ref reader, "A variant");
        string? key = null;
        FlagValue? value = null;
        while (JsonParts.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("key"u8)) key = JsonParts.Text(ref reader, "key", _texts);
            else if (reader.ValueTextEquals("value"u8)) value = ReadValue(ref reader);
            else JsonParts.SkipMember(ref reader);
        }

        return new VariantDefinition(key ?? throw Missing("A variant", "key"), value ?? throw Missing("A variant", "value"));
    }

    private static FlagValue ReadValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        return FlagValue.Read(ref reader);
    }

    private RuleDefinition ReadRule(ref Utf8JsonReader reader)
    {
        JsonParts.StartObject(ref reader, "A rule");
        Condition? condition = null;
        ServeDefinition? serve = null;
        string? name = null;
        while (JsonParts.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("if"u8)) condition = ReadCondition(ref reader);
            else if (reader.ValueTextEquals("name"u8)) name = ReadOptional(ref reader, "name");
            else if (reader.ValueTextEquals("serve"u8))
            {
                reader.Read();
                serve = ServeJson.Read(ref reader);
            }
            else JsonParts.SkipMember(ref reader);
        }

        return new RuleDefinition(condition, serve ?? throw Missing("A rule", "serve"), name);
    }

    private PrerequisiteDefinition ReadPrerequisite(ref Utf8JsonReader reader)
    {
        JsonParts.StartObject(ref reader, "A prerequisite");
        string? flag = null;
        List<string> variants = [];
        while (JsonParts.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("flag"u8)) flag = JsonParts.Text(ref reader, "flag");
            else if (reader.ValueTextEquals("variants"u8)) variants = JsonParts.Texts(ref reader, "variants");
            else JsonParts.SkipMember(ref reader);
        }

        return new PrerequisiteDefinition(flag ?? throw Missing("A prerequisite", "flag"), variants);
    }
}
