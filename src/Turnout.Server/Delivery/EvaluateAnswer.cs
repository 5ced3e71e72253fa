using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Turnout.Engine;

namespace Turnout.Server.Delivery;

/// <summary>Writes the answers of evaluations, for the most part by copying bytes that were encoded when the ruleset was built.</summary>
internal static class EvaluateAnswer
{
    static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary><c>{"version":…,"flags":{…},"experiments":{…},"assignments":{…}}</c>.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="published">The ruleset.</param>
    /// <param name="request">The context, and the flags wanted.</param>
    /// <param name="stored">The assignments that exist; null for none.</param>
    /// <param name="drawn">Experiments whose variant was drawn for this very answer; null for none.</param>
    public static void Write(
        IBufferWriter<byte> output, PublishedRuleset published, EvaluateRequest request, IStoredAssignments? stored, IReadOnlySet<string>? drawn)
    {
        output.Write("{\"version\":"u8);
        WriteNumber(output, published.Version);
        output.Write(",\"flags\":"u8);
        if (request.Flags is null) published.Ruleset.WriteFlags(output, request.Context, stored);
        else WriteFlags(output, published.Ruleset, request.Flags, request.Context, stored);
        if (!published.HasRunningExperiments)
        {
            output.Write(",\"experiments\":{},\"assignments\":{}}"u8);
            return;
        }

        output.Write(",\"experiments\":"u8);
        published.Ruleset.WriteExperiments(output, request.Context, stored);
        output.Write(",\"assignments\":"u8);
        WriteAssignments(output, published, request.Context, stored, drawn);
        output.Write("}"u8);
    }

    /// <summary><c>{"user_id":…,"team_id":…,"experiments":{…},"flags":{"key":value}}</c>.</summary>
    public static void WriteMe(
        IBufferWriter<byte> output, Ruleset ruleset, IReadOnlyDictionary<string, JsonElement> claims, EvaluationContext context, IStoredAssignments? stored)
    {
        using var writer = new Utf8JsonWriter(output, Relaxed);
        writer.WriteStartObject();
        WriteClaim(writer, claims, "user_id");
        WriteClaim(writer, claims, "team_id");
        writer.WriteStartObject("experiments"u8);
        foreach (var experiment in ruleset.Experiments)
        {
            if (Ruleset.Decide(experiment, context, stored).Variant is { } variant) writer.WriteString(experiment.Key, variant);
        }
        writer.WriteEndObject();
        writer.WriteStartObject("flags"u8);
        foreach (var flag in ruleset.Flags)
        {
            writer.WritePropertyName(flag.Key);
            WriteValue(writer, Ruleset.Evaluate(flag, context, stored).Value);
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    static void WriteFlags(IBufferWriter<byte> output, Ruleset ruleset, IReadOnlyList<string> keys, EvaluationContext context, IStoredAssignments? stored)
    {
        using var writer = new Utf8JsonWriter(output, Relaxed);
        writer.WriteStartObject();
        foreach (var key in keys)
        {
            var evaluation = ruleset.Evaluate(key, context, stored);
            writer.WriteStartObject(key);
            writer.WritePropertyName("value"u8);
            WriteValue(writer, evaluation.Value);
            writer.WriteString("variant"u8, evaluation.Variant?.Key);
            writer.WriteString("reason"u8, evaluation.Reason.ToWire());
            if (evaluation.Decision is { IsIn: true } decision) writer.WriteString("experiment"u8, decision.Experiment!.Key);
            if (evaluation.Error != EvaluationError.None) writer.WriteString("error_code"u8, evaluation.Error.ToWire());
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    static void WriteAssignments(
        IBufferWriter<byte> output, PublishedRuleset published, EvaluationContext context, IStoredAssignments? stored, IReadOnlySet<string>? drawn)
    {
        output.Write("{"u8);
        var experiments = published.Ruleset.Experiments;
        var first = true;
        for (var i = 0; i < experiments.Count; i++)
        {
            var decision = Ruleset.Decide(experiments[i], context, stored);
            if (!decision.IsIn) continue;
            if (!first) output.Write(","u8);
            first = false;
            output.Write(published.AssignmentJson[i]);
            output.Write(decision.Reason != Reason.Sticky || drawn?.Contains(experiments[i].Key) == true ? "true}"u8 : "false}"u8);
        }
        output.Write("}"u8);
    }

    static void WriteValue(Utf8JsonWriter writer, FlagValue? value)
    {
        if (value is null) writer.WriteNullValue();
        else writer.WriteRawValue(value.Utf8Json, skipInputValidation: true);
    }

    static void WriteClaim(Utf8JsonWriter writer, IReadOnlyDictionary<string, JsonElement> claims, string name)
    {
        writer.WritePropertyName(name);
        if (claims.TryGetValue(name, out var value)) value.WriteTo(writer);
        else writer.WriteNullValue();
    }

    static void WriteNumber(IBufferWriter<byte> output, long number)
    {
        number.TryFormat(output.GetSpan(20), out var length, provider: System.Globalization.CultureInfo.InvariantCulture);
        output.Advance(length);
    }
}
