using System.Text;
using System.Text.Json;
using Turnout.Engine.Checks;

namespace Turnout.Server.Events;

/// <summary>Reads the values of an event's members as UTF-8, in place where nothing is escaped.</summary>
internal static class EventText
{
    /// <summary>The longest name of an event, in bytes.</summary>
    public const int MaxNameBytes = 128;

    /// <summary>Text of 1 to <paramref name="maxBytes"/> bytes without control characters.</summary>
    public static Fault? Read(scoped ref Utf8JsonReader reader, string member, int maxBytes, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (reader.TokenType != JsonTokenType.String) return new("wrong_type", member, $"'{member}' is text.");
        if (!TryUnescape(ref reader, out text)) return new("invalid_value", member, $"'{member}' is not valid Unicode.");
        return Check(text, member, maxBytes);
    }

    /// <summary>The id of a unit: text, or a number with all its digits.</summary>
    public static Fault? ReadUnit(scoped ref Utf8JsonReader reader, string member, out ReadOnlySpan<byte> id)
    {
        if (reader.TokenType != JsonTokenType.Number) return Read(ref reader, member, Names.MaxUnitIdBytes, out id);
        id = reader.ValueSpan;
        return Check(id, member, Names.MaxUnitIdBytes);
    }

    public static Fault? ReadNumber(scoped ref Utf8JsonReader reader, string member, out double? number)
    {
        number = null;
        if (reader.TokenType != JsonTokenType.Number) return new("wrong_type", member, $"'{member}' is a number.");
        if (!reader.TryGetDouble(out var value) || !double.IsFinite(value)) return new("invalid_value", member, $"'{member}' is too large a number.");
        number = value;
        return null;
    }

    /// <summary>An RFC 3339 instant, as Unix milliseconds.</summary>
    public static Fault? ReadInstant(scoped ref Utf8JsonReader reader, string member, out long at)
    {
        at = 0;
        if (reader.TokenType != JsonTokenType.String) return new("wrong_type", member, $"'{member}' is text.");
        const string form = "An instant is written as in RFC 3339, with its offset: 2026-01-31T12:00:00Z.";
        // Many writers of JSON escape the plus sign of an offset.
        if (!TryUnescape(ref reader, out var text)) return new("invalid_value", member, form);
        // Without an offset it would be the server's local time.
        if (text.Length < 20 || text[10] is not ((byte)'T' or (byte)'t') || !(text[^1] is (byte)'Z' or (byte)'z' || text[^6] is (byte)'+' or (byte)'-')
            || !(reader.TryGetDateTimeOffset(out var instant) || TryLowerCase(text, out instant)))
            return new("invalid_value", member, form);
        at = instant.ToUnixTimeMilliseconds();
        return null;
    }

    static Fault? Check(ReadOnlySpan<byte> text, string member, int maxBytes)
    {
        if (text.IsEmpty || text.Length > maxBytes || HasControl(text))
            return new("invalid_value", member, $"'{member}' has 1 to {maxBytes} bytes and no control characters.");
        return null;
    }

    static bool HasControl(ReadOnlySpan<byte> text)
    {
        if (text.ContainsAnyInRange((byte)0, (byte)0x1f) || text.Contains((byte)0x7f)) return true;
        // U+0080 to U+009F.
        for (var i = text.IndexOf((byte)0xc2); i >= 0 && i + 1 < text.Length;)
        {
            if (text[i + 1] is >= 0x80 and <= 0x9f) return true;
            var next = text[(i + 1)..].IndexOf((byte)0xc2);
            if (next < 0) break;
            i += 1 + next;
        }
        return false;
    }

    internal static bool TryUnescape(scoped ref Utf8JsonReader reader, out ReadOnlySpan<byte> text)
    {
        if (!reader.ValueIsEscaped)
        {
            text = reader.ValueSpan;
            return true;
        }
        text = default;
        try
        {
            text = Encoding.UTF8.GetBytes(reader.GetString()!);
            return true;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate, written as an escape.
            return false;
        }
    }

    // The framework takes 'T' and 'Z' in capitals only.
    static bool TryLowerCase(ReadOnlySpan<byte> text, out DateTimeOffset instant) =>
        DateTimeOffset.TryParseExact(Encoding.ASCII.GetString(text).ToUpperInvariant(), ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"],
            System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out instant);
}
