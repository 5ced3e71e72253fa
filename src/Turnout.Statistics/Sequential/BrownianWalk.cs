using Turnout.Statistics.Distributions;

namespace Turnout.Statistics.Sequential;

/// <summary>
/// The density of a Brownian motion that has not yet left its symmetric bounds, carried from look to look on Gauss-Legendre nodes.
/// </summary>
internal sealed class BrownianWalk(double drift)
{
    private const int Order = 16;
    private static readonly (double X, double W)[] Rule = Quadrature.GaussLegendre(Order);

    private double _time;
    private double[] _nodes = [0];
    private double[] _mass = [1];

    /// <summary>Finds the |z| whose first crossing at time t has this chance, and goes on inside it; null where the chance is nothing.</summary>
    public double? Advance(double time, double chance)
    {
        if (chance < 1e-15)
        {
            Step(time, 40);
            return null;
        }

        double low = 0, high = 40;
        for (var i = 0; i < 100 && high - low > 1e-13 * high; i++)
        {
            var z = (low + high) / 2;
            if (Exit(time, z) > chance)
                low = z;
            else
                high = z;
        }

        Step(time, high);
        return high;
    }

    /// <summary>The chance of the first crossing at time t with bound |z|; goes on inside the bound.</summary>
    public double Step(double time, double z)
    {
        var exit = Exit(time, z);
        var deviation = Math.Sqrt(time - _time);
        // Beyond nine deviations around the drift there is nothing to carry.
        double bound = z * Math.Sqrt(time), reach = 9 * Math.Sqrt(time);
        double low = Math.Max(-bound, drift * time - reach), high = Math.Min(bound, drift * time + reach);
        if (high <= low)
        {
            (_nodes, _mass, _time) = ([], [], time);
            return exit;
        }

        var panels = (int)Math.Clamp(Math.Ceiling((high - low) / (2 * deviation)), 4, 400);
        var width = (high - low) / panels;
        var nodes = new double[panels * Order];
        var mass = new double[panels * Order];
        for (var p = 0; p < panels; p++)
        {
            for (var k = 0; k < Order; k++)
            {
                var x = low + width * (p + (1 + Rule[k].X) / 2);
                var density = 0.0;
                for (var i = 0; i < _nodes.Length; i++)
                {
                    var u = (x - _nodes[i] - drift * (time - _time)) / deviation;
                    if (Math.Abs(u) < 39)
                        density += _mass[i] * Normal.Density(u);
                }

                nodes[p * Order + k] = x;
                mass[p * Order + k] = density / deviation * Rule[k].W * width / 2;
            }
        }

        (_nodes, _mass, _time) = (nodes, mass, time);
        return exit;
    }

    /// <summary>The chance of being beyond |z| at time t without having crossed before.</summary>
    public double Exit(double time, double z)
    {
        var deviation = Math.Sqrt(time - _time);
        var bound = z * Math.Sqrt(time);
        var sum = 0.0;
        for (var i = 0; i < _nodes.Length; i++)
        {
            var at = _nodes[i] + drift * (time - _time);
            sum += _mass[i] * (Normal.Above((bound - at) / deviation) + Normal.Above((bound + at) / deviation));
        }

        return sum;
    }
}
