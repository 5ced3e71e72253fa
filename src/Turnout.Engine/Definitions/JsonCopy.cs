using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace Turnout.Engine.Definitions;

/// <summary>Copies a value out of a document, without blanks; texts and numbers stay as they were written.</summary>
internal static class JsonCopy
{
    private const int MaxKeptBytes = 64 * 1024;

    // A ruleset has thousands of small values; each thread that reads one copies them through the same buffer.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    /// <summary>The value at the reader, which ends at the value's last token.</summary>
    public static byte[] Of(ref Utf8JsonReader reader)
    {
        var output = _buffer ??= new ArrayBufferWriter<byte>(1024);
        output.ResetWrittenCount();
        Copy(ref reader, output);
        var json = output.WrittenSpan.ToArray();
        if (output.Capacity > MaxKeptBytes) _buffer = null;
        return Utf8.IsValid(json) ? json : throw new JsonException("The text is not valid UTF-8.");
    }

    private static void Copy(ref Utf8JsonReader reader, ArrayBufferWriter<byte> output)
    {
        var depth = reader.CurrentDepth;
        var follows = false;
        do
        {
            var ends = reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray;
            if (follows && !ends) output.Write(","u8);
            CopyToken(ref reader, output);
            follows = ends || reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName);
        }
        while ((reader.CurrentDepth > depth || reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) && reader.Read());
    }

    private static void CopyToken(ref Utf8JsonReader reader, ArrayBufferWriter<byte> output)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject: output.Write("{"u8); break;
            case JsonTokenType.EndObject: output.Write("}"u8); break;
            case JsonTokenType.StartArray: output.Write("["u8); break;
            case JsonTokenType.EndArray: output.Write("]"u8); break;
            case JsonTokenType.String: CopyText(ref reader, output, "\""u8); break;
            case JsonTokenType.PropertyName: CopyText(ref reader, output, "\":"u8); break;
            default: output.Write(JsonParts.Bytes(ref reader)); break;
        }
    }

    private static void CopyText(ref Utf8JsonReader reader, ArrayBufferWriter<byte> output, ReadOnlySpan<byte> end)
    {
        // Half a surrogate pair is found by unescaping only.
        if (reader.ValueIsEscaped) reader.GetString();
        output.Write("\""u8);
        output.Write(JsonParts.Bytes(ref reader));
        output.Write(end);
    }
}
