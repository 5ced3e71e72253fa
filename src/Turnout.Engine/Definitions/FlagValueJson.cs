using System.Text.Json;
using System.Text.Json.Serialization;

namespace Turnout.Engine.Definitions;

internal sealed class FlagValueJson : JsonConverter<FlagValue>
{
    public override bool HandleNull => true;

    public override FlagValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => FlagValue.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, FlagValue? value, JsonSerializerOptions options)
    {
        // A value that is left out, as descriptions of the API write it.
        if (value is null) writer.WriteNullValue();
        else writer.WriteRawValue(value.Utf8Json, skipInputValidation: true);
    }
}
