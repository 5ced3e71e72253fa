using System.Buffers.Binary;
using System.Numerics;

namespace Turnout.Engine.Bucketing;

/// <summary>MurmurHash3 for 32 bits (Appleby, <c>MurmurHash3_x86_32</c>): well distributed, fast, not for secrets.</summary>
public static class Murmur3
{
    private const uint C1 = 0xcc9e2d51, C2 = 0x1b873593;

    /// <summary>The hash of <paramref name="data"/>.</summary>
    public static uint Hash32(ReadOnlySpan<byte> data, uint seed)
    {
        var hash = seed;
        var length = data.Length;
        while (data.Length >= 4)
        {
            hash ^= Scramble(BinaryPrimitives.ReadUInt32LittleEndian(data));
            hash = (BitOperations.RotateLeft(hash, 13) * 5) + 0xe6546b64;
            data = data[4..];
        }

        if (data.Length > 0)
        {
            uint tail = 0;
            for (var i = data.Length - 1; i >= 0; i--) tail = (tail << 8) | data[i];
            hash ^= Scramble(tail);
        }

        hash ^= (uint)length;
        hash ^= hash >> 16;
        hash *= 0x85ebca6b;
        hash ^= hash >> 13;
        hash *= 0xc2b2ae35;
        hash ^= hash >> 16;
        return hash;
    }

    private static uint Scramble(uint block) => BitOperations.RotateLeft(block * C1, 15) * C2;
}
