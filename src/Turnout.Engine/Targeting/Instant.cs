namespace Turnout.Engine.Targeting;

/// <summary>
/// Instants as conditions compare them: RFC 3339 text, Unix milliseconds, and, leniently, text without seconds, without an offset (UTC), with a
/// blank for the <c>T</c>, or a bare date (midnight UTC). No allocation.
/// </summary>
internal static class Instant
{
    // The years 1 to 9999, so that every comparison is between instants that exist.
    private const double MinMs = -62_135_596_800_000, MaxMs = 253_402_300_799_999;

    /// <summary>The instant in Unix milliseconds, with fractions.</summary>
    public static bool TryGet(AttributeValue value, out double unixMs)
    {
        if (value.TryGetNumber(out unixMs)) return unixMs is >= MinMs and <= MaxMs;
        return value.Text is { } text && TryParse(text, out unixMs);
    }

    /// <summary>The instant that a text says.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out double unixMs)
    {
        unixMs = 0;
        if (!TakeNumber(ref text, 4, out var year) || !Take(ref text, '-')
            || !TakeNumber(ref text, 2, out var month) || !Take(ref text, '-')
            || !TakeNumber(ref text, 2, out var day)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        unixMs = (new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).TotalMilliseconds;
        if (text.IsEmpty) return true;

        if (!(Take(ref text, 'T') || Take(ref text, 't') || Take(ref text, ' '))
            || !TakeTime(ref text, out var timeMs) || !TakeOffset(ref text, out var offsetMs) || !text.IsEmpty)
            return false;
        unixMs += timeMs - offsetMs;
        return unixMs is >= MinMs and <= MaxMs + 1;
    }

    private static bool TakeTime(ref ReadOnlySpan<char> text, out double ms)
    {
        ms = 0;
        if (!TakeNumber(ref text, 2, out var hour) || !Take(ref text, ':') || !TakeNumber(ref text, 2, out var minute) || hour > 23 || minute > 59)
            return false;
        var second = 0;
        // 60 is a leap second: it counts as the second after.
        if (Take(ref text, ':') && (!TakeNumber(ref text, 2, out second) || second > 60)) return false;
        ms = (((hour * 60) + minute) * 60_000.0) + (second * 1000);
        return !Take(ref text, '.') || TakeFraction(ref text, ref ms);
    }

    private static bool TakeFraction(ref ReadOnlySpan<char> text, ref double ms)
    {
        var scale = 100.0;
        var length = 0;
        for (; length < text.Length && char.IsAsciiDigit(text[length]); length++)
        {
            ms += (text[length] - '0') * scale;
            scale /= 10;
        }

        text = text[length..];
        return length > 0;
    }

    private static bool TakeOffset(ref ReadOnlySpan<char> text, out double ms)
    {
        ms = 0;
        if (text.IsEmpty || Take(ref text, 'Z') || Take(ref text, 'z')) return true;
        var sign = Take(ref text, '+') ? 1 : Take(ref text, '-') ? -1 : 0;
        if (sign == 0 || !TakeNumber(ref text, 2, out var hours) || !Take(ref text, ':') || !TakeNumber(ref text, 2, out var minutes)
            || hours > 23 || minutes > 59)
            return false;
        ms = sign * ((hours * 60) + minutes) * 60_000.0;
        return true;
    }

    private static bool Take(ref ReadOnlySpan<char> text, char expected)
    {
        if (text.IsEmpty || text[0] != expected) return false;
        text = text[1..];
        return true;
    }

    private static bool TakeNumber(ref ReadOnlySpan<char> text, int digits, out int number)
    {
        number = 0;
        if (text.Length < digits) return false;
        foreach (var c in text[..digits])
        {
            if (!char.IsAsciiDigit(c)) return false;
            number = (number * 10) + (c - '0');
        }

        text = text[digits..];
        return true;
    }
}
