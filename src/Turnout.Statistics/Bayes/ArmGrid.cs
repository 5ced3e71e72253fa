using Turnout.Statistics.Distributions;

namespace Turnout.Statistics.Bayes;

/// <summary>One arm's belief as a smooth density on the whole line.</summary>
/// <param name="Centre">Where it is highest, about.</param>
/// <param name="Spread">How wide it is, about.</param>
/// <param name="LogDensity">ln of the density at a point of the line.</param>
/// <param name="Value">The metric's value at a point of the line, and how fast it rises there.</param>
internal sealed record ArmBelief(
    double Centre, double Spread, Func<double, double> LogDensity, Func<double, (double Value, double Slope)> Value);

/// <summary>
/// Integrals over several independent arms at once, by Gauss-Legendre panels that every arm's bulk cuts: deterministic, 10⁻¹⁰, where others
/// draw samples.
/// </summary>
internal sealed class ArmGrid
{
    private const int Order = 16;

    // A polynomial of this order follows a density that falls by e^5 across a panel to 1e-11.
    private const double SteepestPanel = 5;

    private static readonly (double X, double W)[] Rule = Quadrature.GaussLegendre(Order);
    private static readonly double[][] Running = RunningWeights();

    private readonly double[][] _mass;
    private readonly double[][] _below;
    private readonly double[][] _above;
    private readonly double[] _values;
    private readonly double[] _steps;

    /// <param name="arms">At least one; all measure the same metric, so that the first one's scale serves all.</param>
    /// <param name="depth">How far into the tails to go, in e-folds below the top: 720 reaches the smallest doubles.</param>
    public ArmGrid(IReadOnlyList<ArmBelief> arms, double depth = 720)
    {
        var cuts = Cuts(arms, depth);
        var size = (cuts.Count - 1) * Order;
        _mass = new double[arms.Count][];
        _below = new double[arms.Count][];
        _above = new double[arms.Count][];
        _values = new double[size];
        _steps = new double[size];
        Scale(arms[0], cuts);
        for (var a = 0; a < arms.Count; a++)
        {
            _mass[a] = new double[size];
            _below[a] = new double[size];
            _above[a] = new double[size];
            Fill(arms[a], cuts, a);
        }
    }

    private int Arms => _mass.Length;

    /// <summary>The chance that this arm has the highest value of all.</summary>
    public double ChanceBest(int arm, bool lowest = false) => Sum(arm, lowest, _ => 1);

    /// <summary>The expected value of the best arm.</summary>
    public double ExpectedBest(bool lowest = false)
    {
        var sum = 0.0;
        for (var a = 0; a < Arms; a++)
            sum += Sum(a, lowest, i => _values[i]);
        return sum;
    }

    /// <summary>The chance that one arm lies above another.</summary>
    public double ChanceAbove(int arm, int other)
    {
        var sum = 0.0;
        for (var i = 0; i < _mass[arm].Length; i++)
            sum += _mass[arm][i] * _below[other][i];
        return sum;
    }

    /// <summary>E max(0, value of one − value of the other): the integral of P(one above v)·P(other below v) over v.</summary>
    public double ExpectedExcess(int arm, int other)
    {
        // By parts: dV is the mass of the line in units of value; both factors are tails, nothing cancels.
        var sum = 0.0;
        for (var i = 0; i < _mass[arm].Length; i++)
            sum += _above[arm][i] * _below[other][i] * _steps[i];
        return sum;
    }

    private double Sum(int arm, bool lowest, Func<int, double> value)
    {
        var sum = 0.0;
        for (var i = 0; i < _mass[arm].Length; i++)
        {
            var product = _mass[arm][i];
            for (var b = 0; b < Arms && product != 0; b++)
            {
                if (b != arm)
                    product *= lowest ? _above[b][i] : _below[b][i];
            }

            sum += product * value(i);
        }

        return sum;
    }

    private void Scale(ArmBelief any, List<double> cuts)
    {
        for (var i = 0; i < _values.Length; i++)
        {
            int p = i / Order, k = i % Order;
            var half = (cuts[p + 1] - cuts[p]) / 2;
            var (value, slope) = any.Value(cuts[p] + half * (1 + Rule[k].X));
            _values[i] = value;
            _steps[i] = slope * half * Rule[k].W;
        }
    }

