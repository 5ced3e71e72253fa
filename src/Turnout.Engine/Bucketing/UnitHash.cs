using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace Turnout.Engine.Bucketing;

/// <summary>Hashes of a unit under a salt that was prepared once; no allocation for ids of up to 512 bytes.</summary>
internal static class UnitHash
{
    /// <summary>The buckets of <see cref="BucketingAlgorithm.Murmur3"/>, of rollouts and of traffic shares: 0.001 per cent each.</summary>
    public const int Buckets = 100_000;

    /// <summary>The slots of a layer.</summary>
    public const int LayerSlots = 10_000;

    private const int StackBytes = 512;

    /// <summary>The seed that stands for a salt.</summary>
    public static uint Seed(string salt) => Murmur3.Hash32(Encoding.UTF8.GetBytes(salt), 0);

    /// <summary>The unit's bucket under a seed, 0 to <paramref name="buckets"/> − 1.</summary>
    public static int Bucket(string unitId, uint seed, int buckets = Buckets) =>
        Scale(Murmur3.TryHashAscii(unitId, seed, out var hash) ? hash : HashUtf8(unitId, seed), buckets);

    // Apart from the short way, which needs no buffer on the stack.
    [SkipLocalsInit]
    private static uint HashUtf8(string unitId, uint seed)
    {
        var needed = Encoding.UTF8.GetMaxByteCount(unitId.Length);
        byte[]? rented = null;
        var buffer = needed <= 2 * StackBytes ? stackalloc byte[2 * StackBytes] : rented = ArrayPool<byte>.Shared.Rent(needed);
        var hash = Murmur3.Hash32(buffer[..Encoding.UTF8.GetBytes(unitId, buffer)], seed);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }

    private static int Scale(uint hash, int buckets) => (int)(((ulong)hash * (uint)buckets) >> 32);

    /// <summary>The first 8 bytes of SHA-256 of the unit followed by the salt, as a big-endian integer.</summary>
    [SkipLocalsInit]
    public static ulong Sha256(string unitId, ReadOnlySpan<byte> salt)
    {
        var needed = Encoding.UTF8.GetMaxByteCount(unitId.Length) + salt.Length;
        byte[]? rented = null;
        var buffer = needed <= 2 * StackBytes ? stackalloc byte[2 * StackBytes] : rented = ArrayPool<byte>.Shared.Rent(needed);
        var length = Encoding.UTF8.GetBytes(unitId, buffer);
        salt.CopyTo(buffer[length..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer[..(length + salt.Length)], hash);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }
}
