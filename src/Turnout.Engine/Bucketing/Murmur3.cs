using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
            hash = Mix(hash, BinaryPrimitives.ReadUInt32LittleEndian(data));
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
    // A method of its own keeps all it needs in registers; inside another it does not.
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static bool TryHashAscii(ReadOnlySpan<char> text, uint seed, out uint hash)
    {
        // In a local, since what an out parameter holds is written down at each step.
        var running = seed;
        ref var first = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(text));
        var left = text.Length & 7;
        var end = text.Length - left;
        ulong seen = 0, rest = 0;
        for (var i = 0; i < end; i += 8)
        {
            // Eight characters become two blocks of four bytes.
            var eight = Bytes(ref first, i);
            seen |= eight;
            running = Mix(Mix(running, (uint)eight), (uint)(eight >> 32));
        }

        if (end == 0) rest = FewBytes(text);
        // The last eight hold the rest: read again, without a step for each character.
        else if (left > 0) rest = Bytes(ref first, text.Length - 8) >> (64 - (8 * left));
        seen |= rest;
        if (left >= 4)
        {
            running = Mix(running, (uint)rest);
            rest >>= 32;
        }

        // Scrambled nought is nought: a text without a tail needs no case of its own.
        hash = Finish(running ^ Scramble((uint)rest), text.Length);
        return (seen & 0x8080_8080_8080_8080) == 0;
    }

    // Eight characters as bytes; what is not ASCII gives a byte that is not either.
    private static ulong Bytes(ref ushort first, int index)
    {
        var eight = Vector128.LoadUnsafe(ref first, (nuint)index);
        return Vector128.NarrowWithSaturation(eight, eight).AsUInt64().ToScalar();
    }

    private static ulong FewBytes(ReadOnlySpan<char> text)
    {
        ulong bytes = 0;
        for (var i = text.Length - 1; i >= 0; i--) bytes = (bytes << 8) | Math.Min(text[i], '\u00FF');
        return bytes;
    }

    private static uint Mix(uint hash, uint block) => (BitOperations.RotateLeft(hash ^ Scramble(block), 13) * 5) + 0xe6546b64;

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
