namespace Turnout.Statistics.Inspection.Verification;

/// <summary>
/// Random numbers that are the same on every machine and in every version: xoshiro256++ (Blackman and Vigna 2019) seeded by SplitMix64.
/// A stream of its own for each check and replicate makes results independent of the order of work.
/// </summary>
internal sealed class Dice
{
    private ulong _a, _b, _c, _d;
    private double _spare = double.NaN;

    public Dice(ulong seed, ulong stream, ulong replicate)
    {
        var state = Mix(Mix(seed + 0x9E3779B97F4A7C15 * stream) + replicate);
        _a = Next(ref state);
        _b = Next(ref state);
        _c = Next(ref state);
        _d = Next(ref state);

        static ulong Next(ref ulong state) => Mix(state += 0x9E3779B97F4A7C15);
    }

    /// <summary>In (0, 1).</summary>
    public double Uniform() => ((Bits() >> 11) + 0.5) * (1.0 / (1UL << 53));

    /// <summary>Standard normal, by Marsaglia's polar method.</summary>
    public double Normal()
    {
        if (!double.IsNaN(_spare))
        {
            var kept = _spare;
            _spare = double.NaN;
            return kept;
        }

        double x, y, s;
        do
        {
            x = 2 * Uniform() - 1;
            y = 2 * Uniform() - 1;
            s = x * x + y * y;
        }
        while (s >= 1);
        var factor = Math.Sqrt(-2 * Math.Log(s) / s);
        _spare = y * factor;
        return x * factor;
    }

    /// <summary>Gamma with unit scale: Marsaglia and Tsang (2000).</summary>
    public double Gamma(double shape)
    {
        if (shape < 1)
            return Gamma(shape + 1) * Math.Pow(Uniform(), 1 / shape);
        double d = shape - 1.0 / 3, c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = Normal(), v = 1 + c * x;
            if (v <= 0)
                continue;
            v = v * v * v;
            if (Math.Log(Uniform()) < 0.5 * x * x + d - d * v + d * Math.Log(v))
                return d * v;
        }
    }

    public double Beta(double a, double b)
    {
        double x = Gamma(a), y = Gamma(b);
        return x / (x + y);
    }

    /// <summary>For small means, by Knuth's product.</summary>
    public int Poisson(double mean)
    {
        double limit = Math.Exp(-mean), product = Uniform();
        var k = 0;
        for (; product > limit; k++)
            product *= Uniform();
        return k;
    }

    /// <summary>Exact for any n: an order statistic halves the problem until single tosses remain (Devroye 1986, X.4.3).</summary>
    public long Binomial(long n, double p)
    {
        long count = 0;
        while (n > 40)
        {
            var i = n / 2 + 1;
            var x = Beta(i, n + 1 - i);
            if (x <= p)
            {
                count += i;
                n -= i;
                p = (p - x) / (1 - x);
            }
            else
            {
                n = i - 1;
                p /= x;
            }
        }

        for (; n > 0; n--)
        {
            if (Uniform() < p)
                count++;
        }

        return count;
    }

    /// <summary>The moments of n normal values, drawn as their mean and chi-square instead of one by one.</summary>
    public Moments NormalSample(long n, double mean, double deviation) => new(
        n, mean + deviation * Normal() / Math.Sqrt(n), n > 1 ? deviation * deviation * 2 * Gamma((n - 1) / 2.0) : 0);

    private ulong Bits()
    {
        var result = ulong.RotateLeft(_a + _d, 23) + _a;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = ulong.RotateLeft(_d, 45);
        return result;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
