using System.Text;

namespace Turnout.Engine.Bucketing;

/// <summary>
/// Divides units among weighted variants by one of the <see cref="BucketingAlgorithm"/>s. A value inside what owns it: the seed is the first
/// thing a hash waits for.
/// </summary>
internal readonly struct Split
{
    // More ends than buckets would leave variants without any; beyond a few, halving finds the end faster than comparing with all.
    private const int MaxVariants = 10_000, Few = 16;

    private readonly bool _isMurmur3;
    private readonly uint _modulus;
    private readonly uint _seed;
    private readonly byte[]? _shaSalt;
    private readonly int[] _ends;

    private Split(string algorithm, string salt, uint buckets, int[] ends)
    {
        _isMurmur3 = algorithm == BucketingAlgorithm.Murmur3;
        _modulus = buckets;
        _ends = ends;
        if (_isMurmur3) _seed = UnitHash.Seed(salt);
        else _shaSalt = Encoding.UTF8.GetBytes(salt);
    }

    /// <summary>A split; not <see cref="IsUsable"/> when the weights or the algorithm cannot be used.</summary>
    public static Split Create(string algorithm, string salt, IReadOnlyList<double> weights)
    {
        var total = 0.0;
        foreach (var weight in weights)
        {
            if (!double.IsFinite(weight) || weight < 0) return default;
            total += weight;
        }

        if (total <= 0 || !double.IsFinite(total) || weights.Count > MaxVariants) return default;
        var buckets = algorithm switch
        {
            BucketingAlgorithm.Murmur3 => UnitHash.Buckets,
            // Its shares are equal; other weights cannot be honoured.
            BucketingAlgorithm.Sha256Modulo when weights.All(weight => weight == weights[0]) => weights.Count,
            BucketingAlgorithm.Sha256Percent => 100,
            _ => 0,
        };
        return buckets == 0 ? default : new Split(algorithm, salt, (uint)buckets, Ends(weights, total, buckets));
    }

    // Rounding the ends rather than the widths keeps a variant of weight 0 without a bucket, and every bucket with a variant.
    private static int[] Ends(IReadOnlyList<double> weights, double total, int buckets)
    {
        var ends = new int[weights.Count];
        var sum = 0.0;
        for (var i = 0; i < ends.Length; i++)
        {
            sum += weights[i];
            ends[i] = (int)Math.Round(sum / total * buckets, MidpointRounding.AwayFromZero);
        }

        return ends;
    }

    /// <summary>False where it divides nobody; then nothing else may be asked.</summary>
    public bool IsUsable => _ends is not null;

    /// <summary>The index of the unit's variant, and the bucket that led to it.</summary>
    public int VariantOf(string unitId, out int bucket)
    {
        bucket = _isMurmur3 ? UnitHash.Bucket(unitId, _seed) : (int)(UnitHash.Sha256(unitId, _shaSalt) % _modulus);
        if (_ends.Length > Few) return AmongMany(bucket);
        // How many ends lie before the bucket: counted without a branch, since no processor can guess a hash.
        var before = 0;
        foreach (var end in _ends) before += bucket >= end ? 1 : 0;
        return before;
    }

    // The last end is the number of buckets; a variant of weight 0 ends where the one before it does.
    private int AmongMany(int bucket)
    {
        int low = 0, high = _ends.Length - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (bucket < _ends[middle]) high = middle;
            else low = middle + 1;
        }

        return low;
    }
}
