namespace Turnout.Engine.Bucketing;

/// <summary>
/// The closed set of ways by which a unit becomes a bucket. The name is recorded in the flag or experiment when it is made and never changes
/// for it; a change of any of these formulas would be a new name. Golden cases are in <c>spec/bucketing.json</c>.
/// </summary>
public static class BucketingAlgorithm
{
    /// <summary>
    /// The default: <c>murmur3_32(utf8(unit), seed = murmur3_32(utf8(salt), 0))</c>, scaled to 100,000 buckets by
    /// <c>(hash · 100000) &gt;&gt; 32</c>; variants own consecutive ranges in proportion to their weights.
    /// </summary>
    public const string Murmur3 = "murmur3-v1";

    /// <summary>
    /// The first 8 bytes of <c>SHA-256(utf8(unit + salt))</c> as a big-endian integer, modulo the number of variants: equal shares only.
    /// </summary>
    public const string Sha256Modulo = "sha256-modulo";

    /// <summary>The same integer modulo 100, against cumulative whole percentages.</summary>
    public const string Sha256Percent = "sha256-percent";

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = [Murmur3, Sha256Modulo, Sha256Percent];
}
