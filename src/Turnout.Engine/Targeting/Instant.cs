using System.Globalization;

namespace Turnout.Engine.Targeting;

/// <summary>Instants as conditions compare them: RFC 3339 text, a bare date (midnight UTC), or Unix milliseconds.</summary>
internal static class Instant
{
    private static readonly string[] Forms =
    [
        "yyyy-MM-dd'T'HH:mm:ssK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd",
        "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd HH:mm:ssK",
    ];

    // DateTimeOffset's range, so that every comparison is between instants that exist.
    private const double MinMs = -62_135_596_800_000, MaxMs = 253_402_300_799_999;

    /// <summary>The instant in Unix milliseconds; text without an offset is UTC.</summary>
    public static bool TryGet(AttributeValue value, out double unixMs)
    {
        if (value.TryGetNumber(out unixMs)) return unixMs is >= MinMs and <= MaxMs;
        unixMs = 0;
        if (value.Text is not { } text
            || !DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
            return false;
        unixMs = (double)(instant.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMillisecond;
        return true;
    }
}
