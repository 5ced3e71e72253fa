namespace Turnout.Statistics;

/// <summary>
/// Count, means and co-moments of several variables observed on the same units: a ratio with its pre-period, an outcome with several
/// covariates. Mergeable in any order.
/// </summary>
/// <remarks>Source: Chan, Golub and LeVeque (1983). Cost of a merge is the square of the number of variables. Not thread-safe while adding.</remarks>
public sealed class MomentMatrix
{
    private readonly double[] _means;
    private readonly double[] _comoments;

    /// <summary>No units yet.</summary>
    /// <param name="variables">How many variables each unit has; 1 or more.</param>
    public MomentMatrix(int variables)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(variables, 1);
        _means = new double[variables];
        _comoments = new double[variables * variables];
    }

    /// <summary>How many variables each unit has.</summary>
    public int Variables => _means.Length;

    /// <summary>How many units.</summary>
    public long Count { get; private set; }

    /// <summary>The mean of a variable; 0 without units.</summary>
    public double Mean(int variable) => _means[variable];

    /// <summary>The sum of products of two variables' deviations.</summary>
    public double Comoment(int first, int second) => _comoments[first * Variables + second];

    /// <summary>Unbiased covariance of two variables; 0 below two units.</summary>
    public double Covariance(int first, int second) => Count < 2 ? 0 : Comoment(first, second) / (Count - 1);

    /// <summary>From count, means and unbiased covariances (rows), as reports give them; refuses an asymmetric or negative matrix.</summary>
    public static Computed<MomentMatrix> FromCovariances(long count, ReadOnlySpan<double> means, double[][] covariances)
    {
        ArgumentNullException.ThrowIfNull(covariances);
        var all = new MomentMatrix(means.Length) { Count = count };
        if (count < 0 || covariances.Length != means.Length || covariances.Any(row => row is null || row.Length != covariances.Length))
            return NotComputable.Invalid("moments", "there must be a square of covariances, a row for each mean");
        for (var i = 0; i < means.Length; i++)
        {
            all._means[i] = means[i];
            for (var j = 0; j < means.Length; j++)
            {
                var limit = Math.Sqrt(covariances[i][i]) * Math.Sqrt(covariances[j][j]) * (1 + 1e-9);
                if (!double.IsFinite(means[i]) || covariances[i][j] != covariances[j][i] || !(Math.Abs(covariances[i][j]) <= limit))
                    return NotComputable.Invalid("moments", "covariances must be symmetric and no correlation beyond 1");
                all._comoments[i * means.Length + j] = covariances[i][j] * Math.Max(0, count - 1);
            }
        }

        return all;
    }

    /// <summary>Adds one unit.</summary>
    /// <param name="values">Its value of each variable.</param>
    public void Add(params ReadOnlySpan<double> values)
    {
        if (values.Length != Variables)
            throw new ArgumentException($"A unit has {Variables} values.", nameof(values));
        Count++;
        Span<double> before = stackalloc double[Variables];
        for (var i = 0; i < Variables; i++)
        {
            before[i] = values[i] - _means[i];
            _means[i] += before[i] / Count;
        }

        for (var i = 0; i < Variables; i++)
        {
            for (var j = 0; j < Variables; j++)
                _comoments[i * Variables + j] += before[i] * before[j] * (Count - 1) / Count;
        }
    }

    /// <summary>Both, as if observed together; neither is changed.</summary>
    public MomentMatrix Merge(MomentMatrix other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Variables != Variables)
            throw new ArgumentException("Both must have the same variables.", nameof(other));
        var all = new MomentMatrix(Variables) { Count = Count + other.Count };
        var share = all.Count == 0 ? 0 : (double)other.Count / all.Count;
        for (var i = 0; i < Variables; i++)
        {
            all._means[i] = _means[i] + (other._means[i] - _means[i]) * share;
            for (var j = 0; j < Variables; j++)
            {
                all._comoments[i * Variables + j] = Comoment(i, j) + other.Comoment(i, j)
                    + (other._means[i] - _means[i]) * (other._means[j] - _means[j]) * Count * share;
            }
        }

        return all;
    }

    /// <summary>The variance of a weighted sum of the variables.</summary>
    internal double Quadratic(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var sum = 0.0;
        for (var i = 0; i < Variables; i++)
        {
            for (var j = 0; j < Variables; j++)
                sum += left[i] * right[j] * Covariance(i, j);
        }

        return sum;
    }
}
