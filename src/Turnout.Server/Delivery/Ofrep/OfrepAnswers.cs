using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Turnout.Engine;

namespace Turnout.Server.Delivery.Ofrep;

/// <summary>Writes evaluations as OFREP's answers.</summary>
internal static class OfrepAnswers
{
    static readonly JsonWriterOptions Options = new() { SkipValidation = true };

    /// <summary>A single evaluation, with the status it is answered with.</summary>
    public static (int Status, byte[] Body) Single(string key, Evaluation evaluation, EvaluationContext context, Ruleset ruleset)
    {
        var status = Status(evaluation);
        return (status, Write(writer =>
        {
            if (status == 200) WriteSuccess(writer, key, evaluation, context, ruleset);
            else WriteFailure(writer, key, evaluation);
        }));
    }

    /// <summary>A bulk evaluation up to its last brace: what its entity tag is made of.</summary>
    public static byte[] Bulk(EvaluationContext context, Ruleset ruleset, IStoredAssignments? stored) => Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("flags"u8);
        foreach (var flag in ruleset.Flags)
        {
            var evaluation = Ruleset.Evaluate(flag, context, stored);
            if (Status(evaluation) == 200) WriteSuccess(writer, flag.Key, evaluation, context, ruleset);
            else WriteFailure(writer, flag.Key, evaluation);
        }
        writer.WriteEndArray();
        writer.WriteStartObject("metadata"u8);
        WriteSet(writer, ruleset);
        writer.WriteEndObject();
    });

    /// <summary>What closes a bulk evaluation: where changes are told. It is no part of the entity tag, for the token in the address changes.</summary>
    public static byte[] Streams(string requestUri) =>
[.. ",\"eventStreams\":[{\"type\":\"sse\",\"endpoint\":{\"requestUri\":"u8, .. JsonSerializer.SerializeToUtf8Bytes(requestUri), .. "}}]}"u8];

    public static byte[] Failure(string? key, OfrepError error) => Write(writer =>
    {
        writer.WriteStartObject();
        if (key is not null) writer.WriteString("key"u8, key);
        writer.WriteString("errorCode"u8, error.Code);
        writer.WriteString("errorDetails"u8, error.Details);
        writer.WriteEndObject();
    });

    static int Status(in Evaluation evaluation) => evaluation switch
    {
        { Error: EvaluationError.FlagNotFound } => 404,
        { Error: not EvaluationError.None } or { Reason: Reason.UnitMissing } => 400,
        _ => 200,
    };

    static void WriteSuccess(Utf8JsonWriter writer, string key, in Evaluation evaluation, EvaluationContext context, Ruleset ruleset)
    {
        writer.WriteStartObject();
        writer.WriteString("key"u8, key);
        // A flag that is off has no value: the application's own default counts.
        if (evaluation.Reason != Reason.Disabled)
        {
            writer.WritePropertyName("value"u8);
            writer.WriteRawValue(evaluation.Value!.Utf8Json, skipInputValidation: true);
            writer.WriteString("variant"u8, evaluation.Variant!.Key);
        }
        writer.WriteString("reason"u8, ReasonOf(evaluation.Reason));
        writer.WriteStartObject("metadata"u8);
        WriteSet(writer, ruleset);
        if (context.UnitId("user") is { } id) writer.WriteString("contextId"u8, id);
        if (evaluation.Decision is { IsIn: true } decision)
        {
            writer.WriteString("experiment"u8, decision.Experiment!.Key);
            writer.WriteString("experimentVariant"u8, decision.Variant);
            writer.WriteString("experimentUnit"u8, decision.Experiment.Unit);
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    static void WriteFailure(Utf8JsonWriter writer, string key, in Evaluation evaluation)
    {
        var (code, details) = evaluation switch
        {
            { Reason: Reason.UnitMissing } => ("TARGETING_KEY_MISSING", "The flag is decided by a unit whose id the context does not have; send a targetingKey."),
            _ => (evaluation.Error.ToWire(), evaluation.Error.Describe()),
        };
        writer.WriteStartObject();
        writer.WriteString("key"u8, key);
        writer.WriteString("errorCode"u8, code);
        writer.WriteString("errorDetails"u8, details);
        writer.WriteEndObject();
    }

    // The three members that OpenFeature's telemetry knows.
    static void WriteSet(Utf8JsonWriter writer, Ruleset ruleset)
    {
        writer.WriteString("flagSetId"u8, ruleset.Environment);
        writer.WriteString("version"u8, ruleset.Version.ToString(CultureInfo.InvariantCulture));
    }

    // OpenFeature's own words; why a unit is not in an experiment is ours to know.
    static string ReasonOf(Reason reason) => reason switch
    {
        Reason.Static or Reason.TargetingMatch or Reason.Split or Reason.Disabled => reason.ToWire(),
        Reason.Sticky => Reason.Split.ToWire(),
        _ => Reason.Default.ToWire(),
    };

    static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Options)) write(writer);
        return buffer.WrittenSpan.ToArray();
    }
}
