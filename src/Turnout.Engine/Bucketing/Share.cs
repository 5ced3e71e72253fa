using System.Text;

namespace Turnout.Engine.Bucketing;

/// <summary>
/// A share of all units, 0 to 100 per cent; monotone: a larger share holds every unit of a smaller one under the same salt.
/// <c>default</c> is no share at all. A value inside what owns it: the seed is the first thing a hash waits for.
/// </summary>
internal readonly struct Share
{
    // Null for murmur3-v1, which needs the seed only.
    private readonly byte[]? _shaSalt;
    private readonly uint _seed;
    private readonly int _end;
    private readonly Extent _extent;

    private Share(Extent extent) => _extent = extent;

    private Share(int end, string salt, string algorithm)
    {
        _end = end;
        _extent = algorithm is BucketingAlgorithm.Murmur3 or BucketingAlgorithm.Sha256Percent ? Extent.Part : Extent.Unusable;
        if (algorithm == BucketingAlgorithm.Sha256Percent) _shaSalt = Encoding.UTF8.GetBytes(salt);
        else _seed = UnitHash.Seed(salt);
    }

    private enum Extent : byte
    {
        None,
        Part,
        All,
        Unusable,
    }

    /// <summary>A share of <paramref name="percent"/>, clamped to 0 to 100 and rounded to the algorithm's buckets; NaN is no share at all.</summary>
    public static Share Of(double percent, string salt, string algorithm = BucketingAlgorithm.Murmur3)
    {
        var buckets = algorithm == BucketingAlgorithm.Sha256Percent ? 100 : UnitHash.Buckets;
        var within = percent > 0 ? Math.Min(percent, 100) : 0;
        var end = (int)Math.Round(within * buckets / 100, MidpointRounding.AwayFromZero);
        return end == 0 ? default : end == buckets ? new Share(Extent.All) : new Share(end, salt, algorithm);
    }

    public bool IsNone => _extent == Extent.None;

    public bool IsAll => _extent == Extent.All;

    /// <summary>Whether a hash decides, by an algorithm that this version knows.</summary>
    public bool IsPart => _extent == Extent.Part;

    /// <summary>False where a hash is needed that this version does not know.</summary>
    public bool IsUsable => _extent != Extent.Unusable;

    /// <summary>Whether the unit is in the share, and the bucket that says so. Ask <see cref="IsAll"/> first: everyone is in that without a bucket.</summary>
    public bool Contains(string unitId, out int bucket)
    {
        bucket = _shaSalt is null ? UnitHash.Bucket(unitId, _seed) : (int)(UnitHash.Sha256(unitId, _shaSalt) % 100);
        return bucket < _end;
    }
}
