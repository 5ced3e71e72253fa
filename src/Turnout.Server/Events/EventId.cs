using System.Buffers.Binary;
using System.Text;

namespace Turnout.Server.Events;

/// <summary>
/// The bytes under which an event's id is kept. A UUID is its 16 bytes in the order that sorts by time, whatever its letters' case; any
/// other text is its UTF-8 with a 0 before it, and one behind where that would be 16 bytes long.
/// </summary>
internal static class EventId
{
    /// <summary>The longest id, in bytes of UTF-8.</summary>
    public const int MaxBytes = 128;

    /// <summary>The longest form kept.</summary>
    public const int MaxKeptBytes = MaxBytes + 2;

    const int UuidBytes = 16;
    const int UuidTextBytes = 36;

    /// <returns>How many bytes were written.</returns>
    public static int Write(ReadOnlySpan<byte> text, Span<byte> kept)
    {
        if (text.Length == UuidTextBytes && Guid.TryParse(text, out var uuid) && text[8] == '-')
        {
            uuid.TryWriteBytes(kept, bigEndian: true, out _);
            return UuidBytes;
        }
        kept[0] = 0;
        text.CopyTo(kept[1..]);
        if (text.Length + 1 != UuidBytes) return text.Length + 1;
        kept[UuidBytes] = 0;
        return UuidBytes + 1;
    }

    public static string ToText(ReadOnlySpan<byte> kept) =>
        kept.Length == UuidBytes ? new Guid(kept, bigEndian: true).ToString()
        : kept.Length == UuidBytes + 1 && kept[^1] == 0 ? Encoding.UTF8.GetString(kept[1..^1])
        : Encoding.UTF8.GetString(kept[1..]);

    /// <summary>Sixty-four bits by which a kept id is told from others: the same on every server and for ever.</summary>
    public static ulong Fingerprint(ReadOnlySpan<byte> kept)
    {
        var hash = (ulong)kept.Length;
        while (kept.Length >= UuidBytes)
        {
            hash = Fold(BinaryPrimitives.ReadUInt64LittleEndian(kept) ^ hash ^ 0xA0761D6478BD642F, BinaryPrimitives.ReadUInt64LittleEndian(kept[8..]) ^ 0xE7037ED1A0B428DB);
            kept = kept[UuidBytes..];
        }
        Span<byte> rest = stackalloc byte[UuidBytes];
        rest.Clear();
        kept.CopyTo(rest);
        hash = Fold(BinaryPrimitives.ReadUInt64LittleEndian(rest) ^ hash ^ 0x8EBC6AF09C88C6E3, BinaryPrimitives.ReadUInt64LittleEndian(rest[8..]) ^ 0x589965CC75374CC3);
        return Fold(hash ^ 0x1D8E4E27C47D124F, 0xEB44ACCAB455D165);
    }

    static ulong Fold(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out ulong low);
        return high ^ low;
    }
}
