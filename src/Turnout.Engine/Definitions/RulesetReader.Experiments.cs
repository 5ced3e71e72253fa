using System.Text.Json;
using Turnout.Engine.Bucketing;

namespace Turnout.Engine.Definitions;

internal sealed partial class RulesetReader
{
    private ExperimentDefinition ReadExperiment(ref Utf8JsonReader reader)
    {
        JsonParts.StartObject(ref reader, "An experiment");
        string? key = null, salt = null, control = null;
        string unit = "user", algorithm = BucketingAlgorithm.Murmur3;
        var status = ExperimentStatus.Draft;
        var assignment = AssignmentType.Deterministic;
        List<ArmDefinition> arms = [];
        var traffic = 100.0;
        Condition? condition = null;
        LayerSlots? layer = null;
        bool sensitive = false, enrolmentClosed = false;
        while (JsonParts.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("key"u8)) key = JsonParts.Text(ref reader, "key");
            else if (reader.ValueTextEquals("status"u8)) status = StatusOf(JsonParts.Text(ref reader, "status"));
            else if (reader.ValueTextEquals("unit"u8)) unit = JsonParts.Text(ref reader, "unit", _texts);
            else if (reader.ValueTextEquals("assignment"u8)) assignment = AssignmentOf(JsonParts.Text(ref reader, "assignment"));
            else if (reader.ValueTextEquals("algorithm"u8)) algorithm = JsonParts.Text(ref reader, "algorithm", _texts);
            else if (reader.ValueTextEquals("salt"u8)) salt = ReadOptional(ref reader, "salt");
            else if (reader.ValueTextEquals("variants"u8)) arms = JsonParts.List(ref reader, "variants", ReadArm);
            else if (reader.ValueTextEquals("control"u8)) control = ReadOptional(ref reader, "control");
            else if (reader.ValueTextEquals("traffic"u8)) traffic = JsonParts.Number(ref reader, "traffic");
            else if (reader.ValueTextEquals("if"u8)) condition = ReadCondition(ref reader);
            else if (reader.ValueTextEquals("layer"u8)) layer = ReadLayer(ref reader);
            else if (reader.ValueTextEquals("sensitive"u8)) sensitive = JsonParts.Boolean(ref reader, "sensitive");
            else if (reader.ValueTextEquals("enrolment_closed"u8)) enrolmentClosed = JsonParts.Boolean(ref reader, "enrolment_closed");
            else JsonParts.SkipMember(ref reader);
        }

        return new ExperimentDefinition
        {
            Key = key ?? throw Missing("An experiment", "key"),
            Status = status,
            Unit = unit,
            Assignment = assignment,
            Algorithm = algorithm,
            Salt = salt,
            Variants = arms,
            Control = control,
            Traffic = traffic,
            If = condition,
            Layer = layer,
            Sensitive = sensitive,
            EnrolmentClosed = enrolmentClosed,
        };
    }

    // A status of a newer version must not assign anyone.
    private static ExperimentStatus StatusOf(string name) => name switch
    {
        "running" => ExperimentStatus.Running,
        "paused" => ExperimentStatus.Paused,
        "stopped" => ExperimentStatus.Stopped,
        "archived" => ExperimentStatus.Archived,
        _ => ExperimentStatus.Draft,
    };

    // Any other way of assigning is the server's business.
    private static AssignmentType AssignmentOf(string name) => name == "deterministic" ? AssignmentType.Deterministic : AssignmentType.Random;

    private ArmDefinition ReadArm(ref Utf8JsonReader reader)
    {
        JsonParts.StartObject(ref reader, "A variant");
        string? key = null;
        double? weight = null;
        FlagValue? value = null;
        while (JsonParts.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("key"u8)) key = JsonParts.Text(ref reader, "key", _texts);
            else if (reader.ValueTextEquals("weight"u8)) weight = JsonParts.Number(ref reader, "weight");
            else if (reader.ValueTextEquals("value"u8)) value = ReadValue(ref reader);
            else JsonParts.SkipMember(ref reader);
        }

        return new ArmDefinition(key ?? throw Missing("A variant", "key"), weight ?? throw Missing("A variant", "weight"), value);
    }

    private static LayerSlots? ReadLayer(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return null;
        JsonParts.StartObject(ref reader, "A layer");
        string? key = null;
        long from = 0, to = 0;
        while (JsonParts.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("key"u8)) key = JsonParts.Text(ref reader, "key");
            else if (reader.ValueTextEquals("from"u8)) from = JsonParts.Whole(ref reader, "from");
            else if (reader.ValueTextEquals("to"u8)) to = JsonParts.Whole(ref reader, "to");
            else JsonParts.SkipMember(ref reader);
        }

        // Slots that do not exist hold nobody.
        return new LayerSlots(
            key ?? throw Missing("A layer", "key"),
            (int)Math.Clamp(from, 0, UnitHash.LayerSlots),
            (int)Math.Clamp(to, 0, UnitHash.LayerSlots));
    }
}
