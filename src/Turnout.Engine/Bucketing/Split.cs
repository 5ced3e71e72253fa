using System.Text;

namespace Turnout.Engine.Bucketing;

/// <summary>Divides units among weighted variants by one of the <see cref="BucketingAlgorithm"/>s.</summary>
internal sealed class Split
{
    private readonly string _algorithm;
    private readonly uint _seed;
    private readonly byte[] _salt;
    private readonly int[] _ends;

    private Split(string algorithm, string salt, int[] ends)
    {
        _algorithm = algorithm;
        _seed = UnitHash.Seed(salt);
        _salt = Encoding.UTF8.GetBytes(salt);
        _ends = ends;
    }

    /// <summary>A split; null when the weights or the algorithm cannot be used.</summary>
    public static Split? Create(string algorithm, string salt, IReadOnlyList<double> weights)
    {
        var total = 0.0;
        foreach (var weight in weights)
        {
            if (!double.IsFinite(weight) || weight < 0) return null;
            total += weight;
        }

        if (total <= 0 || !double.IsFinite(total)) return null;
        var buckets = algorithm switch
        {
            BucketingAlgorithm.Murmur3 => UnitHash.Buckets,
            BucketingAlgorithm.Sha256Modulo => weights.Count,
            BucketingAlgorithm.Sha256Percent => 100,
            _ => 0,
        };
        if (buckets == 0) return null;

        var ends = new int[weights.Count];
        var sum = 0.0;
        for (var i = 0; i < ends.Length; i++)
        {
            sum += weights[i];
            ends[i] = (int)Math.Round(sum / total * buckets, MidpointRounding.AwayFromZero);
        }

        return new Split(algorithm, salt, ends);
    }

    /// <summary>The index of the unit's variant, and the bucket that led to it.</summary>
    public int VariantOf(string unitId, out int bucket)
    {
        bucket = _algorithm switch
        {
            BucketingAlgorithm.Murmur3 => UnitHash.Bucket(unitId, _seed),
            BucketingAlgorithm.Sha256Modulo => (int)(UnitHash.Sha256(unitId, _salt) % (ulong)_ends.Length),
            _ => (int)(UnitHash.Sha256(unitId, _salt) % 100),
        };
        for (var i = 0; i < _ends.Length; i++)
            if (bucket < _ends[i]) return i;
        return _ends.Length - 1;
    }
}
