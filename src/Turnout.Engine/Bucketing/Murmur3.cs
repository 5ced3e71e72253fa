using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

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

        return Finish(hash, length);
    }

    /// <summary>
    /// The hash of the UTF-8 form of a text of ASCII characters alone, without writing it down; false where there are others. Ids are hashed at
    /// every evaluation, and nearly all are ASCII.
    /// </summary>
    internal static bool TryHashAscii(ReadOnlySpan<char> text, uint seed, out uint hash)
    {
        hash = seed;
        if (!BitConverter.IsLittleEndian) return false;
        foreach (var four in MemoryMarshal.Cast<char, ulong>(text))
        {
            if ((four & 0xFF80_FF80_FF80_FF80) != 0) return false;
            // One byte of each two: a four-byte block.
            var two = (four | (four >> 8)) & 0x0000_FFFF_0000_FFFF;
            hash ^= Scramble((uint)(two | (two >> 16)));
            hash = (BitOperations.RotateLeft(hash, 13) * 5) + 0xe6546b64;
        }

        uint tail = 0;
        for (var i = text.Length - 1; i >= (text.Length & ~3); i--)
        {
            if (!char.IsAscii(text[i])) return false;
            tail = (tail << 8) | text[i];
        }

        // Scrambled nought is nought: a text without a tail needs no case of its own.
        hash = Finish(hash ^ Scramble(tail), text.Length);
        return true;
    }

    private static uint Finish(uint hash, int length)
    {
        hash ^= (uint)length;
        hash ^= hash >> 16;
        hash *= 0x85ebca6b;
        hash ^= hash >> 13;
        hash *= 0xc2b2ae35;
        return hash ^ (hash >> 16);
    }

    private static uint Scramble(uint block) => BitOperations.RotateLeft(block * C1, 15) * C2;
}
