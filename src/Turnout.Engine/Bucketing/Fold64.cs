using System.Buffers.Binary;

namespace Turnout.Engine.Bucketing;

/// <summary>
/// A 64-bit hash by multiplying and folding, sixteen bytes at a time: for telling things apart within a process. Not part of any format, and
/// never a bucket: it may change with any version.
/// </summary>
internal static class Fold64
{
    private const ulong K1 = 0x9E37_79B9_7F4A_7C15, K2 = 0xC2B2_AE3D_27D4_EB4F;

    public static ulong Hash(ReadOnlySpan<byte> bytes, ulong seed)
    {
        var hash = seed ^ ((ulong)(uint)bytes.Length * K2);
        while (bytes.Length >= 16)
        {
            hash = Mix(BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ K1, BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]) ^ hash);
            bytes = bytes[16..];
        }

        if (bytes.Length >= 8)
        {
            hash = Mix(BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ K2, hash ^ K1);
            bytes = bytes[8..];
        }

        ulong tail = 0;
        foreach (var one in bytes) tail = (tail << 8) | one;
        return Mix(tail ^ K1, hash ^ K2);
    }

    public static ulong Mix(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out ulong low);
        return high ^ low;
    }
}
