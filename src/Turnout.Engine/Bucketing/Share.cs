using System.Text;

namespace Turnout.Engine.Bucketing;

/// <summary>A share of all units, 0 to 100 per cent; monotone: a larger share holds every unit of a smaller one under the same salt.</summary>
internal sealed class Share
{
    // Null for murmur3-v1, which needs the seed only.
    private readonly byte[]? _shaSalt;
    private readonly uint _seed;
    private readonly int _end;

    private Share(int end, int buckets) => (_end, IsNone, IsAll, IsUsable) = (end, end == 0, end == buckets, true);

    private Share(int end, string salt, string algorithm)
    {
        _end = end;
        IsUsable = algorithm is BucketingAlgorithm.Murmur3 or BucketingAlgorithm.Sha256Percent;
        if (algorithm == BucketingAlgorithm.Sha256Percent) _shaSalt = Encoding.UTF8.GetBytes(salt);
        else _seed = UnitHash.Seed(salt);
    }

    public static Share None { get; } = new(0, UnitHash.Buckets);

    public static Share All { get; } = new(UnitHash.Buckets, UnitHash.Buckets);

    /// <summary>A share of <paramref name="percent"/>, clamped to 0 to 100 and rounded to the algorithm's buckets; NaN is no share at all.</summary>
    public static Share Of(double percent, string salt, string algorithm = BucketingAlgorithm.Murmur3)
    {
        var buckets = algorithm == BucketingAlgorithm.Sha256Percent ? 100 : UnitHash.Buckets;
        var within = percent > 0 ? Math.Min(percent, 100) : 0;
        var end = (int)Math.Round(within * buckets / 100, MidpointRounding.AwayFromZero);
        return end == 0 ? None : end == buckets ? All : new Share(end, salt, algorithm);
    }

    public bool IsNone { get; }

    public bool IsAll { get; }

    /// <summary>False where a hash is needed that this version does not know.</summary>
    public bool IsUsable { get; }

    /// <summary>Whether the unit is in the share, and the bucket that says so.</summary>
    public bool Contains(string unitId, out int bucket)
    {
        bucket = _shaSalt is null ? UnitHash.Bucket(unitId, _seed) : (int)(UnitHash.Sha256(unitId, _shaSalt) % 100);
        return bucket < _end;
    }
}
