using System.Buffers;
using System.Text.Json;
using Turnout.Engine;
using Turnout.Engine.Definitions;

namespace Turnout.Client;

public sealed partial class Flags
{
    /// <summary>The values of all flags, by key. Records no exposure: nothing is shown yet.</summary>
    public IReadOnlyDictionary<string, FlagValue> All(EvaluationContext context)
    {
        var ruleset = _state.Ruleset;
        var stored = Stored;
        var values = new Dictionary<string, FlagValue>(ruleset.Flags.Count);
        foreach (var flag in ruleset.Flags) values[flag.Key] = Ruleset.Evaluate(flag, context, stored).Value!;
        return values;
    }

    /// <summary>The variants of all experiments that the context is in, by the experiment's key. Records no exposure.</summary>
    public IReadOnlyDictionary<string, string> Variants(EvaluationContext context)
    {
        var ruleset = _state.Ruleset;
        var stored = Stored;
        var variants = new Dictionary<string, string>();
        foreach (var experiment in ruleset.Experiments)
        {
            if (Ruleset.Decide(experiment, context, stored).Variant is { } variant) variants[experiment.Key] = variant;
        }

        return variants;
    }

    /// <summary>
    /// Writes what <c>POST /api/v1/evaluate</c> would answer: <c>{"version","flags","experiments","assignments"}</c>, as UTF-8 JSON. It is what the
    /// browser SDK takes as its bootstrap. Records no exposure.
    /// </summary>
    public void WriteAnswer(IBufferWriter<byte> output, EvaluationContext context)
    {
        var ruleset = _state.Ruleset;
        var stored = Stored;
        Copy(output, "{\"version\":"u8);
        var digits = output.GetSpan(20);
        System.Buffers.Text.Utf8Formatter.TryFormat(ruleset.Version, digits, out var written);
        output.Advance(written);
        Copy(output, ",\"flags\":"u8);
        ruleset.WriteFlags(output, context, stored);
        Copy(output, ",\"experiments\":"u8);
        ruleset.WriteExperiments(output, context, stored);
        Copy(output, ",\"assignments\":"u8);
        WriteAssignments(output, ruleset, context, stored);
        Copy(output, "}"u8);
    }

    private static void WriteAssignments(IBufferWriter<byte> output, Ruleset ruleset, EvaluationContext context, IStoredAssignments? stored)
    {
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        foreach (var experiment in ruleset.Experiments)
        {
            if (!Ruleset.Decide(experiment, context, stored).IsIn) continue;
            writer.WriteStartObject(experiment.Key);
            writer.WriteString("assignment_type"u8, experiment.Assignment == AssignmentType.Random ? "random"u8 : "deterministic"u8);
            writer.WriteString("control"u8, experiment.Arms[experiment.ControlIndex].Key);
            writer.WriteString("unit"u8, experiment.Unit);
            // Only the server knows whether it is the first time; rendering a page assigns nothing.
            writer.WriteBoolean("is_new"u8, false);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void Copy(IBufferWriter<byte> output, ReadOnlySpan<byte> part)
    {
        part.CopyTo(output.GetSpan(part.Length));
        output.Advance(part.Length);
    }
}
