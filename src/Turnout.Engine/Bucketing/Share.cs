using System.Text;

namespace Turnout.Engine.Bucketing;

/// <summary>A share of all units, 0 to 100 per cent; monotone: a larger share holds every unit of a smaller one under the same salt.</summary>
internal readonly struct Share
{
    // Null for murmur3-v1, which needs the seed only.
    private readonly byte[]? _shaSalt;
    private readonly uint _seed;
    private readonly int _end;

    public Share(double percent, string salt, string algorithm = BucketingAlgorithm.Murmur3)
    {
        // NaN, too, is no share at all.
        var within = percent > 0 ? Math.Min(percent, 100) : 0;
        if (algorithm == BucketingAlgorithm.Sha256Percent)
        {
            _shaSalt = Encoding.UTF8.GetBytes(salt);
            _end = (int)Math.Round(within, MidpointRounding.AwayFromZero);
        }
        else
        {
            _seed = UnitHash.Seed(salt);
            _end = (int)Math.Round(within * UnitHash.Buckets / 100, MidpointRounding.AwayFromZero);
        }

        IsNone = _end == 0;
        IsAll = _end == (_shaSalt is null ? UnitHash.Buckets : 100);
        IsUsable = IsNone || IsAll || algorithm is BucketingAlgorithm.Murmur3 or BucketingAlgorithm.Sha256Percent;
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
