using System.Text;

namespace Turnout.Engine.Bucketing;

/// <summary>A share of all units, 0 to 100 per cent; monotone: a larger share holds every unit of a smaller one under the same salt.</summary>
internal readonly struct Share
{
    private readonly string? _algorithm;
    private readonly byte[]? _salt;
    private readonly uint _seed;
    private readonly int _end;

    public Share(double percent, string salt, string algorithm = BucketingAlgorithm.Murmur3)
    {
        if (algorithm == BucketingAlgorithm.Sha256Percent)
        {
            _algorithm = algorithm;
            _salt = Encoding.UTF8.GetBytes(salt);
            _end = (int)Math.Round(Math.Clamp(percent, 0, 100), MidpointRounding.AwayFromZero);
            return;
        }

        _seed = UnitHash.Seed(salt);
        _end = (int)Math.Round(Math.Clamp(percent, 0, 100) * UnitHash.Buckets / 100, MidpointRounding.AwayFromZero);
    }

    private int Buckets => _algorithm is null ? UnitHash.Buckets : 100;

    public bool IsNone => _end == 0;

    public bool IsAll => _end >= Buckets;

    /// <summary>Whether the unit is in the share. The bucket is −1 where none was needed.</summary>
    public bool Contains(string unitId, out int bucket)
    {
        bucket = _algorithm is null ? UnitHash.Bucket(unitId, _seed) : (int)(UnitHash.Sha256(unitId, _salt) % 100);
        return bucket < _end;
    }
}
