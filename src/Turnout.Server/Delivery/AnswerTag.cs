using System.Buffers.Binary;

namespace Turnout.Server.Delivery;

/// <summary>
/// Entity tags of answers that are made anew for each request: 64 bits by multiply-and-fold, some bytes in a cycle. Nothing is protected
/// by it: who makes two answers collide keeps an outdated answer of their own.
/// </summary>
internal static class AnswerTag
{
    const ulong First = 0x9E37_79B9_7F4A_7C15, Second = 0xD1B5_4A32_D192_ED03;

    /// <summary>The tag, with quotes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var hash = First ^ (ulong)bytes.Length;
        while (bytes.Length >= 16)
        {
            hash = Fold(BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ Second, BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]) ^ hash);
            bytes = bytes[16..];
        }
        Span<byte> rest = stackalloc byte[16];
        rest.Clear();
        bytes.CopyTo(rest);
        hash = Fold(BinaryPrimitives.ReadUInt64LittleEndian(rest) ^ Second, BinaryPrimitives.ReadUInt64LittleEndian(rest[8..]) ^ hash);
        return $"\"{Fold(hash ^ First, Second):x16}\"";
    }

    static ulong Fold(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low;
    }
}
