using System.Buffers;
using System.Text.Json;
using Turnout.Engine.Checks;

namespace Turnout.Server.Events;

/// <summary>The properties by which exposures and conversions name their experiment; the others are passed on.</summary>
internal ref struct ExperimentProperties
{
    const string Where = "properties.";

    public ReadOnlySpan<byte> Experiment { get; private set; }

    public ReadOnlySpan<byte> Variant { get; private set; }

    public ReadOnlySpan<byte> AssignmentType { get; private set; }

    public ReadOnlySpan<byte> ConversionEvent { get; private set; }

    /// <param name="properties">A JSON object, or nothing.</param>
    /// <param name="others">Cleared; then takes a JSON object with what is not one of these, or nothing.</param>
    public Fault? Read(ReadOnlySpan<byte> properties, ArrayBufferWriter<byte> others)
    {
        others.ResetWrittenCount();
        if (!properties.IsEmpty)
        {
            var reader = new Utf8JsonReader(properties);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var start = (int)reader.TokenStartIndex;
                if (ReadNamed(ref reader, out var named) is { } fault) return fault;
                if (named) continue;
                reader.Read();
                reader.Skip();
                others.Write(others.WrittenCount == 0 ? "{"u8 : ","u8);
                others.Write(properties[start..(int)reader.BytesConsumed]);
            }
            if (others.WrittenCount > 0) others.Write("}"u8);
        }
        if (Experiment.IsEmpty) return new("missing_member", Where + "experiment_slug", "'experiment_slug' is required: the experiment's key.");
        if (Variant.IsEmpty) return new("missing_member", Where + "variant", "'variant' is required.");
        return null;
    }

    Fault? ReadNamed(scoped ref Utf8JsonReader reader, out bool named)
    {
        named = true;
        if (reader.ValueTextEquals("experiment_slug"u8))
        {
            var fault = ReadText(ref reader, "experiment_slug", Names.MaxKeyLength, out var text);
            Experiment = text;
            return fault;
        }
        if (reader.ValueTextEquals("variant"u8))
        {
            var fault = ReadText(ref reader, "variant", Names.MaxKeyLength, out var text);
            Variant = text;
            return fault;
        }
        if (reader.ValueTextEquals("assignment_type"u8))
        {
            var fault = ReadText(ref reader, "assignment_type", EventText.MaxNameBytes, out var text);
            AssignmentType = text;
            return fault;
        }
        if (reader.ValueTextEquals("conversion_event"u8))
        {
            var fault = ReadText(ref reader, "conversion_event", EventText.MaxNameBytes, out var text);
            ConversionEvent = text;
            return fault;
        }
        named = false;
        return null;
    }

    static Fault? ReadText(scoped ref Utf8JsonReader reader, string name, int maxBytes, out ReadOnlySpan<byte> text)
    {
        text = default;
        reader.Read();
        return reader.TokenType == JsonTokenType.Null ? null : EventText.Read(ref reader, Where + name, maxBytes, out text);
    }
}