    private void Fill(ArmBelief arm, List<double> cuts, int a)
    {
        var density = new double[_mass[a].Length];
        var total = 0.0;
        for (var p = 0; p + 1 < cuts.Count; p++)
        {
            var half = (cuts[p + 1] - cuts[p]) / 2;
            for (var k = 0; k < Order; k++)
            {
                var x = cuts[p] + half * (1 + Rule[k].X);
                var i = p * Order + k;
                density[i] = Math.Exp(arm.LogDensity(x));
                _mass[a][i] = density[i] * half * Rule[k].W;
                total += _mass[a][i];
            }
        }

        // Tails accumulate from their own end, so that a small one is a sum of small terms.
        double before = 0, after = 0;
        for (var p = 0; p + 1 < cuts.Count; p++)
        {
            var half = (cuts[p + 1] - cuts[p]) / 2;
            for (var k = 0; k < Order; k++)
            {
                var part = 0.0;
                for (var j = 0; j < Order; j++)
                    part += Running[k][j] * density[p * Order + j];
                _below[a][p * Order + k] = Math.Clamp((before + Math.Max(0, part) * half) / total, 0, 1);
            }

            for (var k = 0; k < Order; k++)
                before += _mass[a][p * Order + k];
        }

        for (var p = cuts.Count - 2; p >= 0; p--)
        {
            var half = (cuts[p + 1] - cuts[p]) / 2;
            for (var k = 0; k < Order; k++)
            {
                // By the rule's symmetry the weights from a node to the panel's end are those of the mirrored node from its start.
                var part = 0.0;
                for (var j = 0; j < Order; j++)
                    part += Running[Order - 1 - k][Order - 1 - j] * density[p * Order + j];
                _above[a][p * Order + k] = Math.Clamp((after + Math.Max(0, part) * half) / total, 0, 1);
            }

            for (var k = 0; k < Order; k++)
                after += _mass[a][p * Order + k];
        }

        for (var i = 0; i < density.Length; i++)
            _mass[a][i] /= total;
    }

    private static List<double> Cuts(IReadOnlyList<ArmBelief> arms, double depth)
    {
        var all = new List<double>();
        foreach (var arm in arms)
        {
            all.Add(arm.Centre);
            WalkDown(arm, 1, depth, all);
            WalkDown(arm, -1, depth, all);
        }

        all.Sort();
        var cuts = new List<double> { all[0] };
        var least = arms.Min(arm => arm.Spread) * 0.05;
        foreach (var x in all)
        {
            if (x - cuts[^1] > least)
                cuts.Add(x);
        }

        return cuts;
    }

    /// <summary>Cuts from the top outwards: a spread apart in the bulk, as close as the slope asks in the tails.</summary>
    private static void WalkDown(ArmBelief arm, int side, double depth, List<double> cuts)
    {
        double x = arm.Centre, log = arm.LogDensity(x), bottom = log - depth, step = arm.Spread / 2;
        for (var i = 0; i < 2000 && log > bottom; i++)
        {
            x += side * step;
            var next = arm.LogDensity(x);
            cuts.Add(x);
            step *= Math.Clamp(0.8 * SteepestPanel / Math.Max(1e-9, Math.Abs(log - next)), 0.5, 1.5);
            // Near the top the slope says little about the next panel.
            if (Math.Abs(x - arm.Centre) < 4 * arm.Spread)
                step = Math.Min(step, arm.Spread);
            log = next;
        }
    }

    /// <summary>Weights that integrate the panel's interpolating polynomial from its start to each node, from Legendre polynomials.</summary>
    private static double[][] RunningWeights()
    {
        var weights = new double[Order][];
        for (var k = 0; k < Order; k++)
        {
            weights[k] = new double[Order];
            var upper = Legendre(Rule[k].X);
            for (var j = 0; j < Order; j++)
            {
                var at = Legendre(Rule[j].X);
                var sum = 0.0;
                for (var n = 0; n < Order; n++)
                {
                    // ∫ P_n from −1 to x = (P_{n+1}(x) − P_{n−1}(x)) / (2n+1).
                    var integral = n == 0 ? Rule[k].X + 1 : (upper[n + 1] - upper[n - 1]) / (2 * n + 1);
                    sum += (2 * n + 1) / 2.0 * at[n] * integral;
                }

                weights[k][j] = Rule[j].W * sum;
            }
        }

        return weights;
    }

    private static double[] Legendre(double x)
    {
        var p = new double[Order + 1];
        p[0] = 1;
        p[1] = x;
        for (var n = 2; n <= Order; n++)
            p[n] = ((2 * n - 1) * x * p[n - 1] - (n - 1) * p[n - 2]) / n;
        return p;
    }
}
