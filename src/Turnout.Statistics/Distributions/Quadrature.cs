namespace Turnout.Statistics.Distributions;

/// <summary>Nodes and weights of Gauss-Legendre quadrature on [−1, 1].</summary>
internal static class Quadrature
{
    /// <summary>By Newton on the Legendre polynomial, ordered from −1 to 1.</summary>
    public static (double X, double W)[] GaussLegendre(int order)
    {
        var rule = new (double, double)[order];
        for (var i = 0; i < order; i++)
        {
            var x = -Math.Cos(Math.PI * (i + 0.75) / (order + 0.5));
            var slope = 0.0;
            for (var step = 0; step < 100; step++)
            {
                double p0 = 1, p1 = x;
                for (var k = 2; k <= order; k++)
                    (p0, p1) = (p1, ((2 * k - 1) * x * p1 - (k - 1) * p0) / k);
                slope = order * (x * p1 - p0) / (x * x - 1);
                var delta = p1 / slope;
                x -= delta;
                if (Math.Abs(delta) < 1e-16)
                    break;
            }

            rule[i] = (x, 2 / ((1 - x * x) * slope * slope));
        }

        return rule;
    }
}
