namespace Turnout.Statistics;

/// <summary>
/// Count, means, squared deviations and their cross product of a pair (Y, X) observed on the same units: outcome and pre-period
/// covariate, or numerator and denominator of a ratio. Mergeable in any order.
/// </summary>
/// <param name="Count">How many units; 0 or more.</param>
/// <param name="MeanY">Mean of Y.</param>
/// <param name="MeanX">Mean of X.</param>
/// <param name="M2Y">Sum of squared deviations of Y.</param>
/// <param name="M2X">Sum of squared deviations of X.</param>
/// <param name="Cross">Sum of products of the deviations.</param>
/// <remarks>Source: Chan, Golub and LeVeque (1983); the cross product by the same argument.</remarks>
public readonly record struct JointMoments(long Count, double MeanY, double MeanX, double M2Y, double M2X, double Cross)
{
    /// <summary>The moments of Y alone.</summary>
    public Moments Y => new(Count, MeanY, M2Y);

    /// <summary>The moments of X alone.</summary>
    public Moments X => new(Count, MeanX, M2X);

    /// <summary>Unbiased covariance; 0 below two units.</summary>
    public double Covariance => Count < 2 ? 0 : Cross / (Count - 1);

    /// <summary>The moments of pairs held in memory; both spans have the same length.</summary>
    public static JointMoments Of(ReadOnlySpan<double> y, ReadOnlySpan<double> x)
    {
        if (y.Length != x.Length)
            throw new ArgumentException("Every unit needs a Y and an X.", nameof(x));
        var all = default(JointMoments);
        for (var i = 0; i < y.Length; i++)
            all = all.Add(y[i], x[i]);
        return all;
    }

    /// <summary>From raw sums; refuses moments that no data can have, as <see cref="Moments.FromSums"/> does.</summary>
    public static Computed<JointMoments> FromSums(
        long count, double sumY, double sumX, double sumYY, double sumXX, double sumYX)
    {
        if (!Moments.FromSums(count, sumY, sumYY).TryGet(out var y, out var reason) || !Moments.FromSums(count, sumX, sumXX).TryGet(out var x, out reason))
            return reason;
        var cross = count == 0 ? 0 : sumYX - sumY * (sumX / count);
        return FromParts(y, x, cross);
    }

    /// <summary>From the moments of Y and of X and the sum of products of deviations; refuses a correlation beyond 1.</summary>
    public static Computed<JointMoments> FromParts(Moments y, Moments x, double cross)
    {
        if (y.Count != x.Count)
            return NotComputable.Invalid("moments", "Y and X must come from the same units");
        var limit = Math.Sqrt(y.M2) * Math.Sqrt(x.M2);
        if (!double.IsFinite(cross) || Math.Abs(cross) > limit * (1 + 1e-9) + double.Epsilon)
            return NotComputable.Invalid("moments", "the covariance must not exceed the product of the standard deviations");
        return new JointMoments(y.Count, y.Mean, x.Mean, y.M2, x.M2, Math.Clamp(cross, -limit, limit));
    }

    /// <summary>These units and one more.</summary>
    public JointMoments Add(double y, double x)
    {
        var count = Count + 1;
        double deltaY = y - MeanY, deltaX = x - MeanX;
        double meanY = MeanY + deltaY / count, meanX = MeanX + deltaX / count;
        return new(count, meanY, meanX, M2Y + deltaY * (y - meanY), M2X + deltaX * (x - meanX), Cross + deltaY * (x - meanX));
    }

    /// <summary>These units and <paramref name="other"/>'s, as if observed together.</summary>
    public JointMoments Merge(JointMoments other)
    {
        if (Count == 0)
            return other;
        if (other.Count == 0)
            return this;
        Moments y = Y.Merge(other.Y), x = X.Merge(other.X);
        var weight = (double)Count * ((double)other.Count / y.Count);
        var cross = Cross + other.Cross + (other.MeanY - MeanY) * (other.MeanX - MeanX) * weight;
        return new(y.Count, y.Mean, x.Mean, y.M2, x.M2, cross);
    }
}
