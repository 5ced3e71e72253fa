using System.Text;
using System.Text.Json;

namespace Turnout.Server.Events;

/// <summary>Looks into the properties of an event, which stay JSON text until someone asks.</summary>
internal static class EventProperties
{
    /// <summary>A top-level property's text, number or boolean as UTF-8; empty where there is none.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> properties, string name)
    {
        if (properties.IsEmpty) return default;
        var reader = new Utf8JsonReader(properties);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(name);
            reader.Read();
            if (found)
                return reader.TokenType switch
                {
                    JsonTokenType.String => reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan,
                    JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False => reader.ValueSpan,
                    _ => default,
                };
            reader.Skip();
        }
        return default;
    }
}
