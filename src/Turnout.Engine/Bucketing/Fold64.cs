using System.Buffers.Binary;

namespace Turnout.Engine.Bucketing;

/// <summary>
/// A 64-bit hash by multiplying and folding, sixteen bytes at a time: for telling things apart within a process. Not part of any format, and
/// never a bucket: it may change with any version.
/// </summary>
internal static class Fold64
{
    internal const ulong K1 = 0x9E37_79B9_7F4A_7C15, K2 = 0xC2B2_AE3D_27D4_EB4F;

    public static ulong Hash(ReadOnlySpan<byte> bytes, ulong seed)
    {
        var sum = seed ^ ((ulong)(uint)bytes.Length * K2);
        if (bytes.Length < 8) return Mix(Few(bytes) ^ K2, sum ^ K1);
        // Each sixteen under keys of its own place: no step waits for the one before it.
        ulong left = seed ^ K1, right = seed ^ K2;
        var rest = bytes;
        while (rest.Length > 16)
        {
            sum += Mix(BinaryPrimitives.ReadUInt64LittleEndian(rest) ^ left, BinaryPrimitives.ReadUInt64LittleEndian(rest[8..]) ^ right);
            left += K2;
            right += K1;
            rest = rest[16..];
        }

        // The last sixteen, of which some were taken already: no step for each byte. Or the first and the last eight, where there are no more.
        var last = bytes.Length >= 16 ? bytes[^16..] : bytes;
        sum += Mix(BinaryPrimitives.ReadUInt64LittleEndian(last) ^ left, BinaryPrimitives.ReadUInt64LittleEndian(bytes[^8..]) ^ right);
        return Mix(sum ^ K1, K2);
    }

    private static ulong Few(ReadOnlySpan<byte> bytes)
    {
        ulong few = 0;
        foreach (var one in bytes) few = (few << 8) | one;
        return few;
    }

    public static ulong Mix(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out ulong low);
        return high ^ low;
    }
}
